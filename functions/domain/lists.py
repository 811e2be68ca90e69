"""Lists of voters that an office keeps: imported, published, drawn from, sent on."""

from datetime import date, datetime
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from functions.domain.case import Chained
from functions.domain.draw import Draw
from functions.domain.texts import N_
from functions.domain.voters import LineError

MOST_BYTES: Final = 40 * 1024 * 1024
# As with documents: what is somewhat too large is told by us, in the reader's language.
MOST_STORED: Final = 2 * MOST_BYTES

TOO_LARGE = N_("Dit bestand is te groot. Een kiezerslijst mag hoogstens 40 MB zijn.")
DRAWN = N_("Er is al geloot op deze lijst. Ze kan niet meer vervangen worden.")


class _Item(BaseModel):
    model_config = ConfigDict(defer_build=True)


class Publication(_Item):
    """What was published of a list before the draw: nothing about a person."""

    hash: str
    lines: int
    at: datetime


class VoterList(Chained):
    """A list and how far it is.

    file: the import that it now holds. salt: of the hash, published with the draw. prepared: how
    many are on the preparatory list, None before. outside: how many the ages leave out. opened: how
    many of those prepared have their card. due: until when a card comes back.
    """

    kind: str
    subject: str
    created: datetime
    file: str = ""
    lines: int = 0
    hash: str = ""
    salt: str = ""
    imported: datetime | None = None
    published: tuple[Publication, ...] = ()
    draw: Draw | None = None
    prepared: int | None = None
    outside: int = 0
    due: date | None = None
    opened: int = 0
    sent: datetime | None = None

    @property
    def is_published(self) -> bool:
        """Whether the list as it is now was published."""
        return bool(self.published) and self.published[-1].hash == self.hash

    @property
    def state(self) -> Literal["new", "imported", "published", "opening", "drawn", "sent"]:
        if self.sent:
            return "sent"
        if self.draw:
            is_open = self.prepared is not None and self.opened >= self.prepared
            return "drawn" if is_open else "opening"
        if self.file:
            return "published" if self.is_published else "imported"
        return "new"


class Import(_Item):
    """What came of one file. `why`: a source text that refuses the whole of it, or empty."""

    list_id: str
    id: str
    at: datetime
    lines: int = 0
    wrong: int = 0
    errors: tuple[LineError, ...] = ()
    why: str = ""

    @property
    def is_good(self) -> bool:
        return not self.wrong and not self.why


class Card(_Item):
    """Someone on the preparatory list. `mark`: what the office wrote without an answer (no-answer,
    struck), with its reason; `number`: the case that stands ready."""

    list_id: str
    rank: int
    case_id: str
    national_number: str
    family_name: str
    given_name: str
    address: str
    language: str
    mark: Literal["", "no-answer", "struck"] = ""
    reason: str = ""
    version: int = 0

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


def card_rows_key(card: Card) -> tuple[str, ...]:
    """Alphabetical order as people look for names: without capitals, accents and signs."""
    from unicodedata import combining, normalize

    def plain(name: str) -> str:
        parts = normalize("NFD", name.casefold())
        return "".join(s for s in parts if not combining(s) and (s.isalnum() or s == " "))

    return plain(card.family_name), plain(card.given_name), f"{card.rank:09}"
