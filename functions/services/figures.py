"""The statistics that a clerk may read: of their own procedures, over some months."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from functions import processes
from functions.domain.authorisation import Action
from functions.domain.figures import added
from functions.domain.problems import NotAllowed, NotFound
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.services import rights
from functions.services.ports import Ports

MOST_MONTHS: Final = 24
MOST_COMMENTS: Final = 100


@dataclass(frozen=True)
class Figures:
    """Of one procedure: by month, all together, and how many cases are open at this moment."""

    procedure: Procedure
    months: dict[str, Counter[str]]
    running: int

    @property
    def counts(self) -> Counter[str]:
        return added(self.months.values())


def procedures_of(session: Session) -> list[Procedure]:
    """Those of which this clerk reads the figures; NotAllowed without one."""
    found = [p for p in processes.all_procedures() if rights.held(session, Action.COUNT, p)]
    if not found:
        raise NotAllowed
    return found


def overview(ports: Ports, session: Session, months: Sequence[str]) -> list[Figures]:
    """Of every procedure of this clerk: a request for each month, and one for what is open."""
    procedures = procedures_of(session)
    read = {month: ports.tally.of_month(month) for month in months}
    running = ports.tally.running()
    return [
        Figures(
            procedure,
            {month: counts.get(procedure.key, Counter()) for month, counts in read.items()},
            running.get(procedure.key, 0),
        )
        for procedure in procedures
    ]


def of_procedure(
    ports: Ports, session: Session, process: str, name: str, months: Sequence[str]
) -> Figures:
    """Raises NotAllowed before it says whether there is such a procedure."""
    allowed = procedures_of(session)
    procedure = processes.find(process, name)
    if procedure is None:
        raise NotFound
    if procedure.key not in {p.key for p in allowed}:
        raise NotAllowed
    key = procedure.key
    read = {month: ports.tally.of_month(month, key).get(key, Counter()) for month in months}
    return Figures(procedure, read, ports.tally.running().get(key, 0))


def comments(ports: Ports, procedure: Procedure) -> list[str]:
    """What people wrote when their case had ended, without who."""
    return ports.tally.comments(procedure.key, most=MOST_COMMENTS)
