"""Uploaded documents: what is allowed, and what a file really is, told by its first bytes."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from functions.domain.texts import N_

MAX_BYTES: Final = 10 * 1024 * 1024
# What the storage itself refuses. It says so in XML, so a file that is only somewhat too large, or
# empty, is let through to us: we say it in the reader's language at the question.
MOST_STORED: Final = 3 * MAX_BYTES
MOST_PER_QUESTION: Final = 3
ACCEPT: Final = ".pdf,.jpg,.jpeg,.png,.heic,application/pdf,image/jpeg,image/png,image/heic"
_EICAR: Final = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"

DocumentState = Literal["uploading", "released", "rejected"]

EMPTY = N_("Dit bestand is leeg. Kies een ander bestand.")
TOO_LARGE = N_("Dit bestand is te groot. Een bestand mag hoogstens 10 MB zijn.")
NOT_A_DOCUMENT = N_(
    "Dit is geen PDF of foto, wat de naam ook zegt. Sla het document op als PDF, JPG, PNG of HEIC."
)
HARMFUL = N_("In dit bestand zit schadelijke software. We hebben het niet bewaard.")
LOST = N_("Het bestand kwam niet aan. Stuur het opnieuw.")


class Document(BaseModel):
    """A file at a question. `field`: "topic.question"; `why`: the source text of a rejection."""

    model_config = ConfigDict(defer_build=True)

    id: str
    field: str
    name: str = ""
    size: int = 0
    type: str = ""
    state: DocumentState = "uploading"
    why: str = ""


def content_type(head: bytes) -> str | None:
    """The type that the signature shows, or None; PDF 32000-1, JPEG, PNG, ISO 23008-12 (HEIC)."""
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1"):
        return "image/heic"
    return None


def inspect_content(content: bytes) -> tuple[str, str]:
    """(type, why it is rejected or ""). The virus scan proper is the cloud's; the EICAR test
    string is known here so that the road of a rejection can be walked anywhere."""
    if not content:
        return "", EMPTY
    if len(content) > MAX_BYTES:
        return "", TOO_LARGE
    if _EICAR in content:
        return "", HARMFUL
    found = content_type(content[:32])
    return (found, "") if found else ("", NOT_A_DOCUMENT)


def safe_name(name: str) -> str:
    """A file's own name without path, control and direction signs; at most 120 signs."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if sign.isprintable())
    return kept[-120:] or "document"
