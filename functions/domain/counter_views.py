"""What the pages of the counter and the telephone show (see views.py)."""

from dataclasses import dataclass
from typing import Literal

from functions.domain.views import AnswerTopic, ErrorView, FieldView, Link


@dataclass(frozen=True, eq=False, repr=False)
class VisitLine:
    """Who comes at a moment. arrive_action, missed_action: where the clerk may note that now;
    `links`: the case, its moment."""

    time: str
    iso: str
    person: str
    subject: str
    number: str
    state: Literal["expected", "arrived", "done", "no-show", "closed"]
    state_text: str
    href: str = ""
    booking: str = ""
    arrive_action: str = ""
    missed_action: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class VisitTable:
    """What people come for, and who; `place`: where."""

    title: str
    place: str
    lines: tuple[VisitLine, ...]


@dataclass(frozen=True, eq=False, repr=False)
class VisitsPage:
    """A day at the counter. `nothing`: why the list is empty. `number`: of a case of who comes
    without an appointment, on today's list only."""

    day: str
    iso: str
    count: str
    tables: tuple[VisitTable, ...]
    nothing: str
    previous: Link
    next: Link
    today: Link | None
    csrf: str
    number: FieldView | None = None
    walk_in_action: str = ""
    errors: tuple[ErrorView, ...] = ()
    notice: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class OptionGroup:
    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False, repr=False)
class SelectView:
    """One choice of a long list, by group; `value`: what is chosen."""

    id: str
    name: str
    label: str
    groups: tuple[OptionGroup, ...]
    value: str = ""
    hint: str = ""
    error: str = ""
    required: bool = True


@dataclass(frozen=True, eq=False, repr=False)
class CallMePage:
    """The form to be called back. `trap`: the name of a field that only programs fill in."""

    subject: SelectView
    fields: tuple[FieldView, ...]
    action: str
    call_id: str
    trap: str
    phone: str
    errors: tuple[ErrorView, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class CalledPage:
    """After the form. `within`: when we call, where the municipality says so."""

    reference: str
    reference_spoken: str
    within: str
    phone: str


@dataclass(frozen=True, eq=False, repr=False)
class CallLine:
    """Somebody who waits for a call. claim_action: where this clerk may take it; result_action:
    where they note how it went, of a call that they took."""

    id: str
    name: str
    phone: str
    phone_href: str
    subject: str
    reachable: str
    language: str
    waiting: str
    asked: str
    reference: str
    question: str = ""
    holder: str = ""
    tries: tuple[str, ...] = ()
    claim_action: str = ""
    result_action: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class CallsPage:
    count: str
    lines: tuple[CallLine, ...]
    csrf: str
    next: Link | None = None
    notice: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class SummaryPage:
    """A form that a clerk filled in for someone, to print and sign. `number`: once it is handed
    in."""

    procedure_title: str
    number: str
    topics: tuple[AnswerTopic, ...]
    declarations: tuple[str, ...]
    applicant: str
    national_number: str
    clerk: str
    how: str
    place: str
    date: str
    fee: str
    back: Link


@dataclass(frozen=True, eq=False, repr=False)
class SignedPage:
    """Where the desk adds the scan of a paper form or of a signed summary."""

    procedure_title: str
    number: str
    applicant: str
    upload: FieldView
    back: Link
    closed: str = ""
