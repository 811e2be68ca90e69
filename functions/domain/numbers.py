"""Ids: one that sorts by time for machines, one that can be said on the phone for people."""

import re
import secrets
from datetime import datetime
from typing import Final

# 22 signs, no two of which look or sound alike (no 0 O, 1 I L, 5 S, 8 B, N with M, U V). Eleven of
# them carry 49 bits.
ALPHABET: Final = "2346789ACDEFHJKMPRTWXY"
# The sum of place times value is a multiple of this prime. Larger than any place or value, so one
# wrong sign or two swapped ones always change it; ISO 7064's MOD N+1,N misses some swaps.
_PRIME: Final = 23
_LENGTH: Final = 11
_PROCESS: Final = re.compile(r"[a-z]+(-[a-z]+)*")
_CODE_LENGTH: Final = 19  # of an issued document: 84 bits, so nobody finds one by trying


def new_id() -> str:
    """A ULID: 26 signs, sorts by the moment it was made."""
    from ulid import ULID

    return str(ULID())


def is_id(text: str) -> bool:
    """Whether the text has the form of an id of ours; says nothing about its existence."""
    if len(text) != 26 or text != text.upper():
        return False
    from ulid import ULID

    try:
        ULID.from_str(text)
    except ValueError:
        return False
    return True


def new_case_id(process: str) -> str:
    """The process and a ULID: `birth-01JD0000000000000000000000`. A policy on the keys of the table
    can tell by it whose case it is (docs/decisions/0021-packaging.md)."""
    return f"{process}-{new_id()}"


def case_id_from(process: str, at: datetime, seal: bytes) -> str:
    """The one case id that belongs to that moment and that hash (at least 80 bits)."""
    from ulid import ULID

    milliseconds = int(at.timestamp() * 1000)
    return f"{process}-{ULID.from_bytes(milliseconds.to_bytes(6, 'big') + seal[:10])}"


def is_case_id(text: str, process: str = "") -> bool:
    """Whether the text has the form of a case id, of that process if one is given."""
    found, dash, rest = text.rpartition("-")
    if not dash or not is_id(rest):
        return False
    return found == process if process else bool(_PROCESS.fullmatch(found))


def process_of(case_id: str) -> str:
    return case_id.rpartition("-")[0]


def age_order(case_id: str) -> str:
    """What sorts cases of any process by the moment they were begun."""
    return case_id.rpartition("-")[2]


def new_case_number() -> str:
    """Twelve signs, the last a check character that finds each single error and each swap."""
    return _drawn(_LENGTH)


def new_document_code() -> str:
    """Twenty signs, made like a case number. Who has it may learn what it belongs to."""
    return _drawn(_CODE_LENGTH)


def _drawn(length: int) -> str:
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(length))
        found = [body + sign for sign in ALPHABET if _remainder(body + sign) == 0]
        if found:  # one body in 23 needs a check character that the alphabet does not have
            return found[0]


def _remainder(number: str) -> int:
    values = (ALPHABET.index(sign) for sign in number)
    return sum(place * value for place, value in enumerate(values, start=1)) % _PRIME


def write_case_number(number: str) -> str:
    """`7KM42PRT9XAC` as people see it: `7KM4-2PRT-9XAC`. The code of a document too."""
    return "-".join(number[i : i + 4] for i in range(0, len(number), 4))


def parse_case_number(text: str) -> str | None:
    """The number in what was typed or said, or None when the check character does not fit."""
    return _read(text, _LENGTH)


def parse_document_code(text: str) -> str | None:
    """The same for the code of a document."""
    return _read(text, _CODE_LENGTH)


def _read(text: str, length: int) -> str | None:
    compact = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(compact) != length + 1 or any(sign not in ALPHABET for sign in compact):
        return None
    return compact if _remainder(compact) == 0 else None


def execution_name(case_id: str, run: int) -> str:
    """The name of a case's execution: its id, then "<id>-2" for who is reopened once."""
    return case_id if run == 1 else f"{case_id}-{run}"
