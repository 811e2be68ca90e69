"""The tenant administrator at work: with the keyboard alone, and no page with a barrier."""

import pytest
from playwright.sync_api import expect

from functions import processes, wiring
from functions.domain.logs import month_of
from infra.local.stack import LocalStack
from tests.browser.conftest import Opens
from tests.browser.test_axe_tour import has_no_barrier
from tests.browser.visitor import Visitor
from tests.faults import accepted, file_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-managing")]

BASE = "/nl/desk/settings"


def test_opening_hours_are_changed_with_the_keyboard_alone(opens: Opens, stack: LocalStack) -> None:
    page = opens()
    Visitor(page).signs_in("mechelen-tenant-admin", f"/nl/desk/sign-in?next={BASE}/section/hours")
    page.locator(".settings__change").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Het loket")
    page.locator("#day-1").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("12:00-9:00")
    page.keyboard.press("Enter")
    expect(page.locator("#day-1-error")).to_contain_text("Het einduur komt niet na het beginuur.")
    has_no_barrier(page)
    page.locator("#day-1").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("9:00-12:00")
    for _ in range(7):
        page.keyboard.press("Tab")
    day = stack.clock.now().date()
    for part in (day.day, day.month, day.year + 1):
        page.keyboard.type(str(part))
        page.keyboard.press("Tab")
    page.keyboard.type("Besluit van het college")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("Bewaard.")
    expect(page.locator(".settings__later")).to_contain_text("maandag 09:00–12:00")
    has_no_barrier(page)
    page.get_by_role("button", name="Intrekken").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".history")).to_contain_text("wijziging ingetrokken")
    expect(page.locator(".settings__later")).to_have_count(0)


def test_no_page_of_settings_or_audit_has_a_barrier(opens: Opens, stack: LocalStack) -> None:
    walk, page = accepted(), opens()
    visitor = Visitor(page, has_no_barrier)
    visitor.signs_in("mechelen-tenant-admin", f"/nl/desk/sign-in?next={BASE}")
    key = processes.all_procedures()[0].key
    for path in (
        *(f"section/{name}" for name in ("fees", "closed", "elections", "texts")),
        "section/elections/change",
        "section/closed/change",
        f"section/texts/change?key={key}/notice",
        "roles?role=registrar",
    ):
        visitor.goes_to(f"{BASE}/{path}")
    month = month_of(wiring.ports().clock.now())
    for path in ("", f"/case/{file_of(walk).case.id}", f"/log/{month}", "/log/settings"):
        visitor.goes_to(f"/nl/desk/audit{path}")
