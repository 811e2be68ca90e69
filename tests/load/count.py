"""`make count`: what a case of each procedure asks of AWS, into infra/costs/counted.json.

Real journeys on the local stack, counted by who is at work (tests/load/teller.py); what follows
from an act (stream, workflow, mails) is counted with the act. Times are CPU of the thread that ran
the function, botocore's share included and moto's not: x86, warm, on a whole core.
"""

import argparse
import json
import platform
import re
import sys
from collections import Counter
from dataclasses import dataclass
from typing import Any
from unittest import mock

from functions import wiring
from functions.domain.calendar import BRUSSELS
from functions.processes import all_procedures
from infra.costs.counted import COUNTED
from infra.local.config import ACCOUNT, REGION, ROOT
from infra.local.stack import LocalStack
from tests.journeys import all_stories
from tests.load import weight
from tests.load.meter import Meter, size
from tests.load.teller import Teller
from tests.load.watch import Tally, Watch, is_case

PROCEDURES = (
    "elections/proxy", "elections/convocation", "elections/non-belgian-voter",
    "birth/declaration", "identity-card/request",
)  # fmt: skip
# A key that only one case or person has: an identifier, a keyed hash, a random token
_OWN = re.compile(
    r"[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{16,}|[\w-]{32,}|\w{8}-\w{4}-|\d{11}|NUMBER#|PROOF#"
)
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def _runs() -> Counter[str]:
    """State transitions (each state that was entered, and the start) and starts so far."""
    from moto.stepfunctions.parser.models import stepfunctions_parser_backends

    found = Counter[str]()
    for run in stepfunctions_parser_backends[ACCOUNT][REGION]._get_executions():
        kinds = [str(event["type"].value) for event in run.to_history_output()["events"]]
        found["starts"] += 1
        found["transitions"] += 1 + sum(kind.endswith("StateEntered") for kind in kinds)
    return found


@dataclass
class SoFar:
    """What only grows, to tell what a phase added."""

    numbers: Counter[str]
    shared: Counter[str]


def _so_far(meter: Meter) -> SoFar:
    changes = meter.changes()
    newest = {str(change["Keys"]): change.get("NewImage", {}) for change in changes}
    numbers = Counter(
        write_units=meter.write_units(),
        records=len(changes),
        case_records=sum(map(is_case, changes)),
        stored_bytes=sum(size(item) for item in newest.values() if "expires_at" not in item),
    )
    shared = Counter[str]()
    for key, units in meter.units_by_key().items():
        if not _OWN.search(key):
            shared[_DAY.sub("<date>", key)] += units
    return SoFar(numbers + _runs(), shared)


def case(desk: LocalStack, key: str) -> dict[str, dict[str, Any]]:
    """One case of a procedure from its first page to its result, by who was at work."""
    desk.reset()
    story = all_stories()[key](wiring.ports().clock.now().astimezone(BRUSSELS).date())
    procedure = next(found for found in all_procedures() if found.key == key)
    phases: dict[str, dict[str, Any]] = {}
    with Meter(desk) as meter:
        watch = Watch(desk)
        state = {"who": "", "before": _so_far(meter)}

        def at_work(who: str) -> None:
            if state["who"] and not who:
                now = _so_far(meter)
                _add(phases.setdefault(state["who"], {}), watch.take(), state["before"], now)
                state["before"] = now
            elif not state["who"]:
                watch.take()
            state["who"] = who

        with watch.watching():
            Teller(desk, procedure, story, at_work).tell()
    return phases


def _add(phase: dict[str, Any], tally: Tally, before: SoFar, now: SoFar) -> None:
    calls = Counter[str]()
    for name, found in tally.functions.items():
        into = phase.setdefault("functions", {}).setdefault(
            name, {"invocations": 0, "cpu_ms": 0.0, "calls": Counter()}
        )
        into["invocations"] += found["invocations"]
        into["cpu_ms"] = round(into["cpu_ms"] + found["cpu_ms"], 1)
        into["calls"] += found["calls"]
        calls += found["calls"]
    added = Counter(
        requests=tally.requests,
        posts=tally.posts,
        bytes=tally.bytes,
        read_units=tally.read_units,
        mails=calls["ses.SendEmail"] + calls["ses.SendRawEmail"],
        answers=calls["stepfunctions.SendTaskSuccess"],
        s3_puts=tally.uploads + _s3(calls, "Put", "Copy", "List", "Post"),
        s3_gets=_s3(calls, "Get", "Head"),
        signatures=calls["kms.Sign"],
    )
    added.update({name: now.numbers[name] - before.numbers[name] for name in now.numbers})
    added["write_units"] += tally.refused_units
    for name, number in added.items():
        phase[name] = phase.get(name, 0) + number
    shared = phase.setdefault("shared", Counter())
    for key in now.shared:
        if more := now.shared[key] - before.shared[key]:
            shared[key] += more


def _s3(calls: Counter[str], *verbs: str) -> int:
    prefixes = tuple(f"s3.{verb}" for verb in verbs)
    return sum(number for name, number in calls.items() if name.startswith(prefixes))


def agenda(desk: LocalStack) -> dict[str, Any]:
    """The hourly function when there is nothing to do."""
    desk.reset()
    watch = Watch(desk)
    with watch.watching():
        desk.desk.do_what_is_due()
        watch.take()  # the first time loads what the next finds there
        desk.desk.do_what_is_due()
    tally = watch.take()
    found = tally.functions["agenda"]
    return {
        "cpu_ms": round(found["cpu_ms"], 1), "calls": found["calls"],
        "read_units": tally.read_units,
    }  # fmt: skip


def static() -> dict[str, float]:
    """What a visitor loads of the static site before the form: start page, a process, a procedure;
    the heaviest of each, in the heaviest language, compressed."""
    pages = {name: (page, script) for name, page, script, _ in weight.measure()}
    wanted = [
        max(page for name, (page, _) in pages.items() if re.fullmatch(shape, name))
        for shape in (r"<lang>/index\.html", r"<lang>/[\w-]+/index\.html",
                      r"<lang>/[\w-]+/[\w-]+/index\.html")
    ]  # fmt: skip
    script = max(script for _, script in pages.values())
    return {"bytes": sum(wanted) + script, "requests": len(wanted) + 2}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.count", description=__doc__)
    parser.add_argument("procedures", nargs="*", default=PROCEDURES)
    wanted = parser.parse_args().procedures
    quiet = mock.patch.object(sys, "stdout", sys.stderr)
    with LocalStack() as desk, quiet:
        for key in wanted:  # once to load what is loaded at first use
            case(desk, key)
        found = {
            "machine": f"{platform.machine()}, Python {platform.python_version()}",
            "procedures": {key: case(desk, key) for key in wanted},
            "agenda": agenda(desk),
            "static": static(),
        }
    COUNTED.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"{COUNTED.relative_to(ROOT)}: {', '.join(wanted)}")


if __name__ == "__main__":
    main()
