"""The routes of the work queue."""

from urllib.parse import urlencode

from chalice.app import Chalice, Response

from functions import processes
from functions.domain.authorisation import Action
from functions.domain.problems import NotAllowed
from functions.domain.session import Session
from functions.domain.texts import N_
from functions.domain.views import Link, WorkPage
from functions.services import lists, rights, signing_in
from functions.web import answers, presenters
from functions.web.office.words import ROLE_NAMES
from functions.web.visit import Visit

_ON_A_PAGE = 25


def mount(app: Chalice) -> None:
    answers.route(app, "/{lang}/desk/work", work)


def work(visit: Visit) -> Response:
    session = visit.signed_in()
    if not session.roles:
        raise NotAllowed
    visit._session = signing_in.touch(visit.ports, session)
    queues = _queues(session.roles)
    names = sorted({process for _, process in queues})
    wanted = visit.query("process")
    after = visit.query("after")
    pages = [
        visit.ports.store.queue(role, process, after=after, most=_ON_A_PAGE)
        for role, process in queues
        if wanted in ("", process)
    ]
    tasks = sorted((t for page in pages for t in page.tasks), key=lambda t: (t.deadline, t.case_id))
    shown = tasks[:_ON_A_PAGE]
    cases = {case.id: case for case in visit.ports.store.cases([t.case_id for t in shown])}
    now = visit.ports.clock.now()
    lines = tuple(
        presenters.work_line(
            visit.words,
            presenters.procedure_of(task.process, task.procedure),
            cases[task.case_id],
            task,
            now,
        )
        for task in shown
        if task.case_id in cases
    )
    more = len(tasks) > _ON_A_PAGE or any(page.after for page in pages)
    here = f"/{visit.lang}/desk/work"
    last = f"{shown[-1].deadline.isoformat()}#{shown[-1].case_id}" if more and shown else ""
    view = WorkPage(
        lines=lines,
        role_names=tuple(visit.words.write(ROLE_NAMES[role]) for role in sorted(session.roles)),
        filters=_filters(visit, names, wanted, here),
        next_page=_next_page(visit, here, wanted, last) if last else None,
        entries=tuple(
            Link(
                visit.words.write(procedure.guide.title),
                f"/{visit.lang}/desk/{procedure.key}/for",
            )
            for procedure in processes.all_procedures()
            if rights.held(session, Action.ENTER, procedure)
        ),
        lists=_lists(visit, session),
    )
    return answers.page(visit, "work", view, title=visit.words.write(N_("Werklijst")))


def _lists(visit: Visit, session: Session) -> Link | None:
    """To the lists, for a clerk who keeps some."""
    if not lists.keeps_some(session):
        return None
    return Link(visit.words.write(N_("Lijsten van kiezers")), f"/{visit.lang}/desk/lists")


def _queues(roles: frozenset[str]) -> list[tuple[str, str]]:
    """The queues of these roles: one per role and process that has a step for it."""
    found = {
        (role, procedure.process)
        for procedure in processes.all_procedures()
        for step in procedure.workflow.steps
        for role in (step.role, step.lapse.escalate_to)
        if role in roles
    }
    return sorted(found)


def _filters(
    visit: Visit, names: list[str], wanted: str, here: str
) -> tuple[tuple[Link, bool], ...]:
    titles = {process.name: process.title for process in processes.all_processes()}
    every = Link(visit.words.write(N_("Alles")), here)
    links = [Link(visit.words.write(titles[n]), f"{here}?process={n}") for n in names]
    return ((every, not wanted), *((link, link.href.endswith(f"={wanted}")) for link in links))


def _next_page(visit: Visit, here: str, wanted: str, after: str) -> Link:
    query = urlencode({"process": wanted, "after": after})
    return Link(visit.words.write(N_("Volgende")), f"{here}?{query}")
