"""Stories of the elections office."""

from datetime import date

from functions import wiring
from tests.journeys.story import DOCUMENT, Stories, Story, number_of


def _election() -> str:
    return wiring.ports().calendar.elections[0].id


def proxy(today: date) -> Story:
    del today
    return Story(
        applicant="lena-peeters",
        answers={
            "voter": {"election": _election(), "is_belgian": "yes"},
            "why": {"reason": "illness"},
            "evidence": {"medical": DOCUMENT},
            "holder": {
                "given_name": "Karim",
                "family_name": "El Amrani",
                "national_number": number_of("karim-el-amrani"),
                "mail": "karim@example.org",
                "is_belgian": "yes",
            },
            "contact": {"mail": "lena@example.org"},
        },
        end="approved",
    )


STORIES: Stories = {"elections/proxy": proxy}
