"""The routes by which a clerk gathers the data of one person. The national number is only ever in a
posted form: never in an address."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from chalice.app import Chalice, Response

from functions.domain.authorisation import Duty
from functions.domain.case import Draft
from functions.domain.forms import read_posted, validate_topic
from functions.domain.numbers import write_case_number
from functions.domain.person import write_national_number
from functions.domain.privacy_views import AskPage, CaseOfView, InspectPage
from functions.domain.problems import Invalid, Problem
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import HistoryRow, Link
from functions.processes import find
from functions.services import gathering, inspecting, rights, signing_in
from functions.services.gathering import ACTING, APPLICANT, CaseOf, Everything
from functions.services.inspecting import ASKED, Asked
from functions.web import answer_lists, answers, histories, presenters, telling
from functions.web.own_data import own_file
from functions.web.questions import Form
from functions.web.visit import Visit

_PAGE = "/{lang}/desk/inspect"
NAMES = tuple(Asked.model_fields)
_PARTS = {
    APPLICANT: N_("Aanvrager"),
    ACTING: N_("Deed het voor iemand anders"),
}


def mount(app: Chalice) -> None:
    answers.route(app, _PAGE, inspect, ("GET", "POST"))


def inspector(visit: Visit) -> Session:
    session = visit.signed_in()
    rights.require_duty(session, Duty.INSPECT)
    visit._session = signing_in.touch(visit.ports, session)
    return session


def inspect(visit: Visit) -> Response:
    session = inspector(visit)
    if visit.request.method == "GET":
        return ask(visit, session, {}, ())
    try:
        asked = read_asked(visit, session)
    except Invalid as invalid:
        if visit.wants_json:
            raise
        return ask(visit, session, visit.form, invalid.problems)
    as_file = visit.form.get("format") == "file"
    found = inspecting.inspect(visit.ports, session, asked, "file" if as_file else "page")
    if as_file or visit.wants_json:
        return own_file(visit, found)
    return _page(visit, asked, found)


def read_asked(visit: Visit, session: Session) -> Asked:
    """Who asks what; raises Invalid."""
    raw = read_posted(Asked, visit.form, {})
    facts = visit.ports.facts(session.person, visit.lang)
    found, problems = validate_topic(ASKED, Asked, raw, {}, facts)
    if not isinstance(found, Asked):
        raise Invalid(problems)
    return found


def ask(
    visit: Visit, session: Session, typed: Mapping[str, str], problems: Sequence[Problem]
) -> Response:
    words = visit.words
    form = Form(words, visit.ports.facts(session.person, visit.lang), ASKED, typed, problems)
    view = AskPage(
        title=words.write(Asked.title),
        intro=words.write(Asked.intro),
        items=form.fields(Asked, _nothing(visit), lambda _: None, ""),
        errors=form.errors(),
        action=f"/{visit.lang}/desk/inspect",
        csrf=visit.csrf(),
    )
    code = 422 if problems else 200
    return answers.page(
        visit, "inspect-ask", view, title=view.title, status=code, has_error=bool(problems)
    )


def _nothing(visit: Visit) -> Draft:
    """A form without a draft: nothing was answered before."""
    now = visit.ports.clock.now()
    return Draft(
        case_id="", process="", procedure="", procedure_version=1, owner="", lang=visit.lang,
        created=now, updated=now, expires_at=0,
    )  # fmt: skip


def _page(visit: Visit, asked: Asked, found: Everything) -> Response:
    words, here = visit.words, f"/{visit.lang}/desk/inspect"
    view = InspectPage(
        title=words.write(N_("Wat we van deze persoon bewaren")),
        person=write_national_number(asked.national_number),
        made=words.moment(found.at),
        cases=tuple(_case(visit, case, found.ref) for case in found.cases),
        drafts=tuple(_draft(visit, draft) for draft in found.drafts),
        rows=_rows(visit, found),
        other=_written([*gathering.shown_mandates(found), *found.lists, *found.other]),
        hidden=hidden(asked),
        action=here,
        erase_action=f"{here}/erase",
        csrf=visit.csrf(),
        back=Link(words.write(N_("Iemand anders opzoeken")), here),
        is_empty=found.is_empty,
    )
    return answers.page(visit, "inspect", view, title=view.title)


def hidden(asked: Asked) -> tuple[tuple[str, str], ...]:
    return tuple((name, getattr(asked, name)) for name in NAMES)


def _written(items: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(items, ensure_ascii=False, indent=1, default=str) if items else ""


def _case(visit: Visit, found: CaseOf, ref: str) -> CaseOfView:
    words, case, procedure = visit.words, found.file.case, found.procedure
    if procedure is None:  # of a version of the desk that had it
        other = _written([gathering.shown_answers(found)])
        number = write_case_number(case.number)
        return CaseOfView(f"{case.process}/{case.procedure}", number, "", "", (), (), other=other)
    is_applicant = found.part == APPLICANT
    facts = visit.ports.facts(case.applicant, visit.lang)
    shown = answer_lists.Answers(words, facts, procedure, presenters.case_link(visit.lang, case))
    events = gathering.shown_events(found, ref)
    file = found.file.model_copy(update={"events": events})
    return CaseOfView(
        title=words.write(procedure.guide.title),
        number=write_case_number(case.number),
        part=words.write(_PARTS.get(found.part, N_("Andere betrokkene"))),
        status=telling.status(words, procedure, case),
        topics=shown.topics(case.answers, {}, party="" if is_applicant else found.part),
        history=histories.history(words, procedure, file, names=False),
        documents=tuple(d.name for d in case.documents.values()) if is_applicant else (),
        notes=tuple(
            HistoryRow(words.moment(e.at), "", e.data["text"], e.at.isoformat(timespec="seconds"))
            for e in events
            if e.kind == "noted"
        ),
        other=_written(found.other),
    )


def title_of(visit: Visit, procedure: Procedure | None, fallback: str) -> str:
    return visit.words.write(procedure.guide.title) if procedure else fallback


def _draft(visit: Visit, draft: Draft) -> tuple[str, str]:
    title = title_of(visit, find(draft.process, draft.procedure), draft.procedure)
    last = visit.words.write(say(N_("Laatst bewaard op %(moment)s"), moment=draft.updated))
    if draft.applicant:
        title = visit.words.write(say(N_("%(title)s (voor iemand anders)"), title=title))
    return title, last


def _rows(visit: Visit, found: Everything) -> tuple[tuple[str, str], ...]:
    """How much there is of everything."""
    rows = (
        (N_("Zaken"), len(found.cases)),
        (N_("Formulieren die niet ingediend zijn"), len(found.drafts)),
        (N_("Volmachten en bewindvoeringen"), len(found.mandates)),
        (N_("Lijsten van kiezers"), len(found.lists)),
        (N_("Sessies op deze website"), len(found.sessions)),
        (N_("Andere gegevens"), len(found.other)),
    )
    return tuple((visit.words.write(label), str(count)) for label, count in rows)
