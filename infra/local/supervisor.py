"""`run`: holds moto and the identity provider, and restarts our own code when it changes.

What a person did (cases, mails, sign-ins) lives in this process, so it survives a code change.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from watchfiles import PythonFilter, watch

from infra.local.calendar import write_calendar
from infra.local.clock import MovableClock
from infra.local.cloud import cloud, functions
from infra.local.cloud_errors import FunctionError
from infra.local.config import LOOPBACK, OUTSIDE_KEY, ROOT, Local, in_use
from infra.local.desk import tenant_title
from infra.local.neighbours import Neighbours
from infra.local.outside import OutsideParties
from infra.local.serve import Served
from infra.local.stack import identity_provider, payment_service, population_register

_SOURCES = ("functions", "frontend", "infra")
_EXTENSIONS = (".html", ".css", ".js", ".svg", ".toml", ".json", ".po", ".md")
_STARTING = 60.0  # seconds


class Supervisor:
    """One `run`, from the first check to the last child that stopped."""

    def __init__(self, local: Local) -> None:
        self._local = local
        self._stop = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        """Serve until Ctrl-C or SIGTERM; return the exit code."""
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, self._on_signal)
        for what, port in self._local.ports.items():
            if in_use(port):
                print(f"Port {port} ({what}) is in use; choose another: --port", file=sys.stderr)
                return 1
        # moto starts empty, so nothing of an earlier run may be remembered
        shutil.rmtree(self._local.state, ignore_errors=True)
        write_calendar(self._local.calendar, datetime.now(UTC).date())
        os.environ.update(self._local.environment())
        moto = cloud(self._local.cloud)
        functions.runtime = f"http://{LOOPBACK}:{self._local.runtime}"
        clock = MovableClock(self._local.state / "clock")
        moto.follow(clock.now)
        threading.Thread(
            target=moto.mail_events.run_forever, args=(self._stop, self._tell_of_mail), daemon=True
        ).start()
        sign_in = Served(identity_provider(self._local, clock), port=self._local.identity)
        payments = Served(payment_service(self._local, clock).app, port=self._local.payments)
        parties = OutsideParties(
            secret=OUTSIDE_KEY, clock=clock, url=lambda: self._local.outside_url
        )
        outside = Served(parties, port=self._local.outside)
        threading.Thread(target=parties.run_forever, args=(self._stop,), daemon=True).start()
        register = Served(population_register(clock), port=self._local.register)
        others = Neighbours(
            url=lambda: self._local.neighbours_url, desk=lambda: self._local.site_url, clock=clock
        )
        neighbours = Served(others, port=self._local.neighbours)
        try:
            self._serve()
        finally:
            self._stop.set()
            self._end_child()
            payments.stop()
            outside.stop()
            register.stop()
            neighbours.stop()
            sign_in.stop()
            moto.stop()
        return 0

    def _tell_of_mail(self, event: dict[str, Any]) -> None:
        try:
            functions.invoke(self._local.function("mail-event"), event)
        except (FunctionError, KeyError) as error:
            print(f"The function for what became of a mail failed: {error!r}", file=sys.stderr)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._stop.set()

    def _serve(self) -> None:
        self._restart()
        folders = [ROOT / name for name in _SOURCES]
        changes = watch(
            *folders,
            watch_filter=PythonFilter(extra_extensions=_EXTENSIONS),
            stop_event=self._stop,
            rust_timeout=500,
            yield_on_timeout=True,
            raise_interrupt=False,
        )
        for changed in changes:
            if changed:
                print("The code changed: starting again, cases are kept.", flush=True)
                self._restart()
            elif self._child is not None and self._child.poll() is not None:
                print("The desk stopped; it starts again after the next change.", flush=True)
                self._child = None

    def _restart(self) -> None:
        self._end_child()
        self._build()
        if self._stop.is_set():
            return
        self._child = subprocess.Popen(
            [sys.executable, "-m", "infra.local.worker", self._local.tenant, str(self._local.site)],
            cwd=ROOT,
            env={**os.environ, **self._local.environment()},
            start_new_session=True,
        )
        if self._answers():
            local = self._local
            print(
                f"Burgerloket {tenant_title(local.tenant)}: {local.site_url}  "
                f"sign-in {local.issuer}  payments {local.payments_url}  "
                f"mailbox {local.site_url}/_local/mailbox",
                flush=True,
            )

    def _build(self) -> None:
        """Generate the static site; the generator itself knows when there is nothing to do."""
        command = [sys.executable, "-m", "frontend.build", "--tenant", self._local.tenant]
        changed = self._local.state / "settings.jsonl"  # see site_watch.py
        command += ["--settings", str(changed)] if changed.is_file() else []
        process = subprocess.Popen(
            [*command, "--out", str(self._local.pages), "--calendar", str(self._local.calendar)],
            cwd=ROOT,
            start_new_session=True,
        )
        while process.poll() is None:
            if self._stop.wait(0.05):
                process.terminate()
        if process.returncode and not self._stop.is_set():
            print("The site could not be built; the pages of before stay.", file=sys.stderr)

    def _answers(self) -> bool:
        """Wait until site, functions and sign-in all answer."""
        local = self._local
        left = {
            f"{local.site_url}/_local/",
            f"http://{LOOPBACK}:{local.runtime}/",
            f"{local.issuer}/.well-known/openid-configuration",
            f"{local.payments_url}/",
        }
        for _ in range(int(_STARTING / 0.1)):
            left = {url for url in left if not _is_up(url)}
            if not left:
                return True
            gone = self._child is not None and self._child.poll() is not None
            if gone or self._stop.wait(0.1):
                return False
        print(f"No answer from {', '.join(sorted(left))}", file=sys.stderr)
        return False

    def _end_child(self) -> None:
        if self._child is None:
            return
        self._child.terminate()
        try:
            self._child.wait(15)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._child = None


def _is_up(url: str) -> bool:
    """Tell whether something answers there, whatever it says."""
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False
