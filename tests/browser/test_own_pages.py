"""A person's own pages beside their cases: the overview, messages and mandates, on a telephone at
night, a tablet and a screen; by keyboard with scripts, and without them; with what is wrong."""

import re

import pytest
from playwright.sync_api import Page, expect

from infra.local.stack import LocalStack
from tests.browser.conftest import Opens
from tests.browser.patience import until
from tests.browser.shapes import Shapes
from tests.browser.test_axe_tour import AXE
from tests.browser.visitor import KeyboardVisitor, Visitor, fits

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-own")]

LENA = "lena-peeters"
MESSAGES = "/nl/desk/my/messages"
WINDOWS = ((320, "dark"), (768, "light"), (1280, "dark"))


def no_barrier(page: Page) -> None:
    for width, scheme in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        fits(page)
        found = AXE.run(page, options={"resultTypes": ["violations"]})
        assert [
            f"{wrong['id']}: {node['html'][:160]}"
            for wrong in found.response["violations"]
            for node in wrong["nodes"][:2]
        ] == [], (page.url, width, scheme)


def code_of(stack: LocalStack, address: str) -> str:
    """The code in the mail that this address got."""
    (mail,) = stack.mails(address)
    found = re.search(r"\b(\d{4}) ?(\d{4})\b", mail.subject)
    assert found, mail.subject
    return "".join(found.groups())


@pytest.mark.parametrize("scripts", [True, False])
def test_the_overview_says_what_is_asked_first_and_which_authority_is_missing(
    opens: Opens, stack: LocalStack, *, scripts: bool
) -> None:
    stack.neighbours.sources.moods["federal"] = "down"
    her = Visitor(opens(width=320, java_script_enabled=scripts), fits)
    her.signs_in(LENA, "/nl/desk/my")
    page = her.page
    headings = page.locator("main h2").all_inner_texts()
    assert headings[0] == "Dit vragen we van jou", headings
    missing = page.get_by_text("Federale overheid antwoordt nu niet")
    expect(missing).to_be_visible()
    expect(page.get_by_text("Stuur een bewijs van inschrijving.")).to_be_visible()
    if scripts:
        no_barrier(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_messages_are_chosen_an_address_is_confirmed_and_mistakes_are_told(
    opens: Opens, stack: LocalStack, *, scripts: bool
) -> None:
    looks = (no_barrier,) if scripts else (fits,)
    page = opens(width=320, java_script_enabled=scripts)
    her = (KeyboardVisitor if scripts else Visitor)(page, *looks)
    her.signs_in(LENA, MESSAGES)
    her.chooses("Welke berichten wil je krijgen?", "Alleen wat de wet verplicht")
    address = page.locator("#address")
    her._write(address, "lena@@nergens")
    her.presses("Bewaar mijn keuze")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(address).to_have_value("lena@@nergens")  # what was typed is kept
    expect(page.locator("input[value=legal]")).to_be_checked()
    address.fill("")
    her._write(address, "lena@elders.example")
    her.presses("Bewaar mijn keuze")
    expect(page.get_by_text("We mailden een code naar het nieuwe adres")).to_be_visible()
    until(lambda: stack.mails("lena@elders.example"))  # the desk mails in the background
    right = code_of(stack, "lena@elders.example")
    wrong = "00000000" if right != "00000000" else "11111111"
    code = page.locator("#code")
    her._write(code, wrong)
    her.presses("Bevestig dit adres")
    expect(page.get_by_role("alert")).to_be_visible()
    code.fill("")
    her._write(code, right)
    her.presses("Bevestig dit adres")
    expect(page.get_by_text("Je adres is bevestigd.")).to_be_visible()


def test_a_mandate_without_an_answer_is_told_at_each_question(
    opens: Opens, stack: LocalStack
) -> None:
    del stack
    her = Visitor(opens(width=320), no_barrier)
    her.signs_in(LENA, "/nl/desk/my/mandates")
    form = her.page.locator("main form.form").first
    form.locator("button[type=submit], button:not([type])").last.click()
    her.page.wait_for_load_state()
    expect(her.page.get_by_role("alert")).to_be_visible()
    links = her.page.locator("[data-error-summary] a[href^='#']")
    for place in links.all():
        expect(her.page.locator(place.get_attribute("href") or "")).to_have_count(1)
    her.look()


def test_a_page_is_looked_at_again_when_a_part_of_it_is_new(opens: Opens) -> None:
    shapes, page = Shapes(), opens()
    page.goto("/nl/help/")
    assert shapes.is_new(page, "light")
    assert not shapes.is_new(page, "light")
    assert shapes.is_new(page, "dark")
    for wrong in (
        "document.querySelector('main a').textContent = ''",
        "document.querySelector('main h1').outerHTML = '<h4>Hulp</h4>'",
        "document.querySelector('main').append(document.createElement('input'))",
        "document.querySelector('main p').setAttribute('aria-describedby', 'nowhere')",
        "document.querySelector('main p').className = 'pale'",
    ):
        page.evaluate(wrong)
        assert shapes.is_new(page, "light"), wrong
