"""What a page shows: plain data, made by the web layer, read by the templates.

Nothing here knows HTTP, AWS or a template. Every text is already in the reader's language and every
date already written out, so that a template only places things. The classes have no comparison and
no repr: nobody asks for them, and without they cost every cold start some milliseconds less.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # what only the desk shows: no page of a citizen starts slower for it
    from functions.domain.issued_views import IssuedView
    from functions.domain.queue_views import HoldingView
    from functions.domain.review_views import DeskParts

FieldKind = Literal[
    "text", "email", "number", "national-number", "date", "choice", "yes-no", "declaration",
    "long-text", "document",
]  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Link:
    text: str
    href: str


@dataclass(frozen=True, eq=False, repr=False)
class ErrorView:
    """One line of the error summary; `href` points at the field ("#holder-national_number")."""

    message: str
    href: str


@dataclass(frozen=True, eq=False, repr=False)
class OptionView:
    value: str
    label: str
    hint: str = ""
    checked: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class DateParts:
    """What was typed in the three boxes of a date, kept as typed."""

    day: str = ""
    month: str = ""
    year: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class DocumentView:
    """A document at a field or a case. `state`: uploading, checking, released or rejected; hidden:
    there is one, and it is not for this reader (`name` says so)."""

    id: str
    name: str
    size: str
    state: str
    state_text: str
    href: str = ""
    remove_action: str = ""
    look: str = ""  # for the desk: the page that shows it


@dataclass(frozen=True, eq=False, repr=False)
class UploadForm:
    """A presigned POST: where the browser sends the file, with which hidden fields (in order)."""

    action: str
    fields: tuple[tuple[str, str], ...]
    accept: str
    max_size: str
    max_bytes: int


@dataclass(frozen=True, eq=False, repr=False)
class FieldView:
    """One question. `id` is unique in the page; `name` is what the form sends.

    A date sends `<name>-day`, `<name>-month`, `<name>-year`. A declaration is one checkbox.
    """

    id: str
    name: str
    kind: FieldKind
    label: str
    hint: str = ""
    value: str = ""
    error: str = ""
    required: bool = True
    autocomplete: str = ""
    inputmode: str = ""
    spellcheck: bool = False
    width: Literal["", "xs", "s", "m", "l"] = ""
    max_length: int | None = None
    options: tuple[OptionView, ...] = ()
    date: DateParts = DateParts()
    documents: tuple[DocumentView, ...] = ()
    upload: UploadForm | None = None


@dataclass(frozen=True, eq=False, repr=False)
class GroupView:
    """A repeated group inside a topic (a vaccine dose): each entry is a fieldset of fields.

    Buttons send `action=add:<name>` and `action=remove:<name>:<index>` with the rest of the form.
    """

    id: str
    name: str
    legend: str
    hint: str
    error: str
    entry_legends: tuple[str, ...]
    entries: tuple[tuple[FieldView, ...], ...]
    add_label: str
    remove_label: str
    can_add: bool
    can_remove: bool


@dataclass(frozen=True, eq=False, repr=False)
class QuestionPage:
    """One topic of a form; `items` are its fields and groups in page order."""

    procedure_title: str
    caption: str  # "Stap 2 van 5"
    title: str  # "De volmachtkrijger"
    intro: str
    items: tuple[FieldView | GroupView, ...]
    errors: tuple[ErrorView, ...]
    action: str
    csrf: str
    version: int
    case_id: str
    back: Link | None
    step: int
    steps: int
    notice: str = ""  # "Je antwoorden zijn bewaard", "intussen gewijzigd in een ander venster"
    drafts: tuple[Link, ...] = ()  # unfinished applications of the same kind, on the first page
    known: tuple["AnswerRow", ...] = ()  # what the population register knows, shown, not asked
    known_notice: str = ""  # when it could not be asked
    acting_for: str = ""  # on the first page: the mandate by which it was asked
    on_behalf: str = ""  # "Je doet dit voor ..."
    is_upload: bool = False  # each item is a document with a form of its own
    own_text: str = ""  # a notice of the municipality, on the first page


@dataclass(frozen=True, eq=False, repr=False)
class ForPage:
    """For whom a form is filled in, asked before its first page."""

    procedure_title: str
    title: str
    intro: str
    items: tuple[FieldView, ...]
    errors: tuple[ErrorView, ...]
    action: str
    csrf: str
    case_id: str
    back: Link | None


@dataclass(frozen=True, eq=False, repr=False)
class OfferView:
    """A mandate in a list. `id` empty: nothing can be done with it."""

    id: str
    name: str
    what: str
    status: str


@dataclass(frozen=True, eq=False, repr=False)
class ForWhomPage:
    """For whom a person acts in this session. `next`: where they go after it."""

    field: FieldView
    errors: tuple[ErrorView, ...]
    action: str
    csrf: str
    next: str
    offers: tuple[OfferView, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class NotCoveredPage:
    """Why a form cannot be started for whom somebody acts, and a button to do it for oneself."""

    title: str
    explanation: str
    action: str
    csrf: str
    next: str
    back: Link


@dataclass(frozen=True, eq=False, repr=False)
class MandatesPage:
    """Who may do something for me, and for whom I may. `used`: what was done by a mandate."""

    csrf: str
    mandate_id: str
    items: tuple[FieldView, ...]
    errors: tuple[ErrorView, ...]
    offers: tuple[OfferView, ...]
    given: tuple[OfferView, ...]
    held: tuple[OfferView, ...]
    used: "tuple[CaseLine, ...]"
    notice: str
    back: Link


@dataclass(frozen=True, eq=False, repr=False)
class AnswerRow:
    label: str
    answer: str
    documents: tuple[DocumentView, ...] = ()
    difference: str = ""  # for the clerk: what the register says instead
    hidden: bool = False  # the answer is not for this reader: `answer` says so


@dataclass(frozen=True, eq=False, repr=False)
class AnswerTopic:
    title: str
    rows: tuple[AnswerRow, ...]
    change: Link | None = None
    problems: tuple[str, ...] = ()
    warning: str = ""  # "the applicant says that this is not right"


@dataclass(frozen=True, eq=False, repr=False)
class CheckPage:
    procedure_title: str
    caption: str
    topics: tuple[AnswerTopic, ...]
    declarations: tuple[FieldView, ...]
    next_steps: tuple[str, ...]
    submit_label: str
    action: str
    csrf: str
    version: int
    errors: tuple[ErrorView, ...]
    back: Link | None
    complete: bool = True
    fee: str = ""  # what it will cost
    on_behalf: str = ""
    summary: Link | None = None  # to print and sign, for a clerk


@dataclass(frozen=True, eq=False, repr=False)
class TimelineEntry:
    """`state` is done, now or next."""

    title: str
    state: Literal["done", "now", "next"]
    when: str = ""
    detail: str = ""
    iso: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class ChoiceAction:
    """One possible decision of a human step. A `reason` asks for a text, or one of the standard
    `reasons` (each a box of its own, by name)."""

    value: str
    label: str
    consequence: str
    needs_reason: bool = False
    reason_label: str = ""
    reason_hint: str = ""
    reasons: tuple[OptionView, ...] = ()
    style: Literal["primary", "secondary", "warning"] = "secondary"


@dataclass(frozen=True, eq=False, repr=False)
class PayView:
    """A fee that is asked. `online`: where that button goes; empty where it cannot be paid online.
    `notice`: how an earlier try went."""

    amount: str
    online: str
    online_label: str
    counter_label: str
    counter_hint: str
    notice: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class TaskView:
    """What is asked of the reader now. With `supplement` the answer is a text and documents."""

    step: str
    title: str
    explanation: str
    deadline: str
    action: str
    csrf: str
    choices: tuple[ChoiceAction, ...]
    errors: tuple[ErrorView, ...] = ()
    chosen: str = ""
    reason: str = ""
    question: str = ""  # what the office asked, when more information is asked
    items: tuple[FieldView, ...] = ()  # documents that may be added with the answer
    go: Link | None = None  # instead of a choice here: a page of its own
    pay: PayView | None = None  # a fee: buttons instead of a choice


@dataclass(frozen=True, eq=False, repr=False)
class AppointmentView:
    """A moment at the counter. `move` and `cancel_action` only while it can still change."""

    moment: str
    iso: str
    place: str
    bring: tuple[str, ...]
    calendar: Link | None = None
    move: Link | None = None
    cancel_action: str = ""
    csrf: str = ""
    by_clerk: bool = False  # who changes it does so for someone


@dataclass(frozen=True, eq=False, repr=False)
class DayView:
    """A day on which the counter is open; `free` in words ("3 momenten vrij")."""

    text: str
    href: str
    free: str
    iso: str
    is_full: bool = False
    is_chosen: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class AppointmentPage:
    """Choose a day of the week that is shown, then a moment of the chosen day. `moments`: one
    question a part of the day, which share a name."""

    procedure_title: str
    title: str
    intro: str
    service: str
    minutes: int
    place: str
    bring: tuple[str, ...]
    current: str  # the moment that is held now, when it moves
    week: str
    days: tuple[DayView, ...]
    day: str
    moments: tuple[FieldView, ...]
    submit_label: str
    action: str
    csrf: str
    errors: tuple[ErrorView, ...] = ()
    previous: Link | None = None
    next: Link | None = None
    back: Link | None = None
    phone: str = ""
    on_behalf: str = ""
    now_label: str = ""  # for a clerk: begin the visit at once, without a moment


@dataclass(frozen=True, eq=False, repr=False)
class HistoryRow:
    when: str
    who: str
    what: str
    iso: str = ""
    detail: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class RatingView:
    """What somebody thought of it, asked once when their case has ended."""

    items: tuple[FieldView, ...]
    action: str
    csrf: str
    errors: tuple[ErrorView, ...] = ()
    back: Link | None = None


@dataclass(frozen=True, eq=False, repr=False)
class CasePage:
    """A case as the applicant or the other party sees it."""

    procedure_title: str
    number: str
    number_spoken: str
    status: str  # one sentence
    status_kind: Literal["running", "asked", "positive", "negative", "closed"]
    task: TaskView | None
    timeline: tuple[TimelineEntry, ...]
    topics: tuple[AnswerTopic, ...]
    documents: tuple[DocumentView, ...]
    history: tuple[HistoryRow, ...]
    decision: str = ""
    decision_reason: str = ""
    appeal: str = ""
    withdraw_action: str = ""
    csrf: str = ""
    back: Link | None = None
    notice: str = ""
    appointments: tuple[AppointmentView, ...] = ()
    fee: str = ""
    on_behalf: str = ""
    rating: RatingView | None = None
    issued: tuple["IssuedView", ...] = ()
    issued_late: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class ReceiptPage:
    procedure_title: str
    number: str
    number_spoken: str
    submitted: str
    mail: str
    next_steps: tuple[TimelineEntry, ...]
    follow: Link
    topics: tuple[AnswerTopic, ...] = ()
    fee: str = ""
    on_behalf: str = ""
    paper: tuple[Link, ...] = ()  # for a clerk: the summary to sign, the scan
    notice: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class CaseLine:
    """One case in an overview. `authority`: whose it is; empty: the municipality's own. `lang`: of
    title, status and deadline, where it is not the page's. `coming`: its next date, in words."""

    title: str
    number: str
    status: str
    date: str
    href: str
    asked: bool = False
    deadline: str = ""
    authority: str = ""
    lang: str = ""
    coming: str = ""
    documents: "tuple[Link, ...]" = ()


