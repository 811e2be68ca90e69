"""Every route, with every identifier of somebody else in it, as everybody who has no part in it."""

import itertools
from collections.abc import Callable, Iterator

import pytest

from functions import wiring
from functions.domain import authorisation
from functions.domain.authorisation import Access, Action
from functions.domain.documents import Document
from functions.domain.issued import Issued, Proof
from functions.domain.numbers import new_case_id, new_document_code, new_id, write_case_number
from functions.domain.tenant import ROLES
from functions.processes import all_procedures
from infra.local.stack import LocalStack
from tests.applications import NAME, answers_for, hand_in, someone
from tests.doors import Visitor, contents, enter_as, filled, nobody, places, routes, visitor

REFUSED = {303, 400, 403, 404, 405, 409, 413, 422}
# What these answer is for anybody, or about who asks only.
OPEN_TO_ALL = {"/api/outside/{party}", "/api/payments", "/{lang}/desk/verify/{code}"}


class Victim:
    """People with a draft and a running case each, one a procedure, and a document in each."""

    def __init__(self, desk: LocalStack) -> None:
        ports = wiring.ports()
        self.people = {procedure.key: someone(ports) for procedure in all_procedures()}
        self.cases: dict[str, str] = {}
        self.drafts: dict[str, str] = {}
        self.numbers: list[str] = []
        self.codes: dict[str, str] = {}
        self.document = new_id()
        for procedure in all_procedures():
            case = hand_in(ports, procedure, self.people[procedure.key], {})
            ports.store.put_document(case.id, "META", self._file())
            self.cases[procedure.key] = case.id
            self.numbers.append(case.number)
            self.drafts[procedure.key] = self._draft(desk, procedure)
            self.codes[procedure.key] = self._issued(procedure.key, case.id)
        desk.settle()

    def _file(self) -> Document:
        return Document(
            id=self.document, field="evidence.file", name=f"{NAME}.pdf", size=10, state="released",
            type="application/pdf",
        )  # fmt: skip

    def _issued(self, key: str, case_id: str) -> str:
        ports, code = wiring.ports(), new_document_code()
        proof = Proof(
            code=code, kind="certificate", title="Bewijs", lang="nl", issued=ports.clock.now(),
            digest="ab",
        )  # fmt: skip
        issued = Issued(case_id=case_id, procedure=key, run=1, size=3, proof=proof)
        ports.issued.keep(issued, b"pdf")
        return code

    def _draft(self, desk: LocalStack, procedure) -> str:
        from functions.services import drafting

        ports, owner = wiring.ports(), self.people[procedure.key]
        draft = drafting.new_draft(ports, procedure, owner, new_case_id(procedure.process), "nl")
        answers = answers_for(procedure, ports.facts(owner.person), {})
        drafting.save(ports, draft.model_copy(update={"answers": answers}))
        ports.store.put_document(draft.case_id, "DRAFT", self._file())
        return draft.case_id

    @property
    def partitions(self) -> list[str]:
        return [f"CASE#{i}" for i in (*self.cases.values(), *self.drafts.values())]

    @property
    def marks(self) -> list[str]:
        """What no stranger may ever read."""
        people = [session.person for session in self.people.values()]
        return [*(p.national_number for p in people), *(p.ref for p in people), *self.numbers,
                *map(write_case_number, self.numbers), f"{NAME}.pdf", "vertelt"]  # fmt: skip


def doors(victim: Victim) -> Iterator[tuple[str, str, str, str]]:
    """(method, path as written, path with the victim's identifiers, whose these are): the right
    procedure's, and those of the next one."""
    keys = list(victim.cases)
    for method, path in routes():
        if path in OPEN_TO_ALL or not places(path):
            continue
        parts = path.split("/")
        key = "/".join(parts[3:5]) if len(parts) > 4 else ""
        own = [key] if key in victim.cases else []
        for of in (*own, *_others(keys, key)):
            procedure = next(p for p in all_procedures() if p.key == of)
            steps = [step.name for step in procedure.workflow.steps]
            common = {
                "lang": "nl",
                "document_id": victim.document,
                "topic": next(iter(procedure.topics())),
                "field": "evidence-file",
                "step": steps[0],
                "insz": victim.people[of].person.national_number,
                "language": "nl",
            }
            common["code"] = victim.codes.get(of, "none")
            for case_id in (victim.cases[of], victim.drafts[of]):
                values = {**common, "case_id": case_id, "id": f"{case_id}-1-certificate"}
                yield method, path, filled(path, values), of


