"""Everything of the desk that runs our own code: gateway, stream consumer, events, functions."""

import json
import tomllib
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any, Protocol
from urllib.parse import quote

from chalice.local import LambdaContext

from infra.dead_letters import Redriven
from infra.local.changes import Changes
from infra.local.checkpoint import Checkpoint, MemoryCheckpoint
from infra.local.clock import MovableClock, lapse
from infra.local.config import ROOT, Local
from infra.local.dead_letters import redrive
from infra.local.desk_pages import DeskPages
from infra.local.gateway import Api, Gateway
from infra.local.mails import Mail
from infra.local.provision import provision
from infra.local.pump import Handler, Pump
from infra.local.scanner import Scanner
from infra.local.uploads import Events, Uploads

# The function of functions.events behind each name
_ENTRIES = {
    "workflow-task": "workflow_task",
    "stream": "stream",
    "dossiers": "dossiers",
    "document-uploaded": "document_uploaded",
    "agenda": "agenda",
    "documents": "documents",
    "mail-event": "mail_event",
}
_MEMORY = 512  # MB
_LONGEST = 60_000  # milliseconds that a function may run
_STRIDE = timedelta(days=10)


class HasMails(Protocol):
    """The part of the cloud that is not reached through AWS's own API."""

    def mails(self, to: str = "") -> list[Mail]:
        """Mails, newest first."""

    def empty(self) -> None:
        """Forget everything but the definitions of the state machines."""


class RemoteCloud:
    """The same, from the process that reloads."""

    def __init__(self, url: str) -> None:
        self._url = url

    def mails(self, to: str = "") -> list[Mail]:
        """See HasMails."""
        address = f"{self._url}/_cloud/mails?to={quote(to)}"
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
            return [Mail.from_dict(mail) for mail in json.load(answer)]

    def empty(self) -> None:
        """See HasMails."""
        with urllib.request.urlopen(f"{self._url}/_cloud/empty", b"", timeout=30):  # noqa: S310
            pass


def tenant_title(tenant: str) -> str:
    """The municipality's name as people say it."""
    data = tomllib.loads((ROOT / "infra" / "tenants" / f"{tenant}.toml").read_text("utf-8"))
    return str(data.get("place") or data.get("title") or tenant.title())


def lambda_functions(local: Local) -> dict[str, Handler]:
    """Our functions by their full name, each called with a context as Lambda gives it."""
    events = import_module("functions.events")
    return {
        local.function(name): with_context(local.function(name), getattr(events, entry))
        for name, entry in _ENTRIES.items()
    }


def with_context(name: str, handler: Handler) -> Callable[[dict[str, Any], Any], Any]:
    """A function that is given a fresh context at every call."""

    def call(event: dict[str, Any], _context: object = None) -> Any:  # noqa: ANN401
        return handler(event, LambdaContext(name, _MEMORY, _LONGEST))

    return call


class Desk:
    """The running desk of one tenant. The environment must be set before it is made."""

    def __init__(
        self,
        local: Local,
        *,
        cloud: HasMails,
        clock: MovableClock,
        checkpoint: Checkpoint,
        dossiers: Checkpoint | None = None,
        changes: Changes | None = None,
    ) -> None:
        self.local = local
        self.clock = clock
        self._wire(clients=True)
        self.cloud = cloud
        self.functions = lambda_functions(local)
        self.pump = Pump(
            table=local.table,
            handler=self.functions[local.function("stream")],
            queue_url=local.queue_url,
            checkpoint=checkpoint,
            changes=changes,
        )
        # a second mapping of the same stream, with a checkpoint and dead letters of its own
        self.dossiers = Pump(
            table=local.table,
            handler=self.functions[local.function("dossiers")],
            queue_url=local.dossier_queue_url,
            checkpoint=dossiers or MemoryCheckpoint(),
            changes=changes,
        )
        self.events = Events(self.functions[local.function("document-uploaded")])
        self.gateway = Gateway(
            local=local,
            api=Api(
                import_module("functions.app").app,
                import_module("functions.web.answers").missing,
            ),
            # at the real time, as boto3 signs: a moved clock must not make every form expire
            uploads=Uploads(bucket=local.bucket, created=self._created),
            desk=DeskPages(local, tenant_title(local.tenant), self),
        )
        self._told: set[str] = set()
        provision(local)

    def _created(self, event: dict[str, Any]) -> None:
        self.events.put(event)
        if self.local.scans:
            Scanner(self.events.put).created(event)

    def _wire(self, *, clients: bool) -> None:
        """Build our functions' ports anew, on this desk's clock; clients: those of AWS as well."""
        wiring = import_module("functions.wiring")
        wiring.reset(clients=clients)
        wiring.override(clock=self.clock)

    def mails(self, to: str = "") -> list[Mail]:
        """The mails to an address, or all of them, newest first."""
        return self.cloud.mails(to)

    def lapse(self) -> int:
        """End the tasks whose term has passed."""
        return lapse(self.local.table, self.clock.now(), self._told)

    def do_what_is_due(self) -> int:
        """What EventBridge's schedule does every hour."""
        done: int = self.functions[self.local.function("agenda")]({}, None)["done"]
        return done

    def forward(self, step: timedelta) -> int:
        """Move the clock, do what is due and end what lapses; return how many lapsed."""
        while step > _STRIDE:  # the agenda does not look back for longer than two weeks
            self.clock.forward(_STRIDE)
            self.do_what_is_due()
            step -= _STRIDE
        self.clock.forward(step)
        self.do_what_is_due()
        return self.lapse()

    def redrive(self) -> Redriven:
        """Try every dead letter again, then look in the table for what no letter tells of."""
        result = redrive(self.local.queue_url, self.pump.handler)
        told = redrive(self.local.dossier_queue_url, self.dossiers.handler)
        result.add(told)
        ports = import_module("functions.wiring").ports()
        reacting = import_module("functions.services.reacting")
        result.forgotten = reacting.start_forgotten(ports) + reacting.resume_forgotten(ports)
        return result

    def reset(self) -> None:
        """An empty desk at the real time."""
        self.events.forget()
        self._told.clear()
        self.cloud.empty()
        self._forget_payments()
        with urllib.request.urlopen(f"{self.local.outside_url}/reset", b"", timeout=30):  # noqa: S310
            pass
        if self.local.neighbours:
            address = f"{self.local.neighbours_url}/reset"
            with urllib.request.urlopen(address, b"", timeout=30):  # noqa: S310
                pass
        self.clock.reset()
        self._wire(clients=False)  # another desk in this process may have put its own
        provision(self.local)

    def _forget_payments(self) -> None:
        """Empty the test payment service, wherever it runs."""
        if self.local.payments:
            address = f"{self.local.payments_url}/_local/reset"
            with urllib.request.urlopen(address, b"", timeout=30):  # noqa: S310
                pass
