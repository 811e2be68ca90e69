"""What calling back needs from the world (see ports.py)."""

from datetime import datetime
from typing import Protocol

from functions.domain.calls import Call


class Calls(Protocol):
    """Requests to be called back. One method is one request. Raises Busy."""

    def add(self, call: Call) -> bool:
        """False when it is there already: the form was sent twice."""

    def get(self, call_id: str) -> Call | None: ...
    def save(self, call: Call, expires: datetime | None = None) -> None:
        """Raises Conflict when it changed meanwhile. `expires`: when it goes, once it is done."""

    def waiting(self, *, after: str, most: int) -> tuple[list[Call], str]:
        """The open ones, who waits longest first, and where the next page starts, or ""."""

    def counted(self, source: str, expires: datetime, *, most: int) -> bool:
        """Count one more of this source; False when it has had that many."""
