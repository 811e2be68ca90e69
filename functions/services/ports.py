"""What the use cases need from the world, each with one adapter (and a local one that speaks the
same protocol)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, Protocol

from functions.domain.agenda import Dated
from functions.domain.appointments import Appointment, Seat
from functions.domain.calendar import Calendar
from functions.domain.case import Case, CaseFile, Draft, Event, Task
from functions.domain.documents import Document
from functions.domain.facts import Facts
from functions.domain.links import Given, Mandate
from functions.domain.logs import Log
from functions.domain.person import Person, Record, pseudonym
from functions.domain.problems import Busy
from functions.domain.procedure import Claim
from functions.domain.session import Session, SignIn
from functions.domain.tenant import Tenant

if TYPE_CHECKING:  # only the office keeps lists: no other function starts slower for it
    from functions.services.backlog_ports import Backlog
    from functions.services.call_ports import Calls
    from functions.services.certificate_ports import AccessTokens
    from functions.services.dossier_ports import Dossiers, Refusals
    from functions.services.figure_ports import Rated, Tally
    from functions.services.issued_ports import IssuedDocuments, Press, Sealer
    from functions.services.list_ports import ListFiles, Typesetter, VoterLists
    from functions.services.message_ports import Messages, PostBox
    from functions.services.preview_ports import Previews
    from functions.services.privacy_ports import PersonalData
    from functions.services.source_ports import Overviews, Sources
    from functions.services.staff_ports import Staff


class Clock(Protocol):
    def now(self) -> datetime:
        """The moment: aware, UTC."""


LATEST = "~"  # sorts after every moment


@dataclass(frozen=True)
class Page:
    """A page of the work queue; `after` is where the next one starts, or empty."""

    tasks: tuple[Task, ...]
    after: str = ""


@dataclass(frozen=True)
class Decision:
    """A task's answer, written only while the task is still the one that was shown."""

    step: str
    token: str
    choice: str
    reason: str
    at: datetime
    state: str = "decided"


@dataclass(frozen=True)
class Holding:
    """Which clerk has an open task from now on (pseudonym and name); none: nobody. `given_by`,
    `note`: who handed it over, with which words."""

    step: str
    token: str
    deadline: datetime
    holder: str = ""
    name: str = ""
    given_by: str = ""
    note: str = ""


@dataclass(frozen=True)
class Received:
    """A file in quarantine: its content, its own name, where it belongs, and which upload to its
    address it is."""

    content: bytes
    name: str
    field: str
    item: str
    etag: str


@dataclass(frozen=True)
class Covered:
    """What a mandate must still allow when a form is handed in by it: for this person, on this day,
    one of these acts or procedures. `holder`, `person`: pseudonyms."""

    holder: str
    mandate: str
    person: str
    acts: frozenset[str]
    day: date


