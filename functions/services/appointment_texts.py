"""An appointment in words: what the mails and the pages say of it, and the file for a calendar."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from functions.domain.appointments import Appointment
from functions.domain.case import Case
from functions.domain.numbers import write_case_number
from functions.domain.tenant import Tenant
from functions.domain.texts import N_, Text, say
from functions.domain.workflow import Step
from functions.services.writing import Words


def place(tenant: Tenant, service: str) -> str:
    """Where to come: the service's own place, or the municipality's counter."""
    own = tenant.services[service].place if service in tenant.services else ""
    contact = tenant.contact
    return own or f"{tenant.title}, {contact.street}, {contact.postal_code} {tenant.place}"


def who_come(case: Case, step: Step) -> list[str]:
    """Who is told the moment of a booking step: the applicant first, then who comes along."""
    others = step.books.parties if step.books else ()
    return ["applicant", *(name for name in others if name in case.parties)]


def bring(step: Step) -> tuple[str, ...]:
    """What to bring to the visit of a booking step; Dutch sources."""
    return step.books.bring if step.books else ()


def lines(words: Words, tenant: Tenant, step: Step, chosen: Appointment) -> list[Text]:
    """Moment, place and what to bring, a paragraph each."""
    found = [
        say(N_("Je hebt een afspraak op %(moment)s."), moment=chosen.start),
        say(N_("Plaats: %(place)s"), place=place(tenant, chosen.service)),
    ]
    things = [f"- {words.write(thing)}" for thing in bring(step)]
    if things:
        found.append(say(N_("Breng dit mee:\n%(things)s"), things="\n".join(things)))
    return found


def calendar_file(
    words: Words,
    tenant: Tenant,
    site_url: str,
    case: Case,
    step: Step,
    *,
    revision: int,
    at: datetime,
) -> bytes:
    """The appointment of a booking step as iCalendar (RFC 5545)."""
    event = calendar_event(words, tenant, site_url, case, step, revision=revision, at=at)
    return calendar_of(tenant, [event])


def calendar_of(tenant: Tenant, events: Iterable[Any]) -> bytes:
    """A file for a calendar, of these entries."""
    from icalendar import Calendar  # for those who booked only: not at start

    calendar = Calendar()
    calendar.add("prodid", f"-//{tenant.title}//Burgerloket//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def host_of(site_url: str) -> str:
    """What the names of our entries end on."""
    return site_url.partition("://")[2].partition("/")[0]


def calendar_event(
    words: Words,
    tenant: Tenant,
    site_url: str,
    case: Case,
    step: Step,
    *,
    revision: int,
    at: datetime,
) -> Any:  # noqa: ANN401 - icalendar loads late
    """It says where and when, not what for: calendars are shared. revision: grows with every
    change; at: when it was made."""
    from icalendar import Event

    chosen = case.appointments[step.name]
    link = f"{site_url}/{case.lang}/desk/{case.process}/{case.procedure}/{case.id}"
    number = say(N_("Je zaaknummer: %(number)s"), number=write_case_number(case.number))
    event = Event()
    event.add("uid", f"{case.id}-{step.name}@{host_of(site_url)}")
    event.add("sequence", revision)
    event.add("dtstamp", at)
    event.add("dtstart", chosen.start)
    event.add("dtend", chosen.ends)
    event.add("summary", words.write(say(N_("Afspraak: %(place)s"), place=tenant.title)))
    event.add("location", place(tenant, chosen.service))
    event.add("description", f"{words.write(number)}\n{link}")
    event.add("url", link)
    event.add("class", "PRIVATE")
    return event
