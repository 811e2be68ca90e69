"""What may be published: nothing that tells of few people, however it is added up or subtracted."""

from datetime import UTC, datetime
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain import open_data as rules
from functions.domain.figures import BUCKETS, MORE

LEAST = 10
CELLS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 40), max_size=7)
ROWS = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6
)


def _subsets(values: list[int]):
    return chain.from_iterable(combinations(values, n) for n in range(len(values) + 1))


@given(CELLS)
def test_no_published_cell_sum_or_difference_is_below_the_least(cells: dict[str, int]) -> None:
    shown, rest = rules.fold(cells, LEAST)
    told = [*shown.values(), *([rest] if rest else [])]
    total = sum(told)
    for subset in _subsets(told):
        for found in (sum(subset), total - sum(subset)):
            assert found == 0 or found >= LEAST
    # the total is that of all, or nothing is told of the others
    assert total == sum(cells.values()) or (not shown and rest == 0)
    assert {key: cells[key] for key in shown} == shown


@given(CELLS)
def test_a_single_small_cell_never_stands_alone_behind_the_others(cells: dict[str, int]) -> None:
    shown, rest = rules.fold(cells, LEAST)
    hidden = [n for key, n in cells.items() if key not in shown and n]
    if hidden and shown:
        assert len(hidden) >= 2
        assert sum(hidden) == rest


@given(ROWS)
def test_no_part_of_a_row_can_be_worked_out_when_it_is_small(rows: dict) -> None:
    totals = {key: sum(parts) for key, parts in rows.items()}
    shown, _ = rules.fold(totals, LEAST)
    told = rules.splits(rows, shown, LEAST)
    assert told <= set(shown)
    assert all(min(rows[key]) >= LEAST for key in told)
    for part in (0, 1):
        whole = sum(parts[part] for parts in rows.values())
        known = [rows[key][part] for key in told]
        hidden = [rows[key] for key in rows if key not in told and sum(rows[key])]
        if told and hidden:
            assert whole - sum(known) >= LEAST


def test_one_small_row_takes_the_smallest_of_the_others_with_it() -> None:
    assert rules.fold({"a": 50, "b": 12, "c": 3}, LEAST) == ({"a": 50}, 15)
    assert rules.fold({"a": 50, "b": 9, "c": 3}, LEAST) == ({"a": 50}, 12)
    assert rules.fold({"a": 50, "b": 12}, LEAST) == ({"a": 50, "b": 12}, 0)
    assert rules.fold({"a": 12, "b": 3}, LEAST) == ({}, 15)
    assert rules.fold({"a": 9}, LEAST) == ({}, 0)
    assert rules.fold({}, LEAST) == ({}, 0)


@given(st.integers(0, 10_000))
def test_a_rounded_count_is_a_multiple_and_never_more(count: int) -> None:
    found = rules.rounded(count)
    assert found % rules.STEP == 0
    assert 0 <= count - found < rules.STEP
    assert (found >= LEAST) == (count >= LEAST)


@given(st.integers(LEAST, 1000), st.integers(LEAST, 1000))
def test_a_share_is_coarse_and_never_all_or_none(part: int, other: int) -> None:
    found = rules.share(part, part + other)
    assert found % 5 == 0
    assert 5 <= found <= 95


@given(st.dictionaries(st.integers(0, 20), st.integers(LEAST, 500), min_size=1))
def test_levels_are_tens_and_the_busiest_is_100(cells: dict[int, int]) -> None:
    found = rules.levels(cells)
    assert set(found.values()) <= set(range(10, 101, 10))
    assert found[max(cells, key=lambda key: cells[key])] == 100
    assert rules.levels({}) == {}


@given(st.dictionaries(st.sampled_from([*map(str, BUCKETS), MORE]), st.integers(0, 50)),
       st.sampled_from([5, 9]))  # fmt: skip
def test_so_many_of_ten_are_closed_within_the_days_that_are_told(found: dict, tenths: int) -> None:
    counts = {f"lead.{name}": n for name, n in found.items()}
    told = rules.within(counts, tenths)
    if told != MORE:
        closed = sum(n for name, n in found.items() if name != MORE and int(name) <= int(told))
        assert 10 * closed >= tenths * sum(found.values())


@pytest.mark.parametrize(
    ("moment", "quarter"),
    [
        ((2026, 11, 26), "2026-Q3"),
        ((2026, 10, 8), "2026-Q2"),  # its last week is not over
        ((2026, 10, 9), "2026-Q3"),
        ((2027, 1, 5), "2026-Q3"),
        ((2027, 1, 9), "2026-Q4"),
        ((2027, 3, 31), "2026-Q4"),
    ],
)
def test_a_quarter_is_told_a_week_after_it_ended(moment: tuple, quarter: str) -> None:
    assert rules.published(datetime(*moment, 12, tzinfo=UTC)).name == quarter


def test_quarters_never_overlap() -> None:
    months = [rules.Quarter(2026, n).months for n in (1, 2, 3, 4)]
    assert months[2] == ("2026-07", "2026-08", "2026-09")
    assert len({month for quarter in months for month in quarter}) == 12
