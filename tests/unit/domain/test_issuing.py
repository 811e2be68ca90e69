"""Documents that are made and collected: their speeds, terms, and what nobody collects."""

from datetime import date, timedelta

import pytest

from functions.domain.holidays import add_working_days
from functions.domain.issuing import (
    CHECK_TERM,
    Urgency,
    brussels,
    by_speed,
    collecting,
    comes_to_us,
    is_super_urgent,
    making,
    making_days,
    urgencies,
    urgency_in,
)
from functions.domain.workflow import TermInput
from tests.unit.known import NOON, facts, tenant

KEY = "identity-card/request"


def at(urgency: str) -> dict[str, dict[str, str]]:
    return {"speed": {"urgency": urgency}}


def test_every_speed_is_offered_with_the_time_of_the_municipality():
    texts = {value: text.write(str) for value, text in urgencies(KEY)(facts())}
    own = tenant().terms
    assert list(texts) == list(Urgency)
    assert str(own[f"{KEY}/production-normal"]) in texts[Urgency.NORMAL]
    assert str(own[f"{KEY}/production-urgent"] * 24) in texts[Urgency.URGENT]
    assert "Brussel" in texts[Urgency.SUPER_URGENT]


def test_where_the_municipality_says_nothing_there_is_a_usual_time():
    assert making_days("other/thing", Urgency.NORMAL, facts()) == 10
    assert making_days("other/thing", Urgency.SUPER_URGENT, facts()) == 1


@pytest.mark.parametrize("urgency", list(Urgency))
def test_what_is_urgent_is_checked_and_made_sooner(urgency: Urgency):
    given = TermInput(KEY, at(urgency), facts(), NOON)
    order, _ = making(message=lambda a, f: {}, then="a", again="b")
    own = tenant().terms
    assert order.term.due(given) == add_working_days(NOON, own[f"{KEY}/production-{urgency}"])
    assert CHECK_TERM.due(given) == add_working_days(NOON, own[f"{KEY}/check-{urgency}"])


def test_a_document_with_one_speed_has_one_term():
    order, _ = making(message=lambda a, f: {}, then="a", again="b", normal=5)
    assert order.term.due(TermInput("p/q", {}, facts(), NOON)) == add_working_days(NOON, 5)
    assert urgency_in({}) is Urgency.NORMAL


def test_only_what_is_super_urgent_is_handed_over_in_brussels():
    for urgency in Urgency:
        assert is_super_urgent(at(urgency), facts()) == (urgency is Urgency.SUPER_URGENT)
        assert comes_to_us(at(urgency), facts()) != is_super_urgent(at(urgency), facts())
    step = brussels(then="x")
    assert step.needed is is_super_urgent
    assert step.external == "card-producer"
    assert "Brussel" in step.mail_subject  # nobody looks at their case every hour


@pytest.mark.parametrize(
    ("kind", "urgency", "variant"),
    [
        ("", "normal", ""),
        ("", "urgent", "urgent"),
        ("kids", "normal", "kids"),
        ("kids", "super-urgent", "kids-super-urgent"),
    ],
)
def test_a_fee_is_named_by_kind_and_speed(kind: str, urgency: str, variant: str):
    assert by_speed(kind, at(urgency)) == variant


def test_a_late_or_failed_document_comes_to_a_clerk_and_is_not_ordered_twice_by_itself():
    order, chase = making(message=lambda a, f: {}, then="collect", again="visit")
    assert order.lapse.then == "chase"
    assert {o.value: o.then for o in order.outcomes} == {"made": "collect", "not-made": "chase"}
    assert {o.value: o.then for o in chase.outcomes} == {
        "arrived": "collect",
        "order-again": "production",
        "come-again": "visit",
        "uncollected": "destroyed",
    }
    assert chase.aside
    assert chase.role == "population"


def test_what_nobody_collects_in_three_months_is_destroyed_after_reminders():
    booking, visit_, destroy = collecting(bring=(), ask="Geef het af.")
    due = booking.term.due(TermInput(KEY, {}, facts(), NOON))
    assert due - NOON == timedelta(days=90)
    assert booking.remind == (60, 30, 7)
    assert "is er" in booking.mail_subject  # the mail itself says why to come
    assert booking.lapse.then == "destroy"
    assert visit_.outcomes[0].then == "issued"
    assert destroy.outcomes[0].then == "destroyed"
    assert destroy.aside


def test_a_check_counts_working_days_only():
    given = TermInput(KEY, at("normal"), facts(), NOON)  # Monday 2 November 2026
    assert CHECK_TERM.due(given).date() == date(2026, 11, 9)
