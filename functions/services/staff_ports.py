"""Who works at the desk (domain/staff.py). Apart from the other ports: only the office needs it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from functions.domain.session import Session
from functions.domain.staff import Colleague, SavedView


class Staff(Protocol):
    """One method is one request. Nothing here is kept longer than 90 days after a sign-in."""

    def signed_in(self, session: Session) -> None:
        """A clerk is here, with these roles; without any they are no colleague any more."""

    def colleagues(self, role: str, now: datetime) -> list[Colleague]:
        """Who signed in with that role, by name."""

    def everyone(self, now: datetime) -> list[Colleague]:
        """Who signed in with any role, by name."""

    def views(self, ref: str) -> list[SavedView]: ...
    def save_views(
        self, ref: str, views: Sequence[SavedView], *, before: Sequence[SavedView]
    ) -> None:
        """Raises Conflict when they are not those of before any more."""
