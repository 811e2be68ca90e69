"""The simulated fortnight: nobody is lost, limits hold, and what it writes is what is packaged."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from functions.domain.tenant import load_tenant
from infra.costs.bill import Model
from infra.costs.counted import counted
from infra.costs.prices import assumptions, prices
from infra.deployment import ApiCapacity, Deployment
from infra.local.config import ROOT
from infra.package.assemble import Code
from infra.package.template import Parts, template
from infra.peak.arrivals import ASKS, DAY, over_a_visit, visits
from infra.peak.busiest import Busy, moment
from infra.peak.data import Asks, Fortnight, Rush, fortnight, limits
from infra.peak.flow import Scenario, Simulated, at_once, simulate
from infra.peak.plan import Plan, plan, write
from infra.peak.queues import bucket, growing
from infra.peak.report import lines

TENANTS = ROOT / "infra" / "tenants"


@pytest.fixture(scope="module")
def short() -> Fortnight:
    """One day of it, with proxies only."""
    asks = Asks(procedure="elections/proxy", share=0.1, days=(1,))
    rush = Rush(day=1, hour=20, minutes=10, share=0.1)
    return fortnight().model_copy(update={"days": 1, "asks": (asks,), "rush": rush, "tries": 2})


@pytest.fixture(scope="module")
def model() -> Model:
    deployment = Deployment.load(TENANTS / "mechelen.toml")
    return Model.of(counted(), prices(), assumptions(), deployment)


@pytest.fixture(scope="module")
def city(model: Model, short: Fortnight) -> Simulated:
    return simulate(model, short, limits(), Scenario(100_000))


@pytest.fixture(scope="module")
def too_many(model: Model, short: Fortnight) -> Simulated:
    return simulate(model, short, limits(), Scenario(10_000_000))


def test_as_many_come_as_the_share_of_the_voters_says(short: Fortnight) -> None:
    found = visits(short, short.asks[0], 50_000)
    for who, series in found.items():
        assert series.sum() == pytest.approx(5_000), who
        assert over_a_visit(series, 720).sum() == pytest.approx(5_000), who
    begins = 20 * 3600
    assert found[ASKS][begins : begins + 600].sum() >= 500, "the rush"
    office = found["office"]
    assert office[: DAY + 9 * 3600].sum() == 0, "the office is closed"


def test_a_fortnight_has_a_weight_for_each_day(short: Fortnight) -> None:
    wrong = short.asks[0].model_copy(update={"days": (1, 2)})
    with pytest.raises(ValueError, match="a weight for each of 1 days, not 2"):
        visits(short, wrong, 1000)


def test_who_comes_to_a_bucket_passes_waits_or_gives_up() -> None:
    demand = np.concatenate([np.full(50, 8.0), np.full(200, 30.0), np.full(400, 2.0)])
    found = bucket(demand, rate=10, burst=40, patience_s=60)
    assert found.came == pytest.approx(found.served.sum() + found.gave_up + found.waiting[-1])
    assert found.gave_up > 0
    assert found.waiting[-1] == 0
    assert found.longest_wait_s == 60
    assert found.drained_after_s == 75, "600 that wait, two more each second, ten a second pass"
    for window in (1, 10, 100):  # never more than the rate and what was saved
        within = np.convolve(found.served, np.ones(window), "valid")
        assert within.max() <= 10 * window + 40
    patient = bucket(demand, rate=10, burst=40)
    assert patient.gave_up == 0
    assert patient.came == pytest.approx(patient.served.sum() + patient.waiting[-1])
    assert patient.longest_wait_s > 60


def test_a_limit_that_is_not_reached_holds_nobody_up() -> None:
    demand = np.full(100, 9.0)
    found = bucket(demand, rate=10)
    assert (found.delayed, found.gave_up, found.longest_wait_s) == (0, 0, 0)
    assert (found.served == demand).all()


def test_a_table_takes_twice_what_it_took_half_an_hour_ago() -> None:
    demand = np.concatenate([np.full(2000, 4_000.0), np.full(3000, 7_900.0)])
    assert growing(demand, 4_000, 1_800).delayed == 0
    sudden = growing(np.concatenate([np.full(10, 10.0), np.full(100, 9_000.0)]), 4_000, 1_800)
    assert sudden.served.max() == 4_000
    assert sudden.waiting[-1] == pytest.approx(100 * 5_000)


def test_everybody_of_a_moment_is_served_or_gave_up() -> None:
    found = moment(Busy(rate=200, seconds=0.2, limit=20, tries=3), 60)
    assert found.came == found.served + found.gave_up
    assert found.not_yet == 0
    assert found.most_at_once == 20, "never more than the limit, and all of it"
    assert found.throttled == found.retried + found.gave_up
    assert found.gave_up > 0
    assert 0 < found.wait_of(0.99) <= 2 * 15


def test_a_throttle_lets_no_more_in_than_it_says() -> None:
    found = moment(Busy(rate=100, seconds=0.01, limit=1000, throttle=20, burst=40, tries=1), 60)
    assert found.served <= 20 * 60 + 40
    assert found.came == found.served + found.gave_up
    half = moment(
        Busy(rate=100, seconds=0.01, limit=1000, throttle=20, burst=40, tries=1, part=0.5), 60
    )
    assert half.served > found.served, "another method has its own"


def test_littles_law_holds_on_a_flat_road() -> None:
    """At once on average = a second x seconds each."""
    seconds = 300
    found = moment(Busy(rate=50, seconds=0.4, limit=10_000), seconds)
    assert found.gave_up == 0
    assert found.busy_seconds / seconds == pytest.approx(50 * 0.4, rel=0.05)
    assert found.most_at_once <= at_once(20) + 10
    assert moment(Busy(rate=0, seconds=1, limit=1), 10).came == 0


def test_a_cold_start_takes_longer_and_more_environments() -> None:
    warm = moment(Busy(rate=50, seconds=0.1, limit=1000), 30)
    cold = moment(Busy(rate=50, seconds=0.1, limit=1000, cold_s=2), 30)
    assert cold.most_at_once > 3 * warm.most_at_once
    assert cold.cold == cold.most_at_once


@pytest.mark.parametrize("rate", [1, 5, 25, 125])
def test_twice_as_many_never_need_less(rate: float) -> None:
    once = moment(Busy(rate=rate, seconds=0.2, limit=10_000, cold_s=1), 30)
    twice = moment(Busy(rate=2 * rate, seconds=0.2, limit=10_000, cold_s=1), 30)
    assert twice.most_at_once >= once.most_at_once
    assert at_once(2 * rate) >= at_once(rate)


def test_twice_the_voters_ask_twice_as_much(
    model: Model, short: Fortnight, city: Simulated
) -> None:
    double = simulate(model, short, limits(), Scenario(200_000))
    assert double.whole.cases == pytest.approx(2 * city.whole.cases)
    assert double.whole.dollars == pytest.approx(2 * city.whole.dollars)
    assert double.concurrency >= city.concurrency
    for one, two in zip(city.limits, double.limits, strict=True):
        if one.name != "functions at once":  # the more, the less by chance
            assert two.asked == pytest.approx(2 * one.asked), one.name
    assert city.whole.cases == pytest.approx(10_000)


def test_tenants_in_one_account_share_its_limits_and_not_their_own(
    model: Model, short: Fortnight, city: Simulated
) -> None:
    many = simulate(model, short, limits(), Scenario(100_000, tenants=10, largest_share=0.2))
    for one, ten in zip(city.limits, many.limits, strict=True):
        if one.whose == "tenant":
            assert ten.asked == pytest.approx(one.asked / 5), one.name
        elif one.name != "functions at once":
            assert ten.asked == pytest.approx(one.asked), one.name


def test_what_breaks_is_said_and_waited_for(
    model: Model, short: Fortnight, too_many: Simulated
) -> None:
    broken = {one.name for one in too_many.limits if one.part > 1}
    assert {"requests, one method", "records of the stream", "mails",
            "starts of workflows"} <= broken  # fmt: skip
    assert too_many.door.gave_up > 0
    assert too_many.stream.longest_wait_s > 60
    for passed in (too_many.stream, too_many.mails, too_many.starts, too_many.door):
        assert passed.came == pytest.approx(
            passed.served.sum() + passed.gave_up + passed.waiting[-1]
        )
    said = "\n".join(lines(model, short, limits(), too_many, plan(model, limits(), too_many)))
    assert said.count("BREAKS") == len(broken)
    assert "10000000 voters" in said


def test_a_small_plan_leaves_the_table_and_the_door_as_they_are(
    model: Model, city: Simulated
) -> None:
    found = plan(model, limits(), city)
    assert set(found.reserved) == {"desk", "elections"}
    assert all(number >= 20 for number in found.reserved.values())
    assert (found.warm_write_units, found.at_once, found.dollars, found.above) == (None, None, 0, 0)


def test_a_large_plan_gives_more_shards_before_it_gives_up_the_order(
    model: Model, too_many: Simulated
) -> None:
    found = plan(model, limits(), too_many)
    assert found.warm_write_units == 40_000
    assert found.at_once
    assert found.at_once > 1
    assert found.api
    assert found.api.rate > 50
    assert found.dollars > 0
    assert found.above > 0


def test_a_region_without_limits_is_refused(model: Model, short: Fortnight) -> None:
    elsewhere = model.deployment.model_copy(update={"region": "eu-north-1"})
    other = Model.of(model.counted, model.prices, model.assumed, elsewhere)
    with pytest.raises(LookupError, match="no limits of eu-north-1"):
        simulate(other, short, limits(), Scenario(1000))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    shutil.copytree(TENANTS, tmp_path / "tenants")
    return tmp_path / "tenants"


def packaged(file: Path) -> dict[str, Any]:
    """The template of a tenant's file, without its code."""
    zips = {"functions": "f.zip", "shared": "s.zip", "documents": "d.zip"}
    code = Code(Path("f.zip"), {}, [])
    found = template(Parts(load_tenant(file), Deployment.load(file), code, zips))
    parts: dict[str, Any] = found["Resources"]
    return parts


