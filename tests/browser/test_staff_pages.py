"""Every page that a clerk can reach by a link has no barrier: the menu and whatever it leads to."""

import re
from collections import deque

import pytest
from playwright.sync_api import Page, expect

from functions import wiring
from functions.domain.tenant import ROLES
from functions.processes import all_procedures
from infra.local.stack import LocalStack
from tests.browser.conftest import Opens
from tests.browser.test_axe_tour import has_no_barrier
from tests.browser.visitor import KeyboardVisitor, Visitor, fits
from tests.contract.test_acting_for import accepted, given
from tests.contract.test_journeys import persona_number
from tests.journeys.story import clerk_with
from tests.walks import Walk, begin

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-staff")]

_ID = re.compile(r"/(?:[a-z-]+-)?[0-9A-HJKMNP-TV-Z]{26}(?=/|$)")
_FILE = re.compile(r"(csv|json|lines|table|pdf|calendar|/my/data)$|/documents/[^/]+$")
_NAMES = re.compile("/(" + "|".join(re.escape(p.key) for p in all_procedures()) + r")(?=/|$|\?)")


def kind_of(path: str) -> str:
    """What pages of one kind have in common: not which case, procedure or month it is."""
    path = _NAMES.sub("/P", _ID.sub("/ID", path.partition("#")[0]))
    path = re.sub(r"/20\d\d-\d\d(?=/|$)", "/MONTH", path)
    return re.sub(r"=[^&]*", "=", path)


def links(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.header__desk a, main a')]"
        ".map(a => a.getAttribute('href')).filter(Boolean)"
    )
    return [
        path
        for path in found
        if path.startswith("/nl/desk/") and not _FILE.search(path.partition("?")[0])
    ]


def walk_around(page: Page, start: str) -> set[str]:
    """Every kind of page that links lead to, each looked at once."""
    seen, queue = {kind_of(start)}, deque([start])
    while queue:
        path = queue.popleft()
        answer = page.goto(path)
        assert answer, path
        assert answer.status == 200, (path, answer.status)
        has_no_barrier(page)
        for link in links(page):
            if (kind := kind_of(link)) not in seen:
                seen.add(kind)
                queue.append(link)
    return seen


@pytest.fixture
def busy(stack: LocalStack) -> LocalStack:
    """A desk with a case of each kind of form."""
    ports = wiring.ports()
    for procedure in all_procedures():
        begin(ports, Walk(procedure, {}, [], ""))
    stack.settle()
    return stack


@pytest.mark.parametrize("role", ROLES)
def test_no_page_that_a_clerk_can_reach_has_a_barrier(
    opens: Opens, busy: LocalStack, role: str
) -> None:
    clerk = Visitor(opens())
    clerk.signs_in(clerk_with(role), "/nl/desk/work")
    seen = walk_around(clerk.page, "/nl/desk/work")
    assert len(seen) > 3


@pytest.mark.parametrize("scripts", [True, False])
def test_a_mandate_is_found_and_ended_with_the_keyboard(
    opens: Opens, stack: LocalStack, *, scripts: bool
) -> None:
    accepted(stack)
    number = persona_number("lena-peeters")
    page = opens(width=1280 if scripts else 320, java_script_enabled=scripts)
    clerk = KeyboardVisitor(page, has_no_barrier if scripts else fits)
    clerk.signs_in(clerk_with("population"), "/nl/desk/mandates")
    clerk.writes("Rijksregisternummer van de persoon", "123")
    clerk.presses("Volmachten zoeken")
    expect(page.get_by_role("alert")).to_be_visible()
    box = page.get_by_label("Rijksregisternummer van de persoon", exact=True)
    expect(box).to_have_value("123")  # what was typed is kept
    box.fill("")
    clerk.writes("Rijksregisternummer van de persoon", number)
    clerk.presses("Volmachten zoeken")
    expect(page.get_by_role("heading", level=1)).to_have_text("Volmachten van deze persoon")
    expect(page.locator("main")).to_contain_text("Karim El Amrani")
    clerk._leave(page.get_by_role("button", name="Beëindigen").first)
    clerk.presses("Beëindig dit nu")
    expect(page.get_by_role("alert")).to_contain_text("Kies waarom je dit beëindigt.")
    assert given()[0].state == "accepted"
    clerk.chooses("Waarom beëindig je dit?", "Er is een vermoeden van misbruik")
    clerk.presses("Beëindig dit nu")
    expect(page.locator("main")).to_contain_text("De volmacht geldt niet meer.")
    expect(page.get_by_role("button", name="Beëindigen")).to_have_count(0)
    found = given()[0]
    assert (found.state, found.by_desk) == ("revoked", True)
    assert number not in page.url
