"""How far the stream's consumer has come."""

import json
from pathlib import Path
from typing import Protocol


class Checkpoint(Protocol):
    """Remembers the last sequence number that was handled, by shard."""

    def get(self, shard: str) -> str | None:
        """The last sequence number, or None at the very start."""

    def set(self, shard: str, sequence: str) -> None:
        """Everything up to here is done."""


class MemoryCheckpoint:
    """For tests: hand the same one to the next consumer."""

    def __init__(self) -> None:
        self._done: dict[str, str] = {}

    def get(self, shard: str) -> str | None:
        """See Checkpoint."""
        return self._done.get(shard)

    def set(self, shard: str, sequence: str) -> None:
        """See Checkpoint."""
        self._done[shard] = sequence


class FileCheckpoint:
    """Survives the process. A rename is atomic, so a kill leaves the old or the new one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _read(self) -> dict[str, str]:
        try:
            return dict(json.loads(self._path.read_text()))
        except (FileNotFoundError, json.JSONDecodeError):
            return {}

    def get(self, shard: str) -> str | None:
        """See Checkpoint."""
        return self._read().get(shard)

    def set(self, shard: str, sequence: str) -> None:
        """See Checkpoint."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps({**self._read(), shard: sequence}))
        fresh.replace(self._path)
