"""What is counted of cases and drafts, and what the counts say. Never a person: only how many.

A name of a count is a metric with its parts ("submitted.online", "closed.good.counter"):

- begun.<channel>, ready: a form was begun, or stood ready for who was invited;
- reached.<topic>: a page of the form was answered for the first time, online;
- submitted.<channel>, closed.<how>.<channel>, reopened: cases;
- lead.<bucket>: closed within so many days after the submission;
- kept.<step>, out.<step>, taken-over: the office's terms;
- no-show: somebody did not come;
- when.<online or counter>.<weekday from 1>.<hour>: something was handed in or somebody came, in
  Belgian time: of all procedures together (EVERYTHING);
- rated.<1 to 5>: what people thought of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, Draft, Task
from functions.domain.logs import month_of
from functions.domain.procedure import Procedure
from functions.domain.workflow import ESCALATED, LAPSED, RESTARTED, WITHDRAWN, End

CHANNELS = ("online", "counter", "phone", "paper", "desk")  # desk: the office began it itself
ENDS = ("good", "refused", "withdrawn", "lapsed", "other")
BUCKETS = (1, 3, 7, 14, 30, 60, 90)  # days, each up to and with
MORE = "more"
SCORES = ("1", "2", "3", "4", "5")
WHERE = ("online", "counter")
EVERYTHING = "*"  # where a procedure's name would stand: all of them together
_REFUSED = "refused"
_DAY = 24 * 3600


@dataclass(frozen=True)
class Change:
    """What one change in the table adds. `key`: the same for the same change, however often it is
    told. `open`: how many more cases are open; `when`: a count that is kept of all procedures
    together only, so that no hour can be tied to one of them."""

    key: str
    month: str
    procedure: str
    counts: Mapping[str, int] = field(default_factory=dict)
    open: int = 0
    when: str = ""


def _when(where: str, moment: datetime) -> str:
    local = moment.astimezone(BRUSSELS)
    return f"when.{where}.{local.isoweekday()}.{local.hour}" if where in WHERE else ""


def kind_of(end: End) -> str:
    """One of ENDS. "other": what is neither a yes nor a no of the office (nobody collected it, the
    other person did not confirm)."""
    if end.positive:
        return "good"
    return end.name if end.name in (_REFUSED, WITHDRAWN, LAPSED) else "other"


def _channel(procedure: Procedure, channel: str) -> str:
    return "desk" if procedure.opened_by == "desk" else channel


def case_changed(procedure: Procedure, old: Case | None, new: Case, now: datetime) -> Change | None:
    """A case came, was closed or was opened again; `now`: when nothing in it says so."""
    key = f"{new.id}/case/{new.seq}"
    channel = _channel(procedure, new.channel)
    if old is None:
        counts = {f"submitted.{channel}": 1}
        when = _when(channel, new.submitted)
        return Change(key, month_of(new.submitted), procedure.key, counts, open=1, when=when)
    if old.status == new.status:
        return None
    if new.status != "closed" or new.closed is None:
        return Change(key, month_of(now), procedure.key, {"reopened": 1}, open=1)
    kind = kind_of(procedure.workflow.end(new.outcome))
    counts = {
        f"closed.{kind}.{channel}": 1,
        f"lead.{bucket_of((new.closed - new.submitted).total_seconds() / _DAY)}": 1,
    }
    return Change(key, month_of(new.closed), procedure.key, counts, open=-1)


def bucket_of(days: float) -> str:
    return next((str(most) for most in BUCKETS if days <= most), MORE)


def task_changed(procedure: Procedure, old: Task | None, new: Task) -> Change | None:
    """A step of the office was taken, or its term ran out."""
    if old is None or old.state != "open" or new.state == "open" or new.decided is None:
        return None
    step = next((s for s in procedure.workflow.steps if s.name == new.step), None)
    if step is None or not new.role or new.state in (WITHDRAWN, RESTARTED):
        return None
    counts: dict[str, int] = {}
    when = ""
    if new.state == "lapsed":
        counts[f"out.{step.name}"] = 1
        if new.choice == ESCALATED:
            counts["taken-over"] = 1
    elif step.visit_of:
        outcome = step.outcome(new.choice)
        if outcome and outcome.then == step.visit_of:
            counts["no-show"] = 1
        else:
            when = _when("counter", new.decided)
    else:
        counts[f"kept.{step.name}"] = 1
    if not counts and not when:
        return None
    key = f"{new.case_id}/task/{step.name}/{new.opened.isoformat()}"
    return Change(key, month_of(new.decided), procedure.key, counts, when=when)


def draft_changed(procedure: Procedure, old: Draft | None, new: Draft) -> Change | None:
    """A form was begun, or a page of it was answered for the first time. What was filled in
    beforehand for who was invited is not their answer."""
    counts: dict[str, int] = {}
    before = set(old.answers) if old else set()
    if old is None:
        counts["ready" if new.due else f"begun.{new.channel}"] = 1
        before = set(new.answers) if new.due else set()
    if new.channel == "online":
        counts |= {f"reached.{topic}": 1 for topic in new.answers if topic not in before}
    key = f"{new.case_id}/draft/{new.version}"
    return Change(key, month_of(new.updated), procedure.key, counts) if counts else None


# what the counts say


def total(counts: Mapping[str, int], metric: str) -> int:
    """Of a metric with all its parts."""
    start = f"{metric}."
    return sum(value for name, value in counts.items() if name == metric or name.startswith(start))


def parts(counts: Mapping[str, int], metric: str) -> Counter[str]:
    """By the first part after the metric: `parts(counts, "submitted")["online"]`."""
    found: Counter[str] = Counter()
    start = f"{metric}."
    for name, value in counts.items():
        if name.startswith(start):
            found[name.removeprefix(start).partition(".")[0]] += value
    return found


def rate(part: int, whole: int) -> int | None:
    """In whole percents; None of nothing."""
    return round(100 * part / whole) if whole else None


def median_days(counts: Mapping[str, int]) -> float | None:
    """An estimate: cases spread evenly within a bucket. Infinite beyond the last bucket, None
    without any case."""
    found = parts(counts, "lead")
    half = found.total() / 2
    if not half:
        return None
    passed, least = 0, 0.0
    for most in BUCKETS:
        here = found[str(most)]
        if here and passed + here >= half:
            return least + (most - least) * (half - passed) / here
        passed, least = passed + here, float(most)
    return float("inf")


def average_score(counts: Mapping[str, int]) -> float | None:
    """1 to 5; None when nobody answered."""
    found = parts(counts, "rated")
    answered = found.total()
    return sum(int(score) * n for score, n in found.items()) / answered if answered else None


def months_between(first: str, last: str, most: int) -> list[str]:
    """ "2026-11" to "2027-01", both included, in whatever order given; the last `most` of them."""
    low, high = sorted((_index(first), _index(last)))
    return [f"{i // 12:04}-{i % 12 + 1:02}" for i in range(max(low, high - most + 1), high + 1)]


def months_back(last: str, count: int) -> list[str]:
    """So many months up to and with the last."""
    high = _index(last)
    return [f"{i // 12:04}-{i % 12 + 1:02}" for i in range(high - count + 1, high + 1)]


def _index(month: str) -> int:
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number) - 1


def added(several: Iterable[Mapping[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for counts in several:
        found.update(counts)
    return found
