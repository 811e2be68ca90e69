"""What counts say: hours and days, halves and parts."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain import figures
from functions.domain.case import Case, Draft
from functions.domain.person import Person
from functions.processes import all_procedures


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


NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
PROOF = next(p for p in all_procedures() if p.key == "polio-vaccination/proof")


def case(**changes: object) -> Case:
    person = Person(given_name="An", family_name="Claes", national_number="", ref="r")
    return Case(
        id="1", number="2", process=PROOF.process, procedure=PROOF.name, procedure_version=1,
        lang="nl", submitted=NOW, applicant=person, mail="", answers={}, seq=3, **changes,
    )  # fmt: skip


def draft(**changes: object) -> Draft:
    return Draft(
        case_id="1", process=PROOF.process, procedure=PROOF.name, procedure_version=1, owner="r",
        lang="nl", created=NOW, updated=NOW, expires_at=0, **changes,
    )  # fmt: skip


def test_a_case_that_is_opened_again_is_open_once_more() -> None:
    closed = case(status="closed", outcome="refused", closed=NOW)
    found = figures.case_changed(PROOF, closed, case(), NOW)
    assert found
    assert (found.counts, found.open) == ({"reopened": 1}, 1)
    again = figures.case_changed(PROOF, case(), closed, NOW)
    assert again
    assert again.open == -1


def test_a_case_that_only_changed_counts_nothing() -> None:
    assert figures.case_changed(PROOF, case(), case(stage="registration"), NOW) is None


def test_the_month_is_the_one_in_belgium() -> None:
    late = case().model_copy(update={"submitted": datetime(2026, 10, 31, 23, 30, tzinfo=UTC)})
    found = figures.case_changed(PROOF, None, late, NOW)
    assert found
    assert found.month == "2026-11"


def test_what_was_filled_in_for_who_was_invited_is_not_their_answer() -> None:
    invited = draft(due=NOW.date(), answers={"child": {}})
    first = figures.draft_changed(PROOF, None, invited)
    assert first
    assert first.counts == {"ready": 1}
    more = invited.model_copy(update={"answers": {"child": {}, "contact": {}}})
    second = figures.draft_changed(PROOF, invited, more)
    assert second
    assert second.counts == {"reached.contact": 1}


def test_a_page_that_a_clerk_fills_in_says_nothing_about_the_form() -> None:
    found = figures.draft_changed(PROOF, None, draft(channel="counter", answers={"child": {}}))
    assert found
    assert found.counts == {"begun.counter": 1}


def test_every_end_of_every_procedure_has_a_kind() -> None:
    for procedure in all_procedures():
        kinds = {end.name: figures.kind_of(end) for end in procedure.workflow.ends}
        assert set(kinds.values()) <= set(figures.ENDS)
        assert kinds["withdrawn"] == "withdrawn"