class ClaimTaken(Exception):  # noqa: N818 - an expected answer of the table
    """A conditional write found that another case was first."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(claim.key)
        self.claim = claim


class NumberTaken(Exception):  # noqa: N818
    """A case number that exists already; another one is drawn."""


class Contended(Busy):
    """Another transaction was at the same items in the same instant: try again at once."""


class SeatTaken(Exception):  # noqa: N818
    """Someone else sits there by now; another seat, or another moment, may be free."""


class Store(Protocol):
    """The table. One method is one request, unless it says otherwise. Raises Conflict when a
    version or a condition does not hold, Busy when the table cannot answer."""

    def session(self, key: str) -> Session | None: ...
    def session_with(
        self, key: str, case_id: str
    ) -> tuple[Session | None, Draft | None, Case | None]: ...
    def save_session(self, session: Session) -> None: ...
    def delete_session(self, key: str) -> None: ...
    def save_sign_in(self, key: str, sign_in: SignIn) -> None: ...
    def take_sign_in(self, key: str) -> SignIn | None: ...
    def create_draft(self, draft: Draft) -> None: ...
    def save_draft(self, draft: Draft) -> None: ...
    def draft_or_case(self, case_id: str) -> tuple[Draft | None, Case | None]: ...
    def put_document(self, case_id: str, item: str, document: Document) -> None: ...
    def begin_document(
        self, case_id: str, item: str, document: Document, known: Document | None
    ) -> None:
        """Put it in the place of `known`; Conflict when something else stands there."""

    def remove_document(self, case_id: str, document_id: str) -> None: ...
    def submit(
        self,
        draft: Draft | None,
        case: Case,
        event: Event,
        claims: Sequence[Claim],
        covered: Covered | None = None,
    ) -> None:
        """Raises MandateEnded too, when what must be covered is not."""

    def claim_holder(self, claim: str) -> str:
        """The id of the case that holds it; empty when it is free."""

    def case_file(self, case_id: str) -> CaseFile | None: ...
    def record(
        self,
        case: Case,
        event: Event,
        *,
        decision: Decision | None = None,
        claims: Sequence[Claim] = (),
        release: Sequence[str] = (),
        dated: Sequence[Dated] = (),
        takes: Sequence[Appointment] = (),
        frees: Sequence[Appointment] = (),
        holding: Holding | None = None,
        rated: "Rated | None" = None,
        marks: Sequence[tuple[Appointment, str]] = (),
    ) -> None: ...
    def seats(self, service: str, day: date) -> list[Appointment]:
        """What is booked on that day in Belgium."""

    def day_of(self, service: str, day: date) -> list[Seat]:
        """The same, with whose it is and how it went. Kept until the day after."""

    def plan(self, dated: Dated) -> None:
        """Put something on the agenda; the same again replaces it."""

    def due(self, now: datetime, *, most: int) -> list[Dated]:
        """What the agenda has until now, oldest first."""

    def settled(self, dated: Dated) -> None: ...
    def put_mandate(self, mandate: Mandate, at: datetime) -> None:
        """It holds from now on; `at`: when that came about (what is newer stays)."""

    def remove_mandate(self, holder: str, mandate_id: str, at: datetime) -> None: ...
    def mandates_of(self, ref: str) -> list[Mandate]:
        """What this person may do for others, also what has not begun or has ended by itself."""

    def give(self, given: Given) -> None:
        """Offer a mandate to its holder. Raises Conflict when one with this id is there."""

    def change_given(self, given: Given, was: str) -> None:
        """Its new state, and what follows for the holder, at once. Raises Conflict unless its state
        was this."""

    def given_by(self, ref: str) -> list[Given]: ...
    def given_to(self, ref: str) -> list[Given]:
        """What others gave this person, whatever became of it; a moment old (an index)."""

    def drop_given(self, given: Given) -> None:
        """Delete it, under both. Raises Conflict unless its state is still this one."""

    def given(self, giver: str, mandate_id: str) -> Given | None: ...
    def received_by(self, ref: str) -> tuple[list[Mandate], list[Given]]:
        """`mandates_of`, and what was offered and waits for an answer; one request."""

    def mandates_about(self, ref: str) -> list[Mandate]:
        """By which others may act for this person; a moment old (an index)."""

    def cases_of(self, ref: str, process: str = "") -> tuple[list[Case], list[Draft]]:
        """Newest first; of one process, or of all. Two requests: the index, then the items."""

    def cases(self, ids: Sequence[str]) -> list[Case]: ...
    def queue(self, role: str, process: str, *, after: str, most: int, until: str = LATEST) -> Page:
        """The tasks of a role, by their term: after a place in the queue, until a moment."""

    def waiting(self, procedure: str, *, after: str = "", most: int, until: str = LATEST) -> Page:
        """The same for what others than the desk must do, in cases of this procedure (its key)."""

    def held_by(self, ref: str, *, after: str = "", most: int, until: str = LATEST) -> Page:
        """The same for what this clerk has, of whichever procedure. Two requests."""

    def case_with(self, number: str) -> str:
        """The id of the case with that number; empty when there is none."""

    def unstarted(self, before: datetime) -> list[Case]:
        """Running cases that no workflow has entered yet; reads the whole table (operators)."""

    def running(self) -> Iterator[Case]:
        """Every running case; reads the whole table (operators)."""

    def every(self) -> Iterator[Case]:
        """Every case, also closed ones; reads the whole table (operators)."""

    def unresumed(self, before: datetime) -> list[Task]:
        """Answered tasks of the step that their case still stands at; reads the whole table."""


class Workflows(Protocol):
    def start(self, machine: str, case_id: str, *, run: int = 1, at: str = "") -> None:
        """Start the workflow of a case; starting it twice is starting it once. A case that was
        reopened has one execution a `run`, which begins at the step `at`."""

    def succeed(self, token: str, choice: str) -> None:
        """Resume a waiting step; a token that was used or has timed out is no fault."""


class Files(Protocol):
    """Uploaded documents, in quarantine until they are checked."""

    def upload_form(
        self, case_id: str, document: Document, *, item: str, back: str
    ) -> tuple[str, dict[str, str]]:
        """(address, hidden fields) of a presigned POST; `item`, DRAFT or META: its place."""

    def read(self, case_id: str, document_id: str) -> Received | None:
        """What is in quarantine, or None."""

    def release(self, case_id: str, document: Document) -> bool:
        """Move to where it can be read from; False when it has left quarantine already, or when
        another upload took its place."""

    def discard(self, case_id: str, document_id: str) -> None:
        """Empty the place in quarantine."""

    def download_url(self, case_id: str, document: Document) -> str: ...
    def forget(self, case_id: str) -> None:
        """Delete every file of a draft or case; safe to repeat."""


class Mailer(Protocol):
    def send(
        self,
        to: str,
        subject: str,
        text: str,
        *,
        calendar: bytes = b"",
        about: Mapping[str, str] | None = None,
    ) -> bool:
        """False when it was refused for good. calendar: an iCalendar file to attach; about: comes
        back with what becomes of the mail, so keys and pseudonyms only."""


class Outside(Protocol):
    """Parties outside the municipality, by their name in the tenant's file."""

    def send(self, party: str, url: str, message: Mapping[str, Any]) -> None:
        """Send a message, signed; raises when the other side did not take it."""

    def is_from(self, party: str, url: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether this party signed this POST to us, just now."""


class IdentityProvider(Protocol):
    """OpenID Connect, code flow with PKCE."""

    def authorize_url(self, sign_in: SignIn) -> str: ...
    def claims(self, code: str, sign_in: SignIn) -> tuple[Mapping[str, Any], str]:
        """(verified claims of the id_token, the token itself); raises SignInNeeded."""

    def sign_out_url(self, id_token: str, state: str) -> str:
        """`state` comes back with the browser."""


PaymentState = Literal["open", "pending", "authorized", "paid", "failed", "canceled", "expired"]


@dataclass(frozen=True)
class NewPayment:
    """What is asked of the payment service. `amount`: EUR; `key`: asking twice with the same one is
    asking once; `about`: comes back with the payment, so nothing personal; `back`: where the
    browser goes afterwards; `webhook`: which address is told of a change."""

    key: str
    amount: Decimal
    description: str
    back: str
    webhook: str
    lang: str
    about: Mapping[str, str]


@dataclass(frozen=True)
class OnlinePayment:
    """A payment as the service knows it. `checkout`: where the person pays, while that is open;
    `refunded`: EUR that went back."""

    id: str
    state: PaymentState
    amount: Decimal
    about: Mapping[str, str]
    checkout: str = ""
    refunded: Decimal = Decimal(0)


class Payments(Protocol):
    """The payment service. Raises Busy when trying again can help."""

    def begin(self, new: NewPayment) -> OnlinePayment: ...
    def find(self, payment_id: str) -> OnlinePayment | None:
        """The payment as it is now; None for one that is not ours."""

    def refund(self, payment_id: str, amount: Decimal, *, description: str, key: str) -> None:
        """Give back; the same key again gives nothing more."""


class Register(Protocol):
    """The population register."""

    def record(self, national_number: str) -> Record | None:
        """What is known of a person; None when they are unknown or it cannot be asked."""


class Logs(Protocol):
    """What happens outside a case (domain/logs.py)."""

    def get(self, log_id: str) -> Log:
        """The log; an empty one where nothing was written yet."""

    def record(self, log: Log, event: Event) -> None:
        """Raises Conflict when another line came first."""

    def events(self, log_id: str) -> list[Event]: ...
    def stretch(self, log_id: str, first: int, last: int) -> list[Event]:
        """The lines with these numbers, both included, oldest first."""


class Settled(Protocol):
    """The municipality with its own changes (services/in_force.py)."""

    @property
    def file(self) -> tuple[Tenant, Calendar]: ...
    def now(self) -> tuple[Tenant, Calendar]: ...
    def on(self, day: date) -> tuple[Tenant, Calendar]: ...
    def forget(self) -> None: ...


class Once(Protocol):
    context: object  # the Lambda context of the running invocation

    def __call__(self, key: str, effect: Callable[[], None]) -> None:
        """Do a side effect once per key, however often a record is delivered."""


@dataclass
class Ports:
    """Everything a use case can reach. `csrf_key` and `pseudonym_key` are secrets."""

    clock: Clock
    store: Store
    workflows: Workflows
    files: Files
    lists: "VoterLists"
    list_files: "ListFiles"
    typesetter: "Typesetter"
    previews: "Previews"
    mail: Mailer
    identity: IdentityProvider
    payments: Payments
    register: Register
    logs: Logs
    once: Once
    outside: Outside
    staff: "Staff"
    tally: "Tally"
    personal_data: "PersonalData"
    calls: "Calls"
    issued: "IssuedDocuments"
    sources: "Sources"
    overviews: "Overviews"
    dossiers: "Dossiers"
    access_tokens: "AccessTokens"
    backlog: "Backlog"
    press: "Press"
    sealer: "Sealer"
    messages: "Messages"
    post_box: "PostBox"
    refusals: "Refusals"
    in_force: Settled
    site_url: str
    pseudonym_key: str
    csrf_key: str
    scans_uploads: bool = False

    @property
    def tenant(self) -> Tenant:
        """The municipality as it is today."""
        return self.in_force.now()[0]

    @property
    def calendar(self) -> Calendar:
        """The elections as they are known today."""
        return self.in_force.now()[1]

    def pseudonym(self, national_number: str) -> str:
        return pseudonym(national_number, self.pseudonym_key)

    def facts(self, person: Person, lang: str = "nl") -> Facts:
        return Facts(self.clock.now(), person, self.calendar, self.tenant, lang)
