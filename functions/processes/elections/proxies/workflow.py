"""The road of a proxy: the holder confirms, the elections office decides, before the closing time."""

from collections.abc import Callable, Iterator
from datetime import datetime

from functions.domain import life_events
from functions.domain.facts import Facts
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Guide, Hurdle, PartyData, Procedure, rules_in
from functions.domain.steps import decide, refusal
from functions.domain.texts import N_, Text, say
from functions.domain.workflow import (
    End,
    Lapse,
    Outcome,
    Step,
    TermInput,
    until,
    workflow,
)  # fmt: skip
from functions.processes.elections import voting
from functions.processes.elections.proxies import rules
from functions.processes.elections.proxies.application import ProxyApplication


def _closing(given: TermInput) -> datetime:
    election = given.facts.calendar.election(given.answers["voter"]["election"])
    if election is None:
        raise LookupError("the election of this case is no longer in the calendar")
    return rules.closing_time(election, given.answers["why"]["reason"])


_CLOSES = until(_closing, source="zandhoven.be", law=voting.CALENDAR)
_TOO_LATE = Lapse(N_("Er was niet op tijd een beslissing."), then="lapsed")

_road = workflow(
    Step(
        name="holder",
        title=N_("De volmachtdrager bevestigt"),
        waiting=N_("We wachten tot de volmachtdrager bevestigt."),
        ask=N_("Iemand vraagt jou om in zijn of haar plaats te stemmen. Wil je dat doen?"),
        mail_subject=N_("Iemand vraagt of je voor hem of haar wil stemmen"),
        party="holder",
        term=_CLOSES,
        claiming="confirm",
        outcomes=(
            Outcome(
                "confirm",
                N_("Ja, ik stem in de plaats van deze persoon"),
                "certificate",
                N_(
                    "De dienst verkiezingen kijkt de volmacht na. Je kan maar voor één persoon stemmen."
                ),
                N_("De volmachtdrager bevestigde."),
                style="primary",
            ),
            Outcome(
                "decline",
                N_("Nee, ik doe dit niet"),
                "declined",
                N_("De aanvrager krijgt een mail en kan iemand anders vragen."),
                N_("De volmachtdrager weigerde."),
            ),
        ),
        lapse=Lapse(N_("De volmachtdrager antwoordde niet op tijd."), then="lapsed"),
    ),
    Step(
        name="certificate",
        title=N_("De gemeente maakt het attest"),
        waiting=N_("De gemeente maakt het attest voor je volmacht."),
        ask=N_(
            "Maak het attest van de burgemeester: A96a voor het buitenland, A96b voor een beroep."
        ),
        role="elections",
        term=_CLOSES,
        needed=rules.needs_certificate,
        outcomes=(
            Outcome(
                "certify",
                N_("Het attest is getekend"),
                "decision",
                N_("De volmacht kan nu beslist worden."),
                N_("De gemeente maakte het attest."),
                style="primary",
            ),
            refusal(
                N_("Attest weigeren"),
                told=N_("Het attest is geweigerd."),
                reasons={"proof": N_("Het bewijs is niet voldoende.")},
            ),
        ),
        lapse=_TOO_LATE,
    ),
    decide(
        Step(
            name="decision",
            title=N_("De dienst verkiezingen beslist"),
            waiting=N_("De dienst verkiezingen kijkt de aanvraag na."),
            ask=N_("Kijk na: staan ze allebei op de kiezerslijst? Klopt het bewijs?"),
            role="elections",
            term=_CLOSES,
            outcomes=(
                Outcome(
                    "approve",
                    N_("Volmacht goedkeuren"),
                    "approved",
                    N_("De volmacht geldt. De aanvrager en de volmachtdrager krijgen een mail."),
                    N_("De volmacht is goedgekeurd."),
                    style="primary",
                ),
                refusal(
                    N_("Volmacht weigeren"),
                    told=N_("De volmacht is geweigerd."),
                    reasons={
                        "proof": N_("Het bewijs is niet voldoende."),
                        "voter": N_("De aanvrager staat niet op de kiezerslijst."),
                        "holder": N_("De volmachtdrager staat niet op de kiezerslijst."),
                    },
                ),
            ),
            lapse=_TOO_LATE,
        ),
        supplement=until(voting.by(_closing), source="(u) the municipality's own term"),
    ),
    End(
        "approved",
        N_("De volmacht is goedgekeurd."),
        N_(
            "De volmachtdrager neemt mee naar het stembureau: de volmacht, zijn of haar "
            "identiteitskaart en zijn of haar oproepingsbrief of uitnodiging."
        ),
        positive=True,
    ),
    End(
        "refused",
        N_("De volmacht is geweigerd."),
        N_("Je kan een nieuwe aanvraag doen met een ander bewijs of een andere persoon."),
        appeal=N_(
            "Ben je het niet eens? Bel of mail de dienst verkiezingen voor de dag van de verkiezing."
        ),
    ),
    End(
        "declined",
        N_("De persoon die je vroeg, wil niet in jouw plaats stemmen."),
        N_("Je kan iemand anders vragen: doe dan een nieuwe aanvraag."),
        is_decision=False,
    ),
    End(
        "lapsed",
        N_("De aanvraag is vervallen: er was niet op tijd een beslissing."),
        N_("Bel de dienst verkiezingen als de verkiezing nog niet voorbij is."),
        is_decision=False,
    ),
)


