"""What the overview needs from the world, beside services.ports."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from functions.domain.elsewhere import Answer, Source, Told


class Sources(Protocol):
    can_ask: bool  # False: this desk asks nobody

    def ask(
        self, sources: Mapping[str, Source], national_number: str, lang: str
    ) -> Mapping[str, Answer]:
        """What each of these sources tells of a person, all asked at the same time, within some two
        seconds. A source that did not answer, or said what cannot be read, is not in it."""


class Overviews(Protocol):
    """What sources told last, by person. Each is one request. Raises Busy."""

    def told(self, ref: str) -> dict[str, Told]: ...
    def keep(self, ref: str, told: Told, until: datetime) -> None:
        """Instead of what it told before."""

    def forget(self, ref: str) -> None:
        """What every source told; a few requests, safe to repeat."""