@dataclass(frozen=True, eq=False, repr=False)
class MissingSource:
    """An authority that does not answer. `told`: how old what is shown is, or that nothing is
    known; `site`: where to look instead."""

    told: str
    site: "Link | None" = None


@dataclass(frozen=True, eq=False, repr=False)
class MyPage:
    """Each list is sorted. `closed`: the newest; `older`: the rest. `authorities`: of which other
    affairs are shown too; `missing`: those that do not answer. `calendar`: where its dates are,
    when it has any."""

    name: str
    asked: tuple[CaseLine, ...]
    running: tuple[CaseLine, ...]
    drafts: tuple[CaseLine, ...]
    closed: tuple[CaseLine, ...]
    older: tuple[CaseLine, ...] = ()
    authorities: tuple[str, ...] = ()
    missing: tuple[MissingSource, ...] = ()
    calendar: str = ""
    warning: str = ""  # our mail did not arrive


@dataclass(frozen=True, eq=False, repr=False)
class ReviewPage:
    """A case at the desk: left what was asked and answered, right the decision, history below."""

    procedure_title: str
    number: str
    person: str
    status: str
    status_kind: str
    topics: tuple[AnswerTopic, ...]
    documents: tuple[DocumentView, ...]
    task: TaskView | None
    timeline: tuple[TimelineEntry, ...]
    history: tuple[HistoryRow, ...]
    checks: tuple[tuple[str, str], ...] = ()  # what the rules looked at, with a note
    waiting_for: str = ""
    back: Link | None = None
    notice: str = ""
    appointments: tuple[AppointmentView, ...] = ()
    fee: str = ""
    received_action: str = ""  # to note that the fee was paid at the counter
    csrf: str = ""
    register: AnswerTopic | None = None  # what it said at the submission
    on_behalf: str = ""
    desk: "DeskParts | None" = None  # terms, people, notes, letters
    holding: "HoldingView | None" = None  # which clerk has it
    correct: Link | None = None  # where what is not right is put right
    paper: tuple[Link, ...] = ()  # as on the receipt
    book: Link | None = None  # where a clerk chooses a moment for the applicant


