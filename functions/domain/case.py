"""A draft, the case that it becomes, and what happens to it.

A case changes only through an event: `happened` answers the changed case and the event, whose hash
covers the event before it (see `first_break`), so that a changed or missing line shows.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from functions.domain.appointments import Appointment
from functions.domain.documents import Document
from functions.domain.person import Actor, Person


class _Item(BaseModel):
    model_config = ConfigDict(defer_build=True)


Channel = Literal["online", "counter", "phone", "paper"]


class Invitation(_Item):
    """Why a draft stands ready. `answers`: what was known when it was made; `person`: for whom,
    where the case that led to it knows them; `overdue`: what begins when its day has passed."""

    mail: str
    answers: dict[str, dict[str, Any]]
    person: Person | None = None
    overdue: str = ""


class Draft(_Item):
    """An application in the making. `typed`: boxes as typed, of topics that are not valid yet.

    `version` guards against two windows; documents arrive beside it and do not change it.
    """

    case_id: str
    process: str
    procedure: str
    procedure_version: int
    owner: str
    lang: str
    created: datetime
    updated: datetime
    expires_at: int
    answers: dict[str, dict[str, Any]] = {}
    typed: dict[str, dict[str, str]] = {}
    documents: dict[str, Document] = {}
    version: int = 0
    applicant: Person | None = None  # for whom, when that is not the owner
    channel: Channel = "online"
    mandate: str = ""  # the order by which the owner acts for the applicant
    due: date | None = None  # until when it stands ready for who was invited
    invitation: Invitation | None = None
    identified: str = ""  # how a clerk knew who the applicant is (domain/identification.py)
    about: Person | None = None  # the child for whom the owner acts as a parent, as applicant


class Payment(_Item):
    """The fee of a case. `method`: how it is or will be paid; `id`: the payment service's.

    state: open (a payment was begun), paid, counter (will be paid there), refunded."""

    amount: Decimal
    method: Literal["online", "counter"]
    state: Literal["open", "paid", "counter", "refunded"]
    id: str = ""


class Party(_Item):
    """Another person in the case; `ref` is their pseudonym."""

    given_name: str
    family_name: str
    national_number: str
    ref: str
    mail: str

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Chained(_Item):
    """What changes through events only. `version` guards each write; `seq` and `head`: number and
    hash of its last event."""

    id: str
    version: int = 0
    seq: int = 0
    head: str = ""


class Case(Chained):
    """A submitted application. `stage`: the open step; `outcome`: the end, once closed."""

    number: str
    process: str
    procedure: str
    procedure_version: int
    lang: str
    submitted: datetime
    applicant: Person
    mail: str
    answers: dict[str, dict[str, Any]]
    documents: dict[str, Document] = {}
    parties: dict[str, Party] = {}
    claims: list[str] = []
    status: Literal["running", "closed"] = "running"
    stage: str = ""
    stage_entered: str = ""
    stage_deadline: datetime | None = None
    escalated: list[str] = []
    outcome: str = ""
    reason: str = ""
    closed: datetime | None = None
    channel: Channel = "online"
    acting: Person | None = None  # who filled it in, when that is not the applicant
    mandate: str = ""
    appointments: dict[str, Appointment] = {}  # by booking step
    payment: Payment | None = None
    identified: str = ""  # as in the draft
    about: Person | None = None  # as in the draft
    run: int = 1  # which execution it is in: one more each time it is reopened
    begins_at: str = ""  # the step at which that execution begins, when that is not the first

    @property
    def asker(self) -> Person:
        """Who asked it: the applicant, or who handed it in for them by a mandate."""
        return self.acting if self.acting and self.mandate else self.applicant

    @property
    def for_another(self) -> Person | None:
        """For whom `asker` asked it, when that is somebody else: by a mandate, or as a parent."""
        return self.about or (self.applicant if self.acting and self.mandate else None)

    @property
    def machine(self) -> str:
        """The state machine of the version it was submitted under."""
        return f"{self.process}-{self.procedure}-v{self.procedure_version}"


class Event(_Item):
    """One line of a case's history. `kind`: submitted, entered, decided, lapsed, closed, viewed,
    downloaded, booked, moved, cancelled, linked, warned; claimed, released, taken-over, handed-over
    (which clerk has it); paying (online payment begun), unpaid (it
    came to nothing), paid (besides the decision), overpaid (it pays nothing and goes back),
    refunded; noted and letter (of the desk), reopened; restarted and restored (by an operator);
    revoked (an issued document). `data` holds
    keys and reasons, as the kind needs."""

    case_id: str
    seq: int
    at: datetime
    kind: str
    actor: Actor
    data: dict[str, str] = {}
    prev: str = ""
    hash: str = ""

    def digest(self) -> str:
        """SHA-256 over the event and the hash before it, in canonical JSON."""
        body = self.model_dump(mode="json", exclude={"hash"})
        canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


class Task(_Item):
    """A human step in the table, written by Step Functions. Times are ISO 8601 in UTC."""

    model_config = ConfigDict(defer_build=True, extra="ignore")

    case_id: str
    step: str
    state: str
    token: str
    opened: datetime
    deadline: datetime
    role: str = ""
    party: str = ""
    external: str = ""
    process: str = ""
    procedure: str = ""
    choice: str = ""
    reason: str = ""
    decided: datetime | None = None
    holder: str = ""  # the clerk who took it (a pseudonym), with their name
    holder_name: str = ""
    holder_from: str = ""  # who handed it over to them, and what they wrote with it
    holder_note: str = ""

    @property
    def place(self) -> str:
        """Where it stands in a queue: by its term."""
        return f"{self.deadline.isoformat()}#{self.case_id}"


class CaseFile(_Item):
    """All that is known of one case: one partition of the table, read in one query."""

    case: Case
    events: list[Event] = []
    tasks: dict[str, Task] = {}

    def open_task(self) -> Task | None:
        found = self.tasks.get(self.case.stage)
        return found if found and found.state == "open" else None


C = TypeVar("C", bound=Chained)


def happened(
    case: C,
    kind: str,
    *,
    at: datetime,
    actor: Actor,
    data: Mapping[str, str] | None = None,
    **changes: Any,  # noqa: ANN401 - fields of what changes
) -> tuple[C, Event]:
    """The case with the changes and one event more, and that event, chained to the last."""
    event = Event(
        case_id=case.id,
        seq=case.seq + 1,
        at=at,
        kind=kind,
        actor=actor,
        data=dict(data or {}),
        prev=case.head,
    )
    event.hash = event.digest()
    updates = {"version": case.version + 1, "seq": event.seq, "head": event.hash, **changes}
    return case.model_copy(update=updates), event


def first_break(events: Sequence[Event], head: str) -> int | None:
    """The sequence number at which the chain does not hold, or None when it is whole."""
    before = ""
    for number, event in enumerate(events, start=1):
        if event.seq != number or event.prev != before or event.hash != event.digest():
            return number
        before = event.hash
    return None if before == head else len(events) + 1
