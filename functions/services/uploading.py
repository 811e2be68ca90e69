"""Documents: asked, received, checked by their content, released or rejected."""

from functions.domain.case import Case, Draft
from functions.domain.documents import (
    MOST_PER_QUESTION,
    THREAT,
    Document,
    inspect_content,
    safe_name,
    why_not,
)  # fmt: skip
from functions.domain.numbers import new_id
from functions.domain.problems import Conflict, Invalid, NotFound, Problem
from functions.domain.texts import N_, say
from functions.services import drafting
from functions.services.ports import Ports, Received


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
    """Check what is in quarantine and note it at its draft or case; safe to do twice. Where uploads
    are scanned, what is good so far waits there for the result (`scanned`).

    None when nothing is in quarantine: it never came, or it was checked before or meanwhile (the
    browser's return and the storage's event both lead here, at about the same time). None as well
    when it may not come any more: the address of an upload can be used for an hour, also after its
    document was checked or its draft handed in, and what was seen then must stay what it was.
    """
    found = ports.files.read(case_id, document_id)
    if found is None:
        return None
    may_come, known = _place(ports, case_id, document_id, found.item)
    if not may_come:
        ports.files.discard(case_id, document_id)
        return None
    if known and known.state == "rejected" and known.etag == found.etag:
        return None  # a threat that was found before: it stays where it is
    kind, why = inspect_content(found.content, is_scanned=ports.scans_uploads)
    if why or not ports.scans_uploads:
        return _settle(ports, case_id, found, _document(ports, document_id, found, kind, why))
    waiting = _document(ports, document_id, found, kind, "").model_copy(
        update={"state": "uploading"}
    )
    if known != waiting:
        try:
            ports.store.begin_document(case_id, found.item, waiting, known)
        except Conflict:  # its result was first
            return None
    return waiting


def scanned(
    ports: Ports, case_id: str, document_id: str, verdict: str, etag: str
) -> Document | None:
    """What GuardDuty says of a file in quarantine: with our own check, the last word. Safe to do
    twice, and before `receive`. None when there is nothing to say it of: it was settled before, or
    another upload (of another `etag`) took its place and has a result of its own to come."""
    found = ports.files.read(case_id, document_id)
    if found is None or found.etag != etag:
        return None
    may_come, _ = _place(ports, case_id, document_id, found.item)
    if not may_come:
        ports.files.discard(case_id, document_id)
        return None
    kind, why = inspect_content(found.content, is_scanned=True)
    document = _document(ports, document_id, found, kind, why or why_not(verdict))
    return _settle(ports, case_id, found, document, keep=verdict == THREAT)


def _document(ports: Ports, document_id: str, found: Received, kind: str, why: str) -> Document:
    return Document(
        id=document_id,
        field=found.field,
        name=safe_name(found.name),
        size=len(found.content),
        type=kind,
        state="rejected" if why else "released",
        why=why,
        etag=found.etag if ports.scans_uploads else "",
    )


def _settle(
    ports: Ports, case_id: str, found: Received, document: Document, *, keep: bool = False
) -> Document | None:
    """Release or reject. `keep`: what is harmful is not touched: the bucket lets nobody read it and
    deletes it by itself."""
    if document.state == "released" and not ports.files.release(case_id, document):
        return None
    ports.store.put_document(case_id, found.item, document)
    if not keep:
        ports.files.discard(case_id, document.id)
    return document


def _place(ports: Ports, case_id: str, document_id: str, item: str) -> tuple[bool, Document | None]:
    """(whether a file may come there, what is known of it)."""
    draft, case = ports.store.draft_or_case(case_id)
    owner: Draft | Case | None = draft
    if item != "DRAFT":
        owner = case if case and case.status != "closed" else None
    if owner is None:
        return False, None
    known = owner.documents.get(document_id)
    return known is None or known.state != "released", known


def remove(ports: Ports, draft: Draft, document_id: str) -> None:
    """Take a document out of a draft; what is handed in stays."""
    if document_id not in draft.documents:
        raise NotFound
    if draft.documents[document_id].state == "uploading":
        ports.files.discard(draft.case_id, document_id)  # its result has nothing to say any more
    ports.store.remove_document(draft.case_id, document_id)


def download(ports: Ports, case: Case | Draft, case_id: str, document_id: str) -> str:
    """A short-lived address; NotFound for what was never released."""
    document = case.documents.get(document_id)
    if document is None or document.state != "released":
        raise NotFound
    return ports.files.download_url(case_id, document)
