"""The voters' list of an election, imported by the elections office."""

from collections.abc import Sequence

from functions.domain.calendar import Election
from functions.domain.facts import Facts
from functions.domain.forms import Option
from functions.domain.list_kinds import ListKind
from functions.domain.texts import N_, say


def _elections(facts: Facts) -> Sequence[Option]:
    """Every election of the calendar whose day has not passed."""

    def title(election: Election) -> Option:
        named = election.title[facts.lang]
        return election.id, say(N_("%(title)s, %(day)s"), title=named, day=election.day)

    return [title(e) for e in facts.calendar.elections if e.day >= facts.today]


voters_list = ListKind(
    name="voters",
    title=N_("Kiezerslijst van een verkiezing"),
    roles=frozenset({"elections"}),
    subjects=_elections,
    retention_days=180,
    retention_note="(u) to be set by the municipality's archive plan",
)
