"""What telling others of our cases needs from the world, beside services.ports."""

from collections.abc import Mapping
from typing import Any, Protocol


class Dossiers(Protocol):
    """DOSIS. Raises Busy when it did not take what was sent, for whatever reason: what is not taken
    is tried again, then kept apart."""

    def send(self, dossier: Mapping[str, Any]) -> None:
        """Tell the state of a dossier; the same upload again changes nothing."""

    def remove(self, source: str, number: str) -> None:
        """Take a dossier away; one that is not there is no fault."""

    def result(self, source: str, number: str) -> Mapping[str, Any]:
        """What became of what was sent last; empty when it knows nothing of it."""
