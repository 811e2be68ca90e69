"""What an outside party (the prosecutor, the card producer...) is told, and what it answers.

A message carries a reference to one opening of one step, sealed so that nobody can make one up: it
is not the workflow's token and gives no access to anything but this one answer.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.domain.case import Case, CaseFile, Task
from functions.domain.numbers import is_case_id
from functions.domain.person import Actor
from functions.domain.problems import AlreadyDecided, Invalid, NotFound, Problem
from functions.domain.procedure import Procedure
from functions.processes import find
from functions.services import deciding
from functions.services.ports import Ports

_START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Opening:
    """Which step of which case was opened when (microseconds since 1970)."""

    case_id: str
    step: str
    opened: int


def _micros(moment: datetime) -> int:
    return (moment - _START) // timedelta(microseconds=1)


def reference_of(ports: Ports, task: Task) -> str:
    """What names the opening of this task to its outside party."""
    opening = _Opening(task.case_id, task.step, _micros(task.opened))
    return ".".join(
        (opening.case_id, opening.step, str(opening.opened), _seal(ports, task.external, opening))
    )


def _seal(ports: Ports, party: str, opening: _Opening) -> str:
    # The prefix keeps it apart from the hash of any person's number.
    return ports.pseudonym(f"outside/{party}/{opening.case_id}/{opening.step}/{opening.opened}")


def _read(ports: Ports, party: str, reference: str) -> _Opening:
    """Raises NotFound for what we did not seal for this party."""
    case_id, step, opened, seal = [*reference.split("."), "", "", "", ""][:4]
    if not (is_case_id(case_id) and opened.isascii() and opened.isdigit() and len(opened) < 20):
        raise NotFound
    opening = _Opening(case_id, step, int(opened))
    if not hmac.compare_digest(_seal(ports, party, opening).encode(), seal.encode()):
        raise NotFound
    return opening


def message_of(ports: Ports, procedure: Procedure, case: Case, task: Task) -> dict[str, Any]:
    """The whole message: what the procedure says, and how to answer. No more."""
    step = procedure.workflow.step(task.step)
    facts = ports.facts(case.applicant)
    return {
        "reference": reference_of(ports, task),
        "subject": f"{procedure.key}/{step.name}",
        "body": dict(step.message(case.answers, facts)) if step.message else {},
        "answers": [outcome.value for outcome in step.outcomes],
        "answer_to": f"{ports.site_url}/api/outside/{task.external}",
    }


def tell(ports: Ports, task: Task) -> None:
    """Send the message of a task that is still open, once. Raises when it did not arrive."""
    file = ports.store.case_file(task.case_id)
    current = file.open_task() if file else None
    if file is None or current is None or current.token != task.token:
        return  # a record that came late: nothing is asked any more
    procedure = find(file.case.process, file.case.procedure)
    known = ports.tenant.outside.get(task.external)
    if procedure is None or known is None:
        raise LookupError(f"{file.case.procedure}: {task.external}")
    message = message_of(ports, procedure, file.case, task)
    key = f"outside/{task.case_id}/{task.step}/{task.opened.isoformat()}"
    ports.once(key, lambda: ports.outside.send(task.external, known.url, message))


def receive(ports: Ports, party: str, reference: str, *, answer: str, note: str) -> bool:
    """Take the answer of a party whose signature was checked; False when it was known already.

    Raises NotFound (no such question to this party), Invalid (no answer to it) and AlreadyDecided
    (too late, or something else was answered before).
    """
    opening = _read(ports, party, reference)
    file = ports.store.case_file(opening.case_id)
    procedure = find(file.case.process, file.case.procedure) if file else None
    if file is None or procedure is None:
        raise NotFound
    return deciding.on_newest(
        ports,
        procedure,
        file,
        lambda now: _take(ports, procedure, now, party, opening, answer, note.strip()),
    )


def _take(
    ports: Ports,
    procedure: Procedure,
    file: CaseFile,
    party: str,
    opening: _Opening,
    answer: str,
    note: str,
) -> bool:
    step = next((s for s in procedure.workflow.steps if s.name == opening.step), None)
    task = file.tasks.get(opening.step)
    if step is None or task is None or step.external != party:
        raise NotFound
    problems = deciding.problems_of(step, answer, note)
    if problems:
        raise Invalid([Problem(_FIELDS[problem.field], problem.text) for problem in problems])
    if _micros(task.opened) != opening.opened:
        raise AlreadyDecided  # asked anew meanwhile
    if (task.state, task.choice) == ("decided", answer):
        return False
    if deciding.is_over(ports, step, task, file):
        raise AlreadyDecided
    known = ports.tenant.outside.get(party)
    actor = Actor(kind="external", name=known.title if known else party, role=party)
    deciding.write(ports, procedure, actor, file, step, task, answer, note)
    return True


_FIELDS: Mapping[str, str] = {"choice": "answer", "reason": "note"}
