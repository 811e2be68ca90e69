"""The whole local desk in one process, for tests: `with LocalStack() as stack: ...`."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import boto3
from werkzeug.test import Client, TestResponse

from infra.local.calendar import write_calendar
from infra.local.checkpoint import MemoryCheckpoint
from infra.local.clock import MovableClock
from infra.local.cloud import cloud, functions
from infra.local.config import (
    OIDC_CLIENT_ID,
    OIDC_CLIENT_SECRET,
    OUTSIDE_KEY,
    PAYMENT_KEY,
    REGISTER_CLIENT_ID,
    REGISTER_CLIENT_SECRET,
    ROOT,
    Local,
)
from infra.local.desk import Desk
from infra.local.mails import Mail
from infra.local.neighbours import Neighbours
from infra.local.outside import OutsideParties
from infra.local.payments import PaymentService
from infra.local.serve import Served

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_LONGEST_SETTLE = 120.0  # seconds


def identity_provider(local: Local, clock: MovableClock) -> "WSGIApplication":
    """The test identity provider, which knows the desk as its only client."""
    from infra.local.identity import Client as OidcClient
    from infra.local.identity import create_app, load_personas

    desk = OidcClient(
        client_id=OIDC_CLIENT_ID,
        client_secret=OIDC_CLIENT_SECRET,
        redirect_uris=(f"{local.site_url}/desk/signed-in",),
        post_logout_redirect_uris=(f"{local.site_url}/desk/signed-out",),
    )
    return create_app(issuer=local.issuer, clients=[desk], personas=load_personas(), clock=clock)


def payment_service(local: Local, clock: MovableClock) -> PaymentService:
    """The test payment service, which knows the desk by its key."""
    return PaymentService(url=local.payments_url, key=PAYMENT_KEY, clock=clock)


def population_register(clock: MovableClock) -> "WSGIApplication":
    """The stand-in of the population register, with the same people."""
    from infra.local.identity import load_personas
    from infra.local.register import create_app

    return create_app(
        client_id=REGISTER_CLIENT_ID,
        client_secret=REGISTER_CLIENT_SECRET,
        personas=load_personas(),
        clock=clock,
    )


class LocalStack:
    """One tenant's desk on free ports. With `background`, it works by itself as `run` does.

    Without it nothing moves until `settle`, so that a test can look at every step and make any
    fail: `stack.pump.handler` and `stack.events.handler` may be replaced by a wrapper.
    """

    def __init__(
        self,
        tenant: str = "mechelen",
        *,
        background: bool = False,
        pages: Path | None = None,
        scans: bool = False,
    ) -> None:
        self._tenant = tenant
        self.background = background
        self._scans = scans
        self._pages = pages or ROOT / "build" / "site" / tenant
        self._environment: dict[str, str | None] = {}
        self._served: list[Served] = []
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        """Start everything, empty."""
        self.cloud = cloud()
        self.cloud.reset()
        self.clock = MovableClock()
        self.cloud.follow(self.clock.now)
        site = Served(lambda environ, start: self.desk.gateway(environ, start))
        sign_in = Served(lambda environ, start: self._identity(environ, start))
        payments = Served(lambda environ, start: self.payments.app(environ, start))
        self.outside = OutsideParties(
            secret=OUTSIDE_KEY, clock=self.clock, url=lambda: self.local.outside_url
        )
        outside = Served(self.outside)
        register = Served(population_register(self.clock))
        self.neighbours = Neighbours(
            url=lambda: self.local.neighbours_url,
            desk=lambda: self.local.site_url,
            clock=self.clock,
        )
        neighbours = Served(self.neighbours)
        self._served = [site, sign_in, payments, outside, register, neighbours]
        self.local = Local(
            tenant=self._tenant,
            site=site.port,
            identity=sign_in.port,
            cloud=self.cloud.port,
            runtime=0,
            state=ROOT / ".local" / "tests",
            pages=self._pages,
            payments=payments.port,
            outside=outside.port,
            register=register.port,
            neighbours=neighbours.port,
            scans=self._scans,
        )
        write_calendar(self.local.calendar, datetime.now(UTC).date())
        self._set_environment(self.local.environment())
        try:
            self._identity = identity_provider(self.local, self.clock)
            self.payments = payment_service(self.local, self.clock)
            self.payments.webhooks.pauses = (0.0, 0.05, 0.1)  # no test waits as long as people do
            self.desk = Desk(
                self.local,
                cloud=self.cloud,
                clock=self.clock,
                checkpoint=MemoryCheckpoint(),
                changes=self.cloud.changes,
            )
        except BaseException:
            self._end()
            raise
        self.pump = self.desk.pump
        self.dossiers = self.desk.dossiers  # moves by itself in no test: `tell`
        self.events = self.desk.events
        functions.local = dict(self.desk.functions)
        self._client = self.client()
        if self.background:
            for work in (
                lambda stop: self.cloud.mail_events.run_forever(stop, self._tell_of_mail),
                self.pump.run_forever,
                self.dossiers.run_forever,
                self.events.run_forever,
                self.outside.run_forever,
            ):
                self._threads.append(threading.Thread(target=work, args=(self._stop,), daemon=True))
                self._threads[-1].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop everything and forget it."""
        self._end()

    def _end(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(5)
        for served in self._served:
            served.stop()
        self.cloud.reset()
        functions.local = {}
        for name, value in self._environment.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    def _set_environment(self, values: dict[str, str]) -> None:
        self._environment = {name: os.environ.get(name) for name in values}
        os.environ.update(values)
        boto3.DEFAULT_SESSION = None

    @property
    def url(self) -> str:
        """Where a browser finds the site."""
        return self.local.site_url

    def client(self) -> Client:
        """A browser without a screen, with cookies of its own."""
        return Client(self.desk.gateway)

    def get(self, path: str, **more: Any) -> TestResponse:  # noqa: ANN401
        """GET with the stack's own client; see `werkzeug.test.EnvironBuilder` for what it takes."""
        return self._client.get(path, base_url=self.url, **more)

    def post(self, path: str, **more: Any) -> TestResponse:  # noqa: ANN401
        """POST with the stack's own client."""
        return self._client.post(path, base_url=self.url, **more)

    def mails(self, to: str = "") -> list[Mail]:
        """The mails to an address, or all of them, newest first."""
        return self.cloud.mails(to)

    def settle(self) -> None:
        """Let stream, events and workflows work until nothing moves. TimeoutError after 120 s."""
        give_up = time.monotonic() + _LONGEST_SETTLE
        quiet = 0
        while quiet < 3:
            moved = self.pump.run_once().invocations + self.events.run_once()
            moved += self.cloud.mail_events.run_once(self._tell_of_mail)
            quiet = 0 if moved or not self._is_still else quiet + 1
            if time.monotonic() > give_up:
                message = "The desk does not come to rest"
                raise TimeoutError(message)
            time.sleep(0.01)

    def rests(self, longest: float = 30.0) -> bool:
        """Wait until the desk, which works in the background, has nothing left to do.

        That is: the stream was read, events were delivered, and each execution waits for somebody
        or has ended. What others still send (a payment service) is not foreseen. False when
        that took more than so many seconds.
        """
        give_up, quiet = time.monotonic() + longest, 0
        while quiet < 3 and time.monotonic() < give_up:
            quiet = quiet + 1 if self._is_still else 0
            time.sleep(0.01)
        return quiet >= 3

    @property
    def _is_still(self) -> bool:
        """Whether nothing is to be done, nor being done by a thread of the desk."""
        return (
            self.pump.has_read_all
            and self.events.are_delivered
            and self.cloud.mail_events.are_told
            and not self.cloud.busy()
        )

    def tell(self) -> None:
        """Let DOSIS be told of what changed until now."""
        self.dossiers.run_once()

    def _tell_of_mail(self, event: dict[str, Any]) -> None:
        functions.invoke(self.local.function("mail-event"), event)

    def forward(self, **step: float) -> int:
        """Move the clock (`days=3`, as for timedelta), settle; return how many terms lapsed."""
        self.settle()
        lapsed = self.desk.forward(timedelta(**step))
        self.settle()
        while more := self.desk.lapse():
            lapsed += more
            self.settle()
        return lapsed

    def redrive(self) -> int:
        """Try the dead letters again; return how many could be handled."""
        return self.desk.redrive().replayed

    def reset(self) -> None:
        """An empty desk at the real time; handlers that were replaced are put back."""
        self.pump.handler = self.desk.functions[self.local.function("stream")]
        self.dossiers.handler = self.desk.functions[self.local.function("dossiers")]
        self.events.handler = self.desk.functions[self.local.function("document-uploaded")]
        functions.local = dict(self.desk.functions)
        self.cloud.follow(self.clock.now)  # another desk in this process may have put its own
        self.desk.reset()
        self._client = self.client()
