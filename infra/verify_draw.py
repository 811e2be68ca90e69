"""Recompute a public draw: `python -m infra.verify_draw LIST.csv --record record.json`.

LIST.csv is the voters' list as the municipality imported it; the record is what it published
(/nl/desk/lists/<list>/published, as JSON), or the same given with --salt, --hash and --drawn. The
answer is 0 when everything is the same, 1 when something is not, 2 when it cannot be told. It needs
no network and no account; docs/verify-draw.md says how to do it without this program.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from functions.domain.draw import Ages, drawn
from functions.domain.voters import Report, Voter, list_hash, read_voters

SAME, DIFFERENT, UNKNOWN = 0, 1, 2
_PIECE = 64 * 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module."""
    given = _parser().parse_args(arguments)
    try:
        record = _record(given)
        voters = _voters(given.list)
    except (OSError, ValueError) as error:
        print(f"Cannot tell: {error}")
        return UNKNOWN
    if given.canonical:
        given.canonical.write_text("".join(v.line() for v in voters), "utf-8", newline="\n")
    results = [_same_hash(record, voters)]
    numbers = record.get("drawn") or []
    if numbers:
        results.append(_same_draw(record, voters, numbers, show=given.ranks))
    if all(results):
        print("Everything is the same: this is the list that was published" + (
            ", and these are the people that the draw gives." if numbers else "."
        ))  # fmt: skip
        return SAME
    print("Something is not the same. Ask the municipality why.")
    return DIFFERENT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.verify_draw", description=__doc__)
    parser.add_argument("list", type=Path, metavar="LIST.csv")
    parser.add_argument("--record", type=Path, help="what was published, as JSON")
    parser.add_argument("--salt", help="the number that was secret until the draw")
    parser.add_argument("--hash", help="SHA-256 as it was published before the draw")
    parser.add_argument("--drawn", action="append", metavar="37", help="a drawn number; repeat it")
    parser.add_argument("--year", type=int, help="the year of the draw")
    parser.add_argument("--youngest", type=int, help="years on 1 January, included")
    parser.add_argument("--oldest", type=int, help="years on 1 January, included")
    parser.add_argument("--canonical", type=Path, help="write the canonical form to this file")
    parser.add_argument("--ranks", action="store_true", help="show every drawn ranking number")
    return parser


def _record(given: argparse.Namespace) -> dict[str, Any]:
    """What was published, with what the command line says on top of it."""
    record = json.loads(given.record.read_text("utf-8")) if given.record else {}
    if not isinstance(record, dict):
        raise ValueError("the record is not a JSON object")
    for name in ("salt", "hash", "drawn", "year", "youngest", "oldest"):
        if getattr(given, name) is not None:
            record[name] = getattr(given, name)
    for name in ("salt", "hash"):
        if not isinstance(record.get(name), str):
            raise ValueError(f"the {name} is not given (the salt is published with the draw)")
    for number in record.get("drawn") or []:
        if not (isinstance(number, str) and len(number) == 2 and number.isdecimal()):
            raise ValueError(f"a drawn number has two digits, like 07: {number!r}")
    return record


def _voters(path: Path) -> list[Voter]:
    """The list in the order of its canonical form."""

    def pieces() -> Iterator[bytes]:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece

    report = Report()
    voters = sorted(read_voters(pieces(), report))
    if report.wrong:
        first = report.errors[0]
        raise ValueError(
            f"{report.wrong} errors in the list, the first on line {first.line}: "
            f"{first.text.write(str)} (a list with errors is never imported)"
        )
    return voters


def _same_hash(record: dict[str, Any], voters: list[Voter]) -> bool:
    found = list_hash(record["salt"], (voter.line() for voter in voters))
    same = found == str(record["hash"]).strip().lower()
    print(f"Voters on the list: {len(voters)}")
    print(f"Hash of this list:  {found}")
    print(f"Published hash:     {record['hash']}")
    print("The hash is the same." if same else "The hash is NOT the same: this is another list.")
    lines = record.get("lines")
    if lines is not None and lines != len(voters):
        print(f"The number of voters is NOT the same: {lines} were published.")
        same = False
    return same


def _same_draw(
    record: dict[str, Any], voters: list[Voter], numbers: list[str], *, show: bool
) -> bool:
    print(f"Drawn: {', '.join(numbers)}")
    by_age = all(record.get(name) is not None for name in ("year", "youngest", "oldest"))
    ages = Ages(
        year=record["year"] if by_age else 1,
        youngest=record["youngest"] if by_age else -10_000,
        oldest=record["oldest"] if by_age else 10_000,
    )
    people = list(drawn(voters, numbers, ages))
    kept = [person.voter.rank for person in people if person.kept]
    print(f"Ranking numbers that end on it: {len(people)}")
    if by_age:
        print(f"Of the right age, so on the preparatory list: {len(kept)}")
    if show:
        print("\n".join(map(str, kept)))
    same = True
    for name, count in (("kept", len(kept)), ("outside", len(people) - len(kept))):
        if by_age and record.get(name) is not None and record[name] != count:
            print(f"The published number is NOT the same ({name}): {record[name]}.")
            same = False
    return same


if __name__ == "__main__":
    sys.exit(main())
