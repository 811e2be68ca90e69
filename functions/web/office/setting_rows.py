"""What the pages of settings show of each thing: its value, where that comes from, what is to come,
and the history."""

import json
from datetime import date
from urllib.parse import urlencode

from functions.domain.authorisation import Duty
from functions.domain.case import Event
from functions.domain.problems import NotFound
from functions.domain.session import Session
from functions.domain.settings import read_value, standing
from functions.domain.settings_views import ComingView, SettingGroup, SettingRow
from functions.domain.texts import N_, say
from functions.domain.views import HistoryRow, Link
from functions.services import changing, rights, signing_in
from functions.services.changing import Known
from functions.web.office.setting_days import ClosingDays, OpeningHours
from functions.web.office.setting_elections import Elections
from functions.web.office.setting_numbers import Fees, Retention, Terms
from functions.web.office.setting_section import Key, Now, Section
from functions.web.office.setting_texts import Texts
from functions.web.visit import Visit

SECTIONS: tuple[Section, ...] = (
    Fees(), OpeningHours(), ClosingDays(), Elections(), Texts(), Terms(), Retention(),
)  # fmt: skip
_BY_NAME = {section.name: section for section in SECTIONS}


def manager(visit: Visit) -> Session:
    """Who may change settings; raises NotAllowed before anything is read."""
    session = visit.signed_in()
    rights.require_duty(session, Duty.MANAGE)
    visit._session = signing_in.touch(visit.ports, session)
    return session


def section_of(visit: Visit) -> Section:
    found = _BY_NAME.get(visit.param("section"))
    if found is None:
        raise NotFound
    return found


def now_of(visit: Visit) -> Now:
    day = changing.today(visit.ports)
    visit.ports.in_force.forget()  # who changes settings sees them as they are at this moment
    tenant, calendar = visit.ports.in_force.now()
    return Now(tenant, calendar, visit.ports.in_force.file, day, visit.words)


def base(visit: Visit) -> str:
    return f"/{visit.lang}/desk/settings"


def back_link(visit: Visit) -> Link:
    return Link(visit.words.write(N_("Beheer")), base(visit))


def coming_keys(known: Known, section: Section, now: Now) -> list[str]:
    found = [c.key for c in known.changes if c.section == section.name]
    return [key for key in dict.fromkeys(found) if known.coming(section.name, key, now.day)]


def groups_of(visit: Visit, now: Now, known: Known, section: Section) -> list[SettingGroup]:
    """In the order of the page. What was changed and is no key any more or not yet (an election
    that is to come) stands at the end."""
    keys = list(section.keys(now))
    there = {key.key for key in keys}
    later = [key for key in coming_keys(known, section, now) if key not in there]
    gone = [
        key
        for name, key in standing(known.changes, now.day)
        if name == section.name
        and key not in there
        and not section.has_start
        and key >= now.day.isoformat()
    ]
    keys += [Key(key, section.label(now, key)) for key in dict.fromkeys([*later, *gone])]
    groups: dict[str, list[SettingRow]] = {}
    for key in keys:
        groups.setdefault(key.group, []).append(row_of(visit, now, known, section, key))
    ordered = sorted(groups, key=bool)  # what stands by itself comes first
    return [SettingGroup(title, tuple(groups[title])) for title in ordered]


def row_of(visit: Visit, now: Now, known: Known, section: Section, key: Key) -> SettingRow:
    words = visit.words
    later = [
        ComingView(
            section.told(words, c.value),
            words.write(say(N_("vanaf %(day)s, door %(who)s"), day=c.starts, who=c.by)),
            str(c.seq),
        )
        for c in known.coming(section.name, key.key, now.day)
    ]
    in_file = [
        ComingView(
            section.told(words, value),
            words.write(say(N_("vanaf %(day)s, in het bestand van de gemeente"), day=first)),
        )
        for first, value in section.coming_in_file(now, key.key)
    ]
    link = f"{base(visit)}/section/{section.name}/change?{urlencode({'key': key.key})}"
    return SettingRow(
        label=key.label,
        value=section.told(words, section.held(now, key.key)),
        source=_source(visit, now, known, section, key.key),
        href=link,
        coming=tuple(later + in_file),
    )


def _source(visit: Visit, now: Now, known: Known, section: Section, key: str) -> str:
    words = visit.words
    change = standing(known.changes, now.day).get((section.name, key))
    if change and not section.overruled(now, change):
        return words.write(say(N_("%(who)s, sinds %(day)s"), who=change.by, day=change.starts))
    in_file = section.in_file(now, key)
    return words.write(N_("Bestand van de gemeente") if in_file else N_("Standaard"))


def history_of(visit: Visit, now: Now, events: list[Event]) -> tuple[HistoryRow, ...]:
    """Newest first."""
    return tuple(
        HistoryRow(
            when=visit.words.moment(event.at),
            who=event.actor.name,
            what=told_of(visit, now, event),
            iso=event.at.isoformat(timespec="seconds"),
            detail=event.data.get("why", ""),
        )
        for event in reversed(events)
    )


def told_of(visit: Visit, now: Now, event: Event) -> str:
    """A line of the log in words."""
    words, data = visit.words, event.data
    section = _BY_NAME[data["section"]]
    what = f"{words.write(section.title)}, {section.label(now, data['key'])}"
    if "value" not in data:
        return words.write(say(N_("%(what)s: wijziging ingetrokken"), what=what))
    value = section.told(words, read_value(section.name, json.loads(data["value"])))
    if not section.has_start:
        return f"{what}: {value}"
    starts = date.fromisoformat(data["from"])
    text = N_("%(what)s: %(value)s (vanaf %(day)s)")
    return words.write(say(text, what=what, value=value, day=starts))
