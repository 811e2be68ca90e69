"""A provisional licence: M36, M18, M12 or model 3. Sources: watermaal-bosvoorde, woluwe1150.be."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from functions.domain import life_events
from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.forms import Answers, Application, Ask, Contact, Known, Topic, When, when
from functions.domain.kinds import Date, Documents, Kind, Line, NationalNumber
from functions.domain.person import age_on, birth_date
from functions.domain.problems import Problem
from functions.domain.procedure import Guide, Hurdle, Procedure, rule
from functions.domain.texts import N_, say
from functions.domain.workflow import End
from functions.processes.driving_licence import rules, steps
from functions.processes.driving_licence.topics import (
    CATEGORIES,
    GROUP_2,
    Category,
    FitDeclarations,
    Photo,
)

KEY = "driving-licence/provisional"
PRICE = Price(KEY)


class Model(StrEnum):
    M36 = "m36"
    M18 = "m18"
    M12 = "m12"
    M3 = "m3"


_GUIDED = when("model.model", Model.M36.value, Model.M12.value)


class ModelChoice(Topic):
    title: ClassVar[str] = N_("Welk voorlopig rijbewijs")

    model: Annotated[
        Model,
        Kind("choice"),
        Ask(
            N_("Welk voorlopig rijbewijs vraag je?"),
            missing=N_("Kies welk voorlopig rijbewijs je vraagt."),
            options={
                Model.M36: N_("M36: auto, met een begeleider"),
                Model.M18: N_("M18: auto, zonder begeleider"),
                Model.M12: N_("M12: auto, een laatste jaar met een begeleider"),
                Model.M3: N_("Model 3: een ander voertuig dan een auto"),
            },
            option_hints={
                Model.M36: N_("36 maanden geldig. Je begeleider registreert zich zelf."),
                Model.M18: N_(
                    "18 maanden geldig. Je hebt een attest van 20 uur les van een rijschool nodig."
                ),
                Model.M12: N_("12 maanden geldig, na een ander voorlopig rijbewijs."),
                Model.M3: N_("12 maanden geldig, bijvoorbeeld voor een motorfiets."),
            },
        ),
    ]


class VehicleChoice(Topic):
    title: ClassVar[str] = N_("Welk voertuig")
    asked_when: ClassVar[When | None] = when("model.model", Model.M3.value)

    category: Annotated[
        Category,
        Kind("choice"),
        Ask(
            N_("Waarmee wil je leren rijden?"),
            missing=N_("Kies waarmee je wil leren rijden."),
            options={c: label for c, label in CATEGORIES.items() if c is not Category.B},
        ),
    ]


class TheoryExam(Topic):
    title: ClassVar[str] = N_("Je theorie-examen")

    day: Annotated[
        Date,
        Ask(
            N_("Op welke dag slaagde je voor het theorie-examen?"),
            hint=N_("De datum staat op het formulier van het examencentrum."),
            missing=N_("Vul de dag in waarop je slaagde voor het theorie-examen."),
        ),
    ]


class Accompanist(Topic):
    title: ClassVar[str] = N_("Begeleider")

    given_name: Annotated[
        Line, Ask(N_("Voornaam"), missing=N_("Vul de voornaam van de begeleider in."))
    ]
    family_name: Annotated[
        Line, Ask(N_("Achternaam"), missing=N_("Vul de achternaam van de begeleider in."))
    ]
    national_number: Annotated[
        NationalNumber,
        Ask(
            N_("Rijksregisternummer"),
            hint=N_("11 cijfers, op de achterkant van de identiteitskaart: 85.07.30-033.28"),
            missing=N_("Vul het rijksregisternummer van de begeleider in."),
            width="m",
        ),
    ]


class Guides(Topic):
    title: ClassVar[str] = N_("Wie je begeleidt")
    intro: ClassVar[str] = N_(
        "Je mag één of twee begeleiders opgeven. Zij registreren zich zelf als begeleider en krijgen een attest."
    )
    asked_when: ClassVar[When | None] = _GUIDED

    guides: Annotated[
        list[Accompanist],
        Field(min_length=1, max_length=2),
        Ask(
            N_("Je begeleiders"),
            entry=N_("Begeleider %(number)s"),
            add=N_("Nog een begeleider toevoegen"),
            remove=N_("Deze begeleider weghalen"),
            most=2,
        ),
    ]


class Papers(Topic):
    title: ClassVar[str] = N_("Je documenten")
    intro: ClassVar[str] = N_("Een leesbare foto met je telefoon is goed.")

    exam_form: Annotated[
        Documents,
        Ask(
            N_("Aanvraagformulier van het examencentrum"),
            hint=N_("Je kreeg het toen je slaagde voor het theorie-examen."),
            missing=N_("Voeg het aanvraagformulier van het examencentrum toe."),
        ),
    ] = ()
    guide: Annotated[
        Documents,
        Ask(
            N_("Attest van je begeleider"),
            hint=N_("Je begeleider krijgt het wanneer hij of zij zich registreert."),
            missing=N_("Voeg het attest van je begeleider toe."),
            when=_GUIDED,
        ),
    ] = ()
    school: Annotated[
        Documents,
        Ask(
            N_("Attest van de rijschool"),
            hint=N_("Het attest dat je 20 uur les volgde."),
            missing=N_("Voeg het attest van de rijschool toe."),
            when=when("model.model", Model.M18.value),
        ),
    ] = ()
    medical: Annotated[
        Documents,
        Ask(
            N_("Medisch attest groep 2"),
            hint=N_("Van een erkende arts, voor vrachtwagens en bussen."),
            missing=N_("Voeg het medisch attest groep 2 toe."),
            sensitive="medical",
            when=when("vehicle.category", *(category.value for category in GROUP_2)),
        ),
    ] = ()


class ProvisionalApplication(Application):
    known: Known
    model: ModelChoice
    vehicle: VehicleChoice | None = None
    exam: TheoryExam
    guides: Guides | None = None
    papers: Papers
    photo: Photo
    contact: Contact
    declarations: FitDeclarations


@rule(
    title=N_("Je bent oud genoeg voor dit voorlopig rijbewijs"),
    source="watermaal-bosvoorde; Royal Decree of 10 July 2006; ages: tenant data (u)",
    needs=("model",),
)
def old_enough_for_the_model(
    application: ProvisionalApplication, facts: Facts
) -> Iterator[Problem]:
    """Of model 3 the age depends on the vehicle."""
    model = application.model.model
    age = None if model is Model.M3 else rules.too_young(facts, KEY, f"{model}_from_age")
    if age is not None:
        yield Problem(
            "model.model",
            say(N_("Dit voorlopig rijbewijs kan je vragen vanaf %(age)s jaar."), age=age),
        )


@rule(
    title=N_("Je bent oud genoeg om met dit voertuig te leren rijden"),
    source="Royal Decree of 23 March 1998, article 18; ages: tenant data (u)",
    needs=("vehicle",),
)
def old_enough_for_the_vehicle(
    application: ProvisionalApplication, facts: Facts
) -> Iterator[Problem]:
    vehicle = application.vehicle
    age = rules.too_young(facts, KEY, f"age_{vehicle.category}") if vehicle else None
    if age is not None:
        yield Problem(
            "vehicle.category",
            say(N_("Met dit voertuig mag je rijden vanaf %(age)s jaar."), age=age),
        )


exam_still_counts = rules.exam_counts(KEY, lambda application: application.exam.day)


@rule(
    title=N_("Een begeleider is iemand anders, en elke begeleider een andere persoon"),
    source="watermaal-bosvoorde",
    needs=("guides",),
)
def guides_are_other_people(application: ProvisionalApplication, facts: Facts) -> Iterator[Problem]:
    known = {facts.applicant.national_number}
    for i, guide in enumerate(application.guides.guides if application.guides else []):
        if guide.national_number in known:
            yield Problem(
                f"guides.guides.{i}.national_number",
                say(N_("Dit nummer is van jou of van een andere begeleider. Kijk het na.")),
            )
        known.add(guide.national_number)


@rule(
    title=N_("Een begeleider is oud genoeg"),
    source="Royal Decree of 10 July 2006; age: tenant data (u)",
    needs=("guides",),
)
def guides_are_experienced(application: ProvisionalApplication, facts: Facts) -> Iterator[Problem]:
    """How long a guide has had a licence, the office looks up; here only who is surely too young."""
    asked = facts.tenant.facts[KEY]["guide_from_age"]
    for i, guide in enumerate(application.guides.guides if application.guides else []):
        born = birth_date(guide.national_number)
        if born and age_on(born, facts.today) < asked:
            yield Problem(
                f"guides.guides.{i}.national_number",
                say(N_("Een begeleider is minstens %(age)s jaar. Kies iemand anders."), age=asked),
            )


def _order(answers: Answers, facts: Facts) -> Mapping[str, str]:
    category = answers.get("vehicle", {}).get("category", Category.B)
    model = answers["model"]["model"]
    return steps.ordered(f"provisional-{model}", answers, facts, category=category)


provisional = Procedure(
    name="provisional",
    process="driving-licence",
    mails_say_what=True,
    application=ProvisionalApplication,
    workflow=steps.usual_road(
        ask=N_(
            "Kijk na: slaagde de persoon voor het theorie-examen, zijn de begeleiders in orde, en kloppen de attesten?"
        ),
        reasons={
            "exam": N_("De persoon slaagde niet voor het examen, of het telt niet meer."),
            "guide": N_("Een begeleider is niet in orde."),
            "certificate": N_("Het attest is niet in orde."),
        },
        price=PRICE,
        message=_order,
        bring=(N_("Je vorige voorlopig rijbewijs, als je er een had: dat geef je af."),),
        issued=End(
            "issued",
            N_("Je hebt je voorlopig rijbewijs."),
            N_("Neem het altijd mee als je leert rijden."),
            positive=True,
        ),
    ),
    rules=(
        rules.applicant_lives_here,
        old_enough_for_the_model,
        old_enough_for_the_vehicle,
        exam_still_counts,
        guides_are_other_people,
        guides_are_experienced,
    ),
    submit_label=N_("Voorlopig rijbewijs aanvragen"),
    claims=steps.one_running("driving-licence-provisional", "model.model"),
    keeps_claims=False,
    price=PRICE,
    retention_days=365,
    retention_note="(u) to be set by the municipality's archive plan",
    hurdles=(
        steps.RESIDENT,
        Hurdle(
            "theory",
            N_("Slaagde je al voor het theorie-examen?"),
            if_no=N_("Doe eerst het theorie-examen in een examencentrum. Kom daarna terug."),
        ),
    ),
    guide=Guide(
        title=N_("Voorlopig rijbewijs aanvragen"),
        summary=N_("Vraag een voorlopig rijbewijs om te leren rijden: M36, M18, M12 of model 3."),
        life_event=life_events.DRIVING,
        who=(
            N_("Je bent ingeschreven in onze gemeente."),
            N_("Je slaagde voor het theorie-examen."),
            N_("Je bent oud genoeg: voor een auto met begeleider kan het jonger dan zonder."),
        ),
        needed=(
            N_("Het aanvraagformulier van het examencentrum."),
            N_("M36 en M12: het attest van je begeleider. M18: het attest van de rijschool."),
            N_("Vrachtwagen of bus: een medisch attest groep 2."),
        ),
        duration=N_(
            "Invullen duurt ongeveer 8 minuten. Meestal ligt het na 3 tot 5 werkdagen klaar en haal je het zelf af."
        ),
        legal=(
            N_(
                "Koninklijk besluit van 10 juli 2006 over het rijbewijs voor voertuigen van categorie B"
            ),
            N_("Koninklijk besluit van 23 maart 1998 over het rijbewijs"),
        ),
        counter=N_("Je kan het voorlopig rijbewijs ook aan het loket aanvragen."),
        paper=N_("Liever op papier? Breng het formulier van het examencentrum naar het loket."),
        keywords=N_("rijbewijs voorlopig leren rijden begeleider rijschool m36 m18 m12 model 3"),
    ),
)
