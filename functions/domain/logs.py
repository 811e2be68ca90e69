"""What happens at the desk outside a case: chained like a case's history, and never deleted.

A log a month for what clerks do to many cases or to a person's data, and one for the municipality's
own settings (changed, revoked: domain/settings.py). `kind` of the events of a month, and what
`data` holds: searched (found), listed (what; log and lines), verified (case), exported (case or
log, form), inspected, erased, retained: see services/office_log.py.
"""

from datetime import datetime

from functions.domain.calendar import BRUSSELS
from functions.domain.case import Chained

SETTINGS = "settings"


class Log(Chained):
    """`id`: the month ("2026-11"), or SETTINGS."""


def month_of(moment: datetime) -> str:
    """The log in which this moment is written, by the month in Belgium."""
    return f"{moment.astimezone(BRUSSELS):%Y-%m}"
