"""Before a session ends there is a warning that nobody misses, and a way to stay (WCAG 2.2.1)."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from infra.local.stack import LocalStack
from tests.browser.axtree import told
from tests.browser.conftest import Opens
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-session")]

DIALOG = "dialog[data-session]"


@pytest.fixture
def idle(opens: Opens, stack: LocalStack) -> Page:
    """Signed in, and 28 and a half of the 30 minutes later, in the browser and at the desk."""
    page = opens()
    page.clock.install()
    Visitor(page).signs_in("lena-peeters", "/nl/desk/my")
    page.wait_for_load_state()  # the script has planned its warning
    expect(page.locator(DIALOG)).to_be_hidden()
    wait(page, stack)
    return page


def wait(page: Page, stack: LocalStack) -> None:
    stack.clock.forward(timedelta(minutes=28, seconds=30))
    page.clock.fast_forward("28:30")


def test_the_warning_takes_the_focus_and_is_an_alert_with_a_name_and_a_text(idle: Page) -> None:
    expect(idle.locator(DIALOG)).to_be_visible()
    dialog = told(idle, DIALOG)
    assert dialog.role == "alertdialog"
    assert dialog.name == "Ben je er nog?"
    assert "Straks melden we je af" in dialog.description
    assert idle.locator(DIALOG).evaluate("d => d.contains(document.activeElement)")
    expect(idle.locator(f"{DIALOG} [role=status]")).to_have_text("Nog 1 minuut.")
    for _ in range(6):  # the keyboard stays inside
        idle.keyboard.press("Tab")
        assert idle.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_who_stays_is_still_signed_in_after_the_first_half_hour(
    idle: Page, stack: LocalStack, key: str
) -> None:
    expect(idle.locator(DIALOG)).to_be_visible()
    if key == "Enter":
        idle.get_by_role("button", name="Blijf aangemeld").focus()
    idle.keyboard.press(key)
    expect(idle.locator(DIALOG)).to_be_hidden()
    wait(idle, stack)
    expect(idle.locator(DIALOG)).to_be_visible()  # warned again, so still signed in
    idle.reload()
    expect(idle.locator(".header__person")).to_contain_text("Lena Peeters")


def test_who_does_nothing_is_told_and_asked_to_sign_in_again(idle: Page, stack: LocalStack) -> None:
    stack.clock.forward(timedelta(minutes=2))
    idle.clock.fast_forward("02:00")
    expect(idle.locator(f"{DIALOG} [role=status]")).to_contain_text("Je bent afgemeld.")
    expect(idle.get_by_role("button", name="Blijf aangemeld")).to_be_hidden()
    idle.reload()
    assert not idle.url.startswith(stack.url)


def test_without_javascript_the_page_says_how_long_one_stays_signed_in(opens: Opens) -> None:
    page = opens(java_script_enabled=False)
    Visitor(page).signs_in("lena-peeters", "/nl/desk/elections/proxy/start")
    expect(page.get_by_text("30 minuten niets doet")).to_be_visible()
    expect(page.locator(DIALOG)).to_be_hidden()
