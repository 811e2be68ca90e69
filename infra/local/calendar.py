"""A practice election calendar: there is always an election that a proxy can be asked for."""

from datetime import date, timedelta
from pathlib import Path

_TEXT = """\
# Written at every start of the local desk: a practice election, not a real one.
[[elections]]
id = "{id}"
day = {day}
opens = {opens}T00:00:00
closes = {eve}T23:59:59
closes_certified = {friday}T12:00:00
kind = "local"
# (u): from when the letters are sent, until noon on election day
convocations_from = {opens}T00:00:00
convocations_until = {day}T12:00:00
# a real local election closes this on 31 July; the European Parliament has an own date, (u)
registration_closes = {registration}T23:59:59
residence_years = 5
note = "Practice data of the local desk."

[elections.title]
nl = "Oefenverkiezing"
fr = "Élection d'essai"
de = "Probewahl"
en = "Practice election"
"""


def election_day(today: date) -> date:
    """The first Sunday at least 30 days from today."""
    earliest = today + timedelta(days=30)
    return earliest + timedelta(days=(6 - earliest.weekday()) % 7)


def write_calendar(path: Path, today: date) -> date:
    """Write the calendar and return the election day."""
    day = election_day(today)
    text = _TEXT.format(
        id=f"practice-{day:%Y-%m-%d}",
        day=day,
        # well before today, so that a clock that is a little behind finds it open too
        opens=today - timedelta(days=60),
        eve=day - timedelta(days=1),
        friday=day - timedelta(days=2),
        registration=day - timedelta(days=10),
    )
    # the same calendar is no change: the site would be built again
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return day
