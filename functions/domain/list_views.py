"""What the pages of lists show (see views.py)."""

from dataclasses import dataclass

from functions.domain.views import ErrorView, FieldView, HistoryRow, Link, UploadForm


@dataclass(frozen=True, eq=False, repr=False)
class ListLine:
    title: str
    state: str
    voters: str
    href: str


@dataclass(frozen=True, eq=False, repr=False)
class ListsPage:
    """Every list of the clerk's office. `subject`: the question what a new one is about."""

    lines: tuple[ListLine, ...]
    subject: FieldView
    action: str
    csrf: str
    errors: tuple[ErrorView, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class LineErrorView:
    """What is wrong on a line of a file. `column` and `source` may be empty."""

    line: int
    column: str
    message: str
    source: str


@dataclass(frozen=True, eq=False, repr=False)
class ImportView:
    """What came of the last file. `refused`: why the whole of it was, or empty."""

    when: str
    is_good: bool
    summary: str
    refused: str = ""
    errors: tuple[LineErrorView, ...] = ()
    more: str = ""  # how many errors are not shown


@dataclass(frozen=True, eq=False, repr=False)
class ListPage:
    """One list: what it holds, and what can be done with it now."""

    title: str
    state: str
    rows: tuple[tuple[str, str], ...]
    csrf: str
    upload: UploadForm | None = None
    last_import: ImportView | None = None
    waiting: Link | None = None  # a file that is being looked at
    publish_action: str = ""
    actions: tuple[Link, ...] = ()
    links: tuple[Link, ...] = ()
    sent_field: FieldView | None = None
    sent_action: str = ""
    history: tuple[HistoryRow, ...] = ()
    errors: tuple[ErrorView, ...] = ()
    notice: str = ""
    back: Link | None = None


@dataclass(frozen=True, eq=False, repr=False)
class PublishedLine:
    hash: str
    lines: str
    when: str


@dataclass(frozen=True, eq=False, repr=False)
class PublishedPage:
    """What anybody may know of a list. `record`: for verify-draw, as JSON text."""

    title: str
    publications: tuple[PublishedLine, ...]
    rows: tuple[tuple[str, str], ...]
    record: str


@dataclass(frozen=True, eq=False, repr=False)
class DrawPage:
    title: str
    intro: str
    items: tuple[FieldView, ...]
    action: str
    csrf: str
    errors: tuple[ErrorView, ...] = ()
    back: Link | None = None


@dataclass(frozen=True, eq=False, repr=False)
class CardLine:
    rank: str
    name: str
    address: str
    state: str
    told: str
    href: str


@dataclass(frozen=True, eq=False, repr=False)
class CardsPage:
    """The preparatory list; `filters` are links that stay in the URL."""

    title: str
    total: str
    lines: tuple[CardLine, ...]
    filters: tuple[tuple[Link, bool], ...] = ()
    next_page: Link | None = None
    back: Link | None = None


@dataclass(frozen=True, eq=False, repr=False)
class CardPage:
    """One person on the preparatory list. `items`: what can be noted, empty when nothing can."""

    title: str
    rows: tuple[tuple[str, str], ...]
    items: tuple[FieldView, ...]
    action: str
    csrf: str
    case: Link | None = None
    errors: tuple[ErrorView, ...] = ()
    back: Link | None = None


@dataclass(frozen=True, eq=False, repr=False)
class PrintedCard:
    """A letter with a card for who answers on paper."""

    name: str
    address: str
    rank: str
    due: str


@dataclass(frozen=True, eq=False, repr=False)
class PrintPage:
    title: str
    questions: tuple[tuple[str, tuple[str, ...]], ...]  # (question, options to tick)
    cards: tuple[PrintedCard, ...]
    next_page: Link | None = None
    back: Link | None = None


@dataclass(frozen=True, eq=False, repr=False)
class MunicipalPage:
    title: str
    intro: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]
    links: tuple[Link, ...]
    back: Link | None = None
