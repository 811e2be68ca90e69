"""Appointments as the pages show them."""

from datetime import datetime

from functions.domain.calendar import BRUSSELS
from functions.domain.case import CaseFile, Event
from functions.domain.problems import Problem
from functions.domain.procedure import Procedure
from functions.domain.texts import N_, say
from functions.domain.views import (
    AppointmentPage,
    AppointmentView,
    DayView,
    ErrorView,
    FieldView,
    Link,
    OptionView,
)  # fmt: skip
from functions.domain.workflow import Step
from functions.services import appointment_texts, booking
from functions.services.booking import Day
from functions.services.writing import Words
from functions.web.visit import Visit

_NOON = 12
_TOLD = {
    "booked": N_("Moment gekozen: %(moment)s"),
    "moved": N_("Afspraak verplaatst naar %(moment)s"),
    "cancelled": N_("Afspraak van %(moment)s geannuleerd"),
}


def appointment_told(words: Words, event: Event) -> str:
    """How history and timeline tell it."""
    moment = datetime.fromisoformat(event.data["start"])
    return words.write(say(_TOLD[event.kind], moment=moment))


def held(
    visit: Visit,
    procedure: Procedure,
    file: CaseFile,
    link: str = "",
    *,
    part: str = "",
    by_clerk: bool = False,
) -> tuple[AppointmentView, ...]:
    """The appointments of a running case that are not over yet. `link`: of the case, for who may
    move and cancel them. `part`: only those to which that party comes. by_clerk: for someone."""
    case, now, words = file.case, visit.ports.clock.now(), visit.words
    task = file.open_task()
    shown = []
    for name, chosen in case.appointments.items():
        step, at_counter = booking.visit_of(procedure, name)
        here = task is not None and task.step == at_counter.name
        if case.status == "closed" or not (here or chosen.ends > now):
            continue
        if part and part not in appointment_texts.who_come(case, step):
            continue
        page = f"{link}/appointments/{name}"
        changes = bool(link) and here and chosen.start > now
        moves = changes or (bool(link) and here and by_clerk)
        shown.append(
            AppointmentView(
                moment=words.moment(chosen.start),
                iso=chosen.start.isoformat(),
                place=appointment_texts.place(visit.ports.tenant, chosen.service),
                bring=tuple(words.write(thing) for thing in appointment_texts.bring(step)),
                calendar=Link(words.write(N_("Zet in je agenda")), f"{page}/calendar")
                if link and not by_clerk
                else None,
                move=Link(words.write(N_("Ander moment kiezen")), page) if moves else None,
                cancel_action=f"{page}/cancel" if changes else "",
                csrf=visit.csrf(),
                by_clerk=by_clerk,
            )
        )
    return tuple(shown)


def to_book(visit: Visit, procedure: Procedure, file: CaseFile, link: str) -> Link | None:
    """For a clerk: to the choice that the case waits for."""
    task = file.open_task()
    if task is None or procedure.workflow.step(task.step).books is None:
        return None
    text = N_("Kies een moment voor de aanvrager")
    return Link(visit.words.write(text), f"{link}/appointments/{task.step}")


