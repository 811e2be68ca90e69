"""The work queue in tests: cases at a step of the desk, and clerks of its roles."""

import re
from typing import Any

import boto3

from functions import wiring
from functions.domain.case import CaseFile, Task
from functions.domain.procedure import Procedure
from functions.processes import all_procedures
from infra.local.stack import LocalStack
from tests.people import Someone
from tests.walks import Walk, begin, file_of, move

WORK = "/nl/desk/work"
FIRST, SECOND = "mechelen-elections", "mechelen-two-roles"  # both take steps of elections
VOTER = "elections/non-belgian-voter"
PROXY = "elections/proxy"


def procedure_at(key: str) -> Procedure:
    return next(p for p in all_procedures() if p.key == key)


def at_step(desk: LocalStack, key: str, *moves: tuple[str, str]) -> Walk:
    """A new case, after these moves."""
    walk = Walk(procedure_at(key), {}, [], "")
    begin(wiring.ports(), walk)
    desk.settle()
    for step, choice in moves:
        walk.moves.append((step, choice))
        move(wiring.ports(), walk, len(walk.moves) - 1)
        desk.settle()
    return walk


def at_check(desk: LocalStack) -> Walk:
    """A voter's case, that the office checks."""
    return at_step(desk, VOTER)


def case_of(walk: Walk) -> CaseFile:
    return file_of(wiring.ports(), walk)


def task_of(walk: Walk) -> Task:
    task = case_of(walk).open_task()
    assert task
    return task


def path_of(walk: Walk) -> str:
    assert walk.case
    return f"/nl/desk/{walk.procedure.key}/{walk.case.id}"


def clerk(desk: LocalStack, key: str = FIRST, page: str = WORK) -> Someone:
    found = Someone(desk, key)
    found.sign_in(page)
    return found


def hold(who: Someone, walk: Walk, action: str, **boxes: str) -> int:
    """Press a button of who has the case; the status of the answer, where it led."""
    who.get(f"{path_of(walk)}/review")
    step = case_of(walk).case.stage
    hidden = who.form(f"/holding/{step}")
    where = hidden.pop("_action")
    return who.post(where, {**hidden, "action": action, **boxes}).status_code


def colleague(who: Someone, walk: Walk, name: str) -> str:
    """The value of a colleague in the list of the case's page; empty where they are not offered."""
    who.get(f"{path_of(walk)}/review")
    found = re.search(rf'<option value="([^"]+)">{re.escape(name)}</option>', who.text)
    return found[1] if found else ""


def item_of(walk: Walk) -> dict[str, Any]:
    """The task's item in the table, as it is written there."""
    table, task = wiring.settings().table_name, task_of(walk)
    keys = {"PK": {"S": f"CASE#{task.case_id}"}, "SK": {"S": f"TASK#{task.step}"}}
    return boto3.client("dynamodb").get_item(TableName=table, Key=keys)["Item"]
