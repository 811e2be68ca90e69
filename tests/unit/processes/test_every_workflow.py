"""What holds for the road of every procedure; a new one is tested by being there."""

from datetime import timedelta

import pytest

from functions.domain.asl import compile_workflow
from functions.domain.problems import Problem
from functions.domain.procedure import Procedure
from functions.domain.tenant import ROLES, load_tenant
from functions.domain.workflow import WITHDRAWN, TermInput
from functions.processes import all_procedures
from tests.applications import answers_for, variants
from tests.unit.known import NOON, ROOT, facts

TENANTS = sorted((ROOT / "infra" / "tenants").glob("*.toml"))
every_procedure = pytest.mark.parametrize("procedure", all_procedures(), ids=lambda p: p.key)


@every_procedure
def test_every_step_and_every_end_is_reached(procedure: Procedure):
    steps = {step.name: step for step in procedure.workflow.steps}
    waiting, seen = [procedure.workflow.steps[0].name], set()
    while waiting:
        name = waiting.pop()
        if name and name not in seen:
            seen.add(name)
            if step := steps.get(name):
                waiting += [outcome.then for outcome in step.outcomes] + [step.lapse.then]
    ends = {end.name for end in procedure.workflow.ends}
    assert seen | {"withdrawn"} == set(steps) | ends


@every_procedure
def test_from_every_step_there_is_a_way_to_an_end(procedure: Procedure):
    ending = {end.name for end in procedure.workflow.ends}
    for _ in procedure.workflow.steps:
        ending |= {
            step.name
            for step in procedure.workflow.steps
            if {outcome.then for outcome in step.outcomes} & ending
        }
    assert {step.name for step in procedure.workflow.steps} <= ending


@every_procedure
def test_a_step_is_taken_by_one_role_or_party_and_its_lapse_has_one_consequence(
    procedure: Procedure,
):
    for step in procedure.workflow.steps:
        takers = (step.role, step.party, step.external)
        assert sum(map(bool, takers)) == 1, step.name
        assert step.role in ("", *ROLES), step.name
        assert bool(step.lapse.then) != bool(step.lapse.escalate_to), step.name
        assert step.lapse.escalate_to in ("", *ROLES), step.name
        assert not step.claiming or step.outcome(step.claiming), step.name
        assert len({o.value for o in step.outcomes}) == len(step.outcomes), step.name
        assert step.term.source, step.name
        assert step.mail_subject or not step.party, step.name
        for outcome in step.outcomes:
            assert outcome.needs_reason or not outcome.reasons, outcome.value


@every_procedure
def test_a_term_that_starts_now_ends_later(procedure: Procedure):
    for chosen in variants(procedure, facts()):
        answers = answers_for(procedure, facts(), chosen)
        for step in procedure.workflow.steps:
            due = step.term.due(TermInput(procedure.key, answers, facts(), NOON))
            assert due > NOON, step.name
            # An execution and its token live at most a year.
            assert due < NOON + timedelta(days=365), step.name


@every_procedure
def test_what_people_come_for_is_set_up_in_every_municipality(procedure: Procedure):
    for step in procedure.workflow.steps:
        if step.books:
            for path in TENANTS:
                assert step.books.service in load_tenant(path).services, (step.name, path.stem)
            assert [s.name for s in procedure.workflow.steps if s.visit_of == step.name]


@every_procedure
def test_who_is_refused_hears_what_can_be_done_against_it(procedure: Procedure):
    for end in procedure.workflow.ends:
        assert end.status, end.name
        assert end.explanation, end.name
    refusals = [end for end in procedure.workflow.ends if end.name == "refused"]
    assert all(end.appeal for end in refusals)
    assert any(end.positive for end in procedure.workflow.ends)


@every_procedure
def test_the_state_machine_leads_only_to_states_that_it_has(procedure: Procedure):
    machine = compile_workflow(procedure, table_name="t", task_arn="a")
    states = machine["States"]
    targets = {machine["StartAt"]}
    for state in states.values():
        targets |= {state.get("Next"), state.get("Default")}
        targets |= {c["Next"] for c in [*state.get("Choices", ()), *state.get("Catch", ())]}
    assert targets - {None} == set(states)
    assert machine["Comment"] == f"{procedure.key} version {procedure.version}"


@every_procedure
def test_claims_hold_no_personal_data(procedure: Procedure):
    answers = answers_for(procedure, facts(), {})
    application = procedure.read(answers)
    found = list(procedure.claims(application, lambda number: "hash", "ref"))
    for step in procedure.workflow.steps:
        more = list(procedure.step_claims(step.name, application, lambda number: "hash"))
        assert not more or step.claiming, step.name
        found += more
    typed = [str(value) for topic in answers.values() for value in topic.values()]
    numbers = [value for value in typed if len(value) == 11 and value.isdigit()]
    for claim in found:
        assert isinstance(claim.taken, Problem)
        assert not any(number in claim.key for number in numbers)


@every_procedure
def test_every_step_can_be_withdrawn_from_in_the_state_machine(procedure: Procedure):
    states = compile_workflow(procedure, table_name="t", task_arn="a")["States"]
    for step in procedure.workflow.steps:
        targets = {c["StringEquals"]: c["Next"] for c in states[f"{step.name}.choose"]["Choices"]}
        end = f"end.{WITHDRAWN}" if procedure.withdraws_from(step) else None
        assert targets.get(WITHDRAWN) == end, step.name
