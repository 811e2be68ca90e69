"""Stories of passports."""

from datetime import date, timedelta

from tests.journeys.story import DOCUMENT, Stories, Story


def stolen_document_of_a_refugee(today: date) -> Story:
    """The road with everything: a declaration, a trip, a fee, two visits and the producer."""
    return Story(
        applicant="yusuf-haddad",
        answers={
            "known": {"is_right": "yes"},
            "whom": {"who": "self"},
            "nationality": {"status": "refugee"},
            "old_passport": {"old": "stolen"},
            "loss": {"day": today - timedelta(days=1)},
            "declaration": {"declaration": DOCUMENT},
            "trip": {"day": today + timedelta(days=60)},
            "speed": {"urgency": "urgent"},
            "contact": {"mail": "yusuf@example.org"},
        },
        end="issued",
    )


STORIES: Stories = {"passport/request": stolen_document_of_a_refugee}
