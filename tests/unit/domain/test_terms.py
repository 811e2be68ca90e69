"""The clock of a case, read from its history: also where it stood still, and who took it over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.domain.case import Event
from functions.domain.person import SYSTEM
from functions.domain.steps import ESCALATE, decide, refusal
from functions.domain.terms import Pause, clocks
from functions.domain.workflow import End, Outcome, Step, Term, until, within, workflow

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
OFFICE = within("decision", days=14, source="(u) test")
FIXED = until(lambda _: at(20), source="test")


def at(day: int) -> datetime:
    """So many days after the start."""
    return START + timedelta(days=day)


def road(term: Term = OFFICE):
    decision = Step(
        name="decision",
        title="De dienst beslist",
        waiting="De dienst kijkt dit na.",
        ask="Beslis.",
        role="population",
        term=term,
        outcomes=(
            Outcome("approve", "Ja", "done", "Klaar.", "Ja."),
            refusal("Nee", told="Nee.", reasons={"no": "Neen."}),
        ),
        lapse=ESCALATE,
    )
    ends = (End("done", "Ja.", "Klaar.", positive=True), End("refused", "Nee.", "Jammer."))
    return workflow(decide(decision, supplement=within("supplement", days=10)), *ends)


def event(kind: str, day: int, **data: str) -> Event:
    return Event(case_id="c", seq=1, at=at(day), kind=kind, actor=SYSTEM, data=data)


def entered(step: str, day: int, deadline: int) -> Event:
    return event("entered", day, step=step, deadline=at(deadline).isoformat())


def decided(step: str, day: int, choice: str) -> Event:
    return event("decided", day, step=step, choice=choice)


def test_a_term_that_runs_says_what_is_left():
    (clock,) = clocks(road(), [event("submitted", 0), entered("decision", 0, 14)])
    assert (clock.begun, clock.ends, clock.over) == (at(0), at(14), None)
    assert clock.left(at(4)) == timedelta(days=10)
    assert clock.left(at(16)) == timedelta(days=-2)


def test_looking_changes_nothing():
    quiet = [entered("decision", 0, 14)]
    noisy = [*quiet, event("viewed", 1, step="decision"), event("noted", 2, text="x")]
    assert clocks(road(), noisy) == clocks(road(), quiet)


def test_it_stands_still_while_the_applicant_is_asked():
    asked = [
        entered("decision", 0, 14),
        decided("decision", 4, "ask"),
        entered("decision_supplement", 4, 14),
    ]
    office, answer = clocks(road(), asked)
    assert office.stands_still
    assert office.pauses == (Pause(at(4)),)
    assert office.left(at(9)) == office.left(at(13)) == timedelta(days=10)
    assert answer.left(at(9)) == timedelta(days=5)


def test_what_it_stood_still_is_added():
    events = [
        entered("decision", 0, 14),
        decided("decision", 4, "ask"),
        entered("decision_supplement", 4, 14),
        decided("decision_supplement", 9, "supplement"),
        entered("decision", 9, 19),
    ]
    office, answer = clocks(road(), events)
    assert (office.begun, office.ends, office.pauses) == (at(0), at(19), (Pause(at(4), at(9)),))
    assert not office.stands_still
    assert (answer.over, answer.ran_out) == (at(9), False)


def test_it_can_stand_still_more_than_once():
    events = [entered("decision", 0, 14)]
    for day in (2, 6):
        events += [
            decided("decision", day, "ask"),
            entered("decision_supplement", day, day + 10),
            decided("decision_supplement", day + 2, "supplement"),
            entered("decision", day + 2, 14 + day + 2),
        ]
    office = clocks(road(), events)[0]
    assert office.pauses == (Pause(at(2), at(4)), Pause(at(6), at(8)))


def test_an_answer_that_does_not_come_ends_the_pause_too():
    events = [
        entered("decision", 0, 14),
        decided("decision", 4, "ask"),
        entered("decision_supplement", 4, 14),
        event("lapsed", 14, step="decision_supplement", choice="lapsed"),
        entered("decision", 14, 24),
    ]
    office, answer = clocks(road(), events)
    assert office.pauses == (Pause(at(4), at(14)),)
    assert answer.ran_out


def test_a_fixed_moment_never_stands_still():
    events = [
        entered("decision", 0, 20),
        decided("decision", 4, "ask"),
        entered("decision_supplement", 4, 7),
        decided("decision_supplement", 6, "supplement"),
        entered("decision", 6, 20),
    ]
    office = clocks(road(FIXED), events)[0]
    assert (office.begun, office.ends, office.pauses, office.over) == (at(0), at(20), (), None)


def test_who_takes_over_gets_a_term_anew():
    events = [
        entered("decision", 0, 14),
        event("lapsed", 14, step="decision", choice="escalated"),
        entered("decision", 14, 28),
    ]
    first, second = clocks(road(), events)
    assert (first.ran_out, first.over, first.again) == (True, at(14), False)
    assert (second.again, second.ends, second.over) == (True, at(28), None)


@pytest.mark.parametrize("kind", ["closed", "reopened"])
def test_the_end_of_a_case_ends_what_runs(kind: str):
    events = [entered("decision", 0, 14), decided("decision", 4, "ask"), event(kind, 5)]
    assert [clock.over for clock in clocks(road(), events)] == [at(5)]


def test_a_reopened_step_begins_anew():
    events = [
        entered("decision", 0, 14),
        decided("decision", 4, "refuse"),
        event("closed", 4, outcome="refused"),
        event("reopened", 30, step="decision", run="2"),
        entered("decision", 30, 44),
    ]
    first, second = clocks(road(), events)
    assert (first.over, second.begun, second.again) == (at(4), at(30), False)


def test_the_mark_of_what_is_not_confirmed_is_known():
    assert not OFFICE.is_confirmed
    assert replace(OFFICE, source="Civil Code, article 1").is_confirmed
