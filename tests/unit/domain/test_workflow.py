"""A workflow as a list of steps: what it refuses, and what every one of them gets."""

from dataclasses import replace

import pytest

from functions.domain.asl import compile_workflow
from functions.domain.procedure import Procedure
from functions.domain.steps import decide, refusal
from functions.domain.workflow import (
    ASK,
    SUPPLEMENT,
    WITHDRAWN,
    End,
    Lapse,
    Outcome,
    Step,
    Workflow,
    within,
    workflow,
)
from functions.processes import all_procedures
from tests.unit.known import facts

GOOD = Outcome("approve", "Ja", "approved", "Dan mag het.", "Goedgekeurd.")
STEP = Step(
    name="decision",
    title="Beslissen",
    waiting="We wachten.",
    ask="Kijk na.",
    term=within("decision", days=10),
    outcomes=(GOOD, refusal("Nee", told="Geweigerd.", reasons={"other": "Anders."})),
    lapse=Lapse("Te laat.", then="refused"),
    role="elections",
)
ENDS = (End("approved", "Goed.", "Klaar.", positive=True), End("refused", "Nee.", "Jammer."))


def road(*parts: Step | tuple[Step, ...]) -> Workflow:
    return workflow(*parts, *ENDS)


def states(made: Workflow) -> dict:
    procedure: Procedure = replace(all_procedures()[0], workflow=made)
    return compile_workflow(procedure, table_name="t", task_arn="a")["States"]


def test_every_workflow_can_end_by_withdrawing():
    assert road(STEP).end(WITHDRAWN).explanation
    assert [end.name for end in road(STEP).ends] == ["approved", "refused", WITHDRAWN]


@pytest.mark.parametrize(
    "step",
    [
        replace(STEP, outcomes=(replace(GOOD, then="nowhere"),)),
        replace(STEP, lapse=Lapse("Te laat.", then="nowhere")),
    ],
)
def test_a_step_that_leads_nowhere_is_a_mistake_at_once(step: Step):
    with pytest.raises(ValueError, match="decision leads to nowhere"):
        road(step)


def test_a_refusal_asks_for_a_reason():
    refuse = STEP.outcome("refuse")
    assert refuse
    assert refuse.needs_reason
    assert refuse.then == "refused"


def test_a_decision_may_ask_for_more_and_comes_back_whether_there_is_an_answer_or_not():
    step, answering = decide(STEP, supplement=within("supplement", days=3))
    asking = step.outcome(ASK)
    answer = answering.outcome(SUPPLEMENT)
    assert asking
    assert answer
    assert asking.then == answering.name
    assert answer.then == answering.lapse.then == "decision"
    assert (answering.party, answering.role) == ("applicant", "")
    assert answering.supplement_of == "decision"
    assert step.outcomes[:2] == STEP.outcomes


def test_the_road_leaves_out_what_these_answers_do_not_need():
    optional = replace(STEP, name="certificate", needed=lambda answers, _: "paper" in answers)
    made = road(optional, decide(STEP, supplement=within("supplement", days=3)))
    assert [step.name for step in made.road({}, facts())] == ["decision"]
    assert [step.name for step in made.road({"paper": {}}, facts())] == ["certificate", "decision"]


def test_a_step_that_is_not_needed_leads_where_its_first_outcome_leads():
    optional = replace(STEP, name="first", needed=lambda *_: False, outcomes=(replace(GOOD, then="decision"),))  # fmt: skip # noqa: E501
    made = states(road(optional, STEP))
    assert made["first.enter"]["Next"] == "first.needed"
    assert made["first.needed"]["Default"] == "decision.enter"
    assert made["decision.enter"]["Next"] == "decision.wait"


def test_a_lapse_leads_where_the_rules_say():
    made = states(road(STEP))
    leads = {c["StringEquals"]: c["Next"] for c in made["decision.choose"]["Choices"]}
    assert leads == {
        "approve": "end.approved",
        "refuse": "end.refused",
        "withdrawn": "end.withdrawn",
        "lapsed": "end.refused",
    }
    assert made["decision.wait"]["Catch"][0]["Next"] == "decision.lapse"


def test_an_escalation_comes_back_to_the_same_step():
    made = states(road(replace(STEP, lapse=Lapse("Te laat.", escalate_to="tenant_admin"))))
    leads = {c["StringEquals"]: c["Next"] for c in made["decision.choose"]["Choices"]}
    assert leads["escalated"] == "decision.enter"
    assert "lapsed" not in leads


def test_every_step_stands_in_a_queue_of_the_desk_or_among_what_it_waits_for():
    for step in (STEP, replace(STEP, role="", party="holder")):
        wait = states(road(step))["decision.wait"]["Parameters"]
        assert wait["ExpressionAttributeValues"][":GSI2PK"] == {"S.$": "$.term.queue"}


def test_a_step_that_is_asked_anew_is_nobody_s_and_has_no_answer():
    wait = states(road(STEP))["decision.wait"]["Parameters"]
    gone = wait["UpdateExpression"].partition(" REMOVE ")[2]
    names = {wait["ExpressionAttributeNames"][name] for name in gone.split(", ")}
    assert names == {
        "choice", "reason", "decided", "holder", "holder_name", "holder_from", "holder_note",
        "GSI1PK", "GSI1SK", "correlation",
    }  # fmt: skip


def test_a_second_look_is_at_an_earlier_step_of_the_desk():
    look = replace(STEP, name="college", second_look_of="decision")
    road(STEP, look)
    for wrong in (
        (look, STEP),
        (replace(look, second_look_of="nowhere"),),
        (replace(look, second_look_of="college"),),
        (STEP, replace(look, role="", party="applicant")),
    ):
        with pytest.raises(ValueError, match="looks again"):
            road(*wrong)


def test_what_is_chosen_in_bulk_asks_for_no_reason():
    first, *rest = STEP.outcomes
    for wrong in (
        replace(STEP, outcomes=(replace(first, in_bulk=True, needs_reason=True), *rest)),
        replace(STEP, role="", party="applicant", outcomes=(replace(first, in_bulk=True), *rest)),
    ):
        with pytest.raises(ValueError, match="in bulk"):
            road(wrong)


@pytest.mark.parametrize("step", [STEP, replace(STEP, role="", party="applicant")])
def test_an_execution_can_begin_at_any_step_and_else_at_the_first(step: Step):
    """Also at one of a person: a case that lost its execution goes on there."""
    last = replace(step, name="last")
    begin = states(road(step, last))["Begin"]
    found = {choice["And"][1]["StringEquals"]: choice["Next"] for choice in begin["Choices"]}
    assert found == {"decision": "decision.enter", "last": "last.enter"}
    assert begin["Default"] == "decision.enter"
