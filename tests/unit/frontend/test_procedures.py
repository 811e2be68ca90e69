"""What the public page says of the price."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from frontend.procedures import page
from frontend.render import Renderer
from functions.domain.fees import Price
from functions.domain.tenant import Fee
from functions.domain.views import ProcedurePage
from functions.processes import all_procedures
from tests.unit import known
from tests.unit.frontend import samples
from tests.unit.frontend.conftest import NOON

PRICE = Price("a/b", labels={"normal": "Gewoon", "urgent": "Dringend"})


def shown(price: Price | None, **amounts: str) -> ProcedurePage:
    fees = [
        Fee(procedure=key.replace("__", "/"), amount=Decimal(amount), valid_from=date(2026, 1, 1))
        for key, amount in amounts.items()
    ]
    own = known.tenant().model_copy(update={"fees": tuple(fees)})
    procedure = replace(all_procedures()[0], process="a", name="b", price=price)
    return page(procedure, own, "nl", now=NOON, calendar=None)


def test_every_variant_has_a_line_with_its_amount():
    found = shown(PRICE, a__b__normal="25", a__b__urgent="120.50")
    assert found.costs == (("Gewoon", "€\xa025,00"), ("Dringend", "€\xa0120,50"))
    assert found.cost == "Vanaf €\xa025,00"


@pytest.mark.parametrize(
    ("price", "amounts", "cost"),
    [
        (None, {"a__b": "0"}, "Gratis"),
        (None, {"a__b": "5"}, "€\xa05,00"),
        (None, {}, "Vraag het aan het loket"),
        (Price("a/b"), {"a__b": "5"}, "€\xa05,00"),
        (PRICE, {}, "Vraag het aan het loket"),
        (PRICE, {"a__b__normal": "5", "a__b__urgent": "5"}, "€\xa05,00"),
        (PRICE, {"a__b__normal": "0", "a__b__urgent": "5"}, "Gratis, of vanaf €\xa05,00"),
    ],
)
def test_the_price_in_short(price: Price | None, amounts: dict[str, str], cost: str):
    assert shown(price, **amounts).cost == cost


def test_the_table_of_amounts_is_on_the_page(renderer: Renderer):
    found = shown(PRICE, a__b__normal="25", a__b__urgent="120.50")
    template = "public/procedure.html"
    context = {**samples.context("error")[1], "page": found, "page_title": found.title}
    text = renderer.render(template, lang="nl", **context)
    assert "<caption>Wat kost het?</caption>" in text
    assert '<th scope="row">Dringend</th><td>€\xa0120,50</td>' in text
    assert "Wat kost het?" not in renderer.render(
        template, lang="nl", **{**context, "page": shown(None, a__b="5")}
    )
