"""What counts say: hours and days, halves and parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain import figures


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(0, "1"), (1, "1"), (1.01, "3"), (14, "14"), (90, "90"), (90.1, "more"), (4000, "more")],
)
def test_a_duration_falls_in_one_bucket(days: float, bucket: str) -> None:
    assert figures.bucket_of(days) == bucket


def test_without_a_case_there_is_no_median() -> None:
    assert figures.median_days({}) is None


def test_half_of_the_cases_take_no_longer_than_the_median() -> None:
    assert figures.median_days({"lead.7": 2}) == 5
    assert figures.median_days({"lead.1": 1, "lead.30": 1}) == 1
    assert figures.median_days({"lead.more": 3, "lead.1": 1}) == float("inf")


@given(st.dictionaries(st.sampled_from([*map(str, figures.BUCKETS), "more"]),
                       st.integers(0, 500), min_size=1))  # fmt: skip
def test_a_median_lies_in_the_bucket_that_holds_the_middle_case(found: dict[str, int]) -> None:
    counts = {f"lead.{name}": n for name, n in found.items()}
    each = [b for b in [*figures.BUCKETS, float("inf")]
            for _ in range(found.get("more" if b == float("inf") else str(b), 0))]  # fmt: skip
    median = figures.median_days(counts)
    if not each:
        assert median is None
        return
    middle = each[(len(each) - 1) // 2]
    assert median is not None
    assert median <= middle


def test_nothing_has_no_rate() -> None:
    assert figures.rate(0, 0) is None
    assert figures.rate(1, 3) == 33


def test_months_are_read_in_any_order_and_never_more_than_asked() -> None:
    assert figures.months_between("2027-01", "2026-11", 24) == ["2026-11", "2026-12", "2027-01"]
    assert len(figures.months_between("2000-01", "2026-12", 24)) == 24
    assert figures.months_back("2026-01", 2) == ["2025-12", "2026-01"]


def test_parts_and_totals_leave_other_metrics_alone() -> None:
    counts = {"closed.good.online": 2, "closed.good.paper": 1, "closedx.a": 9, "no-show": 3}
    assert figures.total(counts, "closed") == 3
    assert figures.parts(counts, "closed") == {"good": 3}
    assert figures.parts(counts, "closed.good") == {"online": 2, "paper": 1}
    assert figures.total(counts, "no-show") == 3


def test_an_average_is_of_who_answered() -> None:
    assert figures.average_score({}) is None
    assert figures.average_score({"rated.5": 1, "rated.2": 1}) == 3.5
