"""Tells a story of tests/journeys over HTTP: each person signs in, fills in, decides, pays and
chooses a moment on the pages themselves, as a browser without scripts would."""

import io
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import urllib3

from functions import wiring
from functions.domain.case import CaseFile, Task
from functions.domain.forms import asked_topics
from functions.domain.procedure import Procedure
from functions.domain.workflow import Step
from infra.local.stack import LocalStack
from tests.journeys.story import DOCUMENT, Story, clerk_with, person_with
from tests.people import PDF, Someone
from tests.walks import end_payment

_MOST_STEPS = 25
# Who is at work: the applicant until the receipt, and afterwards; another party; an outside party
# or the clock; the office.
ASKS, RETURNS, PARTY, ELSEWHERE, OFFICE = "asks", "returns", "party", "elsewhere", "office"


class _Forms(HTMLParser):
    """The forms of a page: `action`, the `id` of each file input, and fields by name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []
        self._is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(
                {"action": given.get("action", ""), "files": set(), "fields": [], "buttons": []}
            )
            self._is_inside = True
        elif self._is_inside and tag in ("input", "button", "select", "textarea"):
            self._field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form, kind = self.found[-1], given.get("type", "")
        if kind == "file":
            form["files"].add(given.get("id", ""))
        elif tag == "button":
            form["buttons"].append((given.get("name", ""), given.get("value", "")))
        elif "name" in given:
            is_on = kind not in ("radio", "checkbox") or "checked" in given
            form["fields"].append((given["name"], kind, given.get("value", ""), is_on))


def _filled(form: dict[str, Any]) -> dict[str, str]:
    """What a browser sends of an untouched form."""
    return {name: value for name, _, value, is_on in form["fields"] if is_on}


class Teller:
    """`at_work`: told who begins to act, before they do; "" when all has come to rest."""

    def __init__(
        self,
        desk: LocalStack,
        procedure: Procedure,
        story: Story,
        at_work: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.desk, self.procedure, self.story = desk, procedure, story
        self._at_work = at_work
        self._people: dict[str, Someone] = {}
        self.case = ""  # its address

    def tell(self) -> None:
        """From the first page to the result."""
        self.desk.outside.is_held = True  # the story answers, not the party by itself
        begins = self.story.begins
        start = begins(self.desk) if begins else f"/nl/desk/{self.procedure.key}/start"
        self._at_work(ASKS)
        self._hand_in(self._person(self.story.applicant, start))
        self._rest()
        for _ in range(_MOST_STEPS):
            task = self._file().open_task()
            if task is None:
                break
            self._take(self._file(), task)
        case = self._file().case
        assert (case.status, case.outcome) == ("closed", self.story.end), case.stage
        self._at_work(RETURNS)
        self._person(self.story.applicant, self.case)
        self._rest()

    def _rest(self) -> None:
        self.desk.payments.webhooks.wait()
        self.desk.settle()
        self.desk.tell()
        self._at_work("")

    def _person(self, key: str, path: str) -> Someone:
        """Somebody at an address, signed in (again, when the clock was moved)."""
        who = self._people.setdefault(key, Someone(self.desk, key))
        answer = who.get(path)
        if answer.status_code in (302, 303) or "/sign-in" in who.at:
            who.sign_in(path)
        assert who.last.status_code == 200, (path, who.last.status_code, who.text[:500])
        return who

    # the form

    def _hand_in(self, who: Someone) -> None:
        while not who.at.partition("?")[0].endswith("/check"):
            before, topic = who.at, self._topic(who.at)
            data = dict[str, str]()
            for name, value in self.story.answers.get(topic, {}).items():
                self._write(who, data, topic, name, value)
            form = self._form(who, lambda f: ("action", "continue") in f["buttons"])
            _send(who, form, {**data, "action": "continue"})
            assert who.last.status_code == 200, f"{topic}: {who.text[:3000]}"
            assert who.at != before, f"{topic}: {who.text[:3000]}"
        form = self._form(who, lambda f: f["action"].endswith("/check"))
        boxes = {
            name: value or "yes" for name, kind, value, _ in form["fields"] if kind == "checkbox"
        }
        _send(who, form, boxes)
        assert who.at.endswith("/receipt"), who.text[:3000]
        self.case = who.at.removesuffix("/receipt")

    def _topic(self, address: str) -> str:
        if "/questions/" in address:
            return address.rpartition("/questions/")[2].partition("?")[0]
        return next(iter(asked_topics(self.procedure.application, {})))

    def _write(
        self, who: Someone, data: dict[str, str], topic: str, name: str, value: object
    ) -> None:
        if value is DOCUMENT:
            self._attach(who, f"{topic}-{name}")
        elif isinstance(value, date):
            data |= {
                f"{name}-{part}": str(getattr(value, part)) for part in ("day", "month", "year")
            }
        elif isinstance(value, list):
            raise NotImplementedError("no story that is counted has a list")
        else:
            data[name] = str(value)

    def _attach(self, who: Someone, field: str) -> None:
        form = self._form(who, lambda f: field in f["files"])
        given = {**_filled(form), "file": (io.BytesIO(PDF), "attest.pdf")}
        answer = who.browser.post(
            form["action"].removeprefix(self.desk.url), base_url=self.desk.url, data=given,
            content_type="multipart/form-data",
        )  # fmt: skip
        who._follow(answer, form["action"])
        self.desk.events.run_once()  # the bucket tells of it within a second or so

    # what follows

    def _file(self) -> CaseFile:
        found = wiring.ports().store.case_file(self.case.rpartition("/")[2])
        assert found
        return found

    def _take(self, file: CaseFile, task: Task) -> None:
        step = self.procedure.workflow.step(task.step)
        choice = self.story.choices.get(step.name) or step.outcomes[0].value
        if step.visit_of:
            self._at_work(ELSEWHERE)
            self._wait_until(file, step.visit_of)
            self._rest()
        if task.role:
            self._at_work(OFFICE)
            named = f"{self.procedure.key}/{step.name}"
            is_second = named in wiring.ports().tenant.four_eyes
            clerk = self._person(clerk_with(task.role, is_second=is_second), "/nl/desk/work")
            clerk.get(f"{self.case}/review")
            self._decide_in_office(clerk, step, choice)
        elif step.external:
            self._at_work(ELSEWHERE)
            assert self.desk.outside.answer(self.case.rpartition("/")[2], choice) < 300
        else:
            who, is_other = self.story.applicant, task.party != "applicant"
            if is_other:
                who = person_with(file.case.parties[task.party].national_number)
            self._at_work(PARTY if is_other else RETURNS)
            self._do(self._person(who, self.case), step, choice)
        self._rest()
        then = self._file().open_task()
        assert then is None or then.token != task.token, f"nothing follows {step.name}"

    def _decide_in_office(self, clerk: Someone, step: Step, choice: str) -> None:
        if step.visit_of and "/payment/received" in clerk.text:
            owed = self._form(clerk, lambda f: f["action"].endswith("/payment/received"))
            _send(clerk, owed, {})
        self._decide(clerk, step, choice)

    def _do(self, who: Someone, step: Step, choice: str) -> None:
        if step.books:
            found = re.search(rf'href="([^"]*/appointments/{step.name}[^"]*)"', who.text)
            assert found, who.text[:3000]
            who.get(found[1])
            form = self._form(who, lambda f: any(n == "moment" for n, *_ in f["fields"]))
            first = next(value for name, _, value, _ in form["fields"] if name == "moment")
            _send(who, form, {"moment": first})
        elif step.pays and choice == step.outcomes[0].value:
            form = self._form(who, lambda f: f"/payment/{step.name}" in f["action"])
            answer = _send(who, form, {})
            checkout = answer.headers["Location"]
            urllib3.request("GET", checkout, redirect=False)
            who.get(end_payment(checkout, "paid").removeprefix(self.desk.url))
        else:
            self._decide(who, step, choice)

    def _decide(self, who: Someone, step: Step, choice: str) -> None:
        form = self._form(
            who,
            lambda f: (
                f["action"].endswith(f"/decisions/{step.name}")
                and any(n == "choice" and v == choice for n, _, v, _ in f["fields"])
            ),
        )
        _send(who, form, {"choice": choice, "reason": "Dat staat in het dossier."})
        assert who.last.status_code == 200, who.text[:3000]

    def _form(self, who: Someone, wanted: Callable[[Mapping[str, Any]], bool]) -> dict[str, Any]:
        forms = _Forms(who.last.get_data(as_text=True)).found
        found = next((form for form in forms if wanted(form)), None)
        assert found, f"{who.at}: {[form['action'] for form in forms]} {who.text[:3000]}"
        return found

    def _wait_until(self, file: CaseFile, booking: str) -> None:
        """The day of the visit has come."""
        ahead = file.case.appointments[booking].start - self.desk.clock.now()
        if ahead > timedelta():
            self.desk.desk.forward(ahead + timedelta(minutes=1))


def _send(who: Someone, form: dict[str, Any], data: dict[str, str]) -> Any:
    return who.post(form["action"], {**_filled(form), **data})