@dataclass(frozen=True, eq=False, repr=False)
class CorrectPage:
    """What can be put right in a case; `change` of a topic leads to its form."""

    procedure_title: str
    number: str
    person: str
    topics: tuple[AnswerTopic, ...]
    back: Link


@dataclass(frozen=True, eq=False, repr=False)
class CorrectFormPage:
    """`shown`: which answers the page was made from."""

    procedure_title: str
    number: str
    title: str
    items: tuple[FieldView | GroupView, ...]
    errors: tuple[ErrorView, ...]
    action: str
    csrf: str
    shown: str
    back: Link


@dataclass(frozen=True, eq=False, repr=False)
class ErrorPage:
    """A page for a refusal or a fault: what happened, what was kept, what to do next. `code`: what
    to tell the municipality, which finds with it what happened (domain/correlation.py)."""

    status: int
    title: str
    explanation: str
    actions: tuple[Link, ...] = ()
    code: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class UserView:
    """Who is signed in; `idle_seconds`/`absolute_seconds` are what is left of the session."""

    name: str
    is_clerk: bool
    idle_seconds: int
    absolute_seconds: int
    csrf: str
    roles: tuple[str, ...] = ()
    menu: tuple[tuple[Link, bool], ...] = ()  # of the desk, for a clerk: (link, current?)
    acting_for: str = ""  # the name of whom they act for


