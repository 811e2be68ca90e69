"""What happens at the desk outside a case: chained like a case's history, and never deleted.

A log a month for what clerks do to many cases or to a person's data, and one for the municipality's
own settings. `kind` of its events, and what `data` holds: searched (found), listed (what),
inspected, erased, retained, verified, exported: see services/office_log.py.
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
