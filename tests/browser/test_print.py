"""The receipt and the case print as letters: who sends it, what it says, nothing to press."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import proxy
from tests.browser.conftest import Opens
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-print")]

NOT_ON_PAPER = "header, footer, nav, button, input, .back-link, .skip-link, dialog, .actions"


def is_a_letter(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")  # paper is white whatever the screen is
    for part in page.locator(NOT_ON_PAPER).all():
        expect(part).to_be_hidden()
    expect(page.locator(".letterhead")).to_be_visible()
    expect(page.locator(".letterhead")).to_contain_text("Stad Mechelen")
    expect(page.get_by_text(proxy.NUMBER)).not_to_have_count(0)
    ink = page.locator("h1").evaluate("e => getComputedStyle(e).color")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ink == "rgb(0, 0, 0)"
    assert paper in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF-")
    sheets = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 1 <= sheets <= 3


def test_the_receipt_and_the_case_print_without_navigation(opens: Opens) -> None:
    giver = Visitor(opens())
    case = proxy.asks_proxy(giver)
    expect(giver.page.get_by_role("button", name="Afdrukken")).to_be_visible()
    is_a_letter(giver.page)
    expect(
        giver.page.get_by_text("Karim", exact=True)
    ).to_be_visible()  # the answers, on paper only
    giver.page.emulate_media(media="screen")
    expect(giver.page.get_by_text("Karim", exact=True)).to_be_hidden()

    giver.goes_to(case)
    giver.waits_for("We wachten tot de volmachtdrager bevestigt.")
    is_a_letter(giver.page)
    expect(giver.page.get_by_text("Karim", exact=True)).to_be_visible()
