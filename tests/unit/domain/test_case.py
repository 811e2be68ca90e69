"""A case changes by events, and the events hold each other."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.case import Case, CaseFile, Event, Task, first_break, happened
from functions.domain.person import SYSTEM, Actor
from tests.unit.known import NOON, person

KINDS = ("entered", "decided", "viewed", "closed")


def new_case() -> Case:
    return Case(
        id="elections-01JD000000000000000000000A",
        number="7KM42PRT9XAC",
        process="elections",
        procedure="proxy",
        procedure_version=1,
        lang="nl",
        submitted=NOON,
        applicant=person(),
        mail="lena@example.org",
        answers={},
    )


def lived(kinds: list[str]) -> tuple[Case, list[Event]]:
    case, events = new_case(), []
    for minutes, kind in enumerate(kinds):
        case, event = happened(
            case, kind, at=NOON + timedelta(minutes=minutes), actor=SYSTEM, data={"step": kind}
        )
        events.append(event)
    return case, events


histories = st.lists(st.sampled_from(KINDS), min_size=1, max_size=8)


@given(histories)
def test_an_untouched_history_holds(kinds: list[str]):
    case, events = lived(kinds)
    assert first_break(events, case.head) is None
    assert (case.seq, case.version) == (len(kinds), len(kinds))


@given(histories, st.data())
def test_a_changed_line_shows_where_it_was_changed(kinds: list[str], data: st.DataObject):
    case, events = lived(kinds)
    at = data.draw(st.integers(0, len(events) - 1))
    change = data.draw(
        st.sampled_from(
            [
                {"actor": Actor(kind="clerk", ref="x")},
                {"kind": "refused"},
                {"at": NOON - timedelta(days=1)},
                {"data": {"step": "another"}},
                {"case_id": "another"},
            ]
        )
    )
    events[at] = events[at].model_copy(update=change)
    assert first_break(events, case.head) == at + 1


@given(histories, st.data())
def test_a_changed_line_with_a_new_hash_breaks_the_line_after_it_or_the_head(
    kinds: list[str], data: st.DataObject
):
    case, events = lived(kinds)
    at = data.draw(st.integers(0, len(events) - 1))
    events[at] = events[at].model_copy(update={"kind": "refused"})
    events[at].hash = events[at].digest()
    assert first_break(events, case.head) == at + 2


@given(histories, st.data())
def test_a_line_that_is_gone_shows(kinds: list[str], data: st.DataObject):
    case, events = lived(kinds)
    at = data.draw(st.integers(0, len(events) - 1))
    del events[at]
    assert first_break(events, case.head) == at + 1


def test_two_lines_in_another_order_show():
    case, events = lived(["entered", "decided", "closed"])
    events[1], events[2] = events[2], events[1]
    assert first_break(events, case.head) == 2


def test_the_hash_of_a_line_does_not_depend_on_the_order_of_its_data():
    _, (event,) = lived(["decided"])
    one = event.model_copy(update={"data": {"a": "1", "b": "2"}})
    other = event.model_copy(update={"data": {"b": "2", "a": "1"}})
    assert one.digest() == other.digest()


def test_a_line_read_back_from_json_holds():
    case, events = lived(["entered", "decided"])
    back = [Event.model_validate_json(event.model_dump_json()) for event in events]
    assert first_break(back, case.head) is None


def test_what_happens_changes_a_copy():
    case = new_case()
    changed, event = happened(case, "closed", at=NOON, actor=SYSTEM, status="closed")
    assert (case.status, case.seq, case.head) == ("running", 0, "")
    assert (changed.status, changed.seq, changed.head) == ("closed", 1, event.hash)


@pytest.mark.parametrize(("state", "is_open"), [("open", True), ("decided", False)])
def test_only_the_open_task_of_the_stage_is_open(state: str, is_open: bool):
    task = Task(case_id="c", step="decision", state=state, token="t", opened=NOON, deadline=NOON)
    other = task.model_copy(update={"step": "holder", "state": "open"})
    case = new_case().model_copy(update={"stage": "decision"})
    file = CaseFile(case=case, tasks={"decision": task, "holder": other})
    assert file.open_task() == (task if is_open else None)
