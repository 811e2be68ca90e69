"""What an operator does with a deployed tenant: `python -m infra.operate <command> <tenant> ...`.

    redrive      replay what waits in the dead-letter queues (--dry-run: say what waits)
    stuck        which cases stand still, and what to do (--restart CASE)
    close, open  nobody reaches the desk (--everything: nothing runs at all); as it was
    export       everything of a tenant that leaves, into a folder or bucket (--to)
    verify       an export held against the live table and bucket (--at)
    restore      the table as it was at a moment: begin, compare, put-back, documents
    rights       the policy that lets a person do some of these, and no more (--for)

Credentials and, where needed, AWS_PROFILE are of the environment; the region is the tenant's. What
each answers to the shell: 0 all is well, 1 something is left to do, 2 it cannot be told.
docs/runbooks/README.md says when to use which.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from botocore.exceptions import BotoCoreError, ClientError

from functions.domain.problems import Busy, Conflict
from infra.operate import rights
from infra.operate.deployed import CannotTell, Deployed, find, load
from infra.operate.restore_steps import add_restore

WELL, LEFT, UNKNOWN = 0, 1, 2
_WARNING = (
    "WARNING: an export holds national numbers, documents and all that people told the "
    "municipality. Keep it encrypted, give it to nobody by mail, and delete what you do not need."
)
Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit code."""
    given = _parser().parse_args(arguments)
    does: Command = given.does
    try:
        return does(given)
    except CannotTell as error:
        print(f"Cannot tell: {error}", file=sys.stderr)
    except (Busy, Conflict) as error:
        print(f"The table is busy ({type(error).__name__}): try again.", file=sys.stderr)
    except ClientError as error:
        said = error.response["Error"]
        print(f"AWS refused {error.operation_name}: {said['Code']}", file=sys.stderr)
    except BotoCoreError as error:
        print(f"AWS cannot be reached: {type(error).__name__}: {error}", file=sys.stderr)
    return UNKNOWN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.operate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, does: Command, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text)
        made.add_argument("tenant", help="the name of a file in infra/tenants/")
        made.add_argument("--stack", default="", help="when it is not burgerloket-<tenant>")
        made.set_defaults(does=does)
        return made

    redrive = command("redrive", _redrive, "replay what waits in the dead-letter queues")
    redrive.add_argument("--dry-run", action="store_true", help="say what waits, change nothing")
    redrive.add_argument(
        "--forget-expired",
        action="store_true",
        help="delete the letters whose records the stream does not have any more",
    )
    stuck = command("stuck", _stuck, "which cases stand still, and what to do")
    stuck.add_argument("--restart", metavar="CASE", help="its number or id: let it go on")
    close = command("close", _close, "nobody reaches the desk any more")
    close.add_argument("--everything", action="store_true", help="no function runs at all")
    command("open", _open, "every function may run again, as the tenant's file says")
    export = command("export", _export, "everything of a tenant, to take along")
    export.add_argument("--to", required=True, help="a folder, or s3://bucket/prefix")
    export.add_argument(
        "--while-open", action="store_true",
        help="a copy that is not of one moment: the desk goes on",
    )  # fmt: skip
    verify = command("verify", _verify, "an export held against what is live")
    verify.add_argument("--at", required=True, help="a folder, or s3://bucket/prefix")
    restore = command("restore", _restore, "the table as it was at a moment")
    add_restore(restore)
    asks = command("rights", _rights, "the policy that lets a person do some of these")
    asks.add_argument(
        "--for", dest="commands", nargs="+", choices=rights.COMMANDS, default=[*rights.COMMANDS]
    )
    asks.add_argument("--exports", default="", help="where exports are kept: s3://bucket/prefix")
    return parser


def _found(given: argparse.Namespace) -> Deployed:
    return find(given.tenant, given.stack)


def _redrive(given: argparse.Namespace) -> int:
    from infra.operate import redriving

    deployed = _found(given)
    if given.dry_run:
        return LEFT if redriving.waiting(deployed) else WELL
    result = redriving.redrive(deployed, forget_expired=given.forget_expired)
    print(redriving.report(result))
    if result.forgotten < 0:
        return UNKNOWN
    left = result.failed + (0 if given.forget_expired else result.expired)
    return LEFT if left else WELL


def _stuck(given: argparse.Namespace) -> int:
    from infra.operate import stuck

    deployed = _found(given)
    if given.restart:
        print(stuck.restart(deployed, given.restart))
        return WELL
    found = list(stuck.stuck(deployed, datetime.now(UTC)))
    for one in found:
        print(f"{one.what}\n    {one.do}")
    print(f"{len(found)} stand still." if found else "Nothing stands still.")
    return LEFT if found else WELL


def _close(given: argparse.Namespace) -> int:
    from infra.operate import closing

    done = closing.close(_found(given), everything=given.everything)
    print(f"Closed: {', '.join(done)}. `open` undoes it.")
    return WELL


def _open(given: argparse.Namespace) -> int:
    from infra.operate import closing

    print(f"May run again: {', '.join(closing.reopen(_found(given)))}.")
    return WELL


def _export(given: argparse.Namespace) -> int:
    from infra.operate import closing, exporting
    from infra.operate.places import place_of

    deployed = _found(given)
    running = [] if given.while_open else closing.open_ones(deployed)
    if running:
        raise CannotTell(
            f"these functions may still write: {', '.join(running)}. "
            f"First: python -m infra.operate close {given.tenant} --everything"
        )
    print(_WARNING, file=sys.stderr)
    made = exporting.export(deployed, place_of(given.to, deployed.region, deployed.bucket), _say)
    counts = made["counts"]
    print(
        f"{counts['items']} items, {counts['cases']} cases, {counts['documents']} documents; "
        f"newest change {made['newest_change'] or 'none'}."
    )
    for broken in made["chains"]["broken"]:
        print(f"BROKEN  {broken}")
    print(f"Then: python -m infra.operate verify {given.tenant} --at {given.to}")
    return LEFT if made["chains"]["broken"] else WELL


def _verify(given: argparse.Namespace) -> int:
    from infra.operate import verifying
    from infra.operate.places import place_of

    deployed = _found(given)
    found = verifying.verify(deployed, place_of(given.at, deployed.region, ""), _say)
    for line in found:
        print(line)
    print(f"{len(found)} differences." if found else "The export is whole, and is what is live.")
    return LEFT if found else WELL


def _rights(given: argparse.Namespace) -> int:
    made = rights.of(given.tenant, load(given.tenant), given.commands, given.exports)
    print(json.dumps(made, indent=1))
    return WELL


def _restore(given: argparse.Namespace) -> int:
    from infra.operate.restore_steps import run

    return LEFT if run(_found(given), given, _say) else WELL


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