def page(
    visit: Visit,
    procedure: Procedure,
    file: CaseFile,
    step: Step,
    days: list[Day],
    link: str,
    *,
    chosen_day: str,
    moment: str,
    problems: tuple[Problem, ...],
    at_desk: bool = False,
) -> AppointmentPage:
    """`days`: of one week. chosen_day, moment: as asked for or as typed, right or wrong. at_desk: a
    clerk chooses for the applicant."""
    words, ports = visit.words, visit.ports
    name, service = booking.service_of(ports, step, at_desk=at_desk)
    action = f"{link}/appointments/{step.name}"
    current = file.case.appointments.get(step.name)
    with_room = [day for day in days if day.starts]
    day = next((d for d in with_room if d.day.isoformat() == chosen_day), None)
    day = day or next(iter(with_room), None)
    error = words.write(problems[0].text) if problems else ""
    moments = _moments(words, day, moment, error) if day else ()
    previous, following = _neighbours(visit, step, days, action, at_desk=at_desk)
    move = N_("Verplaats de afspraak") if at_desk else N_("Verplaats mijn afspraak")
    back = N_("Terug naar de zaak") if at_desk else N_("Terug naar je zaak")
    for_whom = say(N_("Je doet dit voor %(name)s."), name=file.case.applicant.name)
    return AppointmentPage(
        procedure_title=words.write(procedure.guide.title),
        title=words.write(N_("Kies een ander moment") if current else N_("Kies een moment")),
        intro="" if at_desk else words.write(step.ask),
        service=service.title.get(visit.lang, service.title.get("nl", "")),
        minutes=service.minutes,
        place=appointment_texts.place(ports.tenant, name),
        bring=tuple(words.write(thing) for thing in appointment_texts.bring(step)),
        current=words.moment(current.start) if current else "",
        week=words.write(say(N_("Week van %(day)s"), day=booking.monday_of(days[0].day)))
        if days
        else "",
        days=tuple(_day(words, d, action, is_chosen=d is day) for d in days),
        day=day.day.isoformat() if day else "",
        moments=moments,
        submit_label=words.write(move if current else step.outcomes[0].label),
        action=action,
        csrf=visit.csrf(),
        errors=(ErrorView(error, f"#{moments[0].id}" if moments else ""),) if error else (),
        previous=previous,
        next=following,
        back=Link(words.write(back), link),
        phone="" if at_desk else ports.tenant.contact.phone,
        on_behalf=words.write(for_whom) if at_desk else "",
        now_label=words.write(N_("De aanvrager is hier: begin nu"))
        if at_desk and not service.lead_hours
        else "",
    )


def _day(words: Words, day: Day, action: str, *, is_chosen: bool) -> DayView:
    count = len(day.starts)
    free = N_("geen moment vrij")
    if count:
        free = N_("1 moment vrij") if count == 1 else N_("%(count)s momenten vrij")
    return DayView(
        text=words.day(day.day),
        href=f"{action}?day={day.day.isoformat()}#moments",
        free=words.write(say(free, count=count)),
        iso=day.day.isoformat(),
        is_full=not count,
        is_chosen=is_chosen,
    )


def _moments(words: Words, day: Day, moment: str, error: str) -> tuple[FieldView, ...]:
    """The free moments of a day: a question for the morning and one for the afternoon."""
    morning = [s for s in day.starts if s.astimezone(BRUSSELS).hour < _NOON]
    parts = (
        ("moment", N_("Voormiddag"), morning),
        ("moment-later", N_("Namiddag en avond"), [s for s in day.starts if s not in morning]),
    )
    shown = [part for part in parts if part[2]]
    return tuple(
        FieldView(
            id=place,
            name="moment",
            kind="choice",
            label=words.write(label),
            error=error if place == shown[0][0] else "",
            options=tuple(
                OptionView(s.isoformat(), words.time(s), checked=s.isoformat() == moment)
                for s in starts
            ),
        )
        for place, label, starts in shown
    )


def _neighbours(
    visit: Visit, step: Step, days: list[Day], action: str, *, at_desk: bool
) -> tuple[Link | None, Link | None]:
    """The weeks before and after, as far as can be chosen."""
    if not days:
        return None, None
    first, last = booking.span(visit.ports, step, at_desk=at_desk)
    before = booking.monday_of(days[0].day) - booking.WEEK
    after = before + 2 * booking.WEEK
    words = visit.words
    return (
        Link(words.write(N_("Vorige week")), f"{action}?day={before.isoformat()}")
        if before >= booking.monday_of(first)
        else None,
        Link(words.write(N_("Volgende week")), f"{action}?day={after.isoformat()}")
        if after <= last
        else None,
    )
