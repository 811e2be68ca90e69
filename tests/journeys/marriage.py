"""Stories of the registrar who marries people."""

from datetime import date

from functions.processes.marriage.application import SPECIAL
from tests.journeys.story import DOCUMENT, Stories, Story, number_of


def declaration(today: date) -> Story:
    """One of them was not born Belgian, and they marry on a Saturday, before two witnesses."""
    del today
    return Story(
        applicant="karim-el-amrani",
        answers={
            "known": {"is_right": "yes"},
            "partner": {
                "given_name": "Fatima",
                "family_name": "Benali",
                "national_number": number_of("fatima-benali"),
                "mail": "fatima@example.org",
            },
            "couple": {"lives_here": "yes", "are_free": "yes", "are_belgian_born": "no"},
            "papers": {"birth": DOCUMENT, "identity": DOCUMENT, "status": DOCUMENT},
            "ceremony": {"place": SPECIAL, "has_witnesses": "yes"},
            "witnesses": {
                "named": [
                    {"given_name": "Lena", "family_name": "Peeters", "born": date(1988, 4, 12)},
                    {"given_name": "An", "family_name": "Claes", "born": date(1958, 1, 27)},
                ]
            },
            "contact": {"mail": "karim@example.org"},
        },
        end="married",
    )


STORIES: Stories = {"marriage/declaration": declaration}
