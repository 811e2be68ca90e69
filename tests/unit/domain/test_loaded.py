"""What two municipalities load to, bases and all, written out.

Most of a municipality stands in bases that all twelve share: who changes a line there sees here, in
a review, what becomes of it for a city that says much itself and for one of another province. Meant
so? `python -m tests.unit.domain.test_loaded` writes the files anew.
"""

from collections.abc import Iterable, Iterator
from difflib import unified_diff
from pathlib import Path

import pytest

from functions.domain.tenant import Hours, Tenant
from tests.unit.known import tenant

LOADED = Path(__file__).parent / "loaded"
NAMES = ("leuven", "mechelen")


def told(own: Tenant) -> str:
    return "".join(f"{line}\n" for line in _lines(own))


def _lines(own: Tenant) -> Iterator[str]:
    yield f"{own.title}, {own.place}, NIS {own.nis}, {own.org_code}, {' '.join(own.languages)}"
    yield f"mails from {own.sender}"
    yield f"processes: {' '.join(own.processes)}"
    yield f"counter: {_hours(own.hours)}"
    yield f"closed on: {' '.join(map(str, sorted(own.closed_on)))}"
    for role, rights in sorted(own.roles.items()):
        yield f"role {role}: {' '.join(rights)}"
    for fee in sorted(own.fees, key=lambda fee: (fee.procedure, fee.valid_from)):
        yield f"fee {fee.procedure} from {fee.valid_from}: {fee.amount}"
    for term, days in sorted(own.terms.items()):
        yield f"term {term}: {days} days"
    for about, facts in sorted(own.facts.items()):
        yield f"facts {about}: {' '.join(f'{key}={facts[key]}' for key in sorted(facts))}"
    for name, service in sorted(own.services.items()):
        yield (
            f"service {name}: {service.minutes} min, {service.capacity} at once, "
            f"{service.lead_hours} h before, {_hours(service.hours) or 'as the counter'}"
        )


def _hours(hours: Iterable[Hours]) -> str:
    return ", ".join(f"{''.join(map(str, h.days))} {h.open}-{h.close}" for h in hours)


@pytest.mark.parametrize("name", NAMES)
def test_a_municipality_loads_to_what_was_reviewed(name: str):
    known = (LOADED / f"{name}.txt").read_text("utf-8")
    found = told(tenant(name))
    changed = unified_diff(known.splitlines(), found.splitlines(), "reviewed", "loaded", "", "", 0)
    assert found == known, "\n".join(changed)


def test_what_is_written_out_differs_between_them():
    one, other = (told(tenant(name)) for name in NAMES)
    assert one.count("\nfee ") > 20
    assert {kind.split(" ")[0] for kind in one.splitlines()} >= {"role", "fee", "term", "service"}
    assert one != other


if __name__ == "__main__":
    LOADED.mkdir(exist_ok=True)
    for each in NAMES:
        (LOADED / f"{each}.txt").write_text(told(tenant(each)), "utf-8")
