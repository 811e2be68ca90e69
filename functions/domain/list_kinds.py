"""What a process says of the lists that an office keeps for it (see lists.py)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from functions.domain.facts import Facts
from functions.domain.forms import Option


@dataclass(frozen=True)
class CardSummary:
    """What an answered card tells the office: the occupation as written, and the grounds on which
    the law strikes (source texts)."""

    occupation: str
    grounds: tuple[str, ...]


@dataclass(frozen=True)
class ListKind:
    """A kind of list that an office imports. A process says which it has.

    name: in addresses, letters only. roles: of the desk that keep it. subjects: what such a list
    can be about now (an election, a year). card: the procedure ("process/procedure") that stands
    ready for everyone who is drawn; empty: nobody is drawn from this list. summary: of that
    procedure's answers. struck: its ends that take someone off the list. retention_days: how long
    it is kept after it was sent, or imported where nobody is drawn.
    """

    name: str
    title: str
    roles: frozenset[str]
    subjects: Callable[[Facts], Sequence[Option]]
    card: str = ""
    summary: Callable[[Mapping[str, Mapping[str, Any]]], CardSummary] | None = None
    struck: frozenset[str] = frozenset()
    retention_days: int = 4 * 365
    retention_note: str = ""
