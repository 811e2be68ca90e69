"""The work queue: what a clerk has to do, has in hand, or waits for, in constant work.

However many cases are open, a page reads at most the first hundred tasks of each queue (by term),
counts among those, and reads on from a place in the queue where the page lies further.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from functions import processes
from functions.domain.authorisation import Action
from functions.domain.case import Task
from functions.domain.session import Session
from functions.services import rights
from functions.services.ports import LATEST, Page, Ports

COUNTED = 100  # of each queue
ON_A_PAGE = 25
SOON = timedelta(days=3)

Whose = Literal["", "mine", "waiting"]
Term = Literal["", "late", "soon"]
WHOSE: tuple[Whose, ...] = ("", "mine", "waiting")
TERMS: tuple[Term, ...] = ("", "late", "soon")


@dataclass(frozen=True)
class Filters:
    """What stays in the address. whose: what waits for this role, for this clerk, or for others
    than the desk. process: its name. Empty: everything."""

    whose: Whose = ""
    process: str = ""
    term: Term = ""

    def query(self) -> str:
        """As in an address: nothing where nothing is filtered."""
        return urlencode({name: value for name, value in vars(self).items() if value})

    @property
    def is_plain(self) -> bool:
        return self == Filters(whose=self.whose)


def filters_in(query: str) -> Filters:
    """The filters in an address; what is no filter of ours is left out."""
    given = dict(parse_qsl(query))
    whose, process, term = (given.get(name, "") for name in ("whose", "process", "term"))
    known = {process.name for process in processes.all_processes()}
    return Filters(
        whose if whose in WHOSE else "",
        process if process in known else "",
        term if term in TERMS else "",
    )


@dataclass(frozen=True)
class Count:
    """How many there are, among what was read; `is_more`: perhaps more than that."""

    number: int
    is_more: bool = False


@dataclass(frozen=True)
class _Place:
    """One queue to read. `process`: of all its tasks; empty for what a clerk has in hand."""

    process: str
    read: Callable[[str, str, int], Page]  # after, until, most


class Queue:
    """What stands on one list now; made with one reading of each of its queues."""

    def __init__(self, ports: Ports, session: Session, whose: Whose) -> None:
        self._now = ports.clock.now()
        self._places = list(_places(ports, session, whose))
        self._allowed = session.roles
        self._whose = whose
        self._first = [(place, place.read("", LATEST, COUNTED)) for place in self._places]

    @property
    def processes(self) -> tuple[str, ...]:
        """The names of the processes that have a queue here, or a task."""
        named = {place.process for place in self._places}
        found = {task.process for _, page in self._first for task in self._of(page, Filters())}
        return tuple(sorted((named | found) - {""}))

    def read(self) -> list[Task]:
        """The first tasks of each queue, whatever their term."""
        return [task for _, page in self._first for task in self._of(page, Filters())]

    def count(self, filters: Filters) -> Count:
        """Among the first tasks of each queue."""
        _, until = self._range(filters)
        number = sum(len(self._of(page, filters)) for _, page in self._first)
        return Count(number, any(page.after < until for page in self._partly(filters)))

    def page(self, filters: Filters, after: str = "") -> Page:
        """The tasks of one page, the shortest term first."""
        since, until = self._range(filters)
        pages = [page for place, page in self._first if _is_of(place, filters)]
        if after or not self._is_certain(filters):
            start = max(after, since)
            pages = [
                place.read(start, until, ON_A_PAGE + 1)
                for place in self._places
                if _is_of(place, filters)
            ]
        tasks = sorted(
            (task for page in pages for task in self._of(page, filters)), key=lambda t: t.place
        )
        shown = tuple(tasks[:ON_A_PAGE])
        further = [page.after for page in pages if page.after and page.after < until]
        if len(tasks) > ON_A_PAGE:
            return Page(shown, shown[-1].place)
        return Page(shown, min(further) if further else "")

    def _is_certain(self, filters: Filters) -> bool:
        """Whether the first page of these is among what was read."""
        _, until = self._range(filters)
        ends = [page.after for page in self._partly(filters) if page.after < until]
        tasks = sorted(task.place for _, page in self._first for task in self._of(page, filters))
        if not ends:
            return True
        return len(tasks) > ON_A_PAGE and tasks[ON_A_PAGE] <= min(ends)

    def _partly(self, filters: Filters) -> Iterable[Page]:
        """The queues that were not read to their end."""
        return (page for place, page in self._first if page.after and _is_of(place, filters))

    def _range(self, filters: Filters) -> tuple[str, str]:
        """From and until where in a queue, which is in the order of terms."""
        now, soon = self._now.isoformat(), (self._now + SOON).isoformat()
        return {"": ("", LATEST), "late": ("", now), "soon": (now, soon)}[filters.term]

    def _of(self, page: Page, filters: Filters) -> list[Task]:
        since, until = self._range(filters)
        return [
            task
            for task in page.tasks
            if filters.process in ("", task.process)
            and since <= task.place < until
            # what is in hand of a role that they no longer have is not shown to them
            and (self._whose != "mine" or task.role in self._allowed)
        ]


def _is_of(place: _Place, filters: Filters) -> bool:
    return "" in (place.process, filters.process) or place.process == filters.process


def _places(ports: Ports, session: Session, whose: Whose) -> Iterable[_Place]:
    store = ports.store
    if whose == "mine":
        ref = session.person.ref
        yield _Place("", lambda a, u, n: store.held_by(ref, after=a, until=u, most=n))
    elif whose == "waiting":
        for procedure in processes.all_procedures():
            if rights.held(session, Action.SEE, procedure):
                yield _Place(procedure.process, _waiting(ports, procedure.key))
    else:
        for role, process in queues_of(session.roles):
            yield _Place(process, _queued(ports, role, process))


def _waiting(ports: Ports, key: str) -> Callable[[str, str, int], Page]:
    return lambda a, u, n: ports.store.waiting(key, after=a, until=u, most=n)


def _queued(ports: Ports, role: str, process: str) -> Callable[[str, str, int], Page]:
    return lambda a, u, n: ports.store.queue(role, process, after=a, until=u, most=n)


def queues_of(roles: frozenset[str]) -> Sequence[tuple[str, str]]:
    """The queues of these roles: one per role and process that has a step for it."""
    found = {
        (role, procedure.process)
        for procedure in processes.all_procedures()
        for step in procedure.workflow.steps
        for role in (step.role, step.lapse.escalate_to)
        if role in roles
    }
    return sorted(found)
