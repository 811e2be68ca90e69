"""The road of a new voter: the elections office checks, the college decides, the notice tells."""

from collections.abc import Callable, Iterator

from functions.domain import life_events
from functions.domain.certificates import Certificate
from functions.domain.facts import Facts
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Guide, Hurdle, Procedure, rules_in
from functions.domain.steps import ESCALATE, decide, refusal, supplement
from functions.domain.texts import N_, Text, say
from functions.domain.workflow import End, Outcome, Step, within, workflow
from functions.processes.elections import voting
from functions.processes.elections.voters import rules
from functions.processes.elections.voters.application import VoterApplication

_OWN = "(u) the municipality's own term"


def claim_key(election: str, applicant: str) -> str:
    """What a registration claims; `applicant`: a pseudonym."""
    return f"voter/{election}/{applicant}"


def _recognised(application: VoterApplication, facts: Facts) -> Iterator[Text]:
    del application
    yield say(
        N_("Het college van %(municipality)s erkende %(name)s als kiezer."),
        municipality=facts.tenant.title,
        name=facts.applicant.name,
    )


_road = workflow(
    decide(
        Step(
            name="check",
            title=N_("De dienst verkiezingen kijkt je inschrijving na"),
            waiting=N_("De dienst verkiezingen kijkt de inschrijving na."),
            ask=N_(
                "Kijk na: nationaliteit, leeftijd, inschrijving in het bevolkingsregister of het vreemdelingenregister, en de duur van het verblijf."
            ),
            role="elections",
            term=within("check", days=10, source=_OWN),
            outcomes=(
                Outcome(
                    "advise",
                    N_("Voorstellen aan het college: erkennen"),
                    "college",
                    N_("Het college van burgemeester en schepenen beslist."),
                    N_("De dienst verkiezingen stelde voor om te erkennen."),
                    style="primary",
                ),
                Outcome(
                    "advise-against",
                    N_("Voorstellen aan het college: weigeren"),
                    "college",
                    N_("Het college van burgemeester en schepenen beslist."),
                    N_("De dienst verkiezingen stelde voor om te weigeren."),
                    needs_reason=True,
                ),
            ),
            lapse=ESCALATE,
        ),
        supplement=supplement(14),
    ),
    Step(
        name="college",
        title=N_("Het college van burgemeester en schepenen beslist"),
        waiting=N_("Het college van burgemeester en schepenen beslist over de inschrijving."),
        ask=N_("Noteer wat het college van burgemeester en schepenen besliste."),
        role="elections",
        second_look_of="check",
        term=within("college", days=30, source=_OWN),
        outcomes=(
            Outcome(
                "recognise",
                N_("Het college erkent de kiezer"),
                "recognised",
                N_("De aanvrager krijgt de beslissing en komt op de kiezerslijst."),
                N_("Het college besliste om te erkennen."),
                style="primary",
                in_bulk=True,  # the college decides on a list
            ),
            refusal(
                N_("Het college weigert"),
                told=N_("Het college weigerde de inschrijving."),
                reasons={
                    "register": N_(
                        "De aanvrager staat niet in het bevolkingsregister of het vreemdelingenregister van onze gemeente."
                    ),
                    "age": N_("De aanvrager is nog geen 18 jaar op de dag van de verkiezing."),
                    "residence": N_("De aanvrager woont nog niet lang genoeg wettig in België."),
                    "excluded": N_("Het kiesrecht van de aanvrager is afgenomen of geschorst."),
                },
            ),
        ),
        lapse=ESCALATE,
    ),
    End(
        "recognised",
        N_("Het college heeft je erkend als kiezer."),
        N_(
            "Je staat op de kiezerslijst en krijgt een brief voor de verkiezing. Je blijft kiezer, ook bij volgende verkiezingen van dezelfde soort."
        ),
        positive=True,
        issues=Certificate(
            N_("Bewijs van inschrijving als kiezer"),
            _recognised,
            N_("Beslissing van het college van burgemeester en schepenen"),
            rows=("voter.election",),
        ),
    ),
    End(
        "refused",
        N_("Het college heeft je inschrijving als kiezer geweigerd."),
        N_("Je kan je opnieuw inschrijven als je aan de voorwaarden voldoet."),
        appeal=N_(
            "Ben je het niet eens? Je kan bezwaar indienen bij het college van burgemeester en schepenen, en daarna in beroep gaan. In de brief met de beslissing staat hoe en tot wanneer."
        ),
    ),
)


def _claims(
    application: VoterApplication, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """Who registered for an election does not do it twice."""
    del pseudonym
    yield Claim(
        claim_key(application.voter.election, applicant),
        Problem(
            "voter.election",
            say(N_("Je hebt je voor deze verkiezing al ingeschreven. Kijk bij je zaken.")),
        ),
    )


def _open_rows(facts: Facts) -> list[tuple[Text, Text]]:
    found = facts.calendar.with_registration(facts.now)
    return voting.open_rows(found, lambda e: e.registration_closes, facts)


non_belgian_voter = Procedure(
    name="non-belgian-voter",
    process="elections",
    application=VoterApplication,
    workflow=_road,
    rules=rules_in(rules),
    submit_label=N_("Inschrijven als kiezer"),
    is_open=lambda facts: bool(facts.calendar.with_registration(facts.now)),
    open_rows=_open_rows,
    claims=_claims,
    hurdles=(
        Hurdle(
            "belgian",
            N_("Ben je Belg?"),
            if_yes=N_("Belgen zijn vanzelf kiezer. Je hoeft je niet in te schrijven."),
        ),
        Hurdle(
            "residence",
            N_("Woon je in onze gemeente?"),
            if_no=N_("Schrijf je in als kiezer in de gemeente waar je woont."),
        ),
        Hurdle(
            "earlier",
            N_("Was je vroeger al ingeschreven als kiezer in België?"),
            if_yes=N_("Dan blijf je kiezer. Je hoeft je niet opnieuw in te schrijven."),
            hint=N_("Voor dezelfde soort verkiezingen: lokale of Europese."),
        ),
    ),
    retention_days=365,
    retention_note="(u) to be set by the municipality's archive plan",
    guide=Guide(
        title=N_("Kiezer worden als je geen Belg bent"),
        summary=N_("Woon je hier en ben je geen Belg? Schrijf je in om te kunnen stemmen."),
        life_event=life_events.VOTING,
        who=(
            N_("Je bent geen Belg en 18 jaar of ouder op de dag van de verkiezing."),
            N_(
                "Je staat in het bevolkingsregister of het vreemdelingenregister van onze gemeente. Het wachtregister telt niet."
            ),
            N_(
                "Ben je van een land buiten de Europese Unie? Dan woon je al 5 jaar wettig in België en stem je alleen bij lokale verkiezingen."
            ),
        ),
        needed=(
            N_(
                "De datum sinds wanneer je wettig in België woont, als je niet van de Europese Unie bent."
            ),
        ),
        duration=N_(
            "Invullen duurt ongeveer 5 minuten. Het college beslist daarna en je krijgt een bericht."
        ),
        legal=(N_("Kiesrecht van inwoners die geen Belg zijn"),),
        counter=N_("Je kan je ook inschrijven aan het loket. Breng je verblijfskaart mee."),
        paper=N_("Liever op papier? Haal het formulier aan het loket."),
        keywords=N_("verkiezingen stemmen kiezer inschrijven buitenlander nationaliteit Europees"),
        closed=N_(
            "De inschrijving als kiezer is nu niet open. Kom terug voor de volgende verkiezing."
        ),
    ),
)
