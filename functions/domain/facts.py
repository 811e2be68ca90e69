"""What a rule may know besides the answers: the moment, the person, the calendar, the tenant."""

from dataclasses import dataclass
from datetime import date, datetime

from functions.domain.calendar import BRUSSELS, Calendar
from functions.domain.person import Person
from functions.domain.tenant import Tenant


@dataclass(frozen=True)
class Facts:
    """`now` is aware, in UTC; `lang` the reader's language, for titles that are data."""

    now: datetime
    applicant: Person
    calendar: Calendar
    tenant: Tenant
    lang: str = "nl"

    @property
    def today(self) -> date:
        """The day it is in Belgium."""
        return self.now.astimezone(BRUSSELS).date()
