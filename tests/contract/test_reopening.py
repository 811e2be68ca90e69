"""A case that ended badly is opened again, goes on where the office decided, and ends anew."""

from threading import Barrier, Thread

import boto3
import pytest

from functions import wiring
from functions.domain.case import CaseFile, first_break
from functions.domain.problems import AlreadyReopened, Invalid, NotAllowed
from functions.domain.procedure import Procedure
from functions.processes import all_procedures
from functions.services import deciding, reopening, workflow_tasks
from infra.local.stack import LocalStack
from tests.applications import answers_for, hand_in, someone
from tests.faults import THROTTLED, broken, executions
from tests.people import Someone

KEY = "polio-vaccination/proof"
OFFICE = "population"


def procedure_of(key: str = KEY) -> Procedure:
    return next(p for p in all_procedures() if p.key == key)


def read(case_id: str) -> CaseFile:
    found = wiring.ports().store.case_file(case_id)
    assert found
    return found


def decide(case_id: str, step: str, choice: str, *, key: str = KEY, role: str = OFFICE) -> None:
    ports = wiring.ports()
    clerk = someone(ports, "", role)
    reason = "Het attest is niet leesbaar." if choice in ("refuse", "ask") else ""
    deciding.decide(
        ports, procedure_of(key), clerk, read(case_id), step, choice=choice, reason=reason
    )


def reopen(case_id: str, *, key: str = KEY, role: str = OFFICE, reason: str = "appeal") -> None:
    ports = wiring.ports()
    clerk = someone(ports, "", role)
    reopening.reopen(ports, procedure_of(key), clerk, read(case_id), reason=reason, text="")


def refused(desk: LocalStack) -> str:
    """The id of a case that was refused."""
    ports = wiring.ports()
    case = hand_in(ports, procedure_of(), someone(ports), {})
    desk.settle()
    decide(case.id, "registration", "refuse")
    desk.settle()
    assert read(case.id).case.outcome == "refused"
    assert read(case.id).case.claims == []
    return case.id


@pytest.mark.parametrize(("choice", "outcome"), [("register", "registered"), ("refuse", "refused")])
def test_a_refused_case_is_reopened_and_decided_again(
    desk: LocalStack, choice: str, outcome: str
) -> None:
    case_id = refused(desk)
    claims = list(procedure_of().claims(
        procedure_of().read(read(case_id).case.answers),
        wiring.ports().pseudonym,
        read(case_id).case.applicant.ref,
    ))  # fmt: skip
    reopen(case_id)
    assert read(case_id).case.status == "running"
    assert read(case_id).case.claims == [claim.key for claim in claims]
    desk.settle()
    now = read(case_id)
    assert now.case.stage == "registration"
    assert executions(desk) == [case_id, f"{case_id}-2"]
    task = now.open_task()
    assert task
    assert (task.choice, task.reason) == ("", "")
    decide(case_id, "registration", choice)
    desk.settle()
    now = read(case_id)
    assert (now.case.status, now.case.outcome) == ("closed", outcome)
    assert [e.kind for e in now.events].count("closed") == 2
    assert first_break(now.events, now.case.head) is None
    subjects = [mail.subject for mail in desk.mails(now.case.mail)]
    assert sum(s.startswith("We bekijken je aanvraag opnieuw") for s in subjects) == 1
    assert sum(s.startswith("Nieuws over je aanvraag") for s in subjects) == 2


def test_it_can_be_reopened_a_second_time(desk: LocalStack) -> None:
    case_id = refused(desk)
    for _ in range(2):
        reopen(case_id)
        desk.settle()
        decide(case_id, "registration", "refuse")
        desk.settle()
    assert executions(desk) == [case_id, f"{case_id}-2", f"{case_id}-3"]
    assert read(case_id).case.run == 3


