"""What the pages about retention and the rights of a person show (see views.py)."""

from dataclasses import dataclass

from functions.domain.views import Link


@dataclass(frozen=True, eq=False, repr=False)
class RetentionLine:
    """`due`: how many cases go, written out; `own`: whether the municipality set the term."""

    title: str
    href: str
    term: str
    note: str
    until: str
    due: str


@dataclass(frozen=True, eq=False, repr=False)
class RetentionPage:
    lines: tuple[RetentionLine, ...]
    is_empty: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class DueRow:
    """A case that goes: no name, no answer."""

    number: str
    closed: str
    since: str


@dataclass(frozen=True, eq=False, repr=False)
class RetentionRunPage:
    """What goes of one procedure. `button`: empty when there is nothing to delete."""

    title: str
    intro: str
    rows: tuple[DueRow, ...]
    more: str
    button: str
    action: str
    csrf: str
    back: Link
    notice: str = ""
