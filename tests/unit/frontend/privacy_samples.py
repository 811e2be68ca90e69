"""The pages of retention and of a person's rights, with a believable context each (samples.py)."""

from dataclasses import replace
from typing import Any

from functions.domain.privacy_views import (
    DueRow,
    RetentionLine,
    RetentionPage,
    RetentionRunPage,
)
from functions.domain.views import Link, UserView
from tests.unit.frontend.figure_samples import MANAGER

HERE = "/nl/desk/retention"
LINE = RetentionLine(
    "Volmacht geven",
    f"{HERE}/elections/proxy",
    "180 dagen",
    "tot na de geldigverklaring van de verkiezing",
    "30 mei 2026",
    "meer dan 100",
)
RUN = RetentionRunPage(
    title=LINE.title,
    intro="We bewaren een zaak 180 dagen nadat ze afgesloten is.",
    rows=(DueRow("7KM4-2PRT-9XAC", "1 mei 2026", "28 oktober 2026"),),
    more="Er zijn er meer dan 100. De oudste staan hier.",
    button="Verwijder de oudste 50",
    action=LINE.href,
    csrf="t",
    back=Link("Bewaren en wissen", HERE),
    notice="50 zaken zijn verwijderd, met hun documenten.",
)
PAGES: dict[str, tuple[str, UserView | None, dict[str, Any]]] = {
    "retention": ("desk/retention.html", MANAGER, {"page": RetentionPage((LINE,))}),
    "retention-nothing": (
        "desk/retention.html",
        MANAGER,
        {"page": RetentionPage((replace(LINE, due="0"),), is_empty=True)},
    ),
    "retention-run": ("desk/retention-run.html", MANAGER, {"page": RUN}),
    "retention-run-nothing": (
        "desk/retention-run.html",
        MANAGER,
        {"page": replace(RUN, rows=(), more="", button="", notice="")},
    ),
}
