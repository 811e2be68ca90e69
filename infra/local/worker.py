"""The process that holds our own code; it is started anew at every change of the code."""

import os
import signal
import sys
import threading

from infra.local.checkpoint import FileCheckpoint
from infra.local.clock import MovableClock
from infra.local.config import Local
from infra.local.desk import Desk, RemoteCloud
from infra.local.runtime import Runtime
from infra.local.serve import Served
from infra.local.site_watch import SiteWatch

_TICK = 5.0  # seconds between looks at the terms, once the clock was moved


def main(tenant: str, port: int) -> None:
    """Serve until SIGTERM, or until the process that started it is gone."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started us
    local = Local.on_ports(tenant, port)
    desk = Desk(
        local,
        cloud=RemoteCloud(local.cloud_url),
        clock=MovableClock(local.state / "clock"),
        checkpoint=FileCheckpoint(local.state / "stream.json"),
        dossiers=FileCheckpoint(local.state / "dossiers.json"),
    )
    runtime = Served(Runtime(desk.functions), port=local.runtime)
    site = Served(desk.gateway, port=local.site)
    workers = [
        threading.Thread(target=work, args=(stop,))
        for work in (desk.pump.run_forever, desk.dossiers.run_forever, desk.events.run_forever)
    ]
    for worker in workers:
        worker.start()
    parent, site_watch = os.getppid(), SiteWatch(local)
    while not stop.wait(_TICK if os.getppid() == parent else 0):
        if os.getppid() != parent:
            stop.set()
        else:
            desk.do_what_is_due()
            site_watch.look()
            if desk.clock.offset:
                desk.lapse()
    site_watch.stop()
    site.stop()
    for worker in workers:
        worker.join(10)
    runtime.stop()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
