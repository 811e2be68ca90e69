"""A mandate in words, for a clerk: who, for whom, what, since and until when, and who gave it."""

from collections.abc import Iterator
from datetime import date

from functions.domain.calendar import BRUSSELS
from functions.domain.links import Act
from functions.domain.texts import N_, Text, say
from functions.domain.views import AnswerRow, AnswerTopic
from functions.processes import all_procedures
from functions.services.ending_mandates import Found
from functions.services.writing import Words

_ACTS = {
    Act.IDENTITY_DOCUMENTS: N_("identiteitskaart en paspoort"),
    Act.RESIDENCE: N_("adres en attesten"),
    Act.PERMITS: N_("vergunningen"),
    Act.COURT: N_("zaken met het gerecht"),
}
_UNKNOWN = N_("Naam niet bekend")


def told(words: Words, found: Found, today: date) -> AnswerTopic:
    """Titled by the other person in it."""
    other = found.holder if found.part == "giver" else found.giver
    state = words.write(_state(found, today))
    rows = [(N_("Stand"), state), *_rows(words, found)]
    return AnswerTopic(
        other or words.write(_UNKNOWN),
        tuple(AnswerRow(words.write(label), text) for label, text in rows),
    )


def _rows(words: Words, found: Found) -> Iterator[tuple[str, str]]:
    """Labels as they are written here, with their text in the reader's language."""
    mandate = found.mandate
    unknown = words.write(_UNKNOWN)
    yield N_("Voor wie"), found.giver or unknown
    yield N_("Wie handelt"), found.holder or unknown
    if mandate.organisation:
        yield N_("Kantoor of organisatie"), mandate.organisation
    yield N_("Waarvoor"), _scope(words, found)
    yield N_("Gegeven door"), _origin(words, found)
    yield N_("Sinds"), words.date(mandate.starts)
    last = words.date(mandate.ends) if mandate.ends else words.write(N_("zonder einddatum"))
    yield N_("Tot en met"), last


def _scope(words: Words, found: Found) -> str:
    mandate = found.mandate
    if mandate.origin == "parent":
        covered = [p for p in all_procedures() if p.for_child is not None]
    else:
        covered = [p for p in all_procedures() if p.scope & mandate.scope]
    acts = [words.write(_ACTS[act]) for act in Act if act in mandate.acts]
    titles = [words.write(p.guide.title) for p in covered]
    return ", ".join(dict.fromkeys([*acts, *titles])) or words.write(
        N_("niets wat hier online kan")
    )


def _origin(words: Words, found: Found) -> str:
    if found.mandate.origin == "court":
        return words.write(N_("de vrederechter (bewind)"))
    if found.mandate.origin == "parent":
        return words.write(N_("niemand: een ouder, volgens het Rijksregister"))
    return found.giver


def _state(found: Found, today: date) -> str | Text:
    mandate, given = found.mandate, found.given
    if given is not None:
        day = given.changed.astimezone(BRUSSELS).date()
        if given.state == "refused":
            return say(N_("Geweigerd op %(day)s"), day=day)
        if given.by_desk:
            return say(N_("Beëindigd door de gemeente op %(day)s"), day=day)
        if given.state == "revoked":
            return say(N_("Ingetrokken op %(day)s"), day=day)
    if mandate.ends is not None and mandate.ends < today:
        return N_("Afgelopen")
    if given is not None and given.state == "offered":
        return N_("Wacht op een antwoord")
    return N_("Geldt") if mandate.starts <= today else N_("Begint later")


def ended(found: Found) -> str:
    if found.mandate.origin == "court":
        return N_("Het bewind geldt hier niet meer. De bewindvoerder krijgt daar bericht van.")
    return N_("De volmacht geldt niet meer. Beide personen krijgen een mail.")
