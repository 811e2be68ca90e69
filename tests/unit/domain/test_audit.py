"""A chain that somebody touched: each way is found and named."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from functions.domain.audit import Break, as_csv, as_lines, break_of, break_within
from functions.domain.case import Event, happened
from functions.domain.logs import Log
from functions.domain.person import Actor

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def chain() -> tuple[list[Event], Log]:
    log, events = Log(id="2026-11"), []
    for number in range(1, 6):
        log, event = happened(
            log,
            "listed",
            at=AT + timedelta(minutes=number),
            actor=Actor(kind="clerk", name=f"Clerk {number}", ref="r", role="counter"),
            data={"what": f"page {number}"},
        )
        events.append(event)
    return events, log


def forged(event: Event, **changes) -> Event:
    found = event.model_copy(update=changes)
    found.hash = found.digest()
    return found


def test_a_chain_that_nobody_touched_is_whole(chain):
    assert break_of(*chain) is None
    assert break_of([], Log(id="2026-12")) is None


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize(
    "changes",
    [
        {"data": {"what": "x"}},
        {"kind": "erased"},
        {"at": AT},
        {"actor": Actor(kind="clerk", name="Other")},
    ],
)
def test_a_changed_line_is_named(chain, place, changes):
    events, log = chain
    events[place] = events[place].model_copy(update=changes)
    assert break_of(events, log) == Break(place + 1, "changed")


@pytest.mark.parametrize("place", range(4))
def test_a_changed_line_with_a_hash_to_match_shows_at_the_next(chain, place):
    events, log = chain
    events[place] = forged(events[place], data={"what": "x"})
    assert break_of(events, log) == Break(place + 2, "follows")


def test_a_changed_last_line_with_a_hash_to_match_shows_at_the_head(chain):
    events, log = chain
    events[-1] = forged(events[-1], data={"what": "x"})
    assert break_of(events, log) == Break(5, "head")


@pytest.mark.parametrize("place", range(5))
def test_a_missing_line_is_named(chain, place):
    events, log = chain
    del events[place]
    assert break_of(events, log) == Break(place + 1, "missing")


def test_all_lines_missing_is_named(chain):
    assert break_of([], chain[1]) == Break(1, "missing")


@pytest.mark.parametrize("place", range(4))
def test_two_lines_that_changed_places_are_named(chain, place):
    events, log = chain
    events[place], events[place + 1] = events[place + 1], events[place]
    assert break_of(events, log) == Break(place + 1, "order")


@pytest.mark.parametrize("changes", [{"head": "0" * 64}, {"seq": 4}])
def test_a_changed_head_is_named(chain, changes):
    events, log = chain
    assert break_of(events, log.model_copy(update=changes)) == Break(5, "head")


def test_an_added_line_is_named(chain):
    events, log = chain
    extra = forged(events[-1], seq=6, prev=events[-1].hash)
    assert break_of([*events, extra], log) == Break(6, "head")


def test_lines_without_what_they_belong_to_are_named(chain):
    assert break_of(chain[0], None) == Break(1, "gone")
    assert break_of([], None) is None


def test_a_stretch_is_judged_by_what_is_known_of_it(chain):
    events, _ = chain
    assert break_within(events[2:4], first=3, before=None) is None
    assert break_within(events[2:4], first=3, before=events[1].hash) is None
    assert break_within(events[2:4], first=3, before="0") == Break(3, "follows")


def test_an_inspector_can_recompute_every_hash_from_the_lines(chain):
    events, log = chain
    first, *rest = [json.loads(line) for line in as_lines(log, events, {"log": "2026-11"})]
    assert first == {"log": "2026-11", "seq": 5, "head": log.head}
    before = ""
    for body in rest:
        given = body.pop("hash")
        assert body["prev"] == before
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        before = hashlib.sha256(text.encode()).hexdigest()
        assert before == given
    assert before == first["head"]


def test_a_cell_of_the_csv_is_never_a_formula(chain):
    events, _ = chain
    events[0] = forged(events[0], actor=Actor(kind="clerk", name='=HYPERLINK("x")'))
    rows = list(csv.reader(io.StringIO(as_csv(events).removeprefix("\ufeff")), delimiter=";"))
    assert rows[1][5] == '\'=HYPERLINK("x")'
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "5"]
    assert json.loads(rows[2][7]) == {"what": "page 2"}
