"""To the checkout and back in a real browser: its rules on where a form may lead hold both ways."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from functions.web import answers
from infra.local.stack import LocalStack
from tests.browser.conftest import Opens
from tests.browser.test_axe_tour import has_no_barrier
from tests.browser.visitor import KeyboardVisitor, Visitor
from tests.mornings import start_anew
from tests.paying import KEY, charge, paying_desk

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-paying")]


@pytest.fixture(scope="module")
def _running(pages: Path) -> Iterator[LocalStack]:
    with paying_desk(background=True, pages=pages) as stack:
        yield stack
    answers.renderer_of.cache_clear()


@pytest.fixture
def stack(_running: LocalStack) -> LocalStack:
    start_anew(_running)
    charge()
    return _running


def hands_in(payer: Visitor) -> None:
    """Up to the case that asks to be paid."""
    payer.signs_in("lena-peeters", f"/nl/desk/{KEY}/start")
    payer.chooses("Hoe snel?", "normal")
    payer.continues()
    payer.writes("Jouw e-mailadres", "lena@example.org")
    payer.continues()
    payer.ticks("Het is waar.")
    payer.presses("Vraag de vergunning")
    payer.is_at("/receipt")
    payer.follows("Volg je aanvraag")
    payer.waits_for("Te betalen:")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_who_cancels_at_the_checkout_comes_back_and_pays(opens: Opens, *, scripts: bool) -> None:
    payer = Visitor(opens(java_script_enabled=scripts))
    hands_in(payer)
    payer.presses("Online betalen")
    expect(payer.page.locator("h1")).to_have_text("Test: betalen")
    payer.presses("Annuleren")
    expect(payer.page.locator("main")).to_contain_text("Je betaling is niet gelukt.")
    payer.presses("Online betalen")
    payer.presses("Betalen")
    payer.waits_for("online betaald")


def test_the_keyboard_is_enough_to_pay(opens: Opens) -> None:
    payer = KeyboardVisitor(opens())
    hands_in(payer)
    payer.presses("Online betalen")
    payer.presses("Betalen")
    payer.waits_for("online betaald")


def test_no_page_about_a_payment_has_a_barrier(opens: Opens) -> None:
    payer = Visitor(opens(), has_no_barrier)
    hands_in(payer)
    payer.look()
    payer.presses("Online betalen")
    payer.presses("Laten mislukken")
    payer.presses("Aan het loket betalen")
    payer.waits_for("te betalen aan het loket")
    payer.look()
    clerk = Visitor(opens(), has_no_barrier)
    clerk.signs_in("mechelen-population", "/nl/desk/work")
    clerk.waits_for("Lena Peeters")
    clerk.follows("Een vergunning met een prijs")
    clerk.presses("Noteer: betaald aan het loket")
    expect(clerk.page.locator("main")).to_contain_text("betaald aan het loket")
