"""Who did and saw what: the chain of a case, the desk's logs, and both for an inspector."""

import re
from collections.abc import Mapping
from datetime import date

from chalice.app import Chalice, Response

from functions.domain.audit import Break
from functions.domain.audit_views import AuditPage, ChainPage
from functions.domain.authorisation import Duty
from functions.domain.logs import SETTINGS, month_of
from functions.domain.numbers import is_case_id, write_case_number
from functions.domain.problems import Invalid, NotFound
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import Link
from functions.services import auditing, rights, signing_in
from functions.services.writing import Words
from functions.web import answers, presenters
from functions.web.office.audit_words import BREAKS, line_of, told_of_case, told_of_log
from functions.web.office.words import errors_of, text_field
from functions.web.visit import Visit

_BASE = "/{lang}/desk/audit"
_MONTHS = 12
_FORMS: Mapping[auditing.Form, tuple[str, str, str]] = {
    "lines": ("application/jsonl", "jsonl", N_("JSON, met alle hashes")),
    "csv": ("text/csv; charset=utf-8", "csv", N_("CSV, voor een rekenblad")),
}


def mount(app: Chalice) -> None:
    answers.route(app, _BASE, begin, ("GET", "POST"))
    answers.route(app, f"{_BASE}/case/{{case_id}}", case_page)
    answers.route(app, f"{_BASE}/case/{{case_id}}/{{form}}", case_file)
    answers.route(app, f"{_BASE}/log/{{log_id}}", log_page)
    answers.route(app, f"{_BASE}/log/{{log_id}}/{{form}}", log_file)


def _auditor(visit: Visit) -> Session:
    session = visit.signed_in()
    rights.require_duty(session, Duty.AUDIT)
    visit._session = signing_in.touch(visit.ports, session)
    return session


def _base(visit: Visit) -> str:
    return f"/{visit.lang}/desk/audit"


def _back(visit: Visit) -> Link:
    return Link(visit.words.write(N_("Controle")), _base(visit))


def begin(visit: Visit) -> Response:
    session = _auditor(visit)
    if visit.request.method == "GET":
        return _begin(visit)
    try:
        case_id = auditing.find(visit.ports, session, visit.form.get("number", ""))
    except Invalid as invalid:
        if visit.wants_json:
            raise
        return _begin(visit, invalid)
    return answers.redirect(f"{_base(visit)}/case/{case_id}")


def _begin(visit: Visit, invalid: Invalid | None = None) -> Response:
    words, errors = visit.words, errors_of(visit.words, invalid)
    months = _months(visit)
    settings = Link(
        words.write(N_("Wijzigingen van de instellingen")), f"{_base(visit)}/log/{SETTINGS}"
    )
    view = AuditPage(
        number=text_field(
            words,
            "number",
            words.write(N_("Zaaknummer")),
            visit.form if invalid else {},
            errors,
            hint=N_("Bijvoorbeeld 7KM4-2PRT-9XAC"),
            width="m",
        ),
        action=_base(visit),
        csrf=visit.csrf(),
        logs=(settings, *(Link(_named(words, m), f"{_base(visit)}/log/{m}") for m in months)),
        older=Link(words.write(N_("Oudere maanden")), f"{_base(visit)}?before={months[-1]}"),
        errors=errors,
    )
    title = words.write(N_("Controle"))
    status = 422 if errors else 200
    return answers.page(visit, "audit", view, title=title, status=status, has_error=bool(errors))


def _named(words: Words, month: str) -> str:
    return words.month(date.fromisoformat(f"{month}-01"))


