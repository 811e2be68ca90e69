"""What the pages about retention and the rights of a person show (see views.py)."""

from dataclasses import dataclass

from functions.domain.views import AnswerTopic, ErrorView, FieldView, HistoryRow, Link


@dataclass(frozen=True, eq=False, repr=False)
class RetentionLine:
    """`due`: how many cases go, written out; `note`: where the term comes from."""

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


@dataclass(frozen=True, eq=False, repr=False)
class AskPage:
    """Whose data, asked before anything is shown."""

    title: str
    intro: str
    items: tuple[FieldView, ...]
    errors: tuple[ErrorView, ...]
    action: str
    csrf: str


@dataclass(frozen=True, eq=False, repr=False)
class CaseOfView:
    """A case of a person: as they may read it themselves."""

    title: str
    number: str
    part: str
    status: str
    topics: tuple[AnswerTopic, ...]
    history: tuple[HistoryRow, ...]
    documents: tuple[str, ...] = ()
    notes: tuple[HistoryRow, ...] = ()
    other: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class InspectPage:
    """Everything of a person. `hidden`: the answers that led here, for the forms on the page."""

    title: str
    person: str
    made: str
    cases: tuple[CaseOfView, ...]
    drafts: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    other: str
    hidden: tuple[tuple[str, str], ...]
    action: str
    erase_action: str
    csrf: str
    back: Link
    is_empty: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class ErasePage:
    """What goes, what ends, and what stays with the reason. `shown`: says what the page showed."""

    title: str
    goes: tuple[str, ...]
    stays: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str], ...]
    shown: str
    action: str
    csrf: str
    back: Link
    notice: str = ""
    ends: tuple[str, ...] = ()
