"""Tells a story of tests/journeys in a browser: each person fills in, decides, pays and chooses a
moment on the pages themselves; nothing is handed to the desk behind their back."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Locator, expect

from functions import wiring
from functions.domain.case import CaseFile, Task
from functions.domain.forms import asked_topics
from functions.domain.procedure import Procedure
from functions.domain.texts import say
from functions.domain.workflow import Step
from functions.services.writing import Words
from infra.local.stack import LocalStack
from tests.browser.conftest import Opens
from tests.browser.patience import until
from tests.browser.visitor import ATTEST, Visitor, fits
from tests.journeys.story import DOCUMENT, Story, clerk_with, person_with

_PATIENCE = 30.0  # seconds until the desk has done its part
_MOST_STEPS = 25


class Teller:
    """Everybody in one story, each with a browser of their own."""

    def __init__(
        self, procedure: Procedure, story: Story, opens: Opens, stack: LocalStack, *, scripts: bool
    ) -> None:
        self.procedure, self.story, self.stack = procedure, story, stack
        self._opens, self._scripts = opens, scripts
        self._people: dict[str, Visitor] = {}
        self._case = ""  # its address

    def person(self, key: str, path: str) -> Visitor:
        """Somebody at an address, signed in (again, when the clock was moved)."""
        if key not in self._people:
            width = 1280 if self._scripts else 320
            page = self._opens(width=width, java_script_enabled=self._scripts)
            self._people[key] = Visitor(page, fits)
        visitor = self._people[key]
        visitor.page.goto(path)
        if visitor.page.locator(f'button[value="{key}"]').count():
            visitor.signs_in(key)
        return visitor

    def tell(self) -> None:
        """From the first page to the result."""
        self.stack.outside.is_held = True  # the story answers, not the party by itself
        begins = self.story.begins
        start = begins(self.stack) if begins else f"/nl/desk/{self.procedure.key}/start"
        applicant = self.person(self.story.applicant, start)
        if "/start" in applicant.page.url or "/questions/" in applicant.page.url:
            self._hand_in(applicant)
        else:
            self._case = start
        file = self._moved("")
        for _ in range(_MOST_STEPS):
            task = file.open_task()
            if task is None:
                break
            self._take(file, task)
            file = self._moved(task.token)
        assert (file.case.status, file.case.outcome) == ("closed", self.story.end)
        applicant = self.person(self.story.applicant, self._case)
        end = self.procedure.workflow.end(self.story.end)
        words = Words("nl")
        expect(applicant.page.locator("main")).to_contain_text(words.write(say(end.status)))

    # the form

    def _hand_in(self, applicant: Visitor) -> None:
        page = applicant.page
        while not page.url.endswith("/check"):
            before, topic = page.url, self._topic(page.url)
            self._fill_in(applicant, topic, self.story.answers.get(topic, {}))
            applicant._leave(page.locator("form.form .actions button[value=continue]"))
            if page.locator(".error-summary").count() or page.url == before:
                raise AssertionError(f"{topic}: {page.locator('main').inner_text()[:1500]}")
        for box in page.locator("form.form input[type=checkbox]").all():
            box.check()
        button = page.locator("form.form .actions button")
        assert button.count(), page.locator("main").inner_text()
        applicant._leave(button)
        assert page.url.endswith("/receipt"), page.locator("main").inner_text()[:1500]
        self._case = page.url.removesuffix("/receipt").removeprefix(self.stack.url)

    def _topic(self, address: str) -> str:
        if "/questions/" in address:
            return address.rpartition("/questions/")[2].partition("?")[0]
        return next(iter(asked_topics(self.procedure.application, {})))

    def _fill_in(self, who: Visitor, topic: str, answers: Mapping[str, Any]) -> None:
        for name, value in answers.items():
            self._write(who, topic, name, value)

    def _write(self, who: Visitor, topic: str, name: str, value: Any) -> None:
        page = who.page
        if value is DOCUMENT:
            self._attach(who, f"{topic}-{name}")
        elif isinstance(value, date):
            for part in ("day", "month", "year"):
                page.locator(f'[name="{name}-{part}"]').fill(str(getattr(value, part)))
        elif isinstance(value, list):
            for at, entry in enumerate(value):
                if at and not page.locator(f'[name^="{name}-{at}-"]').count():
                    who._leave(page.locator(f'button[value="add:{name}"]'))
                for inner, typed in entry.items():
                    self._write(who, topic, f"{name}-{at}-{inner}", typed)
        else:
            self._type(page.locator(f'form.form [name="{name}"]'), str(value))

    def _type(self, boxes: Locator, value: str) -> None:
        kind = boxes.first.get_attribute("type")
        if kind == "radio":
            boxes.and_(boxes.page.locator(f'[value="{value}"]')).check()
        elif kind == "checkbox":
            boxes.check()
        else:
            boxes.fill(value)

    def _attach(self, who: Visitor, field: str) -> None:
        target = who.page.locator(f'input[type=file][id="{field}"]')
        who._attach(target, ATTEST)
        if not self._scripts:
            who._leave(who.page.locator("form", has=target).locator("button[type=submit]"))
        shown = who.page.locator(f'[id="{field}-upload"] .documents')
        expect(shown.filter(has_text=ATTEST["name"])).to_be_visible()

    # what follows

    def _file(self) -> CaseFile | None:
        return wiring.ports().store.case_file(self._case.rpartition("/")[2])

    def _moved(self, token: str) -> CaseFile:
        """The case, once another step than that of `token` is open, or it has ended."""

        def moved() -> CaseFile | None:
            self.stack.rests(_PATIENCE)
            file = self._file()
            task = file.open_task() if file else None
            is_next = task and task.token and task.token != token
            return file if file and (is_next or file.case.status == "closed") else None

        return until(moved, longest=_PATIENCE)

    def _take(self, file: CaseFile, task: Task) -> None:
        step = self.procedure.workflow.step(task.step)
        choice = self.story.choices.get(step.name) or step.outcomes[0].value
        if step.visit_of:
            self._wait_until(file, step.visit_of)
        if task.role:
            clerk = self.person(self._clerk(task.role, step), "/nl/desk/work")
            clerk._leave(clerk.page.locator(f'a[href^="{self._case}"]').first)
            owed = clerk.page.locator('form[action$="/payment/received"] button')
            if step.visit_of and owed.count():
                clerk._leave(owed)
            self._decide(clerk, choice)
        elif step.external:
            self._answered_outside(choice)
        else:
            who = self.story.applicant
            if task.party != "applicant":
                who = person_with(file.case.parties[task.party].national_number)
            self._do(self.person(who, self._case), step, choice)

    def _clerk(self, role: str, step: Step) -> str:
        """Another one for a second look, where the municipality asks for it."""
        named = f"{self.procedure.key}/{step.name}"
        return clerk_with(role, is_second=named in wiring.ports().tenant.four_eyes)

    def _do(self, who: Visitor, step: Step, choice: str) -> None:
        page = who.page
        if step.books:
            who._leave(page.locator(f'#task a[href*="/appointments/{step.name}"]'))
            page.locator("input[name=moment]").first.check()
            who._leave(page.locator("#moments .actions button"))
        elif step.pays and choice == step.outcomes[0].value:
            who.presses("Online betalen")
            who.presses("Betalen")
        else:
            self._decide(who, choice)

    def _decide(self, who: Visitor, choice: str) -> None:
        form = who.page.locator("#task form.task__form")
        assert form.count(), who.page.locator("main").inner_text()[:1500]
        radio = form.locator(f'input[type=radio][value="{choice}"]')
        if radio.count():
            radio.check()
        else:
            form = form.filter(has=who.page.locator(f'input[name=choice][value="{choice}"]'))
        if form.locator("#reason").count():
            form.locator("#reason").fill("Dat staat in het dossier.")
        who._leave(form.locator("button[type=submit]"))
        assert not who.page.locator(".error-summary").count(), who.page.locator("main").inner_text()

    def _answered_outside(self, choice: str) -> None:
        case_id = self._case.rpartition("/")[2]
        messages = self.stack.outside.messages
        until(lambda: not all(m.answered for m in messages(case_id)), longest=_PATIENCE)
        assert self.stack.outside.answer(case_id, choice) < 300

    def _wait_until(self, file: CaseFile, booking: str) -> None:
        """The day of the visit has come."""
        ahead = file.case.appointments[booking].start - self.stack.clock.now()
        if ahead > timedelta():
            self.stack.desk.forward(ahead + timedelta(minutes=1))
