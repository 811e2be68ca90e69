"""A day at the desk with the keyboard alone: twenty cases of eight procedures, decided, handed
over, taken over when late, decided as a list, and opened again after an appeal."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from functions import wiring
from functions.domain.case import Task, first_break
from functions.services.writing import Words
from infra.local.stack import LocalStack
from tests.browser.conftest import Opens
from tests.browser.patience import until
from tests.browser.test_axe_tour import has_no_barrier
from tests.browser.visitor import KeyboardVisitor
from tests.queueing import WORK, case_of, path_of, procedure_at
from tests.walks import Walk, begin

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-day")]

OONA, DIRK = "mechelen-two-roles", "mechelen-elections"
PIETER, ADMIN = "mechelen-population", "mechelen-tenant-admin"
VOTER = "elections/non-belgian-voter"
# Their first step is the population service's or that of elections: both are Oona's.
PROCEDURES = (
    "polio-vaccination/proof", "polio-vaccination/duplicate", "elections/convocation",
    "elections/voter-ending", "driving-licence/international", "identity-card/request",
    "passport/request", VOTER,
)  # fmt: skip
VOTERS = 6
REASON = "Dat staat in het dossier."


def once_a_kind(look: Callable[[Page], None]) -> Callable[[Page], None]:
    """Look at the first page of each kind only: a case at the desk looks like the next."""
    seen: set[str] = set()

    def looks(page: Page) -> None:
        kind = page.locator("main").evaluate(
            "main => [...main.querySelectorAll('section, form, table')]"
            ".map(e => e.className).join()"
        )
        if kind not in seen:
            seen.add(kind)
            look(page)

    return looks


class Clerk(KeyboardVisitor):
    """Passes the menu by the skip link, as who works with the keyboard does."""

    def skips(self) -> None:
        self.page.keyboard.press("Tab")
        expect(self.page.locator(".skip-link")).to_be_focused()
        self.page.keyboard.press("Enter")

    def opens_case(self, walk: Walk) -> None:
        """From the list."""
        self.goes_to(WORK)
        self.skips()
        self._leave(self.page.locator(f'a[href="{path_of(walk)}/review"]').first)

    def decides(self, walk: Walk, choice: str, reason: str = "") -> None:
        step = walk.procedure.workflow.step(waits(walk).step)
        outcome = step.outcome(choice)
        assert outcome
        if len(step.outcomes) > 1:
            self.chooses("Wat beslis je?", Words("nl").write(outcome.label))
        if reason:
            self._write(self.page.locator("#reason"), reason)
        form = self.page.locator("#task form.task__form")
        self._leave(form.locator("button[type=submit]"))


def waits(walk: Walk, role: str = "", step: str = "") -> Task:
    """The open task of the desk (of this role, this step), once the workflow wrote it."""

    def open_one() -> Task | None:
        task = case_of(walk).open_task()
        is_it = task and task.token and task.role
        if task and is_it and role in ("", task.role) and step in ("", task.step):
            return task
        return None

    return until(open_one, longest=60)


def ends(walk: Walk) -> str:
    until(lambda: case_of(walk).case.status == "closed", longest=60)
    return case_of(walk).case.outcome


def new(key: str) -> Walk:
    walk = Walk(procedure_at(key), {}, [], "")
    begin(wiring.ports(), walk)
    return walk


def good(walk: Walk) -> str:
    """The first outcome of the step that it waits at."""
    return walk.procedure.workflow.step(waits(walk).step).outcomes[0].value


def waits_past(walk: Walk, token: str) -> str:
    """The step of that token, once it was answered."""
    step = next(t.step for t in case_of(walk).tasks.values() if t.token == token)

    def is_answered() -> bool:
        task = case_of(walk).tasks[step]
        return task.token != token or task.state != "open"

    until(is_answered)
    return step


class Day:
    """What the desk of one morning holds, and who works at it."""

    def __init__(self, opens: Opens, stack: LocalStack) -> None:
        self.stack = stack
        pairs = {key: [new(key), new(key)] for key in PROCEDURES}
        self.voters = pairs.pop(VOTER) + [new(VOTER) for _ in range(VOTERS - 2)]
        self.noted, self.refused, self.handed, self.late, *self.rest = (
            walk for pair in pairs.values() for walk in pair
        )
        self.cases = [self.noted, self.refused, self.handed, self.late, *self.rest]
        for walk in (*self.cases, *self.voters):
            waits(walk)
        look = once_a_kind(has_no_barrier)
        self.oona, self.dirk = Clerk(opens(), look), Clerk(opens(), look)
        self.pieter, self.admin = Clerk(opens(), look), Clerk(opens(), look)
        for clerk, key in ((self.pieter, PIETER), (self.dirk, DIRK), (self.oona, OONA)):
            clerk.signs_in(key, WORK)

    def done(self, clerk: Clerk, walk: Walk, choice: str = "", reason: str = "") -> None:
        """A case from the list, decided."""
        token = waits(walk).token
        clerk.opens_case(walk)
        clerk.decides(walk, choice or good(walk), reason)
        clerk.is_at("/desk/work")
        waits_past(walk, token)

    def writes_a_note(self) -> None:
        self.oona.opens_case(self.noted)
        self.oona._write(self.oona.page.locator("#notes textarea"), "Telefonisch nagevraagd.")
        self.oona.presses("Notitie bewaren")
        expect(self.oona.page.locator(".notes__text")).to_have_text("Telefonisch nagevraagd.")
        self.done(self.oona, self.noted)

    def refuses_and_reopens(self) -> None:
        clerk, walk = self.oona, self.refused
        self.done(clerk, walk, "refuse", REASON)
        assert ends(walk) == "refused"
        clerk.goes_to(f"{path_of(walk)}/review")
        fold = clerk.page.locator("#reopen")
        if fold.get_attribute("open") is None:
            clerk._press(fold.locator("summary"))
        clerk.chooses("Waarom heropen je deze zaak?", "Het beroep van de aanvrager is gegrond")
        clerk.presses("Heropen deze zaak")
        waits(walk)
        self.done(clerk, walk)
        assert case_of(walk).case.run == 2

    def hands_over(self) -> None:
        clerk, walk = self.oona, self.handed
        clerk.opens_case(walk)
        clerk.presses("Neem deze zaak")
        fold = clerk.page.locator("details", has_text="Geef door aan een collega")
        if fold.get_attribute("open") is None:
            clerk._press(fold.locator("summary"))
        colleague = clerk.page.get_by_label("Collega", exact=True)
        clerk._reach(colleague)
        clerk.page.keyboard.type("Pieter")
        clerk._write(clerk.page.get_by_label("Bericht voor je collega"), "Jij kent dit beter.")
        clerk.presses("Geef de zaak door")
        clerk.is_at("/desk/work")
        self.pieter.goes_to(f"{WORK}?whose=mine")
        expect(self.pieter.page.locator("[data-work]")).to_contain_text("Jij kent dit beter.")
        self.done(self.pieter, walk)

    def decides_a_list(self) -> None:
        """Advised by one clerk; what the college decided is written by another."""
        for walk in self.voters:
            self.done(self.dirk, walk, "advise")
        for walk in self.voters:
            waits(walk, step="college")
        self.oona.goes_to(f"{WORK}/together/{VOTER}/college")
        for box in self.oona.page.locator("table input[type=checkbox]").all():
            self.oona._tick(box)
        self.oona.presses("Beslis over de aangekruiste zaken")
        assert {ends(walk) for walk in self.voters} == {"recognised"}

    def runs_late(self) -> None:
        """Its term is seen to come near; then who leads takes it over."""
        walk, clock = self.late, self.stack.clock
        ahead = waits(walk).deadline - clock.now()
        self.stack.desk.forward(ahead - timedelta(days=1))
        self.oona.goes_to(f"{WORK}?term=soon")
        self.oona.signs_in(OONA)
        expect(self.oona.page.locator("[data-work]")).to_contain_text("morgen")
        self.stack.desk.forward(timedelta(days=2))
        waits(walk, role="tenant_admin")
        self.admin.signs_in(ADMIN, WORK)
        self.done(self.admin, walk)


def test_a_whole_day_at_the_desk_with_the_keyboard_alone(opens: Opens, stack: LocalStack) -> None:
    day = Day(opens, stack)
    assert len({walk.procedure.key for walk in (*day.cases, *day.voters)}) == 8
    assert len([*day.cases, *day.voters]) == 20
    day.writes_a_note()
    day.refuses_and_reopens()
    day.hands_over()
    for walk in day.rest:
        day.done(day.oona, walk)
    day.decides_a_list()
    day.runs_late()
    for walk in (*day.cases, *day.voters):
        file = case_of(walk)
        assert first_break(file.events, file.case.head) is None
        assert any(event.kind == "decided" and event.actor.kind == "clerk" for event in file.events)
