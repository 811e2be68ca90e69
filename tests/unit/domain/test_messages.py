"""Which way a message goes, for every choice and everything that can be closed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.digest import is_due
from functions.domain.holidays import is_working_day
from functions.domain.messages import (
    CODE_LASTS,
    MOST_CHANGES,
    MOST_TRIES,
    Kind,
    Pending,
    Preferences,
    hint_of,
    is_legal,
    route,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
CHOSEN = st.builds(
    Preferences, ref=st.just("r"), via=st.sampled_from(["mail", "ebox"]), only_legal=st.booleans()
)


@given(CHOSEN, st.sampled_from(Kind), st.booleans(), st.booleans())
def test_a_message_never_goes_where_nothing_is_open(chosen, kind, has_ebox, can_mail) -> None:
    ways = route(chosen, kind, has_ebox=has_ebox, can_mail=can_mail)
    assert len(set(ways)) == len(ways)
    assert "ebox" not in ways or has_ebox
    assert "mail" not in ways or can_mail


@given(CHOSEN, st.sampled_from([kind for kind in Kind if is_legal(kind)]), st.booleans())
def test_a_legal_message_always_has_a_way_while_one_is_open(chosen, kind, has_ebox) -> None:
    assert route(chosen, kind, has_ebox=has_ebox, can_mail=True)
    assert route(chosen, kind, has_ebox=True, can_mail=has_ebox)
    assert route(chosen, kind, has_ebox=True, can_mail=True)[0] == chosen.via


@given(CHOSEN, st.sampled_from([kind for kind in Kind if not is_legal(kind)]))
def test_an_informative_one_goes_one_way_or_none(chosen, kind) -> None:
    ways = route(chosen, kind, has_ebox=True, can_mail=True)
    assert ways == ([] if chosen.only_legal else [chosen.via])
    only_ebox = route(chosen, kind, has_ebox=True, can_mail=False)
    assert only_ebox == (["ebox"] if chosen.via == "ebox" and not chosen.only_legal else [])


def test_the_proof_of_what_was_chosen_does_not_grow_without_end() -> None:
    chosen = Preferences(ref="r")
    for number in range(MOST_CHANGES + 20):
        chosen = chosen.chose(NOW + timedelta(minutes=number), "via", "mail")
    assert len(chosen.changes) == MOST_CHANGES
    assert chosen.changes[-1].at == NOW + timedelta(minutes=MOST_CHANGES + 19)


def test_a_code_ends() -> None:
    pending = Pending(address="a@example.be", asked=NOW)
    assert pending.is_live(NOW + CODE_LASTS - timedelta(seconds=1))
    assert not pending.is_live(NOW + CODE_LASTS)
    assert not pending.model_copy(update={"tries": MOST_TRIES}).is_live(NOW)


@pytest.mark.parametrize(
    ("address", "hint"),
    [("lena.peeters@example.be", "l***@example.be"), ("a@b.be", "a***@b.be"), ("x", "***@x")],
)
def test_a_hint_tells_its_owner_only(address: str, hint: str) -> None:
    assert hint_of(address) == hint


@given(st.dates(date(2025, 1, 1), date(2035, 12, 31)))
def test_a_digest_is_for_working_days_and_weekly_once_a_week(day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    week = [monday + timedelta(days=n) for n in range(7)]
    assert is_due("daily", day) == is_working_day(day)
    assert sum(is_due("weekly", other) for other in week) == min(
        1, sum(is_working_day(other) for other in week)
    )
    assert not is_due("never", day)