@dataclass(frozen=True, eq=False, repr=False)
class ProcedureCard:
    title: str
    summary: str
    href: str
    life_event: str
    keywords: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class ProcedurePage:
    """The public page of a procedure."""

    title: str
    summary: str
    who: tuple[str, ...]
    needed: tuple[str, ...]
    cost: str
    duration: str
    legal: tuple[str, ...]
    start_href: str
    open_now: bool
    closed_text: str
    topics: tuple[str, ...]
    counter_text: str
    paper_text: str
    paper_href: str = ""
    check_href: str = ""  # the short check beforehand, where there is one
    open_rows: tuple[tuple[str, str], ...] = field(default=())  # election, closing time
    costs: tuple[tuple[str, str], ...] = ()  # variant, amount
    own_text: str = ""  # a notice of the municipality
    key: str = ""  # process and procedure, to be called back about


@dataclass(frozen=True, eq=False, repr=False)
class EligibilityPage:
    """The short check before the form. `stops`: why not online, and what to do instead."""

    procedure_title: str
    fields: tuple[FieldView, ...]
    action: str
    errors: tuple[ErrorView, ...] = ()
    answered: bool = False
    stops: tuple[str, ...] = ()
    start: Link | None = None
    counter: Link | None = None
    back: Link | None = None


@dataclass(frozen=True, eq=False, repr=False)
class PaperQuestion:
    """A question on paper: boxes to tick (`options`), or room to write."""

    label: str
    kind: FieldKind
    hint: str = ""
    options: tuple[str, ...] = ()
    only_if: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class PaperTopic:
    title: str
    intro: str
    questions: tuple[PaperQuestion, ...]
    only_if: str = ""
    times: int = 1  # how many entries of a repeated group there is room for


@dataclass(frozen=True, eq=False, repr=False)
class PaperPage:
    """The form of a procedure to print and fill in by hand."""

    title: str
    summary: str
    topics: tuple[PaperTopic, ...]
    declarations: tuple[str, ...]
    needed: tuple[str, ...]
    cost: str
    back: Link
    key: str = ""  # as on the public page
