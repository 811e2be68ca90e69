"""The cost model: what is counted is counted, and everything that costs has a price or a reason."""

from typing import Any

import pytest

from functions.adapters.table import Table
from functions.domain.tenant import load_tenant
from infra.costs.bill import HOURS, Model, agenda_month, quantities
from infra.costs.counted import Phase, Used, counted, whole
from infra.costs.prices import UNCONFIRMED, assumptions, prices
from infra.costs.standing import kinds, month, templates, unknown
from infra.deployment import Deployment, FunctionCapacity
from infra.local.config import ROOT
from infra.local.stack import LocalStack
from tests.load.count import case

from .packaged import translated

TENANT = ROOT / "infra" / "tenants" / "mechelen.toml"
CONVOCATION = "elections/convocation"


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.of(counted(), prices(), assumptions(), Deployment.load(TENANT))


@pytest.fixture(scope="module")
def made() -> list[dict[str, Any]]:
    return templates(load_tenant(TENANT), Deployment.load(TENANT))


def test_one_more_write_is_one_more_unit_and_one_more_record(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what was counted before is what is counted now."""
    plain = Phase.model_validate(case(desk, CONVOCATION)["asks"])
    known = counted().procedures[CONVOCATION]["asks"]
    assert (plain.requests, plain.starts, plain.mails) == (
        known.requests, known.starts, known.mails,
    ), "another road: make count"  # fmt: skip
    assert plain.write_units == pytest.approx(known.write_units, rel=0.15), "make count"
    assert plain.read_units == pytest.approx(known.read_units, rel=0.15), "make count"
    transact, extra = Table.transact, [0]

    def twice(table: Table, items: list[Any], *args: Any, **more: Any) -> Any:
        extra[0] += 1
        table.put({"PK": {"S": f"EXTRA#{extra[0]}"}, "SK": {"S": "EXTRA"}})
        return transact(table, items, *args, **more)

    monkeypatch.setattr(Table, "transact", twice)
    with_more = Phase.model_validate(case(desk, CONVOCATION)["asks"])
    puts = {name: used.calls.get("dynamodb.PutItem", 0) for name, used in plain.functions.items()}
    more_puts = sum(
        used.calls.get("dynamodb.PutItem", 0) - puts[name]
        for name, used in with_more.functions.items()
    )
    assert more_puts >= 3  # handing in, the workflow, the figures
    assert with_more.write_units - plain.write_units == more_puts
    assert with_more.records - plain.records == more_puts


@pytest.mark.xdist_group("package")
def test_everything_in_the_stack_has_a_price_or_a_reason(made: list[dict[str, Any]]) -> None:
    known = prices()
    assert unknown(kinds(made), known) == []
    assert unknown(kinds([translated(made[0])]), known) == []
    assert unknown({"AWS::EC2::NatGateway"}, known) == ["AWS::EC2::NatGateway"]
    assert not set(known.standing) & set(known.standing_free)


def test_what_stands_still_is_counted_in_the_template(
    model: Model, made: list[dict[str, Any]]
) -> None:
    found = month(model, made)
    alarms = sum(
        resource["Type"] == "AWS::CloudWatch::Alarm" for resource in made[0]["Resources"].values()
    )
    assert found["alarm-month"] == (alarms, pytest.approx(alarms * 0.10))
    assert found["key-month"][0] == 2
    (firewall,) = (r for r in made[1]["Resources"].values() if r["Type"] == "AWS::WAFv2::WebACL")
    assert found["firewall-rule-month"][0] == len(firewall["Properties"]["Rules"])
    agenda = agenda_month(model)
    assert agenda.functions["agenda"].invocations == HOURS
    assert found["agenda (730 runs)"][1] > 0


def test_no_metric_of_a_method_is_paid(made: list[dict[str, Any]]) -> None:
    (stage,) = (r for r in made[0]["Resources"].values() if r["Type"] == "AWS::ApiGateway::Stage")
    assert not any(setting["MetricsEnabled"] for setting in stage["Properties"]["MethodSettings"])


def test_every_quantity_has_a_price_in_every_region(model: Model) -> None:
    one = whole(model.counted.procedures[CONVOCATION].values())
    assert set(quantities(model, one, visitors=1)) <= set(model.prices.prices)
    assert {"eu-central-1", "eu-west-1"} <= model.prices.regions()
    with pytest.raises(LookupError, match="no prices of eu-north-1"):
        model.prices.of("write-unit", "eu-north-1")


def test_every_call_that_was_counted_is_waited_for(model: Model) -> None:
    for phases in model.counted.procedures.values():
        for name, used in whole(phases.values()).functions.items():
            assert model.ms(name, used) > used.cpu_ms
    with pytest.raises(KeyError):
        model.ms("desk", Used(invocations=1, cpu_ms=1, calls={"rekognition.DetectFaces": 1}))


def test_a_smaller_function_takes_longer_and_waits_as_long() -> None:
    deployment = Deployment.load(TENANT)
    sizes = {"desk": FunctionCapacity(memory_mb=1769), "birth": FunctionCapacity(memory_mb=884)}
    model = Model(counted(), prices(), assumptions(), deployment, sizes)
    used = Used(invocations=1, cpu_ms=10, calls={"dynamodb.GetItem": 2})
    waits = 2 * assumptions().wait_ms["dynamodb"]
    assert model.ms("desk", used) == 10 + waits
    assert model.ms("birth", used) == pytest.approx(10 * 1769 / 884 + waits)


def test_more_of_anything_costs_more(model: Model) -> None:
    one = Phase(write_units=10, mails=1, transitions=3, requests=4)
    before = sum(model.dollars(quantities(model, one)).values())
    for name in ("write_units", "read_units", "mails", "transitions", "requests", "s3_puts",
                 "signatures", "stored_bytes", "bytes"):  # fmt: skip
        more = one.model_copy(update={name: getattr(one, name) + 1000})
        assert sum(model.dollars(quantities(model, more)).values()) > before, name


def test_a_price_says_where_it_was_seen() -> None:
    known = prices()
    assert {price.seen for price in known.prices.values()} <= set(known.lists)
    assert known.prices["lambda-gb-second"].seen == UNCONFIRMED
    assert all(one.source.startswith("https://") for one in known.lists.values())
