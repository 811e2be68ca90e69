"""Two versions read one table during a deployment, and after one that was taken back
(docs/decisions/0023-deploying.md)."""

import json
from datetime import UTC, datetime
from typing import Any

from functions.adapters import codec, items
from functions.domain.case import Event
from functions.domain.person import Actor

WRITTEN = Event(
    case_id="1", seq=1, at=datetime(2026, 5, 4, tzinfo=UTC), kind="submitted",
    actor=Actor(kind="system"),
)  # fmt: skip


def item(**more: object) -> dict[str, Any]:
    """As the next version may write it."""
    found = items.event_item(WRITTEN)
    data = json.loads(found["data"]["S"]) | more
    return {**found, "data": codec.text(json.dumps(data))}


def test_a_field_of_the_next_version_is_passed_over():
    assert items.read_event(item(remark="new")) == WRITTEN


def test_a_field_of_the_next_version_is_lost_when_this_one_writes():
    """Why a field is in the model one deployment before anything fills it."""
    again = items.event_item(items.read_event(item(remark="new")))
    assert "remark" not in json.loads(again["data"]["S"])


def test_a_field_that_an_older_version_did_not_write_has_its_default():
    older = item()
    data = json.loads(older["data"]["S"])
    del data["prev"], data["data"]
    assert items.read_event({**older, "data": codec.text(json.dumps(data))}) == WRITTEN
