"""Two municipalities run the same code with their own name, colours, fees and rights."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from functions.domain.tenant import Tenant, load_tenant
from infra.local.stack import LocalStack
from tests.people import Someone

TENANTS = sorted((Path(__file__).parents[2] / "infra" / "tenants").glob("*.toml"))


@pytest.fixture
def leuven() -> Iterator[LocalStack]:
    with LocalStack("leuven") as stack:
        yield stack


def tenant(name: str) -> Tenant:
    return load_tenant(next(path for path in TENANTS if path.stem == name))


@pytest.mark.parametrize("path", TENANTS, ids=lambda path: path.stem)
def test_every_tenant_file_is_complete(path: Path) -> None:
    found = load_tenant(path)
    assert found.name == path.stem
    assert found.hours
    assert set(found.languages) == {"nl", "fr", "de", "en"}


def test_the_two_tenants_differ_in_name_colour_fee_and_rights() -> None:
    one, other = tenant("mechelen"), tenant("leuven")
    assert one.title != other.title
    assert one.style.accent != other.style.accent
    fee = "polio-vaccination/proof"
    assert one.fee(fee, date(2026, 11, 24)) == Decimal(0)
    assert other.fee(fee, date(2026, 11, 24)) == Decimal("2.50")
    assert one.roles != other.roles


@pytest.mark.xdist_group("tenants")
def test_leuven_speaks_for_itself_and_knows_no_clerk_of_mechelen(leuven: LocalStack) -> None:
    own = Someone(leuven, "leuven-elections")
    own.sign_in("/nl/desk/work")
    assert "Stad Leuven" in own.text
    assert "Mechelen" not in own.text
    stranger = Someone(leuven, "mechelen-elections")
    stranger.sign_in("/nl/desk/work")
    assert stranger.last.status_code == 403
