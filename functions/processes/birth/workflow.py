"""The road of a declaration: the other parent confirms, the hospital's notice is matched, the
registrar draws up the act, the extracts go out; then the polio form stands ready."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from functions.domain import life_events
from functions.domain.facts import Facts
from functions.domain.links import FollowInput, Invite, Link
from functions.domain.months import add_months
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Guide, Hurdle, PartyData, Procedure, rules_in
from functions.domain.steps import (
    ESCALATE,
    answer,
    confirmation,
    decide,
    declined_end,
    external,
    lapsed_end,
    refusal,
)
from functions.domain.texts import N_, say
from functions.domain.workflow import (
    Answers,
    End,
    Lapse,
    Outcome,
    Step,
    within,
    workflow,
)
from functions.processes.birth import rules
from functions.processes.birth.application import BirthApplication, Declarant

_OWN = "(u) the municipality's own term, inside the 15 days of the law"
_PROOF = "polio-vaccination/proof"


def _notice(answers: Answers, facts: Facts) -> Mapping[str, str]:
    """Enough to find the notice: the mother, the moment and which child of the delivery."""
    birth = answers["birth"]
    other = answers.get("parent", {})
    is_mother = answers["you"]["declarant"] == Declarant.MOTHER
    mother = facts.applicant.national_number if is_mother else str(other["national_number"])
    return {
        "mother": mother,
        "day": str(birth["day"]),
        "time": str(birth["time"]),
        "order": str(birth["order"]),
    }


_road = workflow(
    replace(
        confirmation(
            "parent",
            party="parent",
            title=N_("De andere ouder bevestigt"),
            waiting=N_("We wachten tot de andere ouder bevestigt."),
            ask=N_(
                "De andere ouder gaf de geboorte aan. Kijk na wat er staat: de naam van het kind en, "
                "als dat gekozen is, de erkenning. Ga je akkoord?"
            ),
            mail_subject=N_("Bevestig de aangifte van de geboorte"),
            term=within("parent", days=4, source=_OWN),
            confirm=N_("Ja, ik ga akkoord met de naam en de erkenning"),
            decline=N_("Nee, ik ga niet akkoord"),
            then="notice",
        ),
        needed=rules.must_confirm,
        remind=(1,),
    ),
    external(
        "notice",
        party="hospital",
        title=N_("Het ziekenhuis bevestigt de geboorte"),
        waiting=N_("We vergelijken je aangifte met de melding van het ziekenhuis."),
        answers=(
            answer("matched", N_("Het ziekenhuis bevestigde de geboorte."), "act"),
            answer("unknown", N_("Het ziekenhuis vond geen melding van deze geboorte."), "act"),
        ),
        term=within("notice", days=1, working=True, source=_OWN),
        lapse=Lapse(
            N_("Het ziekenhuis antwoordde niet. De ambtenaar kijkt het medisch attest na."),
            then="act",
        ),
        message=_notice,
        needed=rules.in_hospital,
    ),
    decide(
        Step(
            name="act",
            title=N_("De ambtenaar van de burgerlijke stand maakt de akte op"),
            waiting=N_("De ambtenaar van de burgerlijke stand kijkt de aangifte na."),
            ask=N_(
                "Kijk na: klopt het medisch attest, is de aangifte op tijd en mag deze ouder ze doen? "
                "Maak dan de akte op, met de erkenning als die nu gebeurt."
            ),
            role="registrar",
            term=within("act", days=3, source=_OWN),
            remind=(1,),
            outcomes=(
                Outcome(
                    "draw-up",
                    N_("De akte is opgemaakt"),
                    "extracts",
                    N_("De ouders krijgen de uittreksels."),
                    N_("De geboorteakte is opgemaakt."),
                    style="primary",
                ),
                refusal(
                    N_("Weigeren de akte op te maken"),
                    told=N_("De ambtenaar weigerde de akte op te maken."),
                    reasons={
                        "late": N_("De termijn voor de aangifte is voorbij."),
                        "certificate": N_("Het medisch attest ontbreekt of klopt niet."),
                        "declarant": N_("Deze persoon mag de geboorte niet aangeven."),
                        "elsewhere": N_("Het kind is in een andere gemeente geboren."),
                    },
                ),
            ),
            lapse=ESCALATE,
        ),
        supplement=within("supplement", days=3, source=_OWN),
    ),
    Step(
        name="extracts",
        title=N_("Je krijgt de uittreksels"),
        waiting=N_("De akte is opgemaakt. We bezorgen de uittreksels."),
        ask=N_(
            "Bezorg de uittreksels van de akte en de attesten voor het Groeipakket en het ziekenfonds."
        ),
        role="registrar",
        term=within("extracts", days=5, source="(u) the municipality's own term"),
        outcomes=(
            Outcome(
                "sent",
                N_("De uittreksels zijn bezorgd"),
                "registered",
                N_("De zaak is klaar. Het formulier voor de poliovaccinatie staat klaar."),
                N_("De uittreksels zijn bezorgd."),
                style="primary",
            ),
        ),
        lapse=ESCALATE,
        can_be_withdrawn=False,
    ),
    End(
        "registered",
        N_("De geboorte is aangegeven: de akte is opgemaakt."),
        N_(
            "Je kreeg uittreksels van de akte en de attesten voor het Groeipakket en het ziekenfonds. "
            "Bij je zaken staat het formulier klaar om de poliovaccinatie te bewijzen. Dat moet voor "
            "je kind 18 maanden is: we mailen je op tijd."
        ),
        positive=True,
    ),
    End(
        "refused",
        N_("De ambtenaar van de burgerlijke stand heeft de akte niet opgemaakt."),
        N_(
            "Lees de reden. Kom zo snel mogelijk naar het loket: een geboorte moet binnen 15 dagen "
            "aangegeven zijn."
        ),
        appeal=N_("Ben je het niet eens? Je kan naar de familierechtbank gaan."),
    ),
    declined_end(
        N_(
            "De geboorte is nog niet aangegeven. Doe een nieuwe aangifte of kom samen naar het loket, "
            "binnen 15 dagen na de geboorte."
        )
    ),
    lapsed_end(
        N_(
            "De geboorte is nog niet aangegeven. Doe meteen een nieuwe aangifte of kom naar het loket, "
            "binnen 15 dagen na de geboorte."
        )
    ),
)


def _parties(application: BirthApplication) -> Iterator[PartyData]:
    if parent := application.parent:
        yield PartyData(
            "parent", parent.given_name, parent.family_name, parent.national_number, parent.mail
        )


def _claims(
    application: BirthApplication, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """One act per child, whichever parent declares it."""
    mother = applicant
    if application.you.declarant == Declarant.OTHER and application.parent:
        mother = pseudonym(application.parent.national_number)
    birth = application.birth
    yield Claim(
        f"birth/{pseudonym(f'{mother}/{birth.day}/{birth.order}')}",
        Problem(
            "birth.order",
            say(
                N_(
                    "De geboorte van dit kind is al aangegeven, misschien door de andere ouder. Kijk "
                    "bij je zaken. Is dit een tweede kind van een tweeling? Verander dan het nummer."
                )
            ),
        ),
    )


def _follow(application: BirthApplication, given: FollowInput) -> Iterator[Link]:
    """The polio form for who declared the birth, without the number: the register gives it to the
    child after this act, and the parent finds it on the extract. Royal Decree of 26 October 1966."""
    if given.end != "registered":
        return
    born = application.birth.day
    tenant_facts = given.facts.tenant.facts
    own, term = tenant_facts[rules.KEY], tenant_facts[_PROOF]["term_months"]
    reminders = ("polio_first_reminder_months", "polio_last_reminder_months")
    yield Invite(
        procedure=_PROOF,
        owner=given.facts.applicant.ref,
        mail=given.mail,
        answers={
            "child": {
                "given_name": application.child.given_name,
                "family_name": application.child.family_name,
            },
            "contact": {"mail": given.mail},
        },
        due=add_months(born, term),
        reminders=tuple(add_months(born, own[name]) for name in reminders),
        overdue="polio-vaccination/follow-up",
    )


declaration = Procedure(
    name="declaration",
    process="birth",
    application=BirthApplication,
    workflow=_road,
    rules=rules_in(rules),
    submit_label=N_("Geboorte aangeven"),
    parties=_parties,
    claims=_claims,
    follow=_follow,
    hurdles=(
        Hurdle(
            "born",
            N_("Is het kind in onze gemeente geboren?"),
            if_no=N_(
                "Je geeft de geboorte aan in de gemeente waar het kind geboren is. Kijk op de website "
                "van die gemeente."
            ),
        ),
        Hurdle(
            "certificate",
            N_("Heb je het medisch attest van de geboorte (Model I)?"),
            if_no=N_(
                "Vraag het attest aan het ziekenhuis, de arts of de vroedvrouw. Begin daarna."
            ),
        ),
        Hurdle(
            "late",
            N_("Is het kind meer dan 15 dagen geleden geboren?"),
            if_yes=N_(
                "Bel meteen de dienst burgerlijke stand. Na de termijn kan online aangeven niet meer. "
                "Was dag 15 een weekend of feestdag, dan kan je nog de eerstvolgende werkdag aangeven: "
                "antwoord dan nee."
            ),
            hint=N_("Tel vanaf de dag na de geboorte."),
        ),
        Hurdle(
            "other-marriage",
            N_("Is een van de ouders getrouwd met iemand anders dan de andere ouder?"),
            if_yes=N_(
                "Kom naar het loket: dan kijken we samen na wie de ouders van het kind zijn."
            ),
        ),
    ),
    retention_days=365,
    retention_note="(u) to be set by the municipality's archive plan; the act itself is in DABS",
    guide=Guide(
        title=N_("Geboorte aangeven"),
        summary=N_(
            "Geef de geboorte van je kind aan. Dat moet binnen 15 dagen in de gemeente van geboorte."
        ),
        life_event=life_events.CHILD,
        who=(
            N_("Je bent de moeder, de vader of de meemoeder van het kind."),
            N_("Het kind is in onze gemeente geboren, hoogstens 15 dagen geleden."),
            N_("Zijn jullie niet getrouwd? De tweede ouder kan het kind erkennen bij de aangifte."),
        ),
        needed=(
            N_("Het medisch attest van de geboorte (Model I): een foto is goed."),
            N_("De akte van erkenning, als het kind voor de geboorte erkend is."),
            N_("Het rijksregisternummer en e-mailadres van de andere ouder."),
        ),
        duration=N_(
            "Invullen duurt ongeveer 10 minuten. De akte is er meestal binnen enkele dagen."
        ),
        legal=(
            N_("Geboorteakte en afstamming: oud Burgerlijk Wetboek"),
            N_("Keuze van de achternaam: oud Burgerlijk Wetboek"),
        ),
        counter=N_("Je kan de geboorte ook aangeven aan het loket. Breng het medisch attest mee."),
        paper=N_(
            "Liever op papier? Druk het formulier af, vul het in en breng het mee naar het loket."
        ),
        keywords=N_("geboorte aangifte baby kind akte erkennen naam achternaam Model I bevalling"),
    ),
)
