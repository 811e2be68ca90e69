"""A large list is read, sorted and hashed without ever being in memory as a whole."""

import io
import random
import tracemalloc
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from functions.domain.voters import list_hash
from functions.services.importing import Reading
from tests.lists import HEADER, line

MEGABYTE = 1024 * 1024


def reading() -> Reading:
    ports: Any = SimpleNamespace(pseudonym=lambda number: f"{int(number):032x}")
    return Reading(ports)


def pieces(ranks: list[int]) -> Iterator[bytes]:
    yield HEADER.encode()
    for start in range(0, len(ranks), 500):
        yield "".join(map(line, ranks[start : start + 500])).encode()


class Away:
    """A file that keeps nothing but its last line."""

    def __init__(self) -> None:
        self.last = b""
        self.lines = 0

    def write(self, line: bytes) -> int:
        assert int(line.split(b"\t")[0]) > int(self.last.split(b"\t")[0] or 0)
        self.last, self.lines = line, self.lines + 1
        return len(line)


@pytest.mark.slow
def test_a_hundred_thousand_lines_in_any_order_become_a_sorted_list_in_little_memory(
    tmp_path: Path,
):
    ranks = list(range(1, 100_001))
    random.Random(7).shuffle(ranks)
    sent = tmp_path / "list.csv"
    with sent.open("wb") as file:
        file.writelines(pieces(ranks))
    assert sent.stat().st_size > 7 * MEGABYTE
    taken, away = reading(), Away()
    tracemalloc.start()
    try:
        with sent.open("rb") as file:
            report = taken.read(iter(partial(file.read, 65_536), b""))
        digest = taken.write(away, "salt")  # type: ignore[arg-type]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        taken.close()
    assert (report.voters, report.wrong, away.lines) == (100_000, 0, 100_000)
    assert away.last.startswith(b"100000\t")
    assert len(digest) == 64
    # To see doubles, the order and the index: some 0.3 kB a voter; a function has 512 MB.
    assert peak < 40 * MEGABYTE


def test_the_file_and_its_hash_are_those_of_the_sorted_lines():
    taken, written = reading(), io.BytesIO()
    taken.read(pieces([30, 4, 111]))
    digest = taken.write(written, "salt")
    lines = written.getvalue().decode().splitlines(keepends=True)
    assert [text.split("\t")[0] for text in lines] == ["4", "30", "111"]
    assert digest == list_hash("salt", lines)
    assert len(set(taken.hashes)) == 3
    taken.close()
