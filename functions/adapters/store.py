"""The table as the use cases see it (services.ports.Store)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from functions.adapters import codec
from functions.adapters.codec import Item, body, key, number, text
from functions.adapters.table import Cancelled, Table
from functions.domain.case import Case, CaseFile, Draft, Event, Task
from functions.domain.documents import Document
from functions.domain.problems import Conflict
from functions.domain.procedure import Claim
from functions.domain.session import ABSOLUTE, GRACE, Session, SignIn
from functions.services.ports import ClaimTaken, Decision, NumberTaken, Page

_NEW = {"ConditionExpression": "attribute_not_exists(PK)"}


def _case_key(case_id: str, sort: str) -> Item:
    return key(f"CASE#{case_id}", sort)


def _documents(documents: Iterable[Document]) -> Item:
    return {"documents": {"M": {d.id: text(d.model_dump_json()) for d in documents}}}


_NO_DOCUMENTS = frozenset({"documents"})


def _draft_item(draft: Draft) -> Item:
    return {
        **_case_key(draft.case_id, "DRAFT"),
        "kind": text("draft"),
        "version": number(draft.version),
        "expires_at": number(draft.expires_at),
        "GSI1PK": text(f"CITIZEN#{draft.owner}"),
        "GSI1SK": text(draft.case_id),
        **body(draft, without=_NO_DOCUMENTS),
    }


def _case_item(case: Case) -> Item:
    return {
        **_case_key(case.id, "META"),
        "kind": text("case"),
        "version": number(case.version),
        "status": text(case.status),
        "stage": text(case.stage),
        "GSI1PK": text(f"CITIZEN#{case.applicant.ref}"),
        "GSI1SK": text(case.id),
        **body(case, without=_NO_DOCUMENTS),
    }


def _event_item(event: Event) -> Item:
    return {
        **_case_key(event.case_id, f"EVENT#{event.seq:06}"),
        "kind": text("event"),
        **body(event),
    }


def _claim_item(claim: Claim, case_id: str) -> Item:
    return {**key(f"CLAIM#{claim.key}", "CLAIM"), "kind": text("claim"), "case_id": text(case_id)}


def _with_documents(item: Item) -> dict[str, Document]:
    stored = item.get("documents", {}).get("M", {})
    return {i: Document.model_validate_json(value["S"]) for i, value in stored.items()}


def read_draft(item: Item) -> Draft:
    return codec.read(Draft, item).model_copy(update={"documents": _with_documents(item)})


def read_case(item: Item) -> Case:
    return codec.read(Case, item).model_copy(update={"documents": _with_documents(item)})


def read_task(item: Item) -> Task:
    return Task.model_validate(codec.plain(item))


def read_event(item: Item) -> Event:
    return codec.read(Event, item)


class DynamoStore:
    """See services.ports.Store."""

    def __init__(self, table: Table) -> None:
        self._table = table

    # sessions

    def session(self, session_key: str) -> Session | None:
        item = self._table.get(key(f"SESSION#{session_key}", "SESSION"))
        return codec.read(Session, item) if item else None

    def session_with(
        self, session_key: str, case_id: str
    ) -> tuple[Session | None, Draft | None, Case | None]:
        found = self._table.get_many(
            [
                key(f"SESSION#{session_key}", "SESSION"),
                _case_key(case_id, "DRAFT"),
                _case_key(case_id, "META"),
            ]
        )
        by_sort = {item["SK"]["S"]: item for item in found}
        session, draft, case = (by_sort.get(sort) for sort in ("SESSION", "DRAFT", "META"))
        return (
            codec.read(Session, session) if session else None,
            read_draft(draft) if draft else None,
            read_case(case) if case else None,
        )

    def save_session(self, session: Session) -> None:
        ends = session.started + ABSOLUTE + GRACE
        self._table.put(
            {
                **key(f"SESSION#{session.key}", "SESSION"),
                "kind": text("session"),
                "expires_at": number(int(ends.timestamp())),
                **body(session),
            }
        )

    def delete_session(self, session_key: str) -> None:
        self._table.delete(key(f"SESSION#{session_key}", "SESSION"))

    def save_sign_in(self, sign_in_key: str, sign_in: SignIn) -> None:
        self._table.put(
            {
                **key(f"LOGIN#{sign_in_key}", "LOGIN"),
                "kind": text("login"),
                "expires_at": number(int(sign_in.expires.timestamp())),
                **body(sign_in),
            }
        )

    def take_sign_in(self, sign_in_key: str) -> SignIn | None:
        item = self._table.delete(key(f"LOGIN#{sign_in_key}", "LOGIN"))
        return codec.read(SignIn, item) if item else None

    # drafts

    def create_draft(self, draft: Draft) -> None:
        item = {**_draft_item(draft), **_documents(draft.documents.values())}
        self._table.put(item, **_NEW)

    def save_draft(self, draft: Draft) -> None:
        """Documents arrive beside the draft, so a save must not touch them."""
        item = _draft_item(draft)
        self._table.update(
            {name: item.pop(name) for name in ("PK", "SK")},
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in item),
            ConditionExpression="#version = :before",
            ExpressionAttributeNames={f"#{name}": name for name in item},
            ExpressionAttributeValues={
                **{f":{name}": value for name, value in item.items()},
                ":before": number(draft.version - 1),
            },
        )

    def draft_or_case(self, case_id: str) -> tuple[Draft | None, Case | None]:
        items = self._table.get_many([_case_key(case_id, "DRAFT"), _case_key(case_id, "META")])
        by_sort = {item["SK"]["S"]: item for item in items}
        draft, case = by_sort.get("DRAFT"), by_sort.get("META")
        return (read_draft(draft) if draft else None, read_case(case) if case else None)

    def put_document(self, case_id: str, item: str, document: Document) -> None:
        self._table.update(
            _case_key(case_id, item),
            UpdateExpression="SET documents.#id = :document",
            ConditionExpression="attribute_exists(PK)",
            ExpressionAttributeNames={"#id": document.id},
            ExpressionAttributeValues={":document": text(document.model_dump_json())},
        )

    def remove_document(self, case_id: str, document_id: str) -> None:
        self._table.update(
            _case_key(case_id, "DRAFT"),
            UpdateExpression="REMOVE documents.#id",
            ConditionExpression="attribute_exists(PK)",
            ExpressionAttributeNames={"#id": document_id},
        )

    # cases

    def submit(self, draft: Draft, case: Case, event: Event, claims: Sequence[Claim]) -> None:
        """The draft goes, the case comes, at once. A repeat meets the version of the draft."""
        writes: list[dict[str, Any]] = [
            {
                "Delete": {
                    "Key": _case_key(draft.case_id, "DRAFT"),
                    "ConditionExpression": "#version = :version",
                    "ExpressionAttributeNames": {"#version": "version"},
                    "ExpressionAttributeValues": {":version": number(draft.version)},
                }
            },
            {"Put": {"Item": _new_case(case), **_NEW}},
            {"Put": {"Item": _event_item(event), **_NEW}},
            {
                "Put": {
                    "Item": {
                        **key(f"NUMBER#{case.number}", "NUMBER"),
                        "kind": text("number"),
                        "case_id": text(case.id),
                    },
                    **_NEW,
                }
            },
        ]
        writes += [
            {
                "Put": {
                    "Item": {
                        **_case_key(case.id, f"PARTY#{name}"),
                        "kind": text("party"),
                        "GSI1PK": text(f"CITIZEN#{party.ref}"),
                        "GSI1SK": text(case.id),
                    }
                }
            }
            for name, party in case.parties.items()
        ]
        first_claim = len(writes)
        writes += [{"Put": {"Item": _claim_item(claim, case.id), **_NEW}} for claim in claims]
        try:
            self._table.transact(writes)
        except Cancelled as cancelled:
            raise _first_refusal(cancelled, first_claim, claims, number_at=3) from cancelled

    def case_file(self, case_id: str) -> CaseFile | None:
        items: list[Item] = []
        more: dict[str, Any] = {}
        while True:
            found, after = self._table.query(
                KeyConditionExpression="PK = :pk",
                ExpressionAttributeValues={":pk": text(f"CASE#{case_id}")},
                ConsistentRead=True,
                **more,
            )
            items += found
            if not after:
                break
            more = {"ExclusiveStartKey": after}
        case = next((read_case(item) for item in items if item["SK"]["S"] == "META"), None)
        if case is None:
            return None
        tasks = [read_task(item) for item in items if item["SK"]["S"].startswith("TASK#")]
        events = [read_event(item) for item in items if item["SK"]["S"].startswith("EVENT#")]
        return CaseFile(case=case, events=events, tasks={task.step: task for task in tasks})

    def record(
        self,
        case: Case,
        event: Event,
        *,
        decision: Decision | None = None,
        claims: Sequence[Claim] = (),
        release: Sequence[str] = (),
    ) -> None:
        """A change of a case with its event, a decision, claims: all or nothing."""
        writes: list[dict[str, Any]] = [
            _case_update(case),
            {"Put": {"Item": _event_item(event), **_NEW}},
        ]
        if decision:
            writes.append(_task_update(case.id, decision))
        first_claim = len(writes)
        writes += [{"Put": {"Item": _claim_item(claim, case.id), **_NEW}} for claim in claims]
        writes += [{"Delete": {"Key": key(f"CLAIM#{claimed}", "CLAIM")}} for claimed in release]
        try:
            self._table.transact(writes)
        except Cancelled as cancelled:
            raise _first_refusal(cancelled, first_claim, claims) from cancelled

    def cases_of(self, ref: str) -> tuple[list[Case], list[Draft]]:
        found, _ = self._table.query(
            IndexName="GSI1",
            KeyConditionExpression="GSI1PK = :pk",
            ExpressionAttributeValues={":pk": text(f"CITIZEN#{ref}")},
            ScanIndexForward=False,
            Limit=90,
        )
        drafts = [item["PK"]["S"] for item in found if item["SK"]["S"] == "DRAFT"]
        cases = {item["PK"]["S"] for item in found if item["SK"]["S"] != "DRAFT"}
        keys = [key(pk, "DRAFT") for pk in drafts] + [key(pk, "META") for pk in cases]
        items = self._table.get_many(keys) if keys else []
        return (
            [read_case(item) for item in items if item["SK"]["S"] == "META"],
            [read_draft(item) for item in items if item["SK"]["S"] == "DRAFT"],
        )

    def cases(self, ids: Sequence[str]) -> list[Case]:
        keys = [_case_key(case_id, "META") for case_id in dict.fromkeys(ids)]
        return [read_case(item) for item in self._table.get_many(keys)] if keys else []

    def queue(self, role: str, process: str, *, after: str, most: int) -> Page:
        values = {":pk": text(f"QUEUE#{role}#{process}")}
        condition = "GSI2PK = :pk"
        if after:
            condition += " AND GSI2SK > :after"
            values[":after"] = text(after)
        items, more = self._table.query(
            IndexName="GSI2",
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            Limit=most,
        )
        tasks = tuple(read_task(item) for item in items)
        return Page(tasks, items[-1]["GSI2SK"]["S"] if more and items else "")

    def unstarted(self, before: datetime) -> list[Case]:
        return [c for c in self._running() if not c.stage and c.submitted < before]

    def unresumed(self, before: datetime) -> list[Task]:
        at = {(case.id, case.stage) for case in self._running()}
        answered = self._scan(
            FilterExpression="kind = :task AND #state IN (:decided, :withdrawn)",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={
                f":{value}": text(value) for value in ("task", "decided", "withdrawn")
            },
        )
        tasks = map(read_task, answered)
        return [t for t in tasks if (t.case_id, t.step) in at and t.decided and t.decided < before]

    def _running(self) -> list[Case]:
        found = self._scan(
            FilterExpression="kind = :case AND #status = :running",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":case": text("case"), ":running": text("running")},
        )
        return [read_case(item) for item in found]

    def _scan(self, **arguments: Any) -> Iterator[Item]:  # noqa: ANN401
        more: dict[str, Any] = {}
        while True:
            items, after = self._table.scan(ConsistentRead=True, **arguments, **more)
            yield from items
            if not after:
                return
            more = {"ExclusiveStartKey": after}


def _new_case(case: Case) -> Item:
    return {**_case_item(case), **_documents(case.documents.values())}


def _case_update(case: Case) -> dict[str, Any]:
    """Everything of the case but its documents, which arrive beside it."""
    item = _case_item(case)
    where = {name: item.pop(name) for name in ("PK", "SK")}
    return {
        "Update": {
            "Key": where,
            "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in item),
            "ConditionExpression": "#version = :before",
            "ExpressionAttributeNames": {f"#{name}": name for name in item},
            "ExpressionAttributeValues": {
                **{f":{name}": value for name, value in item.items()},
                ":before": number(case.version - 1),
            },
        }
    }


def _task_update(case_id: str, decision: Decision) -> dict[str, Any]:
    """Answer a task if it is still the open one that was shown; it leaves the queue."""
    return {
        "Update": {
            "Key": _case_key(case_id, f"TASK#{decision.step}"),
            "UpdateExpression": "SET #state = :state, #choice = :choice, #reason = :reason, "
            "#decided = :at REMOVE GSI2PK, GSI2SK",
            "ConditionExpression": "#state = :open AND #token = :token",
            "ExpressionAttributeNames": {
                f"#{name}": name for name in ("state", "choice", "reason", "decided", "token")
            },
            "ExpressionAttributeValues": {
                ":state": text(decision.state),
                ":choice": text(decision.choice),
                ":reason": text(decision.reason),
                ":at": text(decision.at.isoformat()),
                ":open": text("open"),
                ":token": text(decision.token),
            },
        }
    }


def _first_refusal(
    cancelled: Cancelled, first_claim: int, claims: Sequence[Claim], number_at: int = -1
) -> Exception:
    """A lost version explains everything else, so it comes first; then the number, then a claim."""
    before = [i for i in cancelled.failed if i < first_claim and i != number_at]
    if before:
        return Conflict()
    if number_at in cancelled.failed:
        return NumberTaken()
    return ClaimTaken(claims[cancelled.failed[0] - first_claim])
