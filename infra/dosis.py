"""Cases and DOSIS, for an operator: `python -m infra.dosis COMMAND`.

    check                   whether DOSIS answers us, and knows our source
    resend                  tell the state of every running case again (after an outage)
    resend --all            also of closed ones (after an outage of weeks)
    resend --case 7KM4-...  of one case
    resend --run NAME       what a run of that name sent already is left out: stopped half-way, the
                            same command takes up where it was (for a week)
    refused                 what DOSIS refused, and why
    refused --again         ... told again, now that it is mended
    results                 what DOSIS took and could not work through
    results --case 7KM4-... what became of what was sent last of one case
    remove --case 7KM4-...  take a dossier away (--all: every case, when a tenant leaves)

It reads the local desk on --port (8000). With TABLE_NAME in the environment and no --port it is the
desk of that environment. Each may be repeated. Answers 0, 1 when something was not taken (or, of
`check`, `refused` and `results`, when something is wrong), 2 when it cannot be told. What DOSIS did
not take when it was sent waits in the dead letters (docs/dosis.md).
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from frontend.render import translate
from functions import wiring
from functions.domain.case import Case
from functions.domain.numbers import parse_case_number, write_case_number
from functions.domain.problems import Busy
from functions.services import telling_dosis
from functions.services.dossier_ports import Parked
from functions.services.ports import Ports
from functions.services.telling_dosis import Told
from functions.services.writing import use_translator
from infra.reaching import add_options, reach

T = TypeVar("T")
DONE, NOT_TAKEN, UNKNOWN = 0, 1, 2
_STEP = 1000  # cases between two lines of progress
_PAGE = 100
_LONGEST = 60_000  # milliseconds that telling one case may take before another may try it


class _Operator:
    """Stands for the Lambda context of what is done once."""

    def get_remaining_time_in_millis(self) -> int:
        return _LONGEST


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module."""
    given = _parser().parse_args(arguments)
    clock = reach(given)
    if clock is None:
        return UNKNOWN
    use_translator(translate)
    wiring.reset()
    wiring.override(clock=clock)
    ports = wiring.ports()
    ports.once.context = _Operator()
    if not ports.tenant.dosis.source:
        print("The tenant's file names no source ([dosis]).", file=sys.stderr)
        return UNKNOWN
    try:
        return _do(ports, given)
    except (Busy, LookupError) as error:
        print(f"Cannot tell: {error or 'nothing answers'}", file=sys.stderr)
        return UNKNOWN


def _do(ports: Ports, given: argparse.Namespace) -> int:
    match given.command:
        case "check":
            return _check(ports)
        case "refused":
            return _again(ports) if given.again else _refused(ports)
        case "results":
            return _result(ports, given.case) if given.case else _faults(ports)
        case "remove":
            return _each(_cases(ports, given), lambda case: _remove(ports, case))
        case _:
            return _each(
                _cases(ports, given),
                lambda case: telling_dosis.tell(ports, case, again=True, run=given.run),
            )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.dosis",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    made = {
        name: commands.add_parser(name)
        for name in ("check", "resend", "refused", "results", "remove")
    }
    for name in ("resend", "remove"):
        which = made[name].add_mutually_exclusive_group(required=name == "remove")
        which.add_argument("--case", metavar="NUMBER", default="")
        which.add_argument("--all", action="store_true")
    made["resend"].add_argument("--run", metavar="NAME", default="")
    made["refused"].add_argument("--again", action="store_true")
    made["results"].add_argument("--case", metavar="NUMBER", default="")
    for command in made.values():
        add_options(command)
    return parser


def _cases(ports: Ports, given: argparse.Namespace) -> Iterable[Case]:
    if given.case:
        case_id = ports.store.case_with(parse_case_number(given.case) or "?")
        found = ports.store.cases([case_id]) if case_id else []
        if not found:
            raise LookupError("there is no case with that number")
        return found
    return ports.store.every() if given.all else ports.store.running()


def _remove(ports: Ports, case: Case) -> Told:
    telling_dosis.remove(ports, case)
    return Told.GONE


def _each(found: Iterable[T], act: Callable[[T], Told]) -> int:
    """Act on each; what is not taken does not stop the rest."""
    counts: Counter[str] = Counter()
    for place, one in enumerate(found, start=1):
        try:
            counts[act(one).value] += 1
        except Busy:
            counts["not taken"] += 1
        if place % _STEP == 0:
            print(_told(counts), file=sys.stderr)
    print(_told(counts))
    return NOT_TAKEN if counts["not taken"] or counts[Told.REFUSED.value] else DONE


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {what}" for what, number in sorted(counts.items())) or "nothing"


def _check(ports: Ports) -> int:
    source = ports.tenant.dosis.source
    if source in ports.dossiers.sources():
        print(f"DOSIS answers, and knows {source}")
        return DONE
    print(f"DOSIS answers, and does not know {source}", file=sys.stderr)
    return NOT_TAKEN


def _parked(ports: Ports) -> Iterator[Parked]:
    """All that was parked until now: what is refused anew meanwhile does not come round."""
    until, after = ports.clock.now(), None
    while page := ports.refusals.parked(most=_PAGE, after=after):
        yield from (parked for parked in page if parked.at <= until)
        after = page[-1]


def _refused(ports: Ports) -> int:
    found = DONE
    for parked in _parked(ports):
        at = parked.at.isoformat(timespec="seconds")
        print(at, write_case_number(parked.number), parked.code, ", ".join(parked.fields))
        found = NOT_TAKEN
    return found


def _again(ports: Ports) -> int:
    return _each(list(_parked(ports)), lambda parked: telling_dosis.try_again(ports, parked))


def _faults(ports: Ports) -> int:
    found = ports.dossiers.faults(ports.tenant.dosis.source)
    print(json.dumps(dict(found), indent=1))
    return NOT_TAKEN if any(found.values()) else DONE


def _result(ports: Ports, number: str) -> int:
    parsed = parse_case_number(number)
    if parsed is None:
        raise LookupError("this is no case number")
    found = ports.dossiers.result(ports.tenant.dosis.source, write_case_number(parsed))
    print(json.dumps(dict(found), indent=1) if found else "DOSIS knows nothing of it.")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
