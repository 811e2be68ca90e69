"""The overview ("Mijn Burgerprofiel"): what runs for a person, here and with other authorities."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from chalice.app import Response

from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, Draft
from functions.domain.elsewhere import Dossier, Heard, title_of
from functions.domain.problems import Busy, NotFound
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import CaseLine, Link, MissingSource, MyPage
from functions.services import (
    appointment_texts,
    deciding,
    drafting,
    on_behalf,
    overview,
    signing_in,
)
from functions.services.writing import Words
from functions.web import answers, presenters
from functions.web.visit import Visit

Group = Literal["asked", "drafts", "running", "closed"]
_OPEN = 10  # finished affairs that are shown without unfolding
_LAST = datetime.max.replace(tzinfo=UTC)
_CALENDAR = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class _Entry:
    """A line, where it belongs, and by what it is sorted. `due`: until when something is asked."""

    group: Group
    line: CaseLine
    changed: datetime
    due: datetime = _LAST
    case: Case | None = None


def my(visit: Visit) -> Response:
    session = visit.signed_in()
    visit._session = signing_in.touch(visit.ports, session)
    cases, drafts = on_behalf.cases_of(visit.ports, session)
    heard = overview.elsewhere(visit.ports, session, visit.lang)
    entries = [_local(visit, session, case) for case in cases]
    entries += [_draft(visit, draft) for draft in drafts]
    entries += [_elsewhere(visit.words, one, dossier) for one, dossier in _told(heard)]
    closed = _with_documents(visit, session, _sorted(entries, "closed"))
    now = visit.ports.clock.now()
    has_dates = any(a.start > now for case in cases for a in case.appointments.values())
    has_dates = has_dates or bool([*_dated(cases, session), *_invited(drafts), *_due(heard)])
    view = MyPage(
        name=session.person.name,
        asked=_lines(_sorted(entries, "asked")),
        running=_lines(_sorted(entries, "running")),
        drafts=_lines(_sorted(entries, "drafts")),
        closed=_lines(closed[:_OPEN]),
        older=_lines(closed[_OPEN:]),
        authorities=tuple(title_of(one.source, visit.lang) for one in heard),
        missing=tuple(_missing(visit, one) for one in heard if one.is_missing or _is_partly(one)),
        calendar=f"/{visit.lang}/desk/my/dates.ics" if has_dates else "",
        warning=_warning(visit, session),
    )
    return answers.page(visit, "my", view, title=visit.words.write(N_("Mijn zaken")))


def _warning(visit: Visit, session: Session) -> str:
    """Our mail to them came back: one request to the table."""
    from functions.web.my_messages import warning

    return visit.words.write(warning(visit.ports.messages.preferences(session.person.ref)))


def _sorted(entries: Iterable[_Entry], group: Group) -> list[_Entry]:
    """What must be done first stands first, else what changed last."""
    newest = sorted(entries, key=lambda entry: entry.changed, reverse=True)
    return sorted((e for e in newest if e.group == group), key=lambda entry: entry.due)


def _lines(entries: Iterable[_Entry]) -> tuple[CaseLine, ...]:
    return tuple(entry.line for entry in entries)


# here


def _local(visit: Visit, session: Session, case: Case) -> _Entry:
    words = visit.words
    procedure = presenters.procedure_of(case.process, case.procedure)
    part = deciding.part_of(case, session)
    line = presenters.case_line(words, procedure, case, part=part, lang=visit.lang)
    moments = [a.start for a in case.appointments.values() if a.start > visit.ports.clock.now()]
    if moments and not line.asked:
        line = replace(
            line, coming=words.write(say(N_("Afspraak: %(moment)s"), moment=min(moments)))
        )
    if line.asked:
        return _Entry("asked", line, case.submitted, case.stage_deadline or _LAST)
    if case.status == "closed":
        return _Entry("closed", line, case.closed or case.submitted, case=case)
    return _Entry("running", line, case.submitted)


def _draft(visit: Visit, draft: Draft) -> _Entry:
    procedure = presenters.procedure_of(draft.process, draft.procedure)
    link = presenters.case_link(visit.lang, draft)
    if draft.due:
        left = drafting.unanswered(procedure, draft)
        page = f"questions/{left[0]}" if left else "check"
        line = presenters.invited_line(visit.words, procedure, draft, link=f"{link}/{page}")
        return _Entry("asked", line, draft.created, _end_of(draft.due))
    title = visit.words.write(procedure.guide.title)
    until = datetime.fromtimestamp(draft.expires_at, BRUSSELS).date()
    line = CaseLine(
        title=f"{title} ({draft.applicant.name})" if draft.applicant else title,
        number="",
        status=visit.words.write(say(N_("Bewaard tot %(day)s"), day=until)),
        date=visit.words.day(draft.updated.date()),
        href=f"{link}/check",
    )
    return _Entry("drafts", line, draft.updated)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, BRUSSELS)


def _with_documents(visit: Visit, session: Session, closed: list[_Entry]) -> list[_Entry]:
    """The documents of what is shown unfolded: a request for each case."""
    return [_documents(visit, session, e) if e.case else e for e in closed[:_OPEN]] + closed[_OPEN:]


def _documents(visit: Visit, session: Session, entry: _Entry) -> _Entry:
    case = entry.case
    if case is None or deciding.part_of(case, session) != "applicant":
        return entry
    try:
        found = visit.ports.issued.of_case(case.id)
    except Busy:
        return entry  # the page of the case tells them
    link = presenters.case_link(visit.lang, case)
    shown = tuple(
        Link(
            f"{visit.words.write(one.proof.title)} (PDF, {one.proof.lang})",
            f"{link}/issued/{one.proof.code}",
        )
        for one in found
        if one.proof.revoked is None
    )
    return replace(entry, line=replace(entry.line, documents=shown))


# elsewhere


def _told(heard: Iterable[Heard]) -> Iterator[tuple[Heard, Dossier]]:
    for one in heard:
        for dossier in one.told.answer.dossiers if one.told else ():
            yield one, dossier


def _elsewhere(words: Words, heard: Heard, dossier: Dossier) -> _Entry:
    changed = dossier.changed or (heard.told.at if heard.told else _LAST)
    line = CaseLine(
        title=dossier.title,
        number=dossier.number,
        status=_status(words, dossier),
        date=words.day(changed.astimezone(BRUSSELS).date()) if dossier.changed else "",
        href=dossier.href,
        asked=dossier.is_asked,
        deadline=_until(words, dossier),
        authority=title_of(heard.source, words.lang),
        lang=_other_language(heard, words.lang),
        documents=tuple(Link(d.title, d.href) for d in dossier.documents),
    )
    if dossier.is_asked:
        return _Entry("asked", line, changed, _end_of(dossier.due) if dossier.due else _LAST)
    return _Entry("closed" if dossier.phase == "done" else "running", line, changed)


def _status(words: Words, dossier: Dossier) -> str:
    """Where it stands; where something is asked, that first."""
    if not dossier.is_asked:
        return dossier.status
    asked = dossier.action or words.write(N_("Er wordt iets van je gevraagd."))
    return f"{asked} ({dossier.status})"


def _other_language(heard: Heard, lang: str) -> str:
    """The language of its texts, where it is not the page's."""
    own = heard.told.answer.lang if heard.told else lang
    return "" if own == lang else own


