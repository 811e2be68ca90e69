"""Giving up the quality of voter: form, rules and road. Source: poperinge.be."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain import life_events
from functions.domain.facts import Facts
from functions.domain.forms import Application, Ask, Contact, Known, Topic
from functions.domain.kinds import Declared, Kind
from functions.domain.links import Ends, FollowInput, Link
from functions.domain.problems import Problem
from functions.domain.procedure import Guide, Hurdle, Procedure, rule, rules_in
from functions.domain.steps import ESCALATE, decide, refusal, supplement
from functions.domain.texts import N_, say
from functions.domain.workflow import End, Outcome, Step, within, workflow
from functions.processes.elections.voters.workflow import claim_key


class Sort(StrEnum):
    LOCAL = "local"
    EUROPEAN = "european"


class Vote(Topic):
    title: ClassVar[str] = N_("Wat je opgeeft")

    kind: Annotated[
        Sort,
        Kind("choice"),
        Ask(
            N_("Voor welke verkiezingen wil je geen kiezer meer zijn?"),
            missing=N_("Kies voor welke verkiezingen je geen kiezer meer wil zijn."),
            options={
                Sort.LOCAL: N_("Lokale verkiezingen"),
                Sort.EUROPEAN: N_("Verkiezingen voor het Europees Parlement"),
            },
        ),
    ]


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    ends: Annotated[
        Declared,
        Ask(
            N_(
                "Ik wil geen kiezer meer zijn. Ik kan dan niet meer stemmen tot ik me opnieuw inschrijf."
            ),
            missing=N_("Vink aan dat je geen kiezer meer wil zijn."),
        ),
    ]


class EndingApplication(Application):
    known: Known
    vote: Vote
    contact: Contact
    declarations: Declarations


@rule(
    title=N_("Alleen wie geen Belg is, kan het kiesrecht opgeven"),
    source="poperinge.be",
    needs=("vote",),
)
def voter_is_not_belgian(application: EndingApplication, facts: Facts) -> Iterator[Problem]:
    del application
    if facts.applicant.is_belgian:
        yield Problem(
            "vote.kind",
            say(
                N_(
                    "Volgens het Rijksregister ben je Belg. Een Belg is altijd kiezer en kan dat niet opgeven."
                )
            ),
        )


@rule(
    title=N_("De kiezerslijst ligt nog niet vast"),
    source="(u) between the closing of the list and the election; the calendar",
    needs=("vote",),
)
def list_is_not_fixed(application: EndingApplication, facts: Facts) -> Iterator[Problem]:
    for election in facts.calendar.elections:
        if election.kind == application.vote.kind and election.has_fixed_list(facts.now):
            yield Problem(
                "vote.kind",
                say(
                    N_(
                        "De kiezerslijst voor de verkiezing van %(day)s ligt al vast. Doe dit na die dag."
                    ),
                    day=election.day,
                ),
            )


_road = workflow(
    decide(
        Step(
            name="removal",
            title=N_("De dienst verkiezingen schrapt je als kiezer"),
            waiting=N_("De dienst verkiezingen kijkt de vraag na."),
            ask=N_("Kijk na of de aanvrager als kiezer erkend is, en schrap de erkenning."),
            role="elections",
            term=within("removal", days=14, source="(u) the municipality's own term"),
            outcomes=(
                Outcome(
                    "remove",
                    N_("Schrappen als kiezer"),
                    "removed",
                    N_("De aanvrager krijgt een mail en komt niet meer op de kiezerslijst."),
                    N_("De dienst verkiezingen schrapte de erkenning als kiezer."),
                    style="primary",
                ),
                refusal(
                    N_("Niet schrappen"),
                    told=N_("De dienst verkiezingen schrapte de erkenning als kiezer niet."),
                    reasons={
                        "not-recognised": N_("De aanvrager was niet ingeschreven als kiezer."),
                        "fixed": N_("De kiezerslijst ligt al vast."),
                    },
                ),
            ),
            lapse=ESCALATE,
        ),
        supplement=supplement(14),
    ),
    End(
        "removed",
        N_("Je bent geen kiezer meer."),
        N_("Wil je later toch stemmen? Dan kan je je opnieuw inschrijven."),
        positive=True,
    ),
    End(
        "refused",
        N_("Je bent niet geschrapt als kiezer."),
        N_("Kijk na welke reden we gaven. Je kan het later opnieuw vragen."),
        appeal=N_("Ben je het niet eens? Bel of mail de dienst verkiezingen."),
    ),
)


def _follow(application: EndingApplication, given: FollowInput) -> Iterator[Link]:
    """Who gave it up can register again: the registrations for elections to come are free."""
    for election in given.facts.calendar.elections:
        if election.kind == application.vote.kind and election.day >= given.facts.today:
            yield Ends(
                claim_key(election.id, given.facts.applicant.ref),
                N_("Je gaf je kiesrecht op. Je kan je opnieuw inschrijven."),
            )


voter_ending = Procedure(
    name="voter-ending",
    process="elections",
    application=EndingApplication,
    workflow=_road,
    rules=rules_in(sys.modules[__name__]),
    submit_label=N_("Kiesrecht opgeven"),
    follow=_follow,
    hurdles=(
        Hurdle(
            "belgian",
            N_("Ben je Belg?"),
            if_yes=N_("Een Belg is altijd kiezer en kan dat niet opgeven."),
        ),
        Hurdle(
            "registered",
            N_("Heb je je vroeger ingeschreven als kiezer?"),
            if_no=N_("Dan ben je geen kiezer en hoef je niets te doen."),
        ),
    ),
    retention_days=365,
    retention_note="(u) to be set by the municipality's archive plan",
    guide=Guide(
        title=N_("Geen kiezer meer zijn"),
        summary=N_("Ben je geen Belg en schreef je je in als kiezer? Je kan dat weer opgeven."),
        life_event=life_events.VOTING,
        who=(N_("Je bent geen Belg en schreef je vroeger in als kiezer in onze gemeente."),),
        needed=(N_("Je hoeft niets bij te voegen."),),
        duration=N_("Invullen duurt ongeveer 2 minuten. We schrappen je meestal binnen 2 weken."),
        legal=(N_("Kiesrecht van inwoners die geen Belg zijn"),),
        counter=N_("Je kan dit ook vragen aan het loket. Breng je verblijfskaart mee."),
        paper=N_(
            "Liever op papier? Stuur een brief met je handtekening naar de dienst verkiezingen."
        ),
        keywords=N_("verkiezingen kiezer uitschrijven schrappen opgeven niet meer stemmen"),
    ),
)
