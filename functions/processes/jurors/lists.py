"""The list from which jurors are drawn: the voters of the last federal election. Judicial Code,
article 218; every four years, in January, in public. zonnebeke.be"""

from collections.abc import Sequence

from functions.domain.facts import Facts
from functions.domain.forms import Option
from functions.domain.list_kinds import ListKind
from functions.domain.texts import N_, say
from functions.processes.jurors import rules


def _years(facts: Facts) -> Sequence[Option]:
    """This year's draw or the next; which year it is, is announced (u: no calendar was found)."""
    return [(str(y), say("%(year)s", year=y)) for y in (facts.today.year, facts.today.year + 1)]


voters_list = ListKind(
    name="jury",
    title=N_("Loting van gezworenen"),
    roles=frozenset({"court_liaison", "tenant_admin"}),
    subjects=_years,
    card=rules.KEY,
    summary=rules.summary,
    struck=frozenset({"struck"}),
    retention_days=4 * 365,
    retention_note="beringen.be: kept four years",
)
