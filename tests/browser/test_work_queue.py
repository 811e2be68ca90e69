"""A clerk's queue with the keyboard alone, looked at on every page; and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from functions import wiring
from functions.services import deciding
from infra.local.stack import LocalStack
from tests.applications import someone
from tests.browser.conftest import Opens
from tests.browser.patience import until
from tests.browser.test_axe_tour import has_no_barrier
from tests.browser.visitor import KeyboardVisitor, Visitor
from tests.queueing import FIRST, SECOND, VOTER, WORK, case_of, path_of, procedure_at
from tests.walks import Walk, begin

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-journeys")]

SUBJECT = "Kiezer worden als je geen Belg bent"
TOGETHER = f"{WORK}/together/{VOTER}/college"


def waits_at(walk: Walk, step: str) -> None:
    """The desk works in the background."""
    until(lambda: (task := case_of(walk).open_task()) and task.step == step and task.token)


def at_check() -> Walk:
    walk = Walk(procedure_at(VOTER), {}, [], "")
    begin(wiring.ports(), walk)
    waits_at(walk, "check")
    return walk


def at_college() -> Walk:
    walk, ports = at_check(), wiring.ports()
    session = someone(ports, "", "elections")
    file = case_of(walk)
    deciding.decide(ports, walk.procedure, session, file, "check", choice="advise", reason="")
    waits_at(walk, "college")
    return walk


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.getAttribute('href') || ''")
    return found


def unfolds(clerk: Visitor, name: str) -> None:
    """Unless the look at the page did it."""
    fold = clerk.page.locator("details", has_text=name)
    if fold.get_attribute("open") is None:
        clerk._press(clerk.page.get_by_text(name))


def test_letters_walk_through_the_list_and_only_there(opens: Opens, stack: LocalStack) -> None:
    walks = [at_check() for _ in range(3)]
    clerk = KeyboardVisitor(opens())
    clerk.signs_in(FIRST, WORK)
    lines = [f"{path_of(walk)}/review" for walk in walks]
    box = clerk.page.get_by_role("textbox", name="Zoek een zaak")
    clerk._write(box, "jk/")
    expect(box).to_have_value("jk/")
    assert focused(clerk.page) == ""
    clerk._reach(clerk.page.locator("[data-work] a").first)
    for key, at in (("j", 1), ("j", 2), ("j", 2), ("k", 1), ("Home", 0), ("k", 0), ("End", 2)):
        clerk.page.keyboard.press(key)
        assert focused(clerk.page) == lines[at], (key, at)
    clerk.page.keyboard.press("Control+j")
    assert focused(clerk.page) == lines[2]
    clerk.page.keyboard.press("Enter")
    clerk.is_at(lines[2])


def test_a_case_is_taken_handed_over_and_decided_with_the_keyboard_alone(
    opens: Opens, stack: LocalStack
) -> None:
    walk = at_check()
    oona = KeyboardVisitor(opens())
    oona.signs_in(SECOND, WORK)
    dirk = KeyboardVisitor(opens(), has_no_barrier)
    dirk.signs_in(FIRST, WORK)
    dirk.follows(SUBJECT)
    dirk.presses("Neem deze zaak")
    expect(dirk.page.get_by_text("Jij hebt deze zaak.")).to_be_visible()
    unfolds(dirk, "Geef door aan een collega")
    dirk.presses("Geef de zaak door")
    expect(dirk.page.get_by_role("alert")).to_contain_text("Kies aan wie je de zaak doorgeeft.")
    colleague = dirk.page.get_by_label("Collega", exact=True)
    dirk._reach(colleague)
    dirk.page.keyboard.type("Oona")
    assert colleague.input_value()
    dirk._write(dirk.page.get_by_label("Bericht voor je collega"), "Kijk jij dit na?")
    dirk.presses("Geef de zaak door")
    dirk.is_at("/desk/work")
    expect(dirk.page.locator("[data-work]")).to_contain_text("Oona Peeters")

    oona._press(oona.page.locator("a[href='/nl/desk/work?whose=mine']"))
    oona.is_at("whose=mine")
    expect(oona.page.locator("[data-work]")).to_contain_text("Kijk jij dit na?")
    oona.follows(SUBJECT)
    oona.chooses("Wat beslis je?", "Voorstellen aan het college: erkennen")
    oona.presses("Beslissing bevestigen")
    oona.is_at("/desk/work")
    waits_at(walk, "college")

    oona.goes_to(f"{path_of(walk)}/review")
    has_no_barrier(oona.page)
    expect(oona.page.get_by_text("In onze gemeente beslist dan iemand anders")).to_be_visible()


def test_a_list_is_decided_and_a_view_kept_with_the_keyboard(
    opens: Opens, stack: LocalStack
) -> None:
    walks = [at_college() for _ in range(2)]
    clerk = KeyboardVisitor(opens(), has_no_barrier)
    clerk.signs_in(FIRST, f"{WORK}?term=late")
    expect(clerk.page.get_by_text("Hier staat niets met deze filters")).to_be_visible()
    unfolds(clerk, "Een lijst bewaren of verwijderen")
    clerk.presses("Lijst bewaren")
    expect(clerk.page.get_by_role("alert")).to_contain_text("Geef deze lijst een naam.")
    clerk.writes("Naam voor de filters die je nu ziet", "Te laat nu")
    clerk.presses("Lijst bewaren")
    expect(clerk.page.get_by_role("link", name="Te laat nu")).to_be_visible()
    clerk.goes_to(TOGETHER)
    clerk.presses("Beslis over de aangekruiste zaken")
    expect(clerk.page.get_by_role("alert")).to_contain_text("Kruis aan")
    boxes = clerk.page.get_by_role("checkbox")
    clerk._tick(boxes.first)
    clerk.page.keyboard.press("j")
    clerk.page.keyboard.press("Space")
    clerk.presses("Beslis over de aangekruiste zaken")
    expect(clerk.page.get_by_text("2 zaken zijn beslist.")).to_be_visible()
    until(lambda: all(case_of(walk).case.status == "closed" for walk in walks))


def test_without_scripts_a_case_is_found_taken_and_decided_in_a_list(
    opens: Opens, stack: LocalStack
) -> None:
    walk = at_college()
    clerk = Visitor(opens(width=320, java_script_enabled=False))
    clerk.signs_in(FIRST, WORK)
    clerk.writes("Zoek een zaak", case_of(walk).case.number)
    clerk.presses("Zaak zoeken")
    clerk.is_at(f"{path_of(walk)}/review")
    clerk.presses("Neem deze zaak")
    clerk.goes_to(f"{TOGETHER}?all=yes")
    clerk.presses("Beslis over de aangekruiste zaken")
    expect(clerk.page.get_by_text("1 zaak is beslist.")).to_be_visible()
