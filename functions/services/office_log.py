"""Write in the desk's own log what a clerk did outside a case: who, what, when, in a chain."""

from collections.abc import Mapping

from functions.domain.case import Event, happened
from functions.domain.logs import month_of
from functions.domain.person import Actor
from functions.domain.problems import Busy, Conflict
from functions.domain.session import Session
from functions.services.ports import Contended, Ports

_TRIES = 6


def note(
    ports: Ports,
    session: Session,
    kind: str,
    data: Mapping[str, str],
    *,
    log: str = "",
    actor: Actor | None = None,
) -> Event:
    """One line more; `data` holds no name and no national number of a citizen (a pseudonym may).
    `log`: another than the month's. `actor`: when that is no clerk; then without a name."""
    now = ports.clock.now()
    name = log or month_of(now)
    for _ in range(_TRIES):
        changed, event = happened(
            ports.logs.get(name), kind, at=now, actor=actor or session.as_clerk(), data=data
        )
        try:
            ports.logs.record(changed, event)
        except (Conflict, Contended):
            continue
        return event
    raise Busy
