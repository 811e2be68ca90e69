"""Stories of identity cards."""

from datetime import date, timedelta

from tests.journeys.story import DOCUMENT, Stories, Story, number_of


def lost_card_of_a_child(today: date) -> Story:
    """The road with everything: a declaration, a fee, two visits and the producer."""
    return Story(
        applicant="eva-goossens",
        answers={
            "known": {"is_right": "yes"},
            "whom": {"who": number_of("mila-janssens")},
            "why": {"reason": "lost"},
            "loss": {"day": today - timedelta(days=1)},
            "declaration": {"declaration": DOCUMENT},
            "speed": {"urgency": "normal"},
            "place": {"needs_visit": "no"},
            "contact": {"mail": "eva@example.org"},
        },
        end="issued",
    )


STORIES: Stories = {"identity-card/request": lost_card_of_a_child}
