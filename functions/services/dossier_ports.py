"""What telling others of our cases needs from the world, beside services.ports."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict


class Refused(Exception):  # noqa: N818 - an expected answer
    """DOSIS will not take this, however often it is sent: someone has to mend something. `code`,
    `fields`: as it names them, never what stood in them."""

    def __init__(self, code: str, fields: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.fields = tuple(fields)


class Parked(BaseModel):
    """A state that DOSIS refused. `upload`: which; `code`, `fields`: as of Refused."""

    model_config = ConfigDict(defer_build=True)

    case_id: str
    number: str
    upload: str
    at: datetime
    code: str
    fields: tuple[str, ...] = ()


class Dossiers(Protocol):
    """DOSIS. Raises Busy when it did not take what was sent and trying again can help."""

    def send(self, dossier: Mapping[str, Any]) -> None:
        """Tell the state of a dossier; the same upload again changes nothing. Raises Refused."""

    def remove(self, source: str, number: str) -> None:
        """Take a dossier away; one that is not there is no fault. What is refused is Busy too: that
        something is gone must never be left untold."""

    def result(self, source: str, number: str) -> Mapping[str, Any]:
        """What became of what was sent last; empty when it knows nothing of it."""

    def faults(self, source: str) -> Mapping[str, Any]:
        """What it took of this source and could not work through."""

    def sources(self) -> frozenset[str]:
        """The addresses of the sources that we may tell of."""


class Refusals(Protocol):
    """What DOSIS refused, until someone has mended it. Each method is one request."""

    def park(self, parked: Parked) -> None:
        """Instead of what was parked of this case; nothing when the case is gone."""

    def parked(self, *, most: int, after: Parked | None = None) -> list[Parked]:
        """The longest ago first."""

    def settled(self, parked: Parked) -> None:
        """Forget it, unless another state of the case was parked since."""
