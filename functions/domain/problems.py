"""What can be wrong, as data: the web layer turns it into a page or an RFC 9457 problem."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.domain.texts import N_, Text, say


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `field` is a path ("holder.national_number", "doses.entries.0.date")."""

    field: str
    text: Text


class Refusal(Exception):  # noqa: N818 - not a fault: an answer that the person can act on
    """A request that is understood and refused. `status` is the HTTP status that fits."""

    status = 400
    title = N_("Dit kon niet")
    explanation: str | Text = N_("Ga terug en probeer het opnieuw.")


class Invalid(Refusal):
    """Answers that need mending; nothing was stored."""

    status = 422
    title = N_("Er is iets niet in orde")
    explanation = N_("Kijk je antwoorden na.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(problem.field for problem in problems))
        self.problems = tuple(problems)


class MomentTaken(Invalid):
    """The moment at the counter that was chosen went to someone else meanwhile."""

    status = 409
    title = N_("Dit moment is net weg")
    explanation = N_("Iemand anders koos dit moment net voor jou. Kies een ander moment.")

    def __init__(self) -> None:
        super().__init__([Problem("moment", Text(self.explanation))])


class NotFound(Refusal):
    """Unknown, or not for this person: the two look the same from outside, so nothing leaks."""

    status = 404
    title = N_("We vinden dit niet")
    explanation = N_(
        "Het adres klopt niet, of deze zaak is niet van jou. Kijk het adres na, of ga naar je "
        "zaken."
    )


class NotAllowed(Refusal):
    """Signed in, but this needs another role."""

    status = 403
    title = N_("Je hebt hier geen toegang toe")
    explanation = N_(
        "Deze pagina is voor medewerkers met een andere rol. Vraag je diensthoofd om de rol, of "
        "meld je aan met een ander profiel."
    )


class MandateEnded(Refusal):
    """Acting for someone by an order that has ended, was revoked, or does not cover this."""

    status = 403
    title = N_("Je kan dit niet meer voor deze persoon doen")
    explanation = N_(
        "Je volmacht of bewind is afgelopen of gewijzigd, of het dekt deze aanvraag niet. "
        "Er is nu niets ingediend of gewijzigd. Bel of mail ons als dit niet klopt."
    )


class SignInNeeded(Refusal):
    """No session, or one that has ended. `kept` says whether what was typed is saved; `page` where
    it will be shown, if that is another page than the one asked for."""

    status = 401
    title = N_("Meld je aan")
    explanation = N_("Je sessie is afgelopen. Meld je opnieuw aan om verder te gaan.")

    def __init__(self, *, kept: bool = False, page: str = "") -> None:
        super().__init__()
        self.kept = kept
        self.page = page


class ForgedRequest(Refusal):
    """The form did not come from our page (CSRF), or its page is from an ended session."""

    status = 403
    title = N_("We kunnen deze pagina niet meer gebruiken")
    explanation = N_(
        "De pagina is te oud of komt niet van onze website. Ga terug, vernieuw de pagina en "
        "probeer het opnieuw."
    )


class Unsigned(Refusal):
    """A message of a program whose signature is missing, wrong or too old."""

    status = 401
    title = N_("De handtekening klopt niet")
    explanation = N_("Onderteken het bericht opnieuw met de sleutel die je van ons kreeg.")


class WrongParameter(Invalid):
    """A parameter in the address of an API that cannot be one."""

    status = 400


class NoToken(Refusal):
    """No access token, or one that is not good (RFC 6750, 3): `error` names which."""

    status = 401
    title = N_("Dit token geldt niet")
    explanation = N_("Vraag een nieuw token aan de tokendienst en probeer het opnieuw.")

    def __init__(self, error: str = "") -> None:
        super().__init__(error)
        self.challenge = f'Bearer error="{error}"' if error else "Bearer"


class NarrowToken(Refusal):
    """A good access token, for something else or of a client that we do not serve."""

    status = 403
    title = N_("Dit token geldt hier niet")
    explanation = N_("Het token is goed, maar geeft geen toegang tot deze gegevens.")

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.challenge = f'Bearer error="insufficient_scope", scope="{scope}"'


class Conflict(Refusal):
    """Someone (perhaps the same person in another window) was first."""

    status = 409
    title = N_("Dit is intussen gewijzigd")
    explanation = N_(
        "Jij of iemand anders heeft dit intussen gewijzigd, misschien in een ander venster. Open "
        "de pagina opnieuw en kijk na wat er nu staat."
    )


class AlreadyDecided(Conflict):
    """A human step that has its answer already."""

    title = N_("Hierover is al beslist")
    explanation = N_("De beslissing is al genomen of de termijn is voorbij. Open de zaak.")


class VisitBegun(AlreadyDecided):
    """An appointment whose time has come cannot be moved any more."""

    title = N_("Je afspraak is al begonnen")
    explanation = N_(
        "Je kan dit moment niet meer verplaatsen of annuleren. Kon je niet komen? Bel het loket, "
        "dan kan je een nieuw moment kiezen."
    )


class HandedOver(AlreadyDecided):
    """Escalated to another role while this clerk had the case open."""

    title = N_("Iemand anders behandelt deze zaak nu")
    explanation = N_(
        "De termijn liep af en de zaak ging naar een andere rol. Wat je typte is niet bewaard; je "
        "kan de zaak nog altijd bekijken."
    )


class HeldByColleague(Refusal):
    """Another clerk took this case."""

    status = 409
    title = N_("Een collega heeft deze zaak")

    def __init__(self, name: str) -> None:
        super().__init__()
        told = N_(
            "%(name)s heeft deze zaak. Neem de zaak over als jij beslist, of laat het aan %(name)s."
        )
        self.explanation = say(told, name=name)


class SecondLook(Refusal):
    """A step for another clerk than who took an earlier one."""

    status = 403
    title = N_("Een collega moet deze stap nemen")
    explanation = N_(
        "Jij nam een eerdere stap in deze zaak. In onze gemeente beslist dan iemand anders over "
        "deze stap: twee mensen zien meer dan één. Geef de zaak door aan een collega."
    )


class AlreadyReopened(AlreadyDecided):
    """Someone else was first to reopen the case, or it never was closed."""

    title = N_("Deze zaak loopt al")
    explanation = N_("Iemand heeft deze zaak intussen heropend. Open de zaak.")


class RefundUnderWay(Conflict):
    """What was paid is going back at this moment."""

    title = N_("De terugbetaling loopt nog")
    explanation = N_(
        "De aanvrager krijgt nu terug wat die betaalde. Heropen de zaak als dat rond is: probeer "
        "het over enkele minuten opnieuw."
    )


class TooLarge(Refusal):
    """More text than any form of ours can hold."""

    status = 413
    title = N_("Dit is te groot")
    explanation = N_("Je stuurde meer tekst dan dit formulier aankan. Maak het korter.")


class TooMany(Refusal):
    """More of one source on a day than people send."""

    status = 429
    title = N_("Je vroeg vandaag al enkele keren om terug te bellen")
    explanation = N_(
        "We bellen je terug. Wil je ons nu spreken? Bel zelf naar het loket of kom langs."
    )


class Busy(Refusal):
    """A service under us is throttled or down; trying again is safe and loses nothing."""

    status = 503
    title = N_("Het is nu te druk")
    explanation = N_(
        "Wat je eerder bewaarde, staat er nog. Wacht een minuut en probeer het opnieuw."
    )