_PLAN = Plan(
    reserved={"desk": 40, "elections": 250}, api=ApiCapacity(rate=120, burst=240),
    warm_write_units=12_000, at_once=2,
)  # fmt: skip


@pytest.mark.parametrize("tenant", ["gent", "herstappe"])
def test_what_is_planned_is_packaged(files: Path, tenant: str) -> None:
    file = files / f"{tenant}.toml"
    before, text = packaged(file), file.read_text()
    write(_PLAN, file, 200_000)
    after = packaged(file)
    assert after["ElectionsFunction"]["Properties"]["ReservedConcurrentExecutions"] == 250
    assert after["DeskFunction"]["Properties"]["ReservedConcurrentExecutions"] == 40
    table = after["Table"]["Properties"]
    for part in (table, *table["GlobalSecondaryIndexes"]):
        assert part["WarmThroughput"] == {"WriteUnitsPerSecond": 12_000}
    for mapping in ("StreamMapping", "DossiersMapping"):
        assert before[mapping]["Properties"]["ParallelizationFactor"] == 1
        assert after[mapping]["Properties"]["ParallelizationFactor"] == 2
    settings = after["ApiStage"]["Properties"]["MethodSettings"]
    assert {s["ThrottlingRateLimit"] for s in settings} == {10, 120}
    assert {s["ThrottlingBurstLimit"] for s in settings} == {20, 240}
    assert "WarmThroughput" not in json.dumps(before)
    assert "# placeholder, (u)" in file.read_text(), "comments stay"
    assert len(file.read_text().splitlines()) > len(text.splitlines())
    assert Deployment.load(file).capacity["elections"].memory_mb == (
        1024 if tenant == "gent" else 512
    )
    write(_PLAN, file, 200_000)
    assert Deployment.load(file).table.warm_write_units == 12_000, "again is the same"


def test_cloudformation_knows_warm_throughput(files: Path) -> None:
    from cfnlint.api import ManualArgs, lint

    file = files / "gent.toml"
    write(_PLAN, file, 200_000)
    parts = packaged(file)
    only = {name: parts[name] for name in ("Table", "DataKey")}
    for part in only.values():  # what else the stack has is not here
        part["Properties"].pop("KeyPolicy", None)
    text = json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": only})
    assert lint(text, config=ManualArgs(regions=["eu-central-1"])) == []


def test_it_is_drawn_the_same_twice(model: Model, too_many: Simulated, tmp_path: Path) -> None:
    from infra.peak.plot import draw

    for name in ("one.svg", "two.svg"):
        draw(too_many, model.deployment, limits(), fortnight_of(too_many), tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert "10,000,000 voters" in (tmp_path / "one.svg").read_text()


def fortnight_of(found: Simulated) -> Fortnight:
    rush = Rush(day=1, hour=19, minutes=10, share=0.1)
    return fortnight().model_copy(update={"days": found.whole.seconds // DAY - 3, "rush": rush})
