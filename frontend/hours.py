"""The week of the counter, written out from the tenant's opening hours."""

from collections.abc import Callable
from dataclasses import dataclass

from functions.domain.tenant import Hours
from functions.domain.texts import N_

DAYS = (
    N_("maandag"), N_("dinsdag"), N_("woensdag"), N_("donderdag"), N_("vrijdag"), N_("zaterdag"),
    N_("zondag"),
)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """`number`: 1 is Monday. `spans`: pairs of "HH:MM", local time, in order; none is closed."""

    number: int
    name: str
    spans: tuple[tuple[str, str], ...]


def week(hours: tuple[Hours, ...], translate: Callable[[str], str]) -> tuple[Day, ...]:
    """The seven days, each with when the counter is open."""
    return tuple(
        Day(
            number,
            translate(name),
            tuple(sorted((span.open, span.close) for span in hours if number in span.days)),
        )
        for number, name in enumerate(DAYS, start=1)
    )
