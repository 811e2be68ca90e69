"""Who is on a list, as a file that two small reads can ask: sorted keyed hashes of 16 bytes, after
a head that says how many begin with each first byte (as Git's pack index does)."""

from collections.abc import Iterable, Iterator
from typing import Final

_SIZE: Final = 16  # bytes of a hash
_COUNT: Final = 4  # bytes of a number in the head
HEAD: Final = 256 * _COUNT  # bytes


def build(hashes: Iterable[bytes]) -> Iterator[bytes]:
    """The file in pieces. `hashes`: 16 bytes each, in any order."""
    known = sorted(set(hashes))
    ends = [0] * 256
    for found in known:
        ends[found[0]] += 1
    total = 0
    head = bytearray()
    for count in ends:
        total += count
        head += total.to_bytes(_COUNT, "big")
    yield bytes(head)
    for start in range(0, len(known), 4096):
        yield b"".join(known[start : start + 4096])


def place(head: bytes, wanted: bytes) -> tuple[int, int]:
    """(offset, length) of the part of the file in which a hash would be; length 0: it is not."""
    first = wanted[0]
    start = _read(head, first - 1) if first else 0
    return HEAD + start * _SIZE, (_read(head, first) - start) * _SIZE


def holds(part: bytes, wanted: bytes) -> bool:
    """Whether a hash is in that part."""
    return any(part[i : i + _SIZE] == wanted for i in range(0, len(part), _SIZE))


def _read(head: bytes, first: int) -> int:
    return int.from_bytes(head[first * _COUNT : (first + 1) * _COUNT], "big")
