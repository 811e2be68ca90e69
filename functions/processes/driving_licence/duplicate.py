"""A licence that was lost, stolen or damaged. Sources: begijnendijk.be, middelkerke.be."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain import life_events
from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.forms import Answers, Application, Ask, Contact, Known, Topic, When, when
from functions.domain.issuing import Declaration as _Declaration
from functions.domain.issuing import Loss as _Loss
from functions.domain.kinds import Kind
from functions.domain.problems import Problem
from functions.domain.procedure import Guide, Hurdle, Procedure, rule
from functions.domain.texts import N_, say
from functions.processes.driving_licence import rules, steps
from functions.processes.driving_licence.topics import Declarations, Photo

KEY = "driving-licence/duplicate"
PRICE = Price(KEY)


class Reason(StrEnum):
    LOST = "lost"
    STOLEN = "stolen"
    DAMAGED = "damaged"


_GONE = when("why.reason", Reason.LOST.value, Reason.STOLEN.value)


class Why(Topic):
    title: ClassVar[str] = N_("Waarom je een duplicaat vraagt")

    reason: Annotated[
        Reason,
        Kind("choice"),
        Ask(
            N_("Wat is er met je rijbewijs gebeurd?"),
            missing=N_("Kies wat er met je rijbewijs gebeurd is."),
            options={
                Reason.LOST: N_("Het is verloren"),
                Reason.STOLEN: N_("Het is gestolen"),
                Reason.DAMAGED: N_("Het is beschadigd of niet meer leesbaar"),
            },
            option_hints={
                Reason.LOST: N_("Doe eerst aangifte bij de politie."),
                Reason.STOLEN: N_("Doe eerst aangifte bij de politie."),
                Reason.DAMAGED: N_("Breng het oude rijbewijs mee als je het nieuwe afhaalt."),
            },
        ),
    ]


class Loss(_Loss):
    asked_when: ClassVar[When | None] = _GONE


class Declaration(_Declaration):
    asked_when: ClassVar[When | None] = _GONE


class DuplicateApplication(Application):
    known: Known
    why: Why
    loss: Loss | None = None
    declaration: Declaration | None = None
    photo: Photo
    contact: Contact
    declarations: Declarations


@rule(
    title=N_("Het verlies of de diefstal is al gebeurd"),
    source="begijnendijk.be, middelkerke.be",
    needs=("loss",),
)
def loss_is_past(application: DuplicateApplication, facts: Facts) -> Iterator[Problem]:
    if application.loss and application.loss.day > facts.today:
        yield Problem("loss.day", say(rules.IN_THE_FUTURE))


def _order(answers: Answers, facts: Facts) -> Mapping[str, str]:
    return steps.ordered("licence-duplicate", answers, facts)


duplicate = Procedure(
    name="duplicate",
    process="driving-licence",
    mails_say_what=True,
    application=DuplicateApplication,
    workflow=steps.usual_road(
        ask=N_("Kijk na: klopt de aangifte, en heeft de persoon een geldig rijbewijs?"),
        reasons={
            "declaration": N_("De aangifte van verlies of diefstal is niet in orde."),
            "no-licence": N_("De persoon heeft geen geldig Belgisch rijbewijs."),
            "forbidden": N_("De persoon mag van een rechter niet rijden."),
        },
        price=PRICE,
        message=_order,
        bring=(N_("Je oude rijbewijs, als je dat nog hebt."),),
    ),
    rules=(rules.applicant_lives_here, loss_is_past),
    submit_label=N_("Duplicaat aanvragen"),
    claims=steps.one_running("driving-licence-duplicate", "why.reason"),
    keeps_claims=False,
    price=PRICE,
    retention_days=365,
    retention_note="(u) to be set by the municipality's archive plan",
    hurdles=(
        steps.RESIDENT,
        Hurdle(
            "belgian-licence",
            N_("Was het een Belgisch rijbewijs?"),
            if_no=N_("Vraag een duplicaat aan het land dat je rijbewijs gaf."),
        ),
    ),
    guide=Guide(
        title=N_("Duplicaat van je rijbewijs"),
        summary=N_("Vraag een nieuwe kaart als je rijbewijs verloren, gestolen of beschadigd is."),
        life_event=life_events.DRIVING,
        who=(
            N_("Je bent ingeschreven in onze gemeente."),
            N_("Je hebt een geldig Belgisch rijbewijs, maar de kaart is weg of beschadigd."),
        ),
        needed=(N_("Verloren of gestolen: de aangifte bij de politie. Een foto is goed."),),
        duration=N_(
            "Invullen duurt ongeveer 5 minuten. Meestal ligt het na 3 tot 5 werkdagen klaar en haal je het zelf af."
        ),
        legal=(N_("Koninklijk besluit van 23 maart 1998 over het rijbewijs"),),
        counter=N_("Je kan het duplicaat ook aan het loket aanvragen."),
        paper=N_("Liever op papier? Haal het formulier aan het loket."),
        keywords=N_("rijbewijs duplicaat verloren gestolen kwijt beschadigd"),
    ),
)
