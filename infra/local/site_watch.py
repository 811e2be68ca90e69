"""Builds the site again when the municipality changed its settings, or when the day is another.

In the cloud a scheduled build does the same. The log is written to a file first: the builder reads
no table.
"""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from functions.domain.audit import as_lines
from functions.domain.calendar import BRUSSELS
from functions.domain.logs import SETTINGS
from functions.domain.problems import Busy
from infra.local.config import ROOT, Local


class SiteWatch:
    """`look` now and then. One build at a time; what changes meanwhile is built after it."""

    def __init__(self, local: Local) -> None:
        self._local = local
        self._seen: tuple[object, ...] | None = None
        self._build: subprocess.Popen[bytes] | None = None

    @property
    def file(self) -> Path:
        """The log of settings as the builder reads it."""
        return self._local.state / "settings.jsonl"

    def look(self) -> bool:
        """Begin a build if there is something to build; says whether it did."""
        if self._build is not None and self._build.poll() is None:
            return False
        ports: Any = import_module("functions.wiring").ports()
        try:
            log, now = ports.logs.get(SETTINGS), ports.clock.now()
        except Busy:  # the cloud of the laptop stops, or is not there yet
            return False
        current = (log.head, now.astimezone(BRUSSELS).date())
        first, self._seen, before = self._seen is None, current, self._seen
        # what was there at the start was built then, unless something had been changed already
        if current == before or (first and not log.seq and not self.file.is_file()):
            return False
        self._write(ports)
        self._build = subprocess.Popen(self._command(now.isoformat()), cwd=ROOT)
        return True

    def stop(self) -> None:
        """A build that was begun is not finished."""
        if self._build is not None:
            self._build.terminate()

    def wait(self) -> int | None:
        """Until a running build has ended; its exit code."""
        return self._build.wait() if self._build else None

    def _write(self, ports: Any) -> None:  # noqa: ANN401
        log, events = ports.logs.get(SETTINGS), ports.logs.events(SETTINGS)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.file.with_suffix(".new")
        fresh.write_text("".join(as_lines(log, events, {"log": SETTINGS})), "utf-8")
        fresh.replace(self.file)

    def _command(self, now: str) -> list[str]:
        local = self._local
        return [
            *(sys.executable, "-m", "frontend.build", "--tenant", local.tenant),
            *("--out", str(local.pages), "--calendar", str(local.calendar)),
            *("--settings", str(self.file), "--now", now),
        ]
