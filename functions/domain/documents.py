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
HARMFUL = N_(
    "In dit bestand zit schadelijke software: we nemen het niet aan. Kijk je toestel na met een "
    "virusscanner en kies een ander bestand."
)
NOT_SCANNED = N_(
    "We konden dit bestand niet nakijken op virussen, bijvoorbeeld omdat er een wachtwoord op "
    "staat. Kies een ander bestand."
)
SCAN_FAILED = N_("Het nakijken van dit bestand is niet gelukt. Stuur het opnieuw.")
PENDING = N_("We kijken dit bestand nog na. Wacht enkele seconden en probeer het dan opnieuw.")
LOST = N_("Het bestand kwam niet aan. Stuur het opnieuw.")


class Document(BaseModel):
    """A file at a question. `field`: "topic.question"; `why`: the source text of a rejection;
    `etag`: which upload it is, where uploads are scanned: the same address can be used again."""

    model_config = ConfigDict(defer_build=True)

    id: str
    field: str
    name: str = ""
    size: int = 0
    type: str = ""
    state: DocumentState = "uploading"
    why: str = ""
    etag: str = ""


CLEAN: Final = "NO_THREATS_FOUND"
THREAT: Final = "THREATS_FOUND"


def why_not(verdict: str) -> str:
    """Why a file is rejected after this result of GuardDuty ("": it is not)."""
    if verdict == CLEAN:
        return ""
    return {THREAT: HARMFUL, "UNSUPPORTED": NOT_SCANNED}.get(verdict, SCAN_FAILED)


def is_test_virus(content: bytes) -> bool:
    """The harmless string that every scanner takes for a virus (eicar.org)."""
    return _EICAR in content


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


def inspect_content(content: bytes, *, is_scanned: bool = False) -> tuple[str, str]:
    """(type, why it is rejected or ""). Where nothing scans for viruses the EICAR test string is
    known here, so that the road of a rejection can be walked anywhere."""
    if not content:
        return "", EMPTY
    if len(content) > MAX_BYTES:
        return "", TOO_LARGE
    if not is_scanned and is_test_virus(content):
        return "", HARMFUL
    found = content_type(content[:32])
    return (found, "") if found else ("", NOT_A_DOCUMENT)


def safe_name(name: str) -> str:
    """A file's own name without path, control and direction signs; at most 120 signs."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if sign.isprintable())
    return kept[-120:] or "document"
