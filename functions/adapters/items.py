"""How drafts, cases, events, tasks and claims look in the table, and how they are read back."""

from collections.abc import Iterable

from functions.adapters import codec
from functions.adapters.codec import Item, body, key, number, text
from functions.domain.case import Case, Draft, Event, Task
from functions.domain.documents import Document
from functions.domain.numbers import age_order
from functions.domain.procedure import Claim
from functions.domain.retention import Kept

NEW = {"ConditionExpression": "attribute_not_exists(PK)"}


def case_key(case_id: str, sort: str) -> Item:
    return key(f"CASE#{case_id}", sort)


def documents_item(documents: Iterable[Document]) -> Item:
    return {"documents": {"M": {d.id: text(d.model_dump_json()) for d in documents}}}


_NO_DOCUMENTS = frozenset({"documents"})


def draft_item(draft: Draft) -> Item:
    return {
        **case_key(draft.case_id, "DRAFT"),
        "kind": text("draft"),
        "version": number(draft.version),
        "expires_at": number(draft.expires_at),
        "GSI1PK": text(f"CITIZEN#{draft.owner}"),
        "GSI1SK": text(age_order(draft.case_id)),
        **body(draft, without=_NO_DOCUMENTS),
    }


def case_item(case: Case) -> Item:
    return {
        **case_key(case.id, "META"),
        "kind": text("case"),
        "version": number(case.version),
        "status": text(case.status),
        "stage": text(case.stage),
        "GSI1PK": text(f"CITIZEN#{case.applicant.ref}"),
        "GSI1SK": text(age_order(case.id)),
        **body(case, without=_NO_DOCUMENTS),
    }


def event_item(event: Event) -> Item:
    return {
        **case_key(event.case_id, f"EVENT#{event.seq:06}"),
        "kind": text("event"),
        **body(event),
    }


_BEGUN = "0000-00-00"


def kept_key(case_id: str) -> Item:
    return case_key(case_id, "RETAIN")


def kept_item(kept: Kept) -> Item:
    """In the list of what goes one day, by the day on which it was closed; what has begun to go
    comes first, whatever its day."""
    day = _BEGUN if kept.head else kept.day.isoformat()
    return {
        **kept_key(kept.case_id),
        "kind": text("kept"),
        "GSI2PK": text(f"RETAIN#{kept.procedure}"),
        "GSI2SK": text(f"{day}#{kept.case_id}"),
        **body(kept),
    }


def claim_item(claim: Claim, case_id: str) -> Item:
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
