"""The public page about the desk itself, made by its own code from believable figures."""

from typing import Any

from functions.domain.open_data import Quarter
from functions.domain.tenant import OpenData, OwnText
from functions.domain.views import UserView
from functions.services.open_data import DISTURBANCE, WORKS, Now, OpenFigures, Row
from functions.services.writing import Words
from functions.web.status_words import status_page

OWN = OpenData(licence="https://example.org/licence", licence_title="Gratis hergebruik")
TOLD = "Betalen met de kaart lukt nu niet. Betaal aan het loket, of probeer het morgen opnieuw."
FIGURES = OpenFigures(
    Quarter(2026, 3),
    (
        Row("passport/request", 410, 75, "7", "14"),
        Row("elections/proxy", 120, 90, "3", "7"),
        Row("marriage/declaration", 20, None, "", ""),
        Row("jurors/card", 25, None, "60", "more"),
    ),
    others=35,
    total=610,
    online=70,
    busy={
        **{("online", day, hour): 10 * (day + hour % 4) for day in range(1, 7)
           for hour in range(7, 23)},
        **{("counter", day, hour): 20 * (hour - 8) for day in (1, 3, 5) for hour in range(9, 13)},
    },
)  # fmt: skip
EMPTY = OpenFigures(Quarter(2026, 3), (), 0, 0, None, {})


def _page(now: Now, found: OpenFigures | None, *told: str) -> dict[str, Any]:
    from tests.unit import known

    texts = {place: OwnText(text=dict.fromkeys(("nl", "fr", "de", "en"), TOLD)) for place in told}
    tenant = known.tenant().model_copy(update={"texts": texts})
    return {"page": status_page(Words("nl"), tenant, OWN, now, found)}


def pages() -> dict[str, tuple[str, UserView | None, dict[str, Any]]]:
    """Full, empty, and at a bad moment."""
    template = "desk/status.html"
    good, bad = Now(saves=True, follows=True), Now(saves=False, follows=False)
    return {
        "status": (template, None, _page(good, FIGURES)),
        "status-empty": (template, None, _page(Now(saves=True, follows=None), EMPTY)),
        "status-down": (template, None, _page(bad, None, DISTURBANCE, WORKS)),
    }
