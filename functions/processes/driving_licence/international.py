"""An international licence, given at the counter. Sources: houthulst.be, elsene.be."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from functions.domain import life_events
from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.forms import Application, Ask, Contact, Known, Topic
from functions.domain.kinds import Date
from functions.domain.problems import Problem
from functions.domain.procedure import Guide, Hurdle, Procedure, rule
from functions.domain.steps import lapsed_end, payment, visit
from functions.domain.texts import N_, say
from functions.domain.workflow import End, workflow
from functions.processes.driving_licence import rules, steps
from functions.processes.driving_licence.topics import Declarations

KEY = "driving-licence/international"
PRICE = Price(KEY)


class Licence(Topic):
    title: ClassVar[str] = N_("Je rijbewijs")

    valid_until: Annotated[
        Date,
        Ask(
            N_("Tot welke dag is je rijbewijs geldig?"),
            hint=N_("De datum staat op de kaart, bij 4b."),
            missing=N_("Vul de dag in tot wanneer je rijbewijs geldig is."),
        ),
    ]


class InternationalApplication(Application):
    known: Known
    licence: Licence
    contact: Contact
    declarations: Declarations


@rule(
    title=N_("Je bent oud genoeg voor een internationaal rijbewijs"),
    source="houthulst.be; age: tenant data (u)",
    needs=("licence",),
)
def old_enough(application: InternationalApplication, facts: Facts) -> Iterator[Problem]:
    del application
    age = rules.too_young(facts, KEY, "from_age")
    if age is not None:
        yield Problem(
            "licence.valid_until",
            say(N_("Een internationaal rijbewijs kan je vragen vanaf %(age)s jaar."), age=age),
        )


@rule(
    title=N_("Je eigen rijbewijs is nog geldig"),
    source="houthulst.be, elsene.be",
    needs=("licence",),
)
def own_licence_is_valid(application: InternationalApplication, facts: Facts) -> Iterator[Problem]:
    if application.licence.valid_until < facts.today:
        yield Problem(
            "licence.valid_until", say(N_("Je rijbewijs is vervallen. Vernieuw het eerst."))
        )


_road = workflow(
    steps.check(
        ask=N_("Kijk na: heeft de persoon een geldig rijbewijs?"),
        reasons={
            "no-licence": N_("De persoon heeft geen geldig rijbewijs."),
            "forbidden": N_("De persoon mag van een rechter niet rijden."),
        },
    ),
    payment("payment", price=PRICE, then="collection_booking"),
    visit(
        "collection",
        service="driving",
        bring=(steps.BRING_CARD, N_("Je rijbewijs."), steps.BRING_PHOTO),
        title=N_("Je haalt je internationale rijbewijs af"),
        ask=N_(
            "Kijk de identiteit en het rijbewijs na. Maak het internationale rijbewijs met de foto."
        ),
        done=N_("Internationaal rijbewijs afgegeven"),
        told=N_("Het internationale rijbewijs is afgehaald."),
        then="issued",
    ),
    End(
        "issued",
        N_("Je hebt je internationale rijbewijs."),
        N_("Neem op reis ook je gewone rijbewijs mee: het ene geldt niet zonder het andere."),
        positive=True,
    ),
    steps.REFUSED,
    lapsed_end(),
)

international = Procedure(
    name="international",
    process="driving-licence",
    mails_say_what=True,
    application=InternationalApplication,
    workflow=_road,
    rules=(rules.applicant_lives_here, old_enough, own_licence_is_valid),
    submit_label=N_("Internationaal rijbewijs aanvragen"),
    claims=steps.one_running("driving-licence-international", "licence.valid_until"),
    keeps_claims=False,
    price=PRICE,
    retention_days=365,
    retention_note="(u) to be set by the municipality's archive plan",
    hurdles=(
        steps.RESIDENT,
        Hurdle(
            "outside",
            N_("Rijd je buiten de Europese Unie?"),
            if_no=N_(
                "Dan heb je geen internationaal rijbewijs nodig: je gewone rijbewijs geldt daar."
            ),
        ),
    ),
    guide=Guide(
        title=N_("Internationaal rijbewijs aanvragen"),
        summary=N_("Vraag een internationaal rijbewijs om buiten Europa te rijden."),
        life_event=life_events.DRIVING,
        who=(
            N_("Je bent ingeschreven in onze gemeente."),
            N_("Je hebt een geldig rijbewijs."),
            N_(
                "Een internationaal rijbewijs is 3 jaar geldig, maar nooit langer dan je eigen rijbewijs."
            ),
        ),
        needed=(N_("Een recente pasfoto: die breng je mee als je het afhaalt."),),
        duration=N_(
            "Invullen duurt ongeveer 3 minuten. We maken het terwijl je aan het loket bent."
        ),
        legal=(N_("Koninklijk besluit van 23 maart 1998 over het rijbewijs"),),
        counter=N_("Je kan het internationale rijbewijs ook helemaal aan het loket aanvragen."),
        paper=N_("Liever op papier? Haal het formulier aan het loket."),
        keywords=N_("rijbewijs internationaal reizen buitenland verenigde staten huurauto"),
    ),
)
