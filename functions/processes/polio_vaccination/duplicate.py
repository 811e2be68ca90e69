"""A lost polio form: the population service sends a new one. Source: rotz.be."""

from typing import Annotated, ClassVar

from functions.domain import life_events
from functions.domain.forms import Application, Ask, Contact, Known, Topic
from functions.domain.kinds import Declared
from functions.domain.procedure import Guide, Hurdle, Procedure
from functions.domain.steps import ESCALATE, decide, refusal, supplement
from functions.domain.texts import N_
from functions.domain.workflow import End, Outcome, Step, within, workflow
from functions.processes.polio_vaccination import rules
from functions.processes.polio_vaccination.application import Child


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Ik ben ouder of voogd van dit kind en het formulier is weg."),
            missing=N_("Vink aan dat je ouder of voogd bent en dat het formulier weg is."),
        ),
    ]


class DuplicateApplication(Application):
    known: Known
    child: Child
    contact: Contact
    declarations: Declarations


_road = workflow(
    decide(
        Step(
            name="form",
            title=N_("De dienst bevolking stuurt een nieuw formulier"),
            waiting=N_("De dienst bevolking maakt een nieuw formulier."),
            ask=N_(
                "Kijk na: woont het kind hier, en is het bewijs nog niet geregistreerd? Stuur een nieuw formulier."
            ),
            role="population",
            term=within("form", days=7, source="(u) the municipality's own term"),
            outcomes=(
                Outcome(
                    "send",
                    N_("Het nieuwe formulier is verstuurd"),
                    "sent",
                    N_("De aanvrager krijgt een mail dat het formulier onderweg is."),
                    N_("De dienst bevolking deed het formulier op de post."),
                    style="primary",
                ),
                refusal(
                    N_("Geen nieuw formulier sturen"),
                    told=N_("Er is geen nieuw formulier verstuurd."),
                    reasons={
                        "registered": N_("Het bewijs is al geregistreerd. Je hoeft niets te doen."),
                        "not-resident": N_("Het kind woont niet in onze gemeente."),
                        "not-parent": N_("De aanvrager is geen ouder of voogd van het kind."),
                    },
                ),
            ),
            lapse=ESCALATE,
        ),
        supplement=supplement(),
    ),
    End(
        "sent",
        N_("Het nieuwe formulier is verstuurd."),
        N_(
            "Je krijgt het met de post. Laat het invullen door wie de vaccins geeft, en dien het daarna hier in."
        ),
        positive=True,
    ),
    End(
        "refused",
        N_("We sturen geen nieuw formulier."),
        N_("Lees waarom. Klopt het niet, bel dan de dienst bevolking."),
        appeal=N_("Ben je het niet eens? Bel of mail de dienst bevolking."),
    ),
)

duplicate = Procedure(
    name="duplicate",
    process="polio-vaccination",
    application=DuplicateApplication,
    workflow=_road,
    rules=(rules.child_is_a_minor,),
    submit_label=N_("Nieuw formulier vragen"),
    hurdles=(
        Hurdle(
            "parent",
            N_("Ben je ouder of voogd van het kind?"),
            if_no=N_("Alleen een ouder of voogd vraagt het formulier. Vraag dat aan hem of haar."),
        ),
        Hurdle(
            "booklet",
            N_("Staan alle doses met handtekening in het vaccinatieboekje?"),
            if_yes=N_(
                "Dan heb je geen nieuw formulier nodig: dien een foto van die bladzijde in als bewijs."
            ),
        ),
    ),
    retention_days=365,
    retention_note="(u) to be set by the municipality's archive plan",
    guide=Guide(
        title=N_("Nieuw polioformulier vragen"),
        summary=N_(
            "Ben je het formulier voor de poliovaccinatie kwijt? Vraag een nieuw formulier."
        ),
        life_event=life_events.CHILD,
        who=(
            N_("Je bent ouder of voogd van het kind."),
            N_("Het kind woont in onze gemeente."),
        ),
        needed=(N_("Het rijksregisternummer van het kind."),),
        duration=N_("Invullen duurt ongeveer 2 minuten. Je krijgt het formulier met de post."),
        legal=(N_("Koninklijk besluit van 26 oktober 1966"),),
        counter=N_("Je kan het formulier ook vragen aan het loket."),
        paper=N_(
            "Liever op papier? Druk het formulier af, vul het in en breng het mee naar het loket."
        ),
        keywords=N_("polio vaccinatie formulier kwijt verloren duplicaat kind"),
    ),
)
