"""The routes of retention: what was kept long enough, seen first, then deleted."""

from chalice.app import Chalice, Response

from functions import processes
from functions.domain import retention as rule
from functions.domain.authorisation import Duty
from functions.domain.numbers import write_case_number
from functions.domain.privacy_views import (
    DueRow,
    RetentionLine,
    RetentionPage,
    RetentionRunPage,
)
from functions.domain.problems import NotFound
from functions.domain.procedure import Procedure
from functions.domain.retention import Kept
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import Link
from functions.services import keeping, rights, signing_in
from functions.services.keeping import AT_ONCE, COUNTED, Due
from functions.web import answers
from functions.web.office.words import retention_note
from functions.web.visit import Visit


def mount(app: Chalice) -> None:
    page = "/{lang}/desk/retention"
    answers.route(app, page, overview)
    answers.route(app, f"{page}/{{process}}/{{name}}", of_procedure, ("GET", "POST"))


def _manager(visit: Visit) -> Session:
    session = visit.signed_in()
    rights.require_duty(session, Duty.RETAIN)
    visit._session = signing_in.touch(visit.ports, session)
    return session


def overview(visit: Visit) -> Response:
    """One request a procedure, whatever is kept."""
    _manager(visit)
    found = [keeping.due(visit.ports, p) for p in processes.all_procedures()]
    view = RetentionPage(
        lines=tuple(_line(visit, due) for due in found),
        is_empty=not any(due.cases for due in found),
    )
    return answers.page(visit, "retention", view, title=visit.words.write(N_("Bewaren en wissen")))


def _line(visit: Visit, due: Due) -> RetentionLine:
    words = visit.words
    return RetentionLine(
        title=words.write(due.procedure.guide.title),
        href=f"/{visit.lang}/desk/retention/{due.procedure.key}",
        term=words.write(say(N_("%(days)s dagen"), days=due.days)),
        note=retention_note(words, due.procedure),
        until=words.date(due.until),
        due=_counted(visit, due),
    )


def _counted(visit: Visit, due: Due) -> str:
    if len(due.cases) > COUNTED:
        return visit.words.write(say(N_("meer dan %(count)s"), count=COUNTED))
    return str(len(due.cases))


def of_procedure(visit: Visit) -> Response:
    session = _manager(visit)
    procedure = processes.find(visit.param("process"), visit.param("name"))
    if procedure is None:
        raise NotFound
    here = f"/{visit.lang}/desk/retention/{procedure.key}"
    if visit.request.method == "POST":
        gone = keeping.run(visit.ports, session, procedure)
        if visit.wants_json:
            return answers.as_json({"deleted": gone})
        return answers.redirect(f"{here}?gone={gone}")
    return _page(visit, procedure, here)


def _page(visit: Visit, procedure: Procedure, here: str) -> Response:
    words = visit.words
    due = keeping.due(visit.ports, procedure)
    count = len(due.cases)
    rows = tuple(_row(visit, due, kept) for kept in due.cases[:COUNTED])
    more = button = ""
    if count > COUNTED:
        more = words.write(say(N_("Er zijn er meer dan %(count)s. De oudste staan hier."),
                               count=COUNTED))  # fmt: skip
    if count > AT_ONCE:
        button = words.write(say(N_("Verwijder de oudste %(count)s"), count=AT_ONCE))
    elif count:
        button = words.write(
            say(N_("Verwijder deze %(count)s"), count=count)
            if count > 1
            else N_("Verwijder deze zaak")
        )
    intro = say(
        N_("We bewaren een zaak %(days)s dagen nadat ze afgesloten is. Wat ten laatste op "
           "%(day)s afgesloten is, moet nu weg."),
        days=due.days,
        day=due.until,
    )  # fmt: skip
    view = RetentionRunPage(
        title=words.write(procedure.guide.title),
        intro=words.write(intro),
        rows=rows,
        more=more,
        button=button,
        action=here,
        csrf=visit.csrf(),
        back=Link(words.write(N_("Bewaren en wissen")), f"/{visit.lang}/desk/retention"),
        notice=_notice(visit),
    )
    title = f"{words.write(N_('Bewaren en wissen'))}: {view.title}"
    return answers.page(visit, "retention-run", view, title=title)


def _row(visit: Visit, due: Due, kept: Kept) -> DueRow:
    return DueRow(
        number=write_case_number(kept.number),
        closed=visit.words.date(kept.day),
        since=visit.words.date(rule.goes_on(kept.day, due.days)),
    )


def _notice(visit: Visit) -> str:
    gone = visit.query("gone")
    if not (gone.isascii() and gone.isdigit() and len(gone) <= 3):
        return ""
    text = N_("%(count)s zaken zijn verwijderd, met hun documenten.")
    if gone in ("0", "1"):
        text = N_("Een zaak is verwijderd, met haar documenten.")
        if gone == "0":
            text = N_("Er is niets verwijderd: deze zaken zijn intussen al weg of heropend.")
    return visit.words.write(say(text, count=gone))
