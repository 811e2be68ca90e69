"""Who did and saw what: the chain of a case, the desk's logs, and both for an inspector."""

import re
from collections.abc import Mapping

from chalice.app import Chalice, Response

from functions.domain.audit import Break
from functions.domain.audit_views import AuditLine, AuditPage, ChainPage
from functions.domain.authorisation import Duty
from functions.domain.case import Event
from functions.domain.logs import SETTINGS, month_of
from functions.domain.numbers import is_case_id, write_case_number
from functions.domain.problems import Invalid, NotFound
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import Link
from functions.services import auditing, rights, signing_in
from functions.services.writing import Words
from functions.web import answers, presenters
from functions.web.office.words import ROLE_NAMES, errors_of, text_field
from functions.web.visit import Visit

_BASE = "/{lang}/desk/audit"
_MONTHS = 12
_FORMS: Mapping[auditing.Form, tuple[str, str, str]] = {
    "lines": ("application/jsonl", "jsonl", N_("JSON, met alle hashes")),
    "csv": ("text/csv; charset=utf-8", "csv", N_("CSV, voor een rekenblad")),
}
BREAKS = {
    "changed": N_("Regel %(seq)s is gewijzigd: hij past niet meer bij zijn eigen hash."),
    "missing": N_("Regel %(seq)s ontbreekt."),
    "order": N_("Regel %(seq)s staat niet op zijn plaats."),
    "follows": N_("Regel %(seq)s volgt niet op de regel ervoor: die is vervangen."),
    "head": N_("Regel %(seq)s is niet de laatste regel die de keten zelf noemt."),
    "gone": N_("Er zijn regels vanaf %(seq)s, maar waar ze bij horen is weg."),
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
        logs=(settings, *(Link(m, f"{_base(visit)}/log/{m}") for m in months)),
        older=Link(words.write(N_("Oudere maanden")), f"{_base(visit)}?before={months[-1]}"),
        errors=errors,
    )
    title = words.write(N_("Controle"))
    status = 422 if errors else 200
    return answers.page(visit, "audit", view, title=title, status=status, has_error=bool(errors))


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
        lines=tuple(_line(words, e, found, _of_case(words, procedure, e)) for e in file.events),
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
    named = N_("Wijzigingen van de instellingen") if log_id == SETTINGS else ""
    count = say(N_("%(count)s regels in totaal"), count=found.log.seq)
    exports = [
        export
        for first, end in auditing.parts(found.log)
        for export in _exports(visit, link, lines=(first, end))
    ]
    view = ChainPage(
        title=words.write(named) or words.write(say(N_("Logboek van %(month)s"), month=log_id)),
        about=words.write(count),
        verdict=_verdict(words, found.found, whole=found.last - found.first + 1 == found.log.seq),
        is_whole=found.found is None,
        lines=tuple(_line(words, e, found.found, _of_log(e)) for e in reversed(found.events)),
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


ACTORS = {
    "applicant": N_("aanvrager"),
    "acting": N_("namens de aanvrager"),
    "party": N_("andere partij"),
    "clerk": N_("medewerker"),
    "external": N_("andere instantie"),
    "payments": N_("betaaldienst"),
    "system": N_("het loket zelf"),
    "operator": N_("technisch beheer"),
}
KINDS = {
    "submitted": N_("Ingediend"),
    "entered": N_("Stap begonnen"),
    "decided": N_("Beslist"),
    "lapsed": N_("Termijn voorbij"),
    "closed": N_("Afgesloten"),
    "viewed": N_("Zaak bekeken"),
    "downloaded": N_("Document bekeken"),
    "booked": N_("Afspraak gemaakt"),
    "moved": N_("Afspraak verplaatst"),
    "cancelled": N_("Afspraak geannuleerd"),
    "linked": N_("Vervolg in een andere aanvraag"),
    "warned": N_("Verwittigd dat de termijn bijna om is"),
    "paying": N_("Online betaling begonnen"),
    "unpaid": N_("Online betaling niet gelukt"),
    "paid": N_("Betaald"),
    "overpaid": N_("Te veel betaald"),
    "refunded": N_("Terugbetaald"),
    "searched": N_("Gezocht"),
    "listed": N_("Lijst bekeken"),
    "verified": N_("Geschiedenis van een zaak bekeken"),
    "exported": N_("Meegenomen als bestand"),
    "inspected": N_("Gegevens van een persoon verzameld"),
    "erased": N_("Gegevens gewist"),
    "retained": N_("Gewist wat lang genoeg bewaard was"),
    "changed": N_("Instelling gewijzigd"),
    "revoked": N_("Wijziging van een instelling ingetrokken"),
}
# What is told of an event of a case: never what somebody wrote about a person.
_PLAIN = ("booking", "start", "document", "form", "what", "to", "from")


def _line(words: Words, event: Event, found: Break | None, detail: str) -> AuditLine:
    actor = event.actor
    roles = [
        words.write(ROLE_NAMES.get(role, "")) or role for role in actor.role.split(",") if role
    ]
    kind = words.write(ACTORS.get(actor.kind, "")) or actor.kind
    return AuditLine(
        number=str(event.seq),
        when=words.moment(event.at),
        iso=event.at.isoformat(timespec="seconds"),
        who=actor.name or kind,
        role=", ".join(roles) or (kind if actor.name else ""),
        what=words.write(KINDS.get(event.kind, "")) or event.kind,
        detail=detail,
        is_broken=found is not None and found.seq == event.seq,
    )


def _of_case(words: Words, procedure: Procedure, event: Event) -> str:
    """The step and what was chosen, by their names."""
    data, told = event.data, []
    step = next((s for s in procedure.workflow.steps if s.name == data.get("step")), None)
    if data.get("step"):
        told.append(words.write(step.title) if step else data["step"])
    if data.get("choice"):
        outcome = step.outcome(data["choice"]) if step else None
        told.append(words.write(outcome.label) if outcome else data["choice"])
    told += [f"{name}: {data[name]}" for name in _PLAIN if data.get(name)]
    return ", ".join(told)


def _of_log(event: Event) -> str:
    """All of it: no log holds what somebody wrote about a person."""
    return ", ".join(f"{name}: {value}" for name, value in sorted(event.data.items()) if value)


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
