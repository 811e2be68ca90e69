"""Municipalities as data: roles, fees, and both files that we have."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from functions.domain.fees import Price
from functions.domain.procedure import Procedure
from functions.domain.tenant import ROLES, Fee, load_tenant
from functions.processes import all_procedures
from infra.tenant.whole import write_whole
from tests.unit.known import ROOT, tenant

FILES = sorted((ROOT / "infra" / "tenants").glob("*.toml"))
each_tenant = pytest.mark.parametrize("name", [path.stem for path in FILES])


def test_a_right_at_this_municipality_gives_its_role():
    mechelen = tenant()
    assert mechelen.roles_of([f"elections:{mechelen.org_code}"]) == {"elections"}
    assert mechelen.roles_of([f"{role}:{mechelen.org_code}" for role in ROLES]) == set(ROLES)


def test_a_right_at_another_organisation_gives_nothing():
    mechelen, leuven = tenant(), tenant("leuven")
    assert mechelen.org_code != leuven.org_code
    assert mechelen.roles_of([f"elections:{leuven.org_code}"]) == set()
    assert mechelen.roles_of([f"elections:{mechelen.org_code}0", "elections:"]) == set()


@pytest.mark.parametrize("claim", ["elections", "", ":", "unknown:%s", "ELECTIONS:%s", ":%s"])
def test_a_claim_of_another_form_gives_nothing(claim: str):
    mechelen = tenant()
    assert mechelen.roles_of([claim.replace("%s", mechelen.org_code)]) == set()


def test_one_right_may_give_several_roles():
    both = {"population": ("burgerzaken",), "elections": ("burgerzaken", "elections")}
    own = tenant().model_copy(update={"roles": both})
    assert own.roles_of([f"burgerzaken:{own.org_code}"]) == {"population", "elections"}
    assert own.roles_of([f"elections:{own.org_code}"]) == {"elections"}


def test_a_fee_holds_from_its_day_on():
    old = Fee(procedure="p", amount=Decimal("5.00"), valid_from=date(2026, 1, 1))
    new = Fee(procedure="p", amount=Decimal("7.50"), valid_from=date(2027, 1, 1))
    own = tenant().model_copy(update={"fees": (new, old)})
    assert own.fee("p", date(2025, 12, 31)) is None
    assert own.fee("p", date(2026, 12, 31)) == Decimal("5.00")
    assert own.fee("p", date(2027, 1, 1)) == Decimal("7.50")
    assert own.fee("other", date(2027, 1, 1)) is None


def fees_of(procedure: Procedure) -> set[str]:
    """The names of its fees in a tenant's file: one, or one for each variant."""
    price = procedure.price or Price(procedure.key)
    return {price.key(variant) for variant in price.labels or ("",)}


@each_tenant
def test_every_municipality_has_a_fee_a_role_for_each_step_and_known_names(name: str):
    own = tenant(name)
    assert own.name == name
    assert set(own.roles) <= set(ROLES)
    for procedure in all_procedures():
        for fee in fees_of(procedure):
            assert own.fee(fee, date(2026, 6, 1)) is not None, fee
        for step in procedure.workflow.steps:
            wanted = {step.role, step.lapse.escalate_to} - {""}
            assert wanted <= set(own.roles), step.name
            assert not step.external or step.external in own.outside, step.name


@each_tenant
def test_a_municipality_sets_terms_fees_and_facts_only_of_procedures_that_exist(name: str):
    own, keys = tenant(name), {procedure.key for procedure in all_procedures()}
    assert {term.rpartition("/")[0] for term in own.terms} <= keys
    asked = {fee for procedure in all_procedures() for fee in fees_of(procedure)}
    assert {fee.procedure for fee in own.fees} <= asked
    assert set(own.facts) <= keys
    looks = {
        f"{procedure.key}/{step.name}"
        for procedure in all_procedures()
        for step in procedure.workflow.steps
        if step.second_look_of
    }
    assert set(own.four_eyes) <= looks
    assert own.four_eyes


def test_no_two_municipalities_are_the_same_organisation():
    known = [tenant(path.stem) for path in FILES]
    assert len({own.org_code for own in known}) == len(known) >= 2
    assert len({own.nis for own in known}) == len(known)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("#a5182f", "red"), ('nis = "12025"', ""), ('place = "Mechelen"', "plaats = 1"), ("=", ":")],
)
def test_a_mistake_in_the_file_names_its_place(tmp_path: Path, right: str, wrong: str):
    path = tmp_path / "broken.toml"
    write_whole(ROOT / "infra" / "tenants" / "mechelen.toml", path)
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), "utf-8")
    with pytest.raises((ValidationError, ValueError)):
        load_tenant(path)
