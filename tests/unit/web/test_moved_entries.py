"""Adding and removing an entry of a repeated group, without JavaScript."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.forms import entries_in
from functions.web.questions import moved_entries

TWO = {"dose-0-day": "1", "dose-0-by": "Arts", "dose-1-day": "2", "dose-1-by": "School"}


def test_an_added_entry_comes_last_and_is_empty():
    moved = moved_entries(TWO, "add:dose")
    assert moved.items() >= TWO.items()
    assert entries_in(moved, "dose", 6) == 3
    assert not any(value for name, value in moved.items() if name.startswith("dose-2-"))


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ("0", {"dose-0-day": "2", "dose-0-by": "School"}),
        ("1", {"dose-0-day": "1", "dose-0-by": "Arts"}),
        ("2", TWO),
    ],
)
def test_a_removed_entry_is_gone_and_the_later_ones_move_up(gone: str, left: dict[str, str]):
    assert moved_entries(TWO, f"remove:dose:{gone}") == left


@pytest.mark.parametrize("index", ["", "-1", "x", "²", "9" * 5000, "0:1"])
def test_an_entry_that_cannot_be_removed_changes_nothing(index: str):
    assert moved_entries(TWO, f"remove:dose:{index}") == TWO


def test_other_answers_stay_and_the_forms_own_boxes_go():
    posted = TWO | {"doses": "x", "name": "Noor", "csrf": "t", "action": "a", "version": "1"}
    moved = moved_entries(posted | {"case_id": "c", "dose-²-day": "y"}, "remove:dose:1")
    assert moved == {
        "dose-0-day": "1", "dose-0-by": "Arts", "doses": "x", "name": "Noor", "dose-²-day": "y",
    }  # fmt: skip


@given(st.integers(1, 6), st.data())
def test_adding_and_removing_the_new_entry_leaves_the_form_as_it_was(
    count: int, data: st.DataObject
):
    posted = {f"g-{i}-x": data.draw(st.text(max_size=3)) for i in range(count)}
    added = moved_entries(posted, "add:g")
    assert moved_entries(added, f"remove:g:{count}") == posted


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=5)), st.text(max_size=20))
def test_whatever_is_posted_is_moved_without_a_crash(posted: dict[str, str], action: str):
    for verb in ("add:", "remove:"):
        moved = moved_entries({**posted, "g-0-x": "a"}, verb + action)
        assert all(isinstance(value, str) for value in moved.values())
