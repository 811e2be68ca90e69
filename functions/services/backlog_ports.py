"""What telling whether the desk keeps up needs from the world, beside services.ports."""

from typing import Protocol


class Backlog(Protocol):
    """What could not be done in its turn and waits for repair."""

    def waiting(self) -> int | None:
        """How many records, about; None when nobody can tell."""