def _parties(application: ProxyApplication) -> Iterator[PartyData]:
    holder = application.holder
    yield PartyData(
        "holder", holder.given_name, holder.family_name, holder.national_number, holder.mail
    )


def _claims(
    application: ProxyApplication, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """A voter gives one proxy in an election."""
    del pseudonym
    yield Claim(
        f"proxy-giver/{application.voter.election}/{applicant}",
        Problem(
            "voter.election",
            say(
                N_(
                    "Je gaf voor deze verkiezing al een volmacht. Kijk bij je zaken, of trek ze eerst in."
                )
            ),
        ),
    )


def _step_claims(
    step: str, application: ProxyApplication, pseudonym: Callable[[str], str]
) -> Iterator[Claim]:
    """Nobody holds two proxies in an election: taken when the holder confirms. meerhout.be"""
    if step == "holder":
        holder = pseudonym(application.holder.national_number)
        yield Claim(
            f"proxy-holder/{application.voter.election}/{holder}",
            Problem(
                "choice",
                say(
                    N_(
                        "Je hebt al beloofd om voor iemand anders te stemmen. Je kan dat maar voor één persoon."
                    )
                ),
            ),
        )


def _open_rows(facts: Facts) -> list[tuple[Text, Text]]:
    return voting.open_rows(facts.calendar.open_elections(facts.now), lambda e: e.closes, facts)


_HURDLES = (
    Hurdle(
        "able",
        N_("Kan je op de dag van de verkiezing zelf gaan stemmen?"),
        if_yes=N_("Dan heb je geen volmacht nodig. Je stemt zelf in je stembureau."),
    ),
    Hurdle(
        "holder",
        N_("Is wie voor jou stemt 18 jaar of ouder, en mag die persoon ook stemmen?"),
        if_no=N_("Kies iemand anders: alleen een kiezer kan in jouw plaats stemmen."),
    ),
    Hurdle(
        "second",
        N_("Stemt die persoon al voor iemand anders?"),
        if_yes=N_("Niemand stemt met twee volmachten. Kies iemand anders."),
    ),
    Hurdle(
        "sign-in",
        N_("Kunnen jullie je allebei online aanmelden?"),
        if_no=N_(
            "Kom samen naar het loket, of vul formulier A95 in op papier en teken het allebei."
        ),
        hint=N_("Bijvoorbeeld met itsme of met een kaartlezer."),
    ),
)

proxy = Procedure(
    name="proxy",
    process="elections",
    mails_say_what=True,
    application=ProxyApplication,
    workflow=_road,
    rules=rules_in(rules),
    submit_label=N_("Volmacht indienen"),
    is_open=lambda facts: bool(facts.calendar.open_elections(facts.now)),
    open_rows=_open_rows,
    parties=_parties,
    claims=_claims,
    step_claims=_step_claims,
    hurdles=_HURDLES,
    retention_days=180,
    retention_note="(u) to be set by the municipality's archive plan",
    guide=Guide(
        title=N_("Volmacht geven"),
        summary=N_("Laat iemand in jouw plaats stemmen als je niet zelf kan gaan."),
        life_event=life_events.VOTING,
        who=(
            N_("Je mag stemmen en bent 18 jaar of ouder op de dag van de verkiezing."),
            N_("Je kan niet zelf gaan, bijvoorbeeld omdat je ziek bent of moet werken."),
            N_("Wie voor jou stemt, is ook kiezer en stemt voor niemand anders met volmacht."),
        ),
        needed=(
            N_("Een bewijs van de reden, bijvoorbeeld een medisch attest: een foto is goed."),
            N_("Het rijksregisternummer en e-mailadres van wie voor jou stemt."),
        ),
        duration=N_("Invullen duurt ongeveer 5 minuten. We beslissen voor de verkiezing."),
        legal=(N_("Volmacht om te stemmen: formulier A95"),),
        counter=N_("Je kan de volmacht ook vragen aan het loket, samen met wie voor jou stemt."),
        paper=N_("Liever op papier? Haal formulier A95 aan het loket."),
        keywords=N_("verkiezingen stemmen volmacht ziek reis stembureau procuratie"),
        closed=N_("Er zijn nu geen verkiezingen waarvoor je een volmacht kan vragen."),
    ),
)
