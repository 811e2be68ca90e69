"""What the use cases of issued documents need from the world, beside services.ports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from functions.domain.issued import Issued, Proof


class IssuedDocuments(Protocol):
    """Issued documents in the table and the bucket. One method is one request, unless it says
    otherwise. Raises Conflict when a condition does not hold, Busy when nothing answers."""

    def keep(self, issued: Issued, pdf: bytes) -> None:
        """The file first, then its two items, all or nothing. Raises Conflict when a document of
        this kind, language, run and edition of the case is there already."""

    def of_case(self, case_id: str) -> list[Issued]:
        """Oldest first."""

    def of_cases(self, case_ids: Sequence[str]) -> list[Issued]:
        """A request for each case."""

    def proof(self, code: str) -> Proof | None: ...
    def revoke(self, issued: Issued, at: datetime) -> None:
        """From now on its proof says that it is not valid; once, the first moment stays."""

    def read(self, issued: Issued) -> bytes: ...
    def download_url(self, issued: Issued, *, as_name: str) -> str:
        """A short-lived address; no request."""


class Press(Protocol):
    """The function that makes and seals documents (functions/documents.py)."""

    def begin(self, case_id: str) -> None:
        """Ask it to make what this case still lacks, and do not wait. Raises Busy when it cannot
        even be asked."""

    def make(self, case_id: str) -> int:
        """The same, and wait; answers how many it made. Raises Busy."""


class Sealer(Protocol):
    """Puts the municipality's seal on a PDF."""

    def seal(self, pdf: bytes) -> bytes:
        """The PDF with a PAdES seal. Raises Busy."""
