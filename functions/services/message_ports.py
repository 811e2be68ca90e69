"""What telling people things needs from the world, beside services.ports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from functions.domain.digest import Digest
from functions.domain.messages import Mark, Preferences


class NoBox(Exception):  # noqa: N818 - an answer of the e-Box
    """This person does not use their e-Box: what was sent there reaches nobody."""


class Refused(Exception):  # noqa: N818
    """The e-Box refuses this message every time."""


@dataclass(frozen=True)
class BoxMessage:
    """`key`: the same again is the same message. `national_number`: whose e-Box; `lang`: nl, fr or
    de (the e-Box knows no other); `text`: plain."""

    key: str
    national_number: str
    lang: str
    subject: str
    text: str


class PostBox(Protocol):
    """The e-Box of a citizen."""

    @property
    def is_there(self) -> bool:
        """Whether this municipality is connected."""

    def publish(self, message: BoxMessage) -> None:
        """Raises NoBox, Refused, and anything else when trying again later can help."""


@dataclass(frozen=True)
class Waiting:
    """A message that the law makes us send and that reached nobody, of a case."""

    case_id: str
    party: str
    procedure: str
    at: datetime


class Messages(Protocol):
    """One method is one request. Raises Busy."""

    def reach(self, ref: str, address: str) -> tuple[Preferences, Mark | None]:
        """What this person chose (the usual, where they chose nothing), and what is known of the
        address with this keyed hash."""

    def preferences(self, ref: str) -> Preferences: ...
    def save(self, changed: Preferences, expires: datetime) -> None:
        """Raises Conflict when another window was first."""

    def forget(self, ref: str) -> None: ...
    def mark(self, address: str) -> Mark | None: ...
    def refuses(self, address: str, mark: Mark, sent: datetime) -> bool:
        """Note that mail does not arrive there; False when the address was confirmed after that
        mail was sent."""

    def arrives(self, address: str, at: datetime) -> None:
        """Its owner confirmed it."""

    def wait(self, waiting: Waiting) -> None:
        """Put it in what the desk has to see to; again changes nothing."""

    def waiting(self, procedure: str, *, most: int) -> list[Waiting]: ...
    def seen_to(self, case_id: str, parties: Sequence[str]) -> None: ...
    def digests(self) -> list[Digest]:
        """Of every clerk who chose one; as many requests as there are pages."""

    def digest(self, ref: str) -> Digest: ...
    def save_digest(self, digest: Digest, expires: datetime) -> None:
        """Raises Conflict."""
