"""Drafts and their documents in the table."""

from functions.adapters.codec import number, text
from functions.adapters.items import (
    NEW,
    case_key,
    documents_item,
    draft_item,
    read_case,
    read_draft,
)
from functions.adapters.table import Table
from functions.domain.case import Case, Draft
from functions.domain.documents import Document


class Drafts:
    """See services.ports.Store."""

    _table: Table

    def create_draft(self, draft: Draft) -> None:
        item = {**draft_item(draft), **documents_item(draft.documents.values())}
        self._table.put(item, **NEW)

    def save_draft(self, draft: Draft) -> None:
        """Documents arrive beside the draft, so a save must not touch them."""
        item = draft_item(draft)
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
        items = self._table.get_many([case_key(case_id, "DRAFT"), case_key(case_id, "META")])
        by_sort = {item["SK"]["S"]: item for item in items}
        draft, case = by_sort.get("DRAFT"), by_sort.get("META")
        return (read_draft(draft) if draft else None, read_case(case) if case else None)

    def put_document(self, case_id: str, item: str, document: Document) -> None:
        self._table.update(
            case_key(case_id, item),
            UpdateExpression="SET documents.#id = :document",
            ConditionExpression="attribute_exists(PK)",
            ExpressionAttributeNames={"#id": document.id},
            ExpressionAttributeValues={":document": text(document.model_dump_json())},
        )

    def begin_document(
        self, case_id: str, item: str, document: Document, known: Document | None
    ) -> None:
        stands = "documents.#id = :known" if known else "attribute_not_exists(documents.#id)"
        before = {":known": text(known.model_dump_json())} if known else {}
        self._table.update(
            case_key(case_id, item),
            UpdateExpression="SET documents.#id = :document",
            ConditionExpression=f"attribute_exists(PK) AND {stands}",
            ExpressionAttributeNames={"#id": document.id},
            ExpressionAttributeValues={":document": text(document.model_dump_json()), **before},
        )

    def remove_document(self, case_id: str, document_id: str) -> None:
        self._table.update(
            case_key(case_id, "DRAFT"),
            UpdateExpression="REMOVE documents.#id",
            ConditionExpression="attribute_exists(PK)",
            ExpressionAttributeNames={"#id": document_id},
        )
