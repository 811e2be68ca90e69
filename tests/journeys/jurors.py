"""The story of someone who is drawn as a possible juror."""

from datetime import date

from infra.local.stack import LocalStack
from tests.drawing import card_path, clerk_at, drawn
from tests.journeys.story import Stories, Story


def _drawn(stack: LocalStack) -> str:
    """The office draws Lena Peeters; her card stands ready."""
    drawn(stack)
    return card_path(clerk_at(stack, "/nl/desk/my", "lena-peeters")) + "/questions/language"


def card(today: date) -> Story:
    del today
    return Story(
        applicant="lena-peeters",
        begins=_drawn,
        answers={
            "language": {"can_read": "yes", "understands": "yes"},
            "work": {"occupation": "Verpleegkundige", "office": "mandate"},
            "office": {"what": "Lid van het Vlaams Parlement"},
            "remarks": {"remark": "In juli ben ik in het buitenland."},
            "contact": {"mail": "lena@example.org"},
        },
        choices={"inquiry": "strike"},
        end="struck",
    )


STORIES: Stories = {"jurors/card": card}
