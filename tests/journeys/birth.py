"""Stories of a birth."""

from datetime import date, timedelta

from tests.journeys.story import DOCUMENT, Stories, Story, number_of


def declaration(today: date) -> Story:
    """A mother declares; the other parent recognises the child in the act."""
    return Story(
        applicant="jana-thys",
        answers={
            "known": {"is_right": "yes"},
            "you": {"declarant": "mother", "bond": "now"},
            "parent": {
                "given_name": "Thibo",
                "family_name": "Dubois",
                "national_number": number_of("thibo-dubois"),
                "mail": "thibo@example.org",
            },
            "birth": {
                "day": today - timedelta(days=2),
                "time": "14:35",
                "is_here": "yes",
                "where": "hospital",
                "order": 1,
            },
            "child": {"given_name": "Alix Marie", "family_name": "Dubois", "sex": "girl"},
            "naming": {"choice": "other"},
            "papers": {"medical": DOCUMENT},
            "contact": {"mail": "jana@example.org"},
        },
        end="registered",
    )


STORIES: Stories = {"birth/declaration": declaration}
