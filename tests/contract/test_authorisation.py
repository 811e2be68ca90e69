"""Every line of the table of rights, allowed and denied, through the real pages."""

from collections.abc import Callable
from dataclasses import dataclass

import boto3
import pytest

from functions import wiring
from functions.domain import authorisation, sensitive
from functions.domain.authorisation import Access, Action, Duty, Line
from functions.domain.case import Case, happened
from functions.domain.documents import Document
from functions.domain.numbers import new_id
from functions.domain.person import SYSTEM
from functions.domain.procedure import Procedure
from functions.domain.tenant import ROLES
from functions.processes import all_procedures
from infra.local.stack import LocalStack
from tests.applications import hand_in, someone
from tests.doors import Visitor, visitor

DENIED = {403, 404}


@dataclass
class Stand:
    """A case of a procedure in which every step of the desk is open at once; `over`: each of them
    taken over by who does so when its term runs out."""

    procedure: Procedure
    case: Case
    document: str
    over: bool

    @property
    def path(self) -> str:
        return f"/nl/desk/{self.procedure.key}/{self.case.id}"

    def step_of(self, role: str) -> str:
        """A step that this role has here; any other when it has none."""
        steps = [step for step in self.procedure.workflow.steps if step.role]
        own = (s.name for s in steps if (s.lapse.escalate_to if self.over else s.role) == role)
        return next(own, steps[0].name)


def stand(procedure: Procedure, *, over: bool) -> Stand:
    ports = wiring.ports()
    case = hand_in(ports, procedure, someone(ports), {})
    steps = [step for step in procedure.workflow.steps if step.role]
    if over:
        taken = [step.name for step in steps if step.lapse.escalate_to]
        at = ports.clock.now()
        case, event = happened(case, "lapsed", at=at, actor=SYSTEM, escalated=taken,
                               data={"step": steps[0].name, "choice": "escalated"})  # fmt: skip
        ports.store.record(case, event)
    for step in steps:
        role = (step.lapse.escalate_to or step.role) if over else step.role
        _open(case, procedure, step.name, role)
    document = Document(
        id=new_id(), field="supplement.more", name="attest.pdf", size=9, state="released",
        type="application/pdf",
    )  # fmt: skip
    ports.store.put_document(case.id, "META", document)
    return Stand(procedure, case, document.id, over)


def _open(case: Case, procedure: Procedure, step: str, role: str) -> None:
    """A task as Step Functions writes it."""
    values = {
        "PK": f"CASE#{case.id}", "SK": f"TASK#{step}", "kind": "task", "case_id": case.id,
        "step": step, "state": "open", "token": "t", "opened": "2026-01-01T00:00:00Z",
        "deadline": "2999-01-01T00:00:00+00:00", "role": role, "process": procedure.process,
        "procedure": procedure.name,
    }  # fmt: skip
    item = {name: {"S": value} for name, value in values.items()}
    boto3.client("dynamodb").put_item(TableName=wiring.settings().table_name, Item=item)


Probe = Callable[[Visitor, Stand, str], int]


def _get(path: str) -> Probe:
    return lambda who, at, role: who.ask("GET", at.path + path).status_code


def _books(who: Visitor, at: Stand, role: str) -> int:
    step = next((s.name for s in at.procedure.workflow.steps if s.books), "none")
    return who.ask("GET", f"{at.path}/appointments/{step}").status_code


PROBES: dict[Action, Probe] = {
    Action.SEE: _get("/review"),
    Action.SEE_SENSITIVE: lambda who, at, role: (
        who.ask("GET", f"{at.path}/documents/{at.document}").status_code
    ),
    Action.TAKE: lambda who, at, role: (
        who.ask("POST", f"{at.path}/decisions/{at.step_of(role)}", choice="").status_code
    ),
    Action.HOLD: lambda who, at, role: (
        who.ask(
            "POST", f"{at.path}/holding/{at.step_of(role)}", action="hand-over", to=""
        ).status_code
    ),
    Action.NOTE: lambda who, at, role: who.ask("POST", f"{at.path}/notes").status_code,
    Action.LETTER: lambda who, at, role: (
        # no letter can be made of such a case: who may make one reads that
        403 if who.ask("GET", f"{at.path}/letters/refusal").status_code == 403 else 200
    ),
    Action.REOPEN: lambda who, at, role: who.ask("POST", f"{at.path}/reopen").status_code,
    Action.REVOKE: lambda who, at, role: (
        # nothing was issued in such a case: who may take something back reads that
        403 if who.ask("GET", f"{at.path}/issued/none/revoke").status_code == 403 else 200
    ),
    Action.CORRECT: _get("/correct"),
    Action.ENTER: lambda who, at, role: (
        who.ask("GET", f"/nl/desk/{at.procedure.key}/for").status_code
    ),
    Action.BOOK: _books,
    Action.COUNT: lambda who, at, role: (
        who.ask("GET", f"/nl/desk/statistics/{at.procedure.key}").status_code
    ),
}
DUTIES: dict[Duty, str] = {
    Duty.CALLS: "calls",
    Duty.MANAGE: "settings",
    Duty.AUDIT: "audit",
    Duty.INSPECT: "inspect",
    Duty.MANDATES: "mandates",
    Duty.RETAIN: "retention",
}


def test_every_action_and_duty_is_tried() -> None:
    assert set(PROBES) == set(Action)
    assert set(DUTIES) == set(Duty)


def _is_open(procedure: Procedure, line: Line) -> bool:
    """Whether something is there to be hidden at all."""
    return line.action is not Action.SEE_SENSITIVE or bool(sensitive.of_procedure(procedure))


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda p: p.key.replace("/", "-"))
def test_the_pages_of_a_procedure_do_as_the_table_says(
    desk: LocalStack, procedure: Procedure
) -> None:
    plain, over = stand(procedure, over=False), stand(procedure, over=True)
    clerks = {role: visitor(desk, role) for role in ROLES}
    wrong = []
    for line in authorisation.table([procedure]):
        if isinstance(line.action, Duty) or not _is_open(procedure, line):
            continue
        for at in (plain, over) if line.access is not Access.YES else (plain,):
            status = PROBES[line.action](clerks[line.role], at, line.role)
            expected = line.access is Access.YES or (line.access is Access.TAKEN_OVER and at.over)
            if (status not in DENIED) is not expected or status >= 500:
                wrong.append((line.role, str(line.action), "over" if at.over else "", status))
    assert wrong == []


@pytest.mark.parametrize("duty", Duty)
def test_the_duties_of_the_office_are_as_the_table_says(desk: LocalStack, duty: Duty) -> None:
    for line in authorisation.table(()):
        if line.action is duty:
            status = visitor(desk, line.role).ask("GET", f"/nl/desk/{DUTIES[duty]}").status_code
            assert status == (200 if line.access is Access.YES else 403), line
    assert visitor(desk).ask("GET", f"/nl/desk/{DUTIES[duty]}").status_code in DENIED
