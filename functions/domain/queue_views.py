"""What the pages of the work queue show, and which clerk has a case."""

from dataclasses import dataclass
from typing import Literal

from functions.domain.views import CaseLine, ErrorView, FieldView, Link, OptionView


@dataclass(frozen=True, eq=False, repr=False)
class WorkLine:
    subject: str
    person: str
    number: str
    term: str  # in words: "nog 3 dagen", "2 dagen te laat"
    term_kind: Literal["late", "soon", "normal"]
    deadline: str
    holder: str  # "jij", a colleague, or who we wait for
    href: str
    note: str = ""  # what a colleague wrote who handed it over


@dataclass(frozen=True, eq=False, repr=False)
class FilterLink:
    """`count`: in words, empty where it was not counted."""

    link: Link
    count: str
    is_current: bool


@dataclass(frozen=True, eq=False, repr=False)
class FilterGroup:
    label: str
    links: tuple[FilterLink, ...]


@dataclass(frozen=True, eq=False, repr=False)
class SavedViews:
    """The views that a clerk keeps, and the form to keep this one. `query`: its filters."""

    links: tuple[tuple[Link, bool], ...]  # (link, current?)
    query: str
    action: str
    csrf: str
    name: FieldView | None = None  # None when there is no room for another


@dataclass(frozen=True, eq=False, repr=False)
class FindForm:
    box: FieldView
    action: str
    csrf: str


@dataclass(frozen=True, eq=False, repr=False)
class WorkPage:
    """`filters` are links that stay in the URL. `empty`, `all_of_it`: what to say where nothing
    stands, and the way to everything."""

    lines: tuple[WorkLine, ...]
    role_names: tuple[str, ...]
    filters: tuple[FilterGroup, ...] = ()
    find: FindForm | None = None
    empty: str = ""
    all_of_it: Link | None = None
    next_page: Link | None = None
    first_page: Link | None = None
    saved: SavedViews | None = None
    together: tuple[Link, ...] = ()  # steps that can be decided for many cases at once
    entries: tuple[Link, ...] = ()  # forms that this clerk may fill in for someone
    lists: Link | None = None  # where this clerk keeps lists of voters
    errors: tuple[ErrorView, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class FindPage:
    find: FindForm
    back: Link
    found: tuple[CaseLine, ...] = ()
    notice: str = ""
    errors: tuple[ErrorView, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class RelatedPage:
    """The other cases of the people of a case."""

    back: Link
    found: tuple[CaseLine, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class HoldingView:
    """Which clerk has a case, and what the reader can do about it."""

    told: str
    action: str
    csrf: str
    buttons: tuple[tuple[str, str], ...] = ()  # (value, text), the usual one first
    note: str = ""
    colleagues: tuple[OptionView, ...] = ()
    can_hand_over: bool = False
    blocked: str = ""  # why the reader may not decide, where that is not that a colleague has it
    is_elsewhere: bool = False  # another clerk decides: the reader sees no decision to take
    typed: str = ""
    errors: tuple[ErrorView, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class TogetherLine:
    id: str  # of its box
    name: str
    person: str
    number: str
    deadline: str
    holder: str
    reason: str  # what was noted at the step before
    href: str
    is_checked: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class TogetherPage:
    """Many cases at one step. `check_all`: the same page with every box ticked."""

    title: str
    intro: str
    lines: tuple[TogetherLine, ...]
    choice: FieldView
    action: str
    csrf: str
    back: Link
    check_all: Link | None = None
    next_page: Link | None = None
    errors: tuple[ErrorView, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class TogetherDonePage:
    """`left`: (the case, why it was not decided)."""

    title: str
    done: str
    left: tuple[tuple[Link, str], ...]
    back: Link
    again: Link
