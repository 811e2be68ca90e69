"""Stories of the polio vaccination."""

import time
from collections.abc import Callable
from datetime import date, timedelta

from functions import wiring
from functions.domain.calendar import BRUSSELS
from functions.domain.months import add_months
from functions.domain.session import Session
from functions.processes import find
from infra.local.identity import load_personas
from infra.local.stack import LocalStack
from tests.applications import hand_in, someone
from tests.faults import file_of, take
from tests.journeys.story import DOCUMENT, Stories, Story, child_number, number_of
from tests.walks import Walk

_PATIENCE = 30.0  # seconds until the desk has done its part
# Born at home, of one parent: the office alone takes every step.
_BIRTH = {
    "you.bond": "alone",
    "birth.where": "home",
    "child.given_name": "Alix Marie",
    "child.family_name": "Thys",
    "contact.mail": "jana@example.org",
}


def proof(today: date) -> Story:
    born = add_months(today, -16)
    return Story(
        applicant="sofie-vermeulen",
        answers={
            "child": {
                "given_name": "Otis",
                "family_name": "Vermeulen",
                "national_number": child_number(born),
            },
            "what": {"kind": "doses"},
            "doses": {
                "given": [
                    {"day": add_months(born, months), "vaccinator": "Kind en Gezin"}
                    for months in (2, 3, 4, 15)
                ]
            },
            "certificate": {"vaccination": DOCUMENT},
            "contact": {"mail": "sofie@example.org"},
        },
        end="registered",
    )


def duplicate(today: date) -> Story:
    del today
    return Story(
        applicant="eva-goossens",
        answers={
            "known": {"is_right": "yes"},
            "child": {
                "given_name": "Lou",
                "family_name": "Janssens",
                "national_number": number_of("lou-janssens"),
            },
            "contact": {"mail": "eva@example.org"},
        },
        end="sent",
    )


def follow_up(today: date) -> Story:
    """A proof never comes: the office reminds, waits, and tells the federal service."""
    return Story(
        applicant="jana-thys",
        answers={},
        end="reported",
        begins=lambda stack: _no_proof_comes(stack, "jana-thys", today),
    )


def _no_proof_comes(stack: LocalStack, parent: str, born: date) -> str:
    """A birth is registered and its polio form left alone: what the desk begins after its day."""
    birth = find("birth", "declaration")
    assert birth
    session = _session(parent)
    walk = Walk(birth, {}, [], "", session=session)
    answers = {**_BIRTH, "birth.day": born.isoformat()}
    walk.case = hand_in(wiring.ports(), birth, session, answers)
    for step, choice in (("act", "draw-up"), ("extracts", "sent")):
        _until(lambda step=step: _is_open(walk, step))
        take(walk, step, choice)
    ref, store = session.person.ref, wiring.ports().store
    _until(lambda: store.cases_of(ref)[1])
    (form,) = store.cases_of(ref)[1]
    assert form.due
    today = stack.clock.now().astimezone(BRUSSELS).date()
    stack.desk.forward(form.due - today + timedelta(days=2))
    _until(lambda: _begun(ref))
    return f"/nl/desk/polio-vaccination/follow-up/{_begun(ref)}"


def _session(key: str) -> Session:
    persona = next(p for p in load_personas() if p.key == key)
    session = someone(wiring.ports(), persona.rrn)
    names = {"given_name": persona.given_name, "family_name": persona.family_name}
    return session.model_copy(update={"person": session.person.model_copy(update=names)})


def _is_open(walk: Walk, step: str) -> bool:
    task = file_of(walk).open_task()
    return bool(task and task.step == step and task.token)


def _begun(ref: str) -> str:
    cases, _ = wiring.ports().store.cases_of(ref)
    return next((case.id for case in cases if case.procedure == "follow-up"), "")


def _until(holds: Callable[[], object]) -> None:
    give_up = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < give_up, "the desk does not move"
        time.sleep(0.05)


STORIES: Stories = {
    "polio-vaccination/proof": proof,
    "polio-vaccination/duplicate": duplicate,
    "polio-vaccination/follow-up": follow_up,
}
