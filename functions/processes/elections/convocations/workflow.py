"""The road of another letter: the elections office finds the voter on the list and makes it."""

from collections.abc import Callable, Iterator
from datetime import datetime

from functions.domain import life_events
from functions.domain.facts import Facts
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Guide, Hurdle, Procedure, rules_in
from functions.domain.steps import decide, refusal
from functions.domain.texts import N_, Text, say
from functions.domain.workflow import End, Lapse, Outcome, Step, TermInput, until, workflow
from functions.processes.elections import voting
from functions.processes.elections.convocations import rules
from functions.processes.elections.convocations.application import ConvocationApplication


def _closing(given: TermInput) -> datetime:
    election = given.facts.calendar.election(given.answers["letter"]["election"])
    if election is None or election.convocations_until is None:
        raise LookupError("the letters of this election are no longer in the calendar")
    return election.convocations_until


_road = workflow(
    decide(
        Step(
            name="letter",
            title=N_("De dienst verkiezingen maakt een nieuwe brief"),
            waiting=N_("De dienst verkiezingen zoekt je op in de kiezerslijst."),
            ask=N_(
                "Kijk na: staat de aanvrager op onze kiezerslijst? Zet het stembureau op de nieuwe brief."
            ),
            role="elections",
            term=until(
                _closing,
                source="the election calendar; noon on election day: (u)",
                law=voting.CALENDAR,
            ),
            outcomes=(
                Outcome(
                    "issue",
                    N_("Nieuwe brief geven"),
                    "issued",
                    N_("De aanvrager krijgt een mail en haalt de brief aan het loket."),
                    N_("De nieuwe brief is gemaakt."),
                    style="primary",
                    in_bulk=True,
                ),
                refusal(
                    N_("Brief weigeren"),
                    told=N_("De nieuwe brief is geweigerd."),
                    reasons={
                        "not-listed": N_("De aanvrager staat niet op onze kiezerslijst."),
                        "suspended": N_("De aanvrager mag bij deze verkiezing niet stemmen."),
                    },
                ),
            ),
            lapse=Lapse(N_("Er was niet op tijd een nieuwe brief."), then="lapsed"),
        ),
        supplement=until(voting.by(_closing), source="(u) the municipality's own term"),
    ),
    End(
        "issued",
        N_("Je nieuwe brief is klaar."),
        N_(
            "Haal de brief aan het loket, met je identiteitskaart. Op de brief staat je stembureau. Neem de brief en je identiteitskaart mee als je gaat stemmen."
        ),
        positive=True,
    ),
    End(
        "refused",
        N_("We geven geen nieuwe brief."),
        N_(
            "Ben je pas verhuisd? Dan stem je misschien nog in je vorige gemeente. Vraag de brief daar."
        ),
        appeal=N_(
            "Ben je het niet eens? Bel of mail de dienst verkiezingen voor de dag van de verkiezing."
        ),
    ),
    End(
        "lapsed",
        N_("De aanvraag is vervallen: de nieuwe brief was niet op tijd klaar."),
        N_("Ga met je identiteitskaart naar het gemeentehuis of bel de dienst verkiezingen."),
        is_decision=False,
    ),
)


def _claims(
    application: ConvocationApplication, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """One duplicate for a voter in an election; the office can print it again."""
    del pseudonym
    yield Claim(
        f"convocation/{application.letter.election}/{applicant}",
        Problem(
            "letter.election",
            say(
                N_(
                    "Je vroeg voor deze verkiezing al een nieuwe brief. Open die zaak: daar lees je hoe je hem krijgt."
                )
            ),
        ),
    )


def _open_rows(facts: Facts) -> list[tuple[Text, Text]]:
    found = facts.calendar.with_convocations(facts.now)
    return voting.open_rows(found, lambda e: e.convocations_until, facts)


convocation = Procedure(
    name="convocation",
    process="elections",
    mails_say_what=True,
    application=ConvocationApplication,
    workflow=_road,
    rules=rules_in(rules),
    submit_label=N_("Nieuwe brief vragen"),
    is_open=lambda facts: bool(facts.calendar.with_convocations(facts.now)),
    open_rows=_open_rows,
    claims=_claims,
    hurdles=(
        Hurdle(
            "residence",
            N_("Sta je op de kiezerslijst van onze gemeente?"),
            if_no=N_("Vraag de brief in de gemeente waar je op de kiezerslijst staat."),
            hint=N_(
                "Ben je pas verhuisd? Dan sta je misschien nog op de lijst van je vorige gemeente."
            ),
        ),
    ),
    retention_days=180,
    retention_note="(u) to be set by the municipality's archive plan",
    guide=Guide(
        title=N_("Nieuwe oproepingsbrief vragen"),
        summary=N_(
            "Vraag een nieuwe brief als je hem niet kreeg of kwijt bent. Zo kan je stemmen."
        ),
        life_event=life_events.VOTING,
        who=(
            N_("Je bent 18 jaar of ouder op de dag van de verkiezing."),
            N_("Je staat op de kiezerslijst van onze gemeente."),
        ),
        needed=(N_("Je hoeft niets bij te voegen."),),
        duration=N_("Invullen duurt ongeveer 2 minuten. We maken de brief voor de verkiezing."),
        legal=(
            N_(
                "Sinds 2024 is stemmen bij Vlaamse lokale verkiezingen niet verplicht: je krijgt een uitnodiging. Bij federale en Europese verkiezingen wel: je krijgt een oproepingsbrief."
            ),
        ),
        counter=N_("Je kan de brief ook vragen aan het loket. Breng je identiteitskaart mee."),
        paper=N_(
            "Liever op papier? Druk het formulier af, vul het in en breng het mee naar het loket."
        ),
        keywords=N_("verkiezingen stemmen oproepingsbrief uitnodiging duplicaat kwijt stembureau"),
        closed=N_("Er zijn nu geen verkiezingen waarvoor je een nieuwe brief kan vragen."),
    ),
)