def test_two_clerks_at_once_reopen_it_once(desk: LocalStack) -> None:
    case_id = refused(desk)
    start, told = Barrier(2), []

    def one() -> None:
        start.wait()
        try:
            reopen(case_id)
            told.append("reopened")
        except AlreadyReopened:
            told.append("already")

    threads = [Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.settle()
    assert sorted(told) == ["already", "reopened"]
    assert [e.kind for e in read(case_id).events].count("reopened") == 1
    assert executions(desk) == [case_id, f"{case_id}-2"]


def test_what_was_claimed_by_another_case_meanwhile_is_told(desk: LocalStack) -> None:
    case_id = refused(desk)
    ports = wiring.ports()
    first = read(case_id).case
    second = someone(ports)
    facts = ports.facts(second.person)
    from functions.domain.numbers import new_case_id
    from functions.services import drafting, submitting

    draft = drafting.new_draft(
        ports, procedure_of(), second, new_case_id(procedure_of().process), "nl"
    )
    answers = answers_for(procedure_of(), facts, {})
    answers["child"] = dict(first.answers["child"])
    draft = drafting.save(ports, draft.model_copy(update={"answers": answers}))
    submitting._accept(ports, procedure_of(), second, draft)
    with pytest.raises(Invalid) as refusal:
        reopen(case_id)
    assert "andere zaak" in refusal.value.problems[0].text.source
    assert read(case_id).case.status == "closed"


def test_only_a_bad_end_that_the_office_decided_can_be_reopened(desk: LocalStack) -> None:
    ports = wiring.ports()
    applicant = someone(ports)
    case = hand_in(ports, procedure_of(), applicant, {})
    desk.settle()
    with pytest.raises(AlreadyReopened):
        reopen(case.id)  # it runs
    deciding.withdraw(ports, procedure_of(), applicant, read(case.id))
    desk.settle()
    with pytest.raises(NotAllowed):
        reopen(case.id)
    good = hand_in(ports, procedure_of(), someone(ports), {})
    desk.settle()
    decide(good.id, "registration", "register")
    desk.settle()
    with pytest.raises(NotAllowed):
        reopen(good.id)


def test_a_role_that_does_not_decide_cannot_reopen(desk: LocalStack) -> None:
    case_id = refused(desk)
    for role in ("counter", "registrar"):
        with pytest.raises(NotAllowed):
            reopen(case_id, role=role)


def test_the_stream_starts_it_when_the_service_is_back(desk: LocalStack, hasty: None) -> None:
    case_id = refused(desk)
    reopen(case_id)
    with broken("stepfunctions", "StartExecution", code=THROTTLED, times=3):
        desk.settle()
    desk.settle()
    assert read(case_id).case.stage == "registration"


def test_a_record_that_comes_twice_starts_and_mails_once(desk: LocalStack) -> None:
    from functions.services import reopened

    case_id = refused(desk)
    reopen(case_id)
    event = read(case_id).events[-1]
    desk.settle()
    reopened.follow(wiring.ports(), event)
    reopened.follow(wiring.ports(), event)
    desk.settle()
    assert executions(desk) == [case_id, f"{case_id}-2"]
    to = read(case_id).case.mail
    assert sum("opnieuw" in mail.subject for mail in desk.mails(to)) == 1


def test_a_late_retry_of_the_first_end_does_not_close_it_again(desk: LocalStack) -> None:
    case_id = refused(desk)
    reopen(case_id)
    desk.settle()
    workflow_tasks.close(wiring.ports(), procedure_of(), case_id, "refused", case_id)
    assert read(case_id).case.status == "running"


def test_the_forgotten_are_started_at_their_step(desk: LocalStack) -> None:
    from functions.services import reacting

    case_id = refused(desk)
    reopen(case_id)
    reacting.case_accepted(wiring.ports(), read(case_id).case)
    desk.settle()
    assert executions(desk) == [case_id, f"{case_id}-2"]
    assert read(case_id).case.stage == "registration"


def test_an_execution_can_begin_at_every_step_of_the_office(desk: LocalStack) -> None:
    """Every procedure: the state machine enters the step it is told, and no other."""
    client, ports = boto3.client("stepfunctions"), wiring.ports()
    begun: dict[str, tuple[str, str]] = {}
    for procedure in all_procedures():
        for step in procedure.workflow.steps:
            if step.role and step.needed is None:
                session = someone(ports)
                case = hand_in(ports, procedure, session, {})
                machine = f"{procedure.process}-{procedure.name}-v{procedure.version}"
                ports.workflows.start(machine, case.id, at=step.name)
                begun[case.id] = (machine, step.name)
    assert begun
    machines = {m["name"]: m["stateMachineArn"] for m in _machines(client)}
    for case_id, (machine, step) in begun.items():
        arn = machines[f"{desk.local.prefix}-{machine}"]
        run = f"{arn.replace(':stateMachine:', ':execution:')}:{case_id}"
        for _ in range(200):
            events = client.get_execution_history(executionArn=run)["events"]
            names = [
                e["stateEnteredEventDetails"]["name"]
                for e in events
                if "stateEnteredEventDetails" in e
            ]
            if f"{step}.wait" in names or "ExecutionFailed" in {e["type"] for e in events}:
                break
            import time

            time.sleep(0.02)
        assert names[:2] == ["Begin", f"{step}.enter"], (machine, step, names)


def _machines(client) -> list:
    pages = client.get_paginator("list_state_machines").paginate()
    return [machine for page in pages for machine in page["stateMachines"]]


def test_the_term_of_a_reopened_step_begins_anew(desk: LocalStack) -> None:
    """Also where the office had asked something in the first run."""
    ports = wiring.ports()
    applicant = someone(ports)
    case = hand_in(ports, procedure_of(), applicant, {})
    desk.settle()
    decide(case.id, "registration", "ask")
    desk.settle()
    deciding.decide(
        ports, procedure_of(), applicant, read(case.id), "registration_supplement",
        choice="supplement", reason="Hier is het.",
    )  # fmt: skip
    desk.settle()
    decide(case.id, "registration", "refuse")
    desk.settle()
    desk.forward(days=3)
    reopen(case.id)
    desk.settle()
    deadline = read(case.id).case.stage_deadline
    assert deadline
    assert 13 <= (deadline - ports.clock.now()).days <= 14


@pytest.mark.parametrize("lang", ["nl"])
def test_the_applicant_reads_it_in_the_timeline(desk: LocalStack, lang: str) -> None:
    ports = wiring.ports()
    lena = Someone(desk, "lena-peeters")
    lena.sign_in()
    from tests.contract.test_journeys import persona_number

    session = someone(ports, persona_number("lena-peeters"))
    case = hand_in(ports, procedure_of(), session, {})
    desk.settle()
    decide(case.id, "registration", "refuse")
    desk.settle()
    reopen(case.id)
    desk.settle()
    lena.get(f"/{lang}/desk/{KEY}/{case.id}")
    assert lena.last.status_code == 200
    assert "We bekijken je aanvraag opnieuw" in lena.text
    assert "Het beroep van de aanvrager" not in lena.text
