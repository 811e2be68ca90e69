"""What an operator does with a deployed tenant: `python -m infra.operate <command> <tenant> ...`.

    redrive      replay what waits in the dead-letter queues (--dry-run: say what waits)
    stuck        which cases stand still, and what to do (--restart CASE)

Credentials and, where needed, AWS_PROFILE are of the environment; the region is the tenant's. What
each answers to the shell: 0 all is well, 1 something is left to do, 2 it cannot be told.
docs/runbooks/README.md says when to use which.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from botocore.exceptions import BotoCoreError, ClientError

from functions.domain.problems import Busy, Conflict
from infra.operate.deployed import CannotTell, Deployed, find

WELL, LEFT, UNKNOWN = 0, 1, 2
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


if __name__ == "__main__":
    sys.exit(main())
