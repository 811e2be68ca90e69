"""What both people hear of a mandate that one gave: from the table's stream, so never lost and
never twice. The mails name nobody and tell not what it is for."""

from functions.domain.links import Given
from functions.domain.texts import N_, say
from functions.services import messaging
from functions.services.ports import Ports
from functions.services.writing import Words

_OFFERED = (
    N_("Iemand wil je een volmacht geven"),
    N_("Meld je aan om te lezen van wie en waarvoor. Je kan ze aannemen of weigeren."),
)
_GIVER = {
    "offered": (
        N_("Je gaf iemand een volmacht"),
        N_("Was jij dit niet? Meld je aan en trek ze in, of bel ons."),
    ),
    "accepted": (
        N_("Je volmacht is aangenomen"),
        N_("Meld je aan om te lezen wie iets voor je mag doen."),
    ),
    "refused": (
        N_("Je volmacht is geweigerd"),
        N_("Meld je aan om te lezen wie iets voor je mag doen."),
    ),
}
_REVOKED = (
    N_("Een volmacht is ingetrokken"),
    N_("Ze geldt vanaf nu niet meer. Meld je aan om te lezen welke volmacht het is."),
)
_ENDED = (
    N_("Wij beëindigden een volmacht"),
    N_("Ze geldt vanaf nu niet meer. Meld je aan om te lezen welke volmacht het is, of bel ons."),
)


def changed(ports: Ports, given: Given) -> None:
    """It was offered, answered or taken back."""
    if given.state == "revoked":
        told = _ENDED if given.by_desk else _REVOKED
        _mail(ports, given, given.mail, "holder", told)
        _mail(ports, given, given.giver_mail, "giver", told)
        return
    if given.state == "offered":
        _mail(ports, given, given.mail, "holder", _OFFERED)
    _mail(ports, given, given.giver_mail, "giver", _GIVER[given.state])


def _mail(ports: Ports, given: Given, to: str, who: str, told: tuple[str, str]) -> None:
    key = f"mandate/{given.mandate.id}/{given.state}/{who}"
    subject, body = (say(text) for text in told)
    words = Words(given.lang)
    if to:
        messaging.to_address(ports, key, to, words, subject, [body], "/desk/my/mandates")
