"""What retention and the rights of a person need from the world, beside services.ports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from functions.domain.case import Case, Draft
from functions.domain.retention import Kept
from functions.domain.session import Session


@dataclass(frozen=True)
class Place:
    """Where something of a person is: the id of its case, and what it is there ("META": the case of
    which they are the applicant; "DRAFT"; "PARTY#<name>")."""

    case_id: str
    what: str


class PersonalData(Protocol):
    """One method is one request, unless it says otherwise. Raises Busy, Conflict."""

    def due(self, procedure: str, until: date, *, most: int) -> list[Kept]:
        """Cases closed on that day or before, the longest ago first."""

    def kept(self, case_id: str) -> Kept | None: ...
    def keep(self, kept: Kept) -> None:
        """Put it in the list again, as it should be there."""

    def drop(self, case: Case, kind: str, rule: str) -> Kept:
        """Delete the case itself, its number, what it claims and its place in overviews, if it is
        still as it was read; what is left of it stays in the list. Raises Conflict."""

    def drop_rest(self, case_id: str) -> None:
        """Delete what else is under the case; as many requests as there are pages."""

    def forget(self, case_id: str) -> None:
        """It leaves the list."""

    def drop_draft(self, draft: Draft) -> None:
        """Raises Conflict when it changed, or was handed in."""

    def places_of(self, ref: str) -> list[Place]:
        """Everything that is kept under a person; a request for each page of the index."""

    def under_person(self, ref: str) -> list[dict[str, Any]]:
        """Whatever else is kept under a person's own key, and of them as a clerk (name, roles,
        saved lists, digest), as plain values. Three requests."""

    def sessions_of(self, ref: str) -> list[Session]:
        """Live and recently ended; two requests."""

    def everything_under(self, case_id: str) -> list[dict[str, Any]]:
        """Every item of a draft or case, as plain values."""

    def drafts(self, ids: Sequence[str]) -> list[Draft]: ...
