"""What the use cases of lists need from the world, beside services.ports."""

from collections.abc import Iterator, Sequence
from typing import IO, Protocol

from functions.domain.agenda import Dated
from functions.domain.case import Event
from functions.domain.lists import Card, Import, VoterList


class VoterLists(Protocol):
    """Lists in the table. One method is one request, unless it says otherwise. Raises Conflict when
    a condition does not hold, Busy when the table cannot answer."""

    def create(self, voter_list: VoterList, event: Event) -> None: ...
    def get(self, list_id: str) -> VoterList | None: ...
    def of_kind(self, kind: str) -> list[VoterList]: ...
    def events(self, list_id: str) -> list[Event]: ...
    def record(
        self,
        voter_list: VoterList,
        event: Event,
        *,
        imported: Import | None = None,
        card: Card | None = None,
        dated: Sequence[Dated] = (),
    ) -> None:
        """A change of a list with its event, a new import, a changed card: all or nothing."""

    def advance(self, voter_list: VoterList) -> None:
        """How far its cards are, on the version before; nothing that history tells."""

    def save_import(self, found: Import) -> None:
        """A file that was refused; once."""

    def import_of(self, list_id: str, import_id: str) -> Import | None: ...
    def last_import(self, list_id: str) -> Import | None: ...
    def put_card(self, card: Card) -> None:
        """Once; the same again changes nothing."""

    def card(self, list_id: str, rank: int) -> Card | None: ...
    def cards(self, list_id: str) -> list[Card]:
        """Everyone, by ranking number; some 1 MB a request."""

    def forget_cards(self, list_id: str) -> None:
        """A request for each; safe to repeat."""


class ListFiles(Protocol):
    """The files of lists: as they were sent, and what was made of them. Raises Busy."""

    def upload_form(
        self, list_id: str, import_id: str, *, by: str, back: str
    ) -> tuple[str, dict[str, str]]:
        """(address, hidden fields) of a presigned POST; `by`: pseudonym of who sends it."""

    def received(self, list_id: str, import_id: str) -> tuple[int, str, Iterator[bytes]] | None:
        """(size in bytes, by whom, the content in pieces) of what was sent, or None."""

    def discard(self, list_id: str, import_id: str) -> None: ...
    def keep(self, list_id: str, name: str, content: IO[bytes]) -> None: ...
    def read(self, list_id: str, name: str) -> Iterator[bytes]: ...
    def read_range(self, list_id: str, name: str, start: int, length: int) -> bytes: ...
    def download_url(self, list_id: str, name: str, *, as_name: str, kind: str) -> str: ...
    def forget(self, list_id: str) -> None:
        """Everything of a list; several requests, safe to repeat."""


class Typesetter(Protocol):
    def make(self, list_id: str, lang: str) -> str:
        """Have the list's PDF made by the function that can; answers the name of its file."""
