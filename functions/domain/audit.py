"""Recompute a chain of events, say where it breaks, and write it out for an inspector."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from functions.domain.case import Chained, Event

What = Literal["changed", "missing", "order", "follows", "head", "gone"]
COLUMNS = (
    "seq", "at", "kind", "actor_kind", "actor_ref", "actor_name", "actor_role", "data", "prev",
    "hash",
)  # fmt: skip
# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold. `seq`: the number of the line.

    what: changed (the line is not what its hash says), missing (there is no such line), order (a
    line stands at another's place), follows (it does not follow the line before it, which was
    replaced), head (what the chain says of its last line is not so), gone (there are lines, and
    nothing they belong to).
    """

    seq: int
    what: What


def break_of(events: Sequence[Event], chain: Chained | None) -> Break | None:
    """The first break of a chain; None when it is whole. events: in the order of their places."""
    if chain is None:
        return Break(events[0].seq, "gone") if events else None
    found = break_within(events, first=1, before="")
    if found:
        return found
    last = events[-1] if events else None
    seq, head = (last.seq, last.hash) if last else (0, "")
    if seq < chain.seq:
        return Break(seq + 1, "missing")
    return None if (seq, head) == (chain.seq, chain.head) else Break(seq, "head")


def break_within(events: Sequence[Event], *, first: int, before: str | None) -> Break | None:
    """The first break in a stretch that begins with that number. before: the hash of the line
    before it; None when that is not known."""
    numbers = {event.seq for event in events}
    for number, event in enumerate(events, start=first):
        if event.hash != event.digest():
            return Break(number if number in numbers else event.seq, "changed")
        if event.seq != number:
            return Break(number, "order" if number in numbers else "missing")
        if before is not None and event.prev != before:
            return Break(number, "follows")
        before = event.hash
    return None


def as_lines(chain: Chained, events: Iterable[Event], about: dict[str, str]) -> Iterator[str]:
    """JSON lines: first what the chain says of itself, then each event with its hash. The digest of
    an event is SHA-256 over its line without `hash`, with sorted keys and no spaces."""
    head = {**about, "seq": chain.seq, "head": chain.head}
    yield json.dumps(head, ensure_ascii=False, sort_keys=True) + "\n"
    for event in events:
        body = event.model_dump(mode="json")
        yield json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def as_csv(events: Iterable[Event]) -> str:
    """For a spreadsheet, in UTF-8 with a byte order mark; `data` is JSON."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for event in events:
        actor = event.actor
        data = json.dumps(event.data, ensure_ascii=False, sort_keys=True)
        row = (
            str(event.seq), event.at.isoformat(), event.kind, actor.kind, actor.ref, actor.name,
            actor.role, data, event.prev, event.hash,
        )  # fmt: skip
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return "\ufeff" + text.getvalue()
