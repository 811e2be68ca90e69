"""Stories of a recognition."""

from datetime import date

from tests.journeys.story import Stories, Story, child_number, number_of


def declaration(today: date) -> Story:
    """A married man recognises a child of 14: both consent, and the office defers first."""
    return Story(
        applicant="wouter-janssens",
        answers={
            "known": {"is_right": "yes"},
            "moment": {"situation": "teen"},
            "minor": {
                "given_name": "Jules",
                "family_name": "Declercq",
                "national_number": child_number(today.replace(day=1, year=today.year - 14)),
            },
            "mother": {
                "given_name": "Hanne",
                "family_name": "Declercq",
                "national_number": number_of("hanne-declercq"),
                "mail": "hanne@example.org",
            },
            "you": {"has_spouse": "yes"},
            "contact": {"mail": "wouter@example.org"},
        },
        choices={"decision": "defer"},
        end="recognised",
    )


STORIES: Stories = {"recognition/declaration": declaration}