def _others(keys: list[str], key: str) -> list[str]:
    """Whose identifiers are tried at another procedure's address too: what every procedure shares
    is tried at a few."""
    if key not in keys:
        return keys[:1]
    at = keys.index(key)
    return [keys[(at + 1) % len(keys)]] if at % 5 == 0 else []


def leaks(found: str, victim: Victim) -> list[str]:
    return [mark for mark in victim.marks if mark in found]


BOXES = {"choice": "approve", "reason": "x", "action": "continue", "truth": "yes", "version": "0"}


def walk_past(who: Callable[[str], Visitor], victim: Victim) -> int:
    """Try everything as who has no part in it; answers how many doors were tried."""
    before = contents(*victim.partitions)
    tried = 0
    for (method, pattern, path, key), as_json in zip(
        doors(victim), itertools.cycle((False, True)), strict=False
    ):
        answer = who(key).ask(method, path, json=as_json, **BOXES)
        tried += 1
        assert answer.status_code in REFUSED | {401}, (method, pattern, answer.status_code)
        assert leaks(answer.get_data(as_text=True), victim) == [], (method, pattern)
        assert leaks(answer.headers.get("Location", ""), victim) == [], (method, pattern)
    assert contents(*victim.partitions) == before
    return tried


@pytest.mark.parametrize("who", ["nobody", "citizen", "clerk of another municipality"])
def test_no_door_opens_on_somebody_elses_data(desk: LocalStack, who: str) -> None:
    victim = Victim(desk)
    person = {
        "nobody": lambda: nobody(desk),
        "citizen": lambda: visitor(desk),
        "clerk of another municipality": lambda: visitor(desk, staff=True),
    }[who]()
    assert walk_past(lambda _: person, victim) > 1000


def test_no_door_opens_for_a_clerk_whose_role_has_no_part_in_it(desk: LocalStack) -> None:
    victim = Victim(desk)
    clerks = {role: visitor(desk, role) for role in ROLES}
    keys = list(victim.cases)

    def without_part(key: str) -> Visitor:
        """Neither in that procedure nor in the one whose address is used."""
        near = {key, keys[keys.index(key) - 1]}
        has = {
            role
            for procedure in all_procedures()
            if procedure.key in near
            for role in ROLES
            for action in Action
            if authorisation.access(role, action, procedure) is not Access.NO
        }
        return clerks[next(role for role in ROLES if role not in has)]

    assert walk_past(without_part, victim) > 1000


def test_the_same_doors_open_for_who_has_a_part(desk: LocalStack) -> None:
    victim = Victim(desk)
    for key, person in victim.people.items():
        owner = enter_as(desk, person)
        page = owner.ask("GET", f"/nl/desk/{key}/{victim.cases[key]}")
        assert page.status_code == 200, key
        assert leaks(page.get_data(as_text=True), victim), key
        check = owner.ask("GET", f"/nl/desk/{key}/{victim.drafts[key]}/check")
        assert check.status_code == 200, key


@pytest.mark.parametrize("staff", [False, True], ids=["citizen", "clerk of another municipality"])
def test_a_stranger_cannot_tell_which_cases_exist(desk: LocalStack, staff: bool) -> None:
    victim, stranger, tried = Victim(desk), visitor(desk, staff=staff), 0
    keys = list(victim.cases)[::5]  # the routes of the others are the same
    for method, path in routes():
        key = "/".join(path.split("/")[3:5])
        if "{case_id}" not in path or key not in keys:
            continue
        procedure = next(p for p in all_procedures() if p.key == key)
        rest = {
            "lang": "nl",
            "document_id": victim.document,
            "topic": next(iter(procedure.topics())),
            "field": "evidence-file",
            "step": procedure.workflow.steps[0].name,
        }
        told = {
            stranger.ask(method, filled(path, {**rest, "case_id": case_id}), **BOXES).status_code
            for case_id in (victim.cases[key], victim.drafts[key], new_case_id(procedure.process))
        }
        assert len(told) == 1, (method, path, told)
        tried += 1
    assert tried > 100
