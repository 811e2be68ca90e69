"""Stories of home slaughter."""

from datetime import date, datetime, time, timedelta

from functions.domain.calendar import BRUSSELS
from functions.domain.holidays import add_working_days
from functions.processes.slaughter_permit.rules import REGISTRATION_DAYS
from tests.journeys.story import Stories, Story

_FULL_DAYS = 2


def declaration(today: date) -> Story:
    """Two sheep of an owner whom the FAVV does not know yet."""
    noon = datetime.combine(today, time(12), BRUSSELS)
    last_full = add_working_days(noon, REGISTRATION_DAYS + _FULL_DAYS).astimezone(BRUSSELS).date()
    return Story(
        applicant="fatima-benali",
        answers={
            "known": {"is_right": "yes"},
            "registration": {"has_number": "no"},
            "animal": {"species": "sheep", "herd": "be 1234.5678"},
            "tags": {"animals": [{"tag": "BE 123.456.789"}, {"tag": "123456780"}]},
            "slaughter": {
                "day": last_full + timedelta(days=1),
                "place": "Schoolpad 17, 2800 Mechelen",
            },
            "contact": {"mail": "fatima@example.org"},
        },
        end="issued",
    )


STORIES: Stories = {"slaughter-permit/declaration": declaration}
