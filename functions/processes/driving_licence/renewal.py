"""A licence that expires, or changes for a medical reason. Sources: houthulst.be, elsene.be."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain import life_events
from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.forms import Answers, Application, Ask, Contact, Known, Topic, When, when
from functions.domain.kinds import Date, Documents, Kind, YesNo
from functions.domain.problems import Problem
from functions.domain.procedure import Guide, Hurdle, Procedure, rule
from functions.domain.texts import N_, say
from functions.processes.driving_licence import rules, steps
from functions.processes.driving_licence.topics import Declarations, Photo

KEY = "driving-licence/renewal"


class Reason(StrEnum):
    EXPIRY = "expiry"
    GROUP_1 = "medical-1"
    GROUP_2 = "medical-2"


_MEDICAL = when("why.reason", Reason.GROUP_1.value, Reason.GROUP_2.value)


class Why(Topic):
    title: ClassVar[str] = N_("Waarom je rijbewijs vernieuwd wordt")

    reason: Annotated[
        Reason,
        Kind("choice"),
        Ask(
            N_("Waarom moet je rijbewijs vernieuwd worden?"),
            missing=N_("Kies waarom je rijbewijs vernieuwd moet worden."),
            sensitive="medical",
            options={
                Reason.EXPIRY: N_("De kaart vervalt"),
                Reason.GROUP_1: N_("Medische reden, voor auto of motor (groep 1)"),
                Reason.GROUP_2: N_("Medische keuring, voor vrachtwagen, bus of beroep (groep 2)"),
            },
        ),
    ]


class Current(Topic):
    title: ClassVar[str] = N_("Je rijbewijs nu")
    asked_when: ClassVar[When | None] = when("why.reason", Reason.EXPIRY.value)

    valid_until: Annotated[
        Date,
        Ask(
            N_("Tot welke dag is je rijbewijs geldig?"),
            hint=N_("De datum staat op de kaart, bij 4b."),
            missing=N_("Vul de dag in tot wanneer je rijbewijs geldig is."),
        ),
    ]


class Repeated(Topic):
    title: ClassVar[str] = N_("Eerdere verlengingen")
    asked_when: ClassVar[When | None] = _MEDICAL

    is_repeated: Annotated[
        YesNo,
        Ask(
            N_("Werd je rijbewijs al eerder verlengd om een medische reden?"),
            hint=N_("Zo ja, dan kan het gratis zijn. We kijken het na."),
            missing=N_("Kies of je rijbewijs al eerder verlengd werd."),
            sensitive="medical",
        ),
    ]


class Papers(Topic):
    title: ClassVar[str] = N_("Het medisch attest")
    intro: ClassVar[str] = N_("Een leesbare foto met je telefoon is goed.")
    asked_when: ClassVar[When | None] = _MEDICAL

    group_1: Annotated[
        Documents,
        Ask(
            N_("Medisch attest groep 1"),
            hint=N_("Je arts vulde het in: waarmee en hoelang je mag rijden."),
            missing=N_("Voeg het medisch attest groep 1 toe."),
            sensitive="medical",
            when=when("why.reason", Reason.GROUP_1.value),
        ),
    ] = ()
    group_2: Annotated[
        Documents,
        Ask(
            N_("Medisch attest groep 2"),
            hint=N_("Van een erkende arts, voor vrachtwagens en bussen."),
            missing=N_("Voeg het medisch attest groep 2 toe."),
            sensitive="medical",
            when=when("why.reason", Reason.GROUP_2.value),
        ),
    ] = ()


class RenewalApplication(Application):
    known: Known
    why: Why
    current: Current | None = None
    repeated: Repeated | None = None
    papers: Papers | None = None
    photo: Photo
    contact: Contact
    declarations: Declarations


def _variant(answers: Answers) -> str:
    """ "medical" is what the law makes free: a medical renewal that repeats. maarkedal.be"""
    medical = answers.get("why", {}).get("reason") in (Reason.GROUP_1, Reason.GROUP_2)
    return "medical" if medical and answers.get("repeated", {}).get("is_repeated") else ""


PRICE = Price(
    KEY,
    variant=_variant,
    labels={
        "": N_("Vernieuwing"),
        "medical": N_("Herhaalde verlenging om een medische reden"),
    },
)


@rule(
    title=N_("Je rijbewijs vervalt binnenkort of is vervallen"),
    source="houthulst.be; how early: tenant data (u)",
    needs=("current",),
)
def near_its_end(application: RenewalApplication, facts: Facts) -> Iterator[Problem]:
    days = facts.tenant.facts[KEY]["renew_days"]
    current = application.current
    first = rules.too_early(current.valid_until, facts, days) if current else None
    if first:
        yield Problem(
            "current.valid_until",
            say(
                N_("Je rijbewijs is nog lang geldig. Je kan het vernieuwen vanaf %(day)s."),
                day=first,
            ),
        )


def _order(answers: Answers, facts: Facts) -> Mapping[str, str]:
    """The medical reason stays here: the producer is told only that the licence is renewed."""
    return steps.ordered("licence-renewed", answers, facts)


renewal = Procedure(
    name="renewal",
    process="driving-licence",
    mails_say_what=True,
    application=RenewalApplication,
    workflow=steps.usual_road(
        ask=N_(
            "Kijk na: klopt het medisch attest, en is een herhaalde medische verlenging echt gratis? Pas de codes en de geldigheid aan."
        ),
        reasons={
            "certificate": N_("Het attest is niet in orde."),
            "unfit": N_("Volgens het attest mag de persoon niet rijden."),
            "forbidden": N_("De persoon mag van een rechter niet rijden."),
        },
        price=PRICE,
        message=_order,
        bring=(N_("Je oude rijbewijs: dat geef je af."),),
    ),
    rules=(rules.applicant_lives_here, near_its_end),
    submit_label=N_("Rijbewijs vernieuwen"),
    claims=steps.one_running("driving-licence-renewal", "why.reason"),
    keeps_claims=False,
    price=PRICE,
    retention_days=365,
    retention_note="(u) to be set by the municipality's archive plan",
    hurdles=(
        steps.RESIDENT,
        Hurdle(
            "have",
            N_("Heb je je rijbewijs nog?"),
            if_no=N_("Vraag dan een duplicaat van je rijbewijs."),
        ),
    ),
    guide=Guide(
        title=N_("Rijbewijs vernieuwen"),
        summary=N_("Vernieuw je rijbewijs als het vervalt of om een medische reden."),
        life_event=life_events.DRIVING,
        who=(
            N_("Je bent ingeschreven in onze gemeente."),
            N_("Je rijbewijs vervalt binnenkort, of een arts keurde je opnieuw."),
            N_("De kaart is 10 jaar geldig. Voor een beroep met groep 2 is dat hoogstens 5 jaar."),
        ),
        needed=(N_("Om een medische reden: het medisch attest groep 1 of groep 2."),),
        duration=N_(
            "Invullen duurt ongeveer 5 minuten. Meestal ligt het na 3 tot 5 werkdagen klaar en haal je het zelf af."
        ),
        legal=(N_("Koninklijk besluit van 23 maart 1998 over het rijbewijs"),),
        counter=N_("Je kan het rijbewijs ook aan het loket vernieuwen."),
        paper=N_("Liever op papier? Haal het formulier aan het loket."),
        keywords=N_("rijbewijs vernieuwen verlengen vervallen medisch keuring groep 1 groep 2"),
    ),
)
