"""What showing a document needs from the world, beside services.ports: only the desk looks."""

from collections.abc import Sequence
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

Why = Literal["", "broken", "encrypted", "too-large", "too-slow"]


class Pictures(BaseModel):
    """How a document was made into pictures. `pages`: how many of them; `of`: how many pages the
    document has; `why`: why there are none."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    pages: int = 0
    of: int = 0
    why: Why = ""


class Previews(Protocol):
    """Pictures of documents. Raises Busy."""

    def known(self, case_id: str, document_id: str) -> Pictures | None:
        """What was made before, or None."""

    def make(self, case_id: str, document_id: str) -> Pictures:
        """Have them made by the function that can, or answer what was made before."""

    def picture(self, case_id: str, document_id: str, page: int) -> bytes | None:
        """The PNG of a page, from 1; None where there is none."""

    def source(self, case_id: str, document_id: str) -> bytes:
        """The document itself, for who makes the pictures."""

    def keep(
        self, case_id: str, document_id: str, found: Pictures, pictures: Sequence[bytes]
    ) -> None: ...
