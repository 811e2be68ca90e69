"""Documents: asked, received, checked by their content, released or rejected."""

from functions.domain.case import Case, Draft
from functions.domain.documents import (
    MOST_PER_QUESTION,
    Document,
    inspect_content,
    safe_name,
)  # fmt: skip
from functions.domain.numbers import new_id
from functions.domain.problems import Invalid, NotFound, Problem
from functions.domain.texts import N_, say
from functions.services import drafting
from functions.services.ports import Ports


def ask_upload(
    ports: Ports, owner: Draft | Case, field: str, *, back: str
) -> tuple[str, dict[str, str], str]:
    """(address, hidden fields, document id) for one more file at a question."""
    kept = [d for d in drafting.documents_at(owner, field) if d.state == "released"]
    if len(kept) >= MOST_PER_QUESTION:
        text = N_("Je kan hier hoogstens %(most)s bestanden toevoegen. Verwijder er eerst een.")
        raise Invalid([Problem(field, say(text, most=MOST_PER_QUESTION))])
    document = Document(id=new_id(), field=field)
    address, fields = ports.files.upload_form(
        owner.case_id if isinstance(owner, Draft) else owner.id,
        document,
        item="DRAFT" if isinstance(owner, Draft) else "META",
        back=back + document.id,
    )
    return address, fields, document.id


def receive(ports: Ports, case_id: str, document_id: str) -> Document | None:
    """Check what is in quarantine and note it at its draft or case; safe to do twice.

    None when nothing is in quarantine: it never came, or it was checked before or meanwhile (the
    browser's return and the storage's event both lead here, at about the same time). None as well
    when it may not come any more: the address of an upload can be used for an hour, also after its
    document was checked or its draft handed in, and what was seen then must stay what it was.
    """
    found = ports.files.read(case_id, document_id)
    if found is None:
        return None
    if not _may_come(ports, case_id, document_id, found.item):
        ports.files.discard(case_id, document_id)
        return None
    kind, why = inspect_content(found.content)
    document = Document(
        id=document_id,
        field=found.field,
        name=safe_name(found.name),
        size=len(found.content),
        type=kind,
        state="rejected" if why else "released",
        why=why,
    )
    if not why and not ports.files.release(case_id, document):
        return None
    ports.store.put_document(case_id, found.item, document)
    ports.files.discard(case_id, document_id)
    return document


def _may_come(ports: Ports, case_id: str, document_id: str, item: str) -> bool:
    draft, case = ports.store.draft_or_case(case_id)
    owner: Draft | Case | None = draft
    if item != "DRAFT":
        owner = case if case and case.status != "closed" else None
    if owner is None:
        return False
    known = owner.documents.get(document_id)
    return known is None or known.state != "released"


def remove(ports: Ports, draft: Draft, document_id: str) -> None:
    """Take a document out of a draft; what is handed in stays."""
    if document_id not in draft.documents:
        raise NotFound
    ports.store.remove_document(draft.case_id, document_id)


def download(ports: Ports, case: Case | Draft, case_id: str, document_id: str) -> str:
    """A short-lived address; NotFound for what was never released."""
    document = case.documents.get(document_id)
    if document is None or document.state != "released":
        raise NotFound
    return ports.files.download_url(case_id, document)
