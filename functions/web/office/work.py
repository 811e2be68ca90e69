"""The routes of the work queue: its page, the views that a clerk keeps, finding a case."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from chalice.app import Chalice, Response

from functions import processes
from functions.domain.authorisation import Action
from functions.domain.case import Case, Task
from functions.domain.numbers import write_case_number
from functions.domain.problems import Invalid, NotAllowed
from functions.domain.procedure import Procedure
from functions.domain.queue_views import (
    FilterGroup,
    FilterLink,
    SavedViews,
    WorkLine,
    WorkPage,
)  # fmt: skip
from functions.domain.session import Session
from functions.domain.staff import MOST_VIEWS
from functions.domain.texts import N_, Text, say
from functions.domain.views import Link
from functions.services import lists, rights, saved_views, signing_in, together
from functions.services.queue import TERMS, WHOSE, Count, Filters, Queue, Whose, filters_in
from functions.services.writing import Words
from functions.web import answers, presenters
from functions.web.office import find
from functions.web.office.words import ROLE_NAMES, errors_of, text_field
from functions.web.visit import Visit

_WHOSE = {
    "": N_("Te doen"),
    "mine": N_("Bij mij"),
    "waiting": N_("Wacht op anderen"),
}
_TERMS = {
    "": N_("Alle termijnen"),
    "late": N_("Te laat"),
    "soon": N_("Loopt bijna af"),
}
_EMPTY = {
    "": N_("Er ligt niets te wachten."),
    "mine": N_("Jij hebt nu geen zaken. Open een zaak in “Te doen” en neem ze."),
    "waiting": N_("We wachten nu op niemand anders."),
}


def mount(app: Chalice) -> None:
    answers.route(app, "/{lang}/desk/work", work)
    answers.route(app, "/{lang}/desk/work/views", views, ("POST",))


def clerk_of(visit: Visit) -> Session:
    """The clerk who asks; raises NotAllowed for anybody else."""
    session = visit.signed_in()
    if not session.roles:
        raise NotAllowed
    visit._session = signing_in.touch(visit.ports, session)
    return session


def work(visit: Visit) -> Response:
    session = clerk_of(visit)
    asked = {name: visit.query(name) for name in ("whose", "process", "term")}
    return _page(visit, session, filters_in(urlencode(asked)), visit.query("after"))


def views(visit: Visit) -> Response:
    """Keep the filters of the page under a name, or forget a name."""
    session = clerk_of(visit)
    filters = filters_in(visit.form.get("query", ""))
    try:
        if gone := visit.form.get("remove", ""):
            saved_views.remove(visit.ports, session, gone)
        else:
            name = visit.form.get("name", "")
            saved_views.save(visit.ports, session, name, filters.query())
    except Invalid as invalid:
        if visit.wants_json:
            raise
        return _page(visit, session, filters, "", invalid)
    return answers.redirect(_at(visit, filters))


def _at(visit: Visit, filters: Filters, after: str = "") -> str:
    query = filters.query()
    if after:
        query += ("&" if query else "") + urlencode({"after": after})
    return f"/{visit.lang}/desk/work" + (f"?{query}" if query else "")


def _page(
    visit: Visit,
    session: Session,
    filters: Filters,
    after: str,
    invalid: Invalid | None = None,
) -> Response:
    ports, words = visit.ports, visit.words
    # what others must do is counted where it is asked: it has a queue per procedure
    wanted = [w for w in WHOSE if w in ("", "mine", filters.whose)]
    queues = {whose: Queue(ports, session, whose) for whose in wanted}
    queue = queues[filters.whose]
    page = queue.page(filters, after)
    cases = {case.id: case for case in ports.store.cases([task.case_id for task in page.tasks])}
    now = ports.clock.now()
    lines = tuple(
        _work_line(
            words,
            presenters.procedure_of(task.process, task.procedure),
            cases[task.case_id],
            task,
            now,
            holder=_who_has(visit, session, task),
            note=_note(visit, task) if filters.whose == "mine" else "",
        )
        for task in page.tasks
        if task.case_id in cases
    )
    errors = errors_of(words, invalid)
    is_filtered = filters != Filters(filters.whose)
    view = WorkPage(
        lines=lines,
        role_names=tuple(words.write(ROLE_NAMES[role]) for role in sorted(session.roles)),
        filters=_filters(visit, queues, filters),
        find=find.form(visit),
        empty=words.write(_empty(visit, filters, after)),
        all_of_it=Link(words.write(N_("Bekijk alles")), _at(visit, Filters(filters.whose)))
        if is_filtered and not lines
        else None,
        next_page=Link(words.write(N_("Volgende")), _at(visit, filters, page.after))
        if page.after
        else None,
        first_page=Link(words.write(N_("Naar het begin")), _at(visit, filters)) if after else None,
        saved=_saved(visit, session, filters, invalid),
        together=tuple(
            Link(
                words.write(procedure.guide.title),
                f"/{visit.lang}/desk/work/together/{procedure.key}/{step.name}",
            )
            for procedure, step in together.steps_of(session)
        ),
        entries=tuple(
            Link(words.write(procedure.guide.title), f"/{visit.lang}/desk/{procedure.key}/for")
            for procedure in processes.all_procedures()
            if rights.held(session, Action.ENTER, procedure)
        ),
        lists=_lists(visit, session),
        errors=errors,
    )
    return answers.page(
        visit,
        "work",
        view,
        title=words.write(N_("Werklijst")),
        status=422 if errors else 200,
        has_error=bool(errors),
    )


def _who_has(visit: Visit, session: Session, task: Task) -> str:
    """A clerk by name, or who else must do something."""
    words = visit.words
    if task.role:
        is_own = task.holder == session.person.ref
        return words.write(N_("jij")) if is_own else task.holder_name
    if task.external:
        found = visit.ports.tenant.outside.get(task.external)
        return found.title if found else words.write(N_("een andere instantie"))
    is_applicant = task.party == "applicant"
    return words.write(N_("de aanvrager") if is_applicant else N_("een andere betrokkene"))


def _note(visit: Visit, task: Task) -> str:
    if not task.holder_from:
        return ""
    given = visit.words.write(say(N_("%(name)s gaf je deze zaak door."), name=task.holder_from))
    return f"{given} {task.holder_note}".strip()


def _filters(
    visit: Visit, queues: Mapping[Whose, Queue], filters: Filters
) -> tuple[FilterGroup, ...]:
    words, whose = visit.words, filters.whose
    titles = {process.name: process.title for process in processes.all_processes()}
    queue = queues[whose]

    def link(text: str, other: Filters, of: Queue | None, *, is_current: bool) -> FilterLink:
        count = _in_words(of.count(other)) if of else None
        return FilterLink(
            Link(words.write(text), _at(visit, other)),
            words.write(count) if count else "",
            is_current,
        )

    groups = [
        FilterGroup(
            words.write(N_("Wie iets moet doen")),
            tuple(link(_WHOSE[w], Filters(w), queues.get(w), is_current=w == whose) for w in WHOSE),
        ),
        FilterGroup(
            words.write(N_("Termijn")),
            tuple(
                link(
                    _TERMS[t],
                    Filters(whose, filters.process, t),
                    queue,
                    is_current=t == filters.term,
                )
                for t in TERMS
            ),
        ),
    ]
    names = [*dict.fromkeys((*queue.processes, *filter(None, [filters.process])))]
    if len(names) > 1 or filters.process:
        kinds = {"": N_("Alle soorten"), **{name: titles[name] for name in sorted(names)}}
        links = (
            link(
                text,
                Filters(whose, name, filters.term),
                queue,
                is_current=name == filters.process,
            )
            for name, text in kinds.items()
        )
        groups.append(FilterGroup(words.write(N_("Soort zaak")), tuple(links)))
    return tuple(groups)


def _in_words(count: Count) -> Text | None:
    """Nothing for what may be there and was not read so far."""
    if count.is_more:
        number = count.number - 1
        return say(N_("meer dan %(count)s zaken"), count=number) if number > 0 else None
    if count.number == 1:
        return say(N_("1 zaak"))
    return say(N_("%(count)s zaken"), count=count.number) if count.number else say(N_("geen zaken"))


def _empty(visit: Visit, filters: Filters, after: str) -> Text | str:
    """What to say where nothing stands: with which filters."""
    titles = {process.name: process.title for process in processes.all_processes()}
    chosen = [_TERMS[filters.term]] if filters.term else []
    chosen += [titles[filters.process]] if filters.process else []
    if after:
        return N_("Hierna komt niets meer.")
    if not chosen:
        return _EMPTY[filters.whose]
    told = ", ".join(visit.words.write(text) for text in (_WHOSE[filters.whose], *chosen))
    return say(N_("Hier staat niets met deze filters: %(filters)s."), filters=told)


def _saved(visit: Visit, session: Session, filters: Filters, invalid: Invalid | None) -> SavedViews:
    words, query = visit.words, filters.query()
    kept = visit.ports.staff.views(session.person.ref)
    name = text_field(
        words,
        "name",
        words.write(N_("Naam voor de filters die je nu ziet")),
        visit.form if invalid else {},
        errors_of(words, invalid),
        hint=N_("Bijvoorbeeld: volmachten die te laat zijn"),
    )
    return SavedViews(
        links=tuple(
            (Link(view.name, _at(visit, filters_in(view.query))), view.query == query)
            for view in kept
        ),
        name=name if len(kept) < MOST_VIEWS or invalid else None,
        query=query,
        action=f"/{visit.lang}/desk/work/views",
        csrf=visit.csrf(),
    )


def _lists(visit: Visit, session: Session) -> Link | None:
    """To the lists, for a clerk who keeps some."""
    if not lists.keeps_some(session):
        return None
    return Link(visit.words.write(N_("Lijsten van kiezers")), f"/{visit.lang}/desk/lists")


def _work_line(
    words: Words,
    procedure: Procedure,
    case: Case,
    task: Task,
    now: datetime,
    *,
    holder: str,
    note: str = "",
) -> WorkLine:
    term, kind = presenters.term_in_words(words, task.deadline, now)
    return WorkLine(
        subject=words.write(procedure.guide.title),
        person=case.applicant.name,
        number=write_case_number(case.number),
        term=term,
        term_kind=kind,
        deadline=words.moment(task.deadline),
        holder=holder,
        href=f"{presenters.case_link(words.lang, case)}/review",
        note=note,
    )
