"""Anybody can recompute a draw, and one changed byte shows."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from functions.domain.draw import Ages, drawn
from functions.domain.voters import Report, list_hash, read_voters
from infra.verify_draw import DIFFERENT, SAME, UNKNOWN, main
from tests.lists import voters_csv

ROOT = Path(__file__).parents[3]
SALT = "00112233445566778899aabbccddeeff"
LIST = voters_csv(*range(300, 0, -1))


def record_of(content: bytes, **more: Any) -> dict[str, Any]:
    voters = sorted(read_voters([content], Report()))
    return {
        "hash": list_hash(SALT, (v.line() for v in voters)),
        "lines": len(voters),
        "salt": SALT,
        "drawn": ["37"],
        **more,
    }


def files(tmp_path: Path, record: dict[str, Any], content: bytes = LIST) -> list[str]:
    (tmp_path / "list.csv").write_bytes(content)
    (tmp_path / "record.json").write_text(json.dumps(record), "utf-8")
    return [str(tmp_path / "list.csv"), "--record", str(tmp_path / "record.json")]


def test_the_published_list_and_draw_are_the_same(tmp_path, capsys):
    assert main([*files(tmp_path, record_of(LIST)), "--ranks"]) == SAME
    said = capsys.readouterr().out
    assert "The hash is the same." in said
    assert "Everything is the same" in said
    assert re.findall(r"^\d+$", said, re.M) == ["37", "137", "237"]


def test_the_same_can_be_given_on_the_command_line(tmp_path, capsys):
    path, *_ = files(tmp_path, {})
    found = record_of(LIST)["hash"]
    assert (
        main([path, "--salt", SALT, "--hash", found.upper(), "--drawn", "07", "--drawn", "37"])
        == SAME
    )
    assert "Ranking numbers that end on it: 6" in capsys.readouterr().out


@pytest.mark.parametrize("place", [len(LIST) // 2, len(LIST) - 200])
def test_one_changed_byte_shows(tmp_path, capsys, place: int):
    at = LIST.index(b"Noor", place)
    changed = LIST[:at] + b"Noot" + LIST[at + 4 :]
    assert sum(a != b for a, b in zip(LIST, changed, strict=True)) == 1
    assert main(files(tmp_path, record_of(LIST), changed)) == DIFFERENT
    assert "The hash is NOT the same" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [{"salt": SALT[::-1]}, {"hash": "0" * 64}, {"lines": 299}])
def test_another_record_shows(tmp_path, wrong: dict[str, Any]):
    assert main(files(tmp_path, record_of(LIST) | wrong)) == DIFFERENT


def test_the_ages_are_recomputed_and_another_count_shows(tmp_path, capsys):
    ages = Ages(year=2027, youngest=28, oldest=65)
    people = list(drawn(read_voters([LIST], Report()), ["37"], ages))
    kept = sum(person.kept for person in people)
    record = record_of(LIST, kept=kept, outside=len(people) - kept, **ages.model_dump())
    assert main(files(tmp_path, record)) == SAME
    assert main(files(tmp_path, record | {"kept": kept + 1})) == DIFFERENT
    assert "NOT the same (kept)" in capsys.readouterr().out


@pytest.mark.parametrize(
    "record",
    [{}, {"hash": "x"}, {"hash": "x", "salt": 3}, [], {"hash": "x", "salt": "y", "drawn": ["7"]}],
)
def test_a_record_that_says_too_little_is_no_answer(tmp_path, capsys, record):
    assert main(files(tmp_path, record)) == UNKNOWN
    assert "Cannot tell" in capsys.readouterr().out


def test_a_list_with_errors_was_never_imported_and_is_no_answer(tmp_path, capsys):
    assert main(files(tmp_path, record_of(LIST), LIST + b"x;y\n")) == UNKNOWN
    assert "line 302" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_no_answer(tmp_path, capsys):
    assert main([str(tmp_path / "no.csv"), "--salt", "x", "--hash", "y"]) == UNKNOWN
    assert "Cannot tell" in capsys.readouterr().out


def test_the_canonical_form_can_be_hashed_with_another_tool(tmp_path):
    out = tmp_path / "canonical.txt"
    assert main([*files(tmp_path, record_of(LIST)), "--canonical", str(out)]) == SAME
    whole = f"burgerloket-voters-1 {SALT}\n".encode() + out.read_bytes()
    assert hashlib.sha256(whole).hexdigest() == record_of(LIST)["hash"]


def test_it_runs_as_a_command(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "infra.verify_draw", *files(tmp_path, record_of(LIST))],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == SAME, done.stderr
    assert "Everything is the same" in done.stdout
