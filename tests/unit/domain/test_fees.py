"""What a procedure costs: by variant, by the day and the person, and not at all."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.tenant import Fee
from tests.unit.known import facts

FEES = tuple(
    Fee(procedure=name, amount=Decimal(amount), valid_from=date(2026, 1, 1))
    for name, amount in (("p/q", "20.00"), ("p/q/fast", "90.00"), ("p/q/free", "0.00"))
)


def known() -> Facts:
    own = facts()
    return replace(own, tenant=own.tenant.model_copy(update={"fees": FEES}))


def test_answers_choose_the_variant():
    price = Price("p/q", variant=lambda answers: answers["speed"]["urgency"])
    assert price.amount({"speed": {"urgency": ""}}, known()) == Decimal("20.00")
    assert price.amount({"speed": {"urgency": "fast"}}, known()) == Decimal("90.00")
    assert price.amount({"speed": {"urgency": "unknown"}}, known()) is None


def test_a_variant_may_depend_on_the_person_today():
    price = Price("p/q", variant_today=lambda answers, own: "fast" if own.age == 41 else "free")
    assert price.chosen({}, known()) == "fast"
    assert price.is_asked({}, known())


def test_nothing_is_asked_where_it_is_free_or_no_fee_is_set():
    assert not Price("p/q", variant=lambda answers: "free").is_asked({}, known())
    assert not Price("other").is_asked({}, known())
