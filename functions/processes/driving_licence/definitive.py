"""The definitive licence, after the practical exam. Sources: houthulst.be, maarkedal.be."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from functions.domain import life_events
from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.forms import Answers, Application, Ask, Contact, Known, Topic, when
from functions.domain.kinds import Date, Documents, Kind
from functions.domain.problems import Problem
from functions.domain.procedure import Guide, Hurdle, Procedure, rule
from functions.domain.texts import N_, say
from functions.processes.driving_licence import rules, steps
from functions.processes.driving_licence.topics import (
    CATEGORIES,
    GROUP_2,
    Category,
    FitDeclarations,
    Photo,
)

KEY = "driving-licence/definitive"
PRICE = Price(KEY)


class PracticalExam(Topic):
    title: ClassVar[str] = N_("Je praktijkexamen")

    category: Annotated[
        Category,
        Kind("choice"),
        Ask(
            N_("Voor welk voertuig slaagde je?"),
            missing=N_("Kies voor welk voertuig je slaagde."),
            options={Category.B: CATEGORIES[Category.B], **CATEGORIES},
        ),
    ]
    day: Annotated[
        Date,
        Ask(
            N_("Op welke dag slaagde je voor het praktijkexamen?"),
            hint=N_("De datum staat op het formulier van het examencentrum."),
            missing=N_("Vul de dag in waarop je slaagde voor het praktijkexamen."),
        ),
    ]


class Papers(Topic):
    title: ClassVar[str] = N_("Je documenten")
    intro: ClassVar[str] = N_("Een leesbare foto met je telefoon is goed.")

    exam_form: Annotated[
        Documents,
        Ask(
            N_("Aanvraagformulier van het examencentrum"),
            hint=N_("Je kreeg het toen je slaagde voor het praktijkexamen."),
            missing=N_("Voeg het aanvraagformulier van het examencentrum toe."),
        ),
    ] = ()
    medical: Annotated[
        Documents,
        Ask(
            N_("Medisch attest groep 2"),
            hint=N_("Van een erkende arts, voor vrachtwagens en bussen."),
            missing=N_("Voeg het medisch attest groep 2 toe."),
            sensitive="medical",
            when=when("exam.category", *(category.value for category in GROUP_2)),
        ),
    ] = ()


class DefinitiveApplication(Application):
    known: Known
    exam: PracticalExam
    papers: Papers
    photo: Photo
    contact: Contact
    declarations: FitDeclarations


@rule(
    title=N_("Je bent oud genoeg voor dit rijbewijs"),
    source="Royal Decree of 23 March 1998, article 18; ages: tenant data (u)",
    needs=("exam",),
)
def old_enough(application: DefinitiveApplication, facts: Facts) -> Iterator[Problem]:
    age = rules.too_young(facts, KEY, f"age_{application.exam.category}")
    if age is not None:
        yield Problem(
            "exam.category", say(N_("Met dit voertuig mag je rijden vanaf %(age)s jaar."), age=age)
        )


exam_still_counts = rules.exam_counts(KEY, lambda application: application.exam.day)


def _order(answers: Answers, facts: Facts) -> Mapping[str, str]:
    return steps.ordered("licence", answers, facts, category=answers["exam"]["category"])


definitive = Procedure(
    name="definitive",
    process="driving-licence",
    mails_say_what=True,
    application=DefinitiveApplication,
    workflow=steps.usual_road(
        ask=N_("Kijk na: slaagde de persoon voor het praktijkexamen, en klopt het medisch attest?"),
        reasons={
            "exam": N_("De persoon slaagde niet voor het examen, of het telt niet meer."),
            "certificate": N_("Het attest is niet in orde."),
            "forbidden": N_("De persoon mag van een rechter niet rijden."),
        },
        price=PRICE,
        message=_order,
        bring=(N_("Je voorlopig rijbewijs of je oude rijbewijs: dat geef je af."),),
    ),
    rules=(rules.applicant_lives_here, old_enough, exam_still_counts),
    submit_label=N_("Rijbewijs aanvragen"),
    claims=steps.one_running("driving-licence-definitive", "exam.category"),
    keeps_claims=False,
    price=PRICE,
    retention_days=365,
    retention_note="(u) to be set by the municipality's archive plan",
    hurdles=(
        steps.RESIDENT,
        Hurdle(
            "practice",
            N_("Slaagde je al voor het praktijkexamen?"),
            if_no=N_("Doe eerst het praktijkexamen in een examencentrum. Kom daarna terug."),
        ),
    ),
    guide=Guide(
        title=N_("Rijbewijs aanvragen"),
        summary=N_("Vraag je rijbewijs aan nadat je slaagde voor het praktijkexamen."),
        life_event=life_events.DRIVING,
        who=(
            N_("Je bent ingeschreven in onze gemeente."),
            N_("Je slaagde voor het praktijkexamen."),
            N_("De kaart is 10 jaar geldig. Voor een beroep met groep 2 is dat hoogstens 5 jaar."),
        ),
        needed=(
            N_("Het aanvraagformulier van het examencentrum."),
            N_("Vrachtwagen of bus: een medisch attest groep 2."),
        ),
        duration=N_(
            "Invullen duurt ongeveer 5 minuten. Meestal ligt het na 3 tot 5 werkdagen klaar en haal je het zelf af."
        ),
        legal=(N_("Koninklijk besluit van 23 maart 1998 over het rijbewijs"),),
        counter=N_("Je kan het rijbewijs ook aan het loket aanvragen."),
        paper=N_("Liever op papier? Breng het formulier van het examencentrum naar het loket."),
        keywords=N_("rijbewijs definitief praktijkexamen auto motor vrachtwagen bus"),
    ),
)
