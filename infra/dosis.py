"""Cases and DOSIS, for an operator: `python -m infra.dosis resend | result | remove`.

    resend                  tell the state of every running case again (after an outage)
    resend --case 7KM4-...  of one case
    result --case 7KM4-...  what became of what was sent last
    remove --case 7KM4-...  take a dossier away (--all: every running case, when a tenant leaves)

It reads the local desk on --port (8000). With TABLE_NAME in the environment and no --port it is the
desk of that environment. Each may be repeated. Answers 0, 1 when something was not taken, 2 when it
cannot be told. What DOSIS did not take when it was sent waits in the dead letters (docs/dosis.md).
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence

from frontend.render import translate
from functions import wiring
from functions.domain.case import Case
from functions.domain.numbers import parse_case_number, write_case_number
from functions.domain.problems import Busy
from functions.services import telling_dosis
from functions.services.ports import Ports
from functions.services.writing import use_translator
from infra.reaching import add_options, reach

DONE, NOT_TAKEN, UNKNOWN = 0, 1, 2
_STEP = 1000  # cases between two lines of progress


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
    if not ports.tenant.dosis.source:
        print("The tenant's file names no source ([dosis]).", file=sys.stderr)
        return UNKNOWN
    try:
        if given.command == "result":
            return _result(ports, given.case)
        found = _cases(ports, given.case)
        return _each(ports, found, given.command)
    except (Busy, LookupError) as error:
        print(f"Cannot tell: {error or 'nothing answers'}", file=sys.stderr)
        return UNKNOWN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.dosis",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("resend", "result", "remove"):
        command = commands.add_parser(name)
        which = command.add_mutually_exclusive_group(required=name != "resend")
        which.add_argument("--case", metavar="NUMBER", default="")
        if name == "remove":
            which.add_argument("--all", action="store_true")
        add_options(command)
    return parser


def _cases(ports: Ports, number: str) -> Iterable[Case]:
    if not number:
        return ports.store.running()
    case_id = ports.store.case_with(parse_case_number(number) or "?")
    found = ports.store.cases([case_id]) if case_id else []
    if not found:
        raise LookupError("there is no case with that number")
    return found


def _each(ports: Ports, cases: Iterable[Case], command: str) -> int:
    done = failed = 0
    for case in cases:
        try:
            if command == "remove":
                ports.dossiers.remove(ports.tenant.dosis.source, write_case_number(case.number))
                done += 1
            else:
                done += telling_dosis.tell(ports, case, again=True)
        except Busy:
            failed += 1
        if (done + failed) % _STEP == 0 and done + failed:
            print(f"{done} done, {failed} not taken", file=sys.stderr)
    print(f"{done} done, {failed} not taken")
    return NOT_TAKEN if failed else DONE


def _result(ports: Ports, number: str) -> int:
    parsed = parse_case_number(number)
    if parsed is None:
        raise LookupError("this is no case number")
    found = ports.dossiers.result(ports.tenant.dosis.source, write_case_number(parsed))
    print(json.dumps(dict(found), indent=1) if found else "DOSIS knows nothing of it.")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
