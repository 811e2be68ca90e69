"""A parent chooses for whom they come: by keyboard, and without scripts, on a narrow screen."""

import re

import pytest
from playwright.sync_api import expect

from infra.local.stack import LocalStack
from tests.browser.conftest import Opens
from tests.browser.visitor import KeyboardVisitor, Visitor, fits

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-acting-for")]

CARD = "/nl/desk/identity-card/request/start"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_parent_chooses_a_child_and_goes_back_to_themselves(
    opens: Opens, stack: LocalStack, *, scripts: bool
) -> None:
    del stack
    page = opens(width=320, java_script_enabled=scripts)
    parent = (KeyboardVisitor if scripts else Visitor)(page, fits)
    parent.signs_in("hanne-declercq", f"/nl/desk/sign-in?next={CARD}")
    expect(page).to_have_url(re.compile(f"{CARD}$"))
    page.goto(f"/nl/desk/for-whom?next={CARD}")
    parent.look()
    parent.chooses("Voor wie kom je?", "Sam Declercq")
    parent.presses("Verdergaan")
    header = page.locator(".header__acting")
    expect(header).to_contain_text("Je handelt voor Sam Declercq")
    parent.look()
    page.goto("/nl/")  # the same page for everybody: only a script can say it there, without a name
    expect(page.locator("[data-acting]")).to_be_visible(visible=scripts)
    parent.look()
    page.goto("/nl/desk/slaughter-permit/declaration/start")
    parent.look()
    parent.presses("Doe dit voor jezelf")
    expect(header).to_have_count(0)
    page.goto("/nl/")
    expect(page.locator("[data-acting]")).to_be_hidden()