def _until(words: Words, dossier: Dossier) -> str:
    if not (dossier.is_asked and dossier.due):
        return ""
    return words.write(say(N_("Ten laatste op %(day)s"), day=dossier.due))


def _is_partly(heard: Heard) -> bool:
    """Whether it told more than is shown."""
    return heard.told is not None and heard.told.answer.left_out > 0


def _missing(visit: Visit, heard: Heard) -> MissingSource:
    name = title_of(heard.source, visit.lang)
    if not heard.is_missing:
        text = say(N_("%(name)s heeft meer zaken van je dan we hier kunnen tonen."), name=name)
    elif heard.told:
        text = say(
            N_("%(name)s antwoordt nu niet. Wat je hier van haar ziet, is van %(moment)s."),
            name=name,
            moment=heard.told.at,
        )
    else:
        text = say(
            N_("%(name)s antwoordt nu niet. We weten niet of daar zaken van je lopen."), name=name
        )
    site = say(N_("Kijk zelf bij: %(name)s"), name=name)
    look = Link(visit.words.write(site), heard.source.site) if heard.source.site else None
    return MissingSource(told=visit.words.write(text), site=look)


# dates


def dates(visit: Visit) -> Response:
    """Every date that comes as iCalendar (RFC 5545): appointments, and until when something is
    asked. It says where to look, not what for: calendars are shared. Sources are not asked again
    for what they told a few minutes ago."""
    session = visit.signed_in()
    visit._session = signing_in.touch(visit.ports, session)
    cases, drafts = on_behalf.cases_of(visit.ports, session)
    heard = overview.elsewhere(visit.ports, session, visit.lang)
    ports, words = visit.ports, visit.words
    events = [
        appointment_texts.calendar_event(
            words, ports.tenant, ports.site_url, case, step, revision=case.seq, at=ports.clock.now()
        )
        for case in cases
        for step in presenters.procedure_of(case.process, case.procedure).workflow.steps
        if step.name in case.appointments and case.appointments[step.name].start > ports.clock.now()
    ]
    due = [*_dated(cases, session), *_invited(drafts), *_due(heard)]
    events += [_day(visit, name, day, authority) for name, day, authority in due]
    if not events:
        raise NotFound
    body = appointment_texts.calendar_of(ports.tenant, events).decode()
    return answers.file(body, _CALENDAR, "burgerprofiel.ics")


def _dated(cases: Iterable[Case], session: Session) -> Iterator[tuple[str, date, str]]:
    """(a name that stays, the last day, whose it is) of what is asked here."""
    for case in cases:
        procedure = presenters.procedure_of(case.process, case.procedure)
        step = procedure.workflow.step(case.stage) if case.stage else None
        asked = step and step.party == deciding.part_of(case, session)
        if asked and case.stage_deadline:
            yield f"{case.id}-{case.stage}", case.stage_deadline.astimezone(BRUSSELS).date(), ""


def _invited(drafts: Iterable[Draft]) -> Iterator[tuple[str, date, str]]:
    """The same of a form that stands ready."""
    for draft in drafts:
        if draft.due:
            yield draft.case_id, draft.due, ""


def _due(heard: Iterable[Heard]) -> Iterator[tuple[str, date, str]]:
    """The same of what is asked elsewhere."""
    for one, dossier in _told(heard):
        if dossier.is_asked and dossier.due and one.told:
            yield f"{one.told.source}-{dossier.number}", dossier.due, one.told.source


def _day(visit: Visit, name: str, day: date, source: str) -> Any:  # noqa: ANN401
    from icalendar import Event

    tenant, words = visit.ports.tenant, visit.words
    authority = title_of(tenant.sources[source], visit.lang) if source else tenant.title
    page = f"{visit.ports.site_url}/{visit.lang}/desk/my"
    event = Event()
    event.add("uid", f"{name}@{appointment_texts.host_of(visit.ports.site_url)}")
    event.add("dtstamp", visit.ports.clock.now())
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", words.write(say(N_("Laatste dag: %(place)s"), place=authority)))
    event.add("description", page)
    event.add("url", page)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
