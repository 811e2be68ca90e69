"""A person before a browser: with a mouse, or with the keyboard alone."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.people import PDF

ATTEST: FilePayload = {"name": "attest.pdf", "mimeType": "application/pdf", "buffer": PDF}
MOST_TABS = 80


class Visitor:
    """Does what a person does, by the words on the page. `looks` are called on every new page."""

    # until the desk has done what it does in the background: the fixture `opens` sets it
    desk_rests: Callable[[], object] = staticmethod(lambda: None)

    def __init__(self, page: Page, *looks: Callable[[Page], None]) -> None:
        self.page = page
        self._looks = looks

    def look(self) -> None:
        for look in self._looks:
            look(self.page)

    def goes_to(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def signs_in(self, key: str, path: str = "") -> None:
        """On the provider's page, which `path` (if given) leads to."""
        if path:
            self.page.goto(path)
        self._press(self.page.locator(f'button[value="{key}"]'))
        expect(self.page.locator(".header__person")).to_be_visible()
        self.look()
        if "/desk/for-whom" in self.page.url:  # who can act for someone comes for themselves here
            group = self.page.get_by_role("radiogroup")
            self._choose(group, group.locator('input[value="self"]'))
            self._leave(self.page.locator("main form.form button"))

    def writes(self, label: str, text: str) -> None:
        self._write(self.page.get_by_label(label, exact=True), text)

    def chooses(self, question: str, answer: str) -> None:
        group = self.page.get_by_role("radiogroup", name=question)
        self._choose(group, group.get_by_role("radio", name=answer, exact=True))

    def ticks(self, text: str) -> None:
        self._tick(self.page.get_by_role("checkbox", name=text))

    def attaches(self, label: str, file: FilePayload = ATTEST) -> None:
        """Until the list of documents shows it."""
        self._attach(self.page.get_by_label(label), file)
        if not self._scripted():
            self.presses("Bestand toevoegen")
        shown = self.page.locator(".documents").filter(has_text=file["name"])
        expect(shown).to_be_visible()
        self.look()

    def presses(self, name: str) -> None:
        self._leave(self.page.get_by_role("button", name=name, exact=True).first)

    def follows(self, name: str | re.Pattern[str]) -> None:
        exact = isinstance(name, str)
        self._leave(self.page.get_by_role("link", name=name, exact=exact).first)

    def continues(self) -> None:
        self.presses("Opslaan en verdergaan")

    def is_at(self, end: str) -> None:
        expect(self.page).to_have_url(re.compile(end + r"(\?.*)?(#.*)?$"))

    def waits_for(self, text: str) -> None:
        """Reload until the page says so, each time when the desk came to rest."""
        for tried in range(40):
            if self.page.get_by_text(text).first.is_visible():
                return
            self.page.wait_for_timeout(250 if tried else 25)  # what others send is on its way
            self.desk_rests()
            self.page.reload()
        raise AssertionError(f"never said {text!r}: {self.page.locator('main').inner_text()}")

    def _scripted(self) -> bool:
        return self.page.locator("[data-upload].is-scripted").count() > 0

    def _leave(self, target: Locator) -> None:
        before = self.page.evaluate("performance.timeOrigin")
        self._press(target)
        self._arrive(before)

    def _arrive(self, before: float) -> None:
        for _ in range(200):
            try:
                now = self.page.evaluate("performance.timeOrigin")
            except Exception as error:
                if "context" not in str(error):  # it is being replaced
                    raise
                now = before
            if now != before:
                break
            self.page.wait_for_timeout(25)
        else:
            raise AssertionError(f"stayed on {self.page.url}")
        self.page.wait_for_load_state()
        self.look()

    # by mouse

    def _press(self, target: Locator) -> None:
        target.click()

    def _write(self, target: Locator, text: str) -> None:
        target.fill(text)

    def _choose(self, group: Locator, target: Locator) -> None:
        del group
        target.check()

    def _tick(self, target: Locator) -> None:
        target.check()

    def _attach(self, target: Locator, file: FilePayload) -> None:
        target.set_input_files(file)


class KeyboardVisitor(Visitor):
    """Tab, Space, Enter, arrows and letters: no pointer, no focus set by the test."""

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        if self._has_focus(target):
            return
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self._has_focus(target):
                self._see_focus(target)
                return
        raise AssertionError(f"{target} cannot be reached with Tab on {self.page.url}")

    @staticmethod
    def _has_focus(target: Locator) -> bool:
        return bool(target.evaluate("element => element === document.activeElement"))

    @staticmethod
    def _see_focus(target: Locator) -> None:
        """Whoever cannot see the focus cannot use a keyboard (WCAG 2.4.7)."""
        ring: Any = target.evaluate(
            "element => { const s = getComputedStyle(element);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2"
            " || s.boxShadow !== 'none' }"
        )
        assert ring, f"the focus does not show on {target}"

    def _press(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def _write(self, target: Locator, text: str) -> None:
        self._reach(target)
        self.page.keyboard.type(text)

    def _choose(self, group: Locator, target: Locator) -> None:
        radios = group.get_by_role("radio")
        checked = group.locator(":checked")
        self._reach(checked if checked.count() else radios.first)
        if self._has_focus(target):
            self.page.keyboard.press("Space")
        for _ in range(radios.count()):
            if self._has_focus(target):
                break
            self.page.keyboard.press("ArrowDown")
        expect(target).to_be_checked()

    def _tick(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def _attach(self, target: Locator, file: FilePayload) -> None:
        self._reach(target)
        with self.page.expect_file_chooser(timeout=30_000) as choice:  # slow on a busy machine
            self.page.keyboard.press("Enter")
        choice.value.set_files(file)


def fits(page: Page) -> None:
    """No page is wider than its window (WCAG 1.4.10), the hidden parts of a fold included."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    wide = page.evaluate(
        "() => { const most = document.documentElement.clientWidth;"
        " if (document.documentElement.scrollWidth <= most) return [];"
        " return [...document.querySelectorAll('body *')]"
        ".filter(e => e.getBoundingClientRect().right > most + 0.5)"
        ".map(e => e.tagName + '.' + e.className) }"
    )
    assert wide == [], f"{page.url} scrolls sideways: {wide}"
