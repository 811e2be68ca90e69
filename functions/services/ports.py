"""What the use cases need from the world, each with one adapter (and a local one that speaks the
same protocol)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from functions.domain.agenda import Dated
from functions.domain.calendar import Calendar
from functions.domain.case import Case, CaseFile, Draft, Event, Task
from functions.domain.documents import Document
from functions.domain.facts import Facts
from functions.domain.person import Person, pseudonym
from functions.domain.procedure import Claim
from functions.domain.session import Session, SignIn
from functions.domain.tenant import Tenant
from functions.services.list_ports import ListFiles, Typesetter, VoterLists


class Clock(Protocol):
    def now(self) -> datetime:
        """The moment: aware, UTC."""


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
class Received:
    """A file in quarantine: its content, its own name, and where it belongs."""

    content: bytes
    name: str
    field: str
    item: str


class ClaimTaken(Exception):  # noqa: N818 - an expected answer of the table
    """A conditional write found that another case was first."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(claim.key)
        self.claim = claim


class NumberTaken(Exception):  # noqa: N818
    """A case number that exists already; another one is drawn."""


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
    def remove_document(self, case_id: str, document_id: str) -> None: ...
    def submit(self, draft: Draft, case: Case, event: Event, claims: Sequence[Claim]) -> None: ...
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
    ) -> None: ...
    def plan(self, dated: Dated) -> None:
        """Put something on the agenda; the same again replaces it."""

    def due(self, now: datetime, *, most: int) -> list[Dated]:
        """What the agenda has until now, oldest first."""

    def settled(self, dated: Dated) -> None: ...
    def cases_of(self, ref: str) -> tuple[list[Case], list[Draft]]:
        """Two requests: the index, then the items."""

    def cases(self, ids: Sequence[str]) -> list[Case]: ...
    def queue(self, role: str, process: str, *, after: str, most: int) -> Page: ...
    def unstarted(self, before: datetime) -> list[Case]:
        """Running cases that no workflow has entered yet; reads the whole table (operators)."""

    def unresumed(self, before: datetime) -> list[Task]:
        """Answered tasks of the step that their case still stands at; reads the whole table."""


class Workflows(Protocol):
    def start(self, machine: str, case_id: str) -> None:
        """Start the workflow of a case; starting it twice is starting it once."""

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
        """Move to where it can be read from; False when it has left quarantine already."""

    def discard(self, case_id: str, document_id: str) -> None:
        """Empty the place in quarantine."""

    def download_url(self, case_id: str, document: Document) -> str: ...


class Mailer(Protocol):
    def send(self, to: str, subject: str, text: str) -> None: ...


class IdentityProvider(Protocol):
    """OpenID Connect, code flow with PKCE."""

    def authorize_url(self, sign_in: SignIn) -> str: ...
    def claims(self, code: str, sign_in: SignIn) -> tuple[Mapping[str, Any], str]:
        """(verified claims of the id_token, the token itself); raises SignInNeeded."""

    def sign_out_url(self, id_token: str, state: str) -> str:
        """`state` comes back with the browser."""


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
    lists: VoterLists
    list_files: ListFiles
    typesetter: Typesetter
    mail: Mailer
    identity: IdentityProvider
    once: Once
    tenant: Tenant
    calendar: Calendar
    site_url: str
    pseudonym_key: str
    csrf_key: str

    def pseudonym(self, national_number: str) -> str:
        return pseudonym(national_number, self.pseudonym_key)

    def facts(self, person: Person, lang: str = "nl") -> Facts:
        return Facts(self.clock.now(), person, self.calendar, self.tenant, lang)
