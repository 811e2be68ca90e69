"""What a rule may know besides the answers: the moment, the person, the calendar, the tenant."""

from dataclasses import dataclass
from datetime import date, datetime

from functions.domain.calendar import BRUSSELS, Calendar
from functions.domain.person import Person, age_on
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
    def lives_here(self) -> bool | None:
        """Whether the applicant is registered in this municipality; None when that is not known."""
        record = self.applicant.record
        return record.nis == self.tenant.nis if record and record.nis else None

    @property
    def age(self) -> int | None:
        """The applicant's age in whole years; None when the date of birth is not known."""
        born = self.applicant.born
        return age_on(born, self.today) if born else None

    @property
    def today(self) -> date:
        """The day it is in Belgium."""
        return self.now.astimezone(BRUSSELS).date()