def _months(visit: Visit) -> list[str]:
    """A year of months back: from this one, or before the one that is asked."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", visit.query("before"))
    if found:
        count = int(found[1]) * 12 + int(found[2]) - 2
    else:
        year, month = map(int, month_of(visit.ports.clock.now()).split("-"))
        count = year * 12 + month - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(count, count - _MONTHS, -1)]


def case_page(visit: Visit) -> Response:
    session, words = _auditor(visit), visit.words
    case_id = _case_id(visit)
    file, found = auditing.of_case(visit.ports, session, case_id)
    procedure = presenters.procedure_of(file.case.process, file.case.procedure)
    number = write_case_number(file.case.number)
    view = ChainPage(
        title=words.write(say(N_("Geschiedenis van zaak %(number)s"), number=number)),
        about=words.write(procedure.guide.title),
        verdict=_verdict(words, found, whole=True),
        is_whole=found is None,
        lines=tuple(
            line_of(words, e, found, told_of_case(words, procedure, e)) for e in file.events
        ),
        exports=_exports(visit, f"{_base(visit)}/case/{case_id}"),
        back=_back(visit),
    )
    return answers.page(visit, "audit-chain", view, title=view.title)


def _case_id(visit: Visit) -> str:
    case_id = visit.param("case_id")
    if not is_case_id(case_id):
        raise NotFound
    return case_id


def log_page(visit: Visit) -> Response:
    session, words = _auditor(visit), visit.words
    asked = visit.query("to")
    last = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    log_id = visit.param("log_id")
    found = auditing.of_log(visit.ports, session, log_id, last)
    link = f"{_base(visit)}/log/{log_id}"
    older = Link(words.write(N_("Oudere regels")), f"{link}?to={found.first - 1}")
    newer_to = min(found.last + auditing.ON_A_PAGE, found.log.seq)
    newer = Link(words.write(N_("Nieuwere regels")), f"{link}?to={newer_to}")
    count = say(N_("%(count)s regels in totaal"), count=found.log.seq)
    exports = [
        export
        for first, end in auditing.parts(found.log)
        for export in _exports(visit, link, lines=(first, end))
    ]
    view = ChainPage(
        title=words.write(N_("Wijzigingen van de instellingen"))
        if log_id == SETTINGS
        else words.write(say(N_("Logboek van %(month)s"), month=_named(words, log_id))),
        about=words.write(count),
        verdict=_verdict(words, found.found, whole=found.last - found.first + 1 == found.log.seq),
        is_whole=found.found is None,
        lines=tuple(
            line_of(words, e, found.found, told_of_log(words, e)) for e in reversed(found.events)
        ),
        exports=tuple(exports),
        older=older if found.first > 1 else None,
        newer=newer if found.last < found.log.seq else None,
        back=_back(visit),
    )
    return answers.page(visit, "audit-chain", view, title=view.title)


def _verdict(words: Words, found: Break | None, *, whole: bool) -> str:
    if found:
        return words.write(say(BREAKS[found.what], seq=found.seq))
    if whole:
        return words.write(N_("De keten klopt: er is geen regel gewijzigd of verdwenen."))
    return words.write(N_("De regels op deze pagina kloppen en volgen op elkaar."))


def _exports(visit: Visit, link: str, *, lines: tuple[int, int] | None = None) -> tuple[Link, ...]:
    words, found = visit.words, []
    for form, (_, _, label) in _FORMS.items():
        text, query = words.write(label), ""
        if lines:
            part = say(N_("regels %(first)s tot %(last)s"), first=lines[0], last=lines[1])
            text, query = f"{text}, {words.write(part)}", f"?from={lines[0]}"
        found.append(Link(text, f"{link}/{form}{query}"))
    return tuple(found)


def _form(visit: Visit) -> auditing.Form:
    form = visit.param("form")
    if form == "csv":
        return "csv"
    if form == "lines":
        return "lines"
    raise NotFound


def case_file(visit: Visit) -> Response:
    session, form = _auditor(visit), _form(visit)
    return _file(form, *auditing.export_case(visit.ports, session, _case_id(visit), form))


def log_file(visit: Visit) -> Response:
    session, form = _auditor(visit), _form(visit)
    asked = visit.query("from") or "1"
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        raise NotFound
    log_id = visit.param("log_id")
    return _file(form, *auditing.export_log(visit.ports, session, log_id, int(asked), form))


def _file(form: auditing.Form, name: str, text: str) -> Response:
    kind, ending, _ = _FORMS[form]
    return answers.file(text, kind, f"{name}.{ending}")
