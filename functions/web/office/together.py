"""The routes to decide many cases at once: the list of what is open at a step, and what came of
it. Without a script: a form with a box per case."""

from urllib.parse import urlencode

from chalice.app import Chalice, Response

from functions.domain.case import Case, Task
from functions.domain.numbers import write_case_number
from functions.domain.problems import Invalid, NotAllowed
from functions.domain.procedure import Procedure
from functions.domain.queue_views import TogetherDonePage, TogetherLine, TogetherPage
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import FieldView, Link, OptionView
from functions.domain.workflow import Step
from functions.services import signing_in, together
from functions.web import answers, presenters
from functions.web.office.words import error_at, errors_of
from functions.web.visit import Visit

_BOX = "case-"


def mount(app: Chalice) -> None:
    answers.route(
        app, "/{lang}/desk/work/together/{process}/{procedure}/{step}", page, ("GET", "POST")
    )


def page(visit: Visit) -> Response:
    session = visit.signed_in()
    if not session.roles:
        raise NotAllowed
    key = f"{visit.param('process')}/{visit.param('procedure')}"
    procedure, step = together.step_at(session, key, visit.param("step"))
    visit._session = signing_in.touch(visit.ports, session)
    if visit.request.method == "GET":
        return _list(visit, session, procedure, step)
    ids = [name.removeprefix(_BOX) for name in visit.form if name.startswith(_BOX)]
    choice = visit.form.get("choice", "")
    try:
        done = together.decide(visit.ports, procedure, session, step, ids, choice)
    except Invalid as invalid:
        if visit.wants_json:
            raise
        return _list(visit, session, procedure, step, invalid)
    return _done(visit, step, done)


def _here(visit: Visit, **query: str) -> str:
    asked = urlencode({name: value for name, value in query.items() if value})
    return visit.path + (f"?{asked}" if asked else "")


def _list(
    visit: Visit,
    session: Session,
    procedure: Procedure,
    step: Step,
    invalid: Invalid | None = None,
) -> Response:
    words, after = visit.words, visit.query("after") or visit.form.get("after", "")
    tasks = together.open_tasks(visit.ports, procedure, step, after)
    cases = {c.id: c for c in visit.ports.store.cases([t.case_id for t in tasks.tasks])}
    errors = errors_of(words, invalid)
    view = TogetherPage(
        title=words.write(procedure.guide.title),
        intro=words.write(step.title),
        lines=tuple(
            _line(visit, session, cases[task.case_id], task)
            for task in tasks.tasks
            if task.case_id in cases
        ),
        choice=FieldView(
            "choice",
            "choice",
            "choice",
            words.write(N_("Wat beslis je?")),
            error=error_at(errors, "choice"),
            options=tuple(
                OptionView(
                    outcome.value,
                    words.write(outcome.label),
                    words.write(outcome.consequence),
                    checked=visit.form.get("choice") == outcome.value,
                )
                for outcome in together.outcomes(step)
            ),
        ),
        action=_here(visit, after=after),
        csrf=visit.csrf(),
        back=Link(words.write(N_("Werklijst")), f"/{visit.lang}/desk/work"),
        check_all=Link(words.write(N_("Kruis alles aan")), _here(visit, all="yes", after=after)),
        next_page=Link(words.write(N_("Volgende zaken")), _here(visit, after=tasks.after))
        if tasks.after
        else None,
        errors=errors,
    )
    title = f"{words.write(N_('Samen beslissen'))}: {view.title}"
    return answers.page(
        visit, "together", view, title=title, status=422 if errors else 200, has_error=bool(errors)
    )


def _line(visit: Visit, session: Session, case: Case, task: Task) -> TogetherLine:
    """What needs a look of its own (a remark, a colleague who has it) is not ticked with all."""
    words = visit.words
    is_own = task.holder == session.person.ref
    name = f"{_BOX}{case.id}"
    is_plain = not case.reason and (is_own or not task.holder)
    return TogetherLine(
        id=name,
        name=name,
        person=case.applicant.name,
        number=write_case_number(case.number),
        deadline=words.moment(task.deadline),
        holder=words.write(N_("jij")) if is_own else task.holder_name,
        reason=case.reason,
        href=f"{presenters.case_link(visit.lang, case)}/review",
        is_checked=name in visit.form or (visit.query("all") == "yes" and is_plain),
    )


def _done(visit: Visit, step: Step, done: list[together.Done]) -> Response:
    words = visit.words
    count = sum(one.refusal is None for one in done)
    told = N_("1 zaak is beslist.") if count == 1 else N_("%(count)s zaken zijn beslist.")
    view = TogetherDonePage(
        title=words.write(N_("Samen beslist")),
        done=words.write(say(told, count=count)) if count else words.write(N_("Niets is beslist.")),
        left=tuple(
            (_named(visit, one.case), words.write(one.refusal.explanation))
            for one in done
            if one.refusal
        ),
        back=Link(words.write(N_("Werklijst")), f"/{visit.lang}/desk/work"),
        again=Link(words.write(step.title), visit.path),
    )
    return answers.page(visit, "together-done", view, title=view.title)


def _named(visit: Visit, case: Case | None) -> Link:
    """A case that this clerk may see, by name and number; any other by nothing."""
    if case is None:
        return Link(visit.words.write(N_("Een zaak die jij niet mag zien")), "")
    link = presenters.case_link(visit.lang, case)
    return Link(f"{case.applicant.name}, {write_case_number(case.number)}", f"{link}/review")
