"""What holds for the form and the rules of every procedure; a new one is tested by being there."""

from collections.abc import Iterator
from typing import Any

import pytest

from functions.domain.forms import (
    Ask,
    Contact,
    Question,
    When,
    asked_questions,
    questions_of,
    validate_topic,
)
from functions.domain.procedure import Procedure
from functions.processes import all_procedures
from tests.applications import answers_for, variants
from tests.unit.known import facts

every_procedure = pytest.mark.parametrize("procedure", all_procedures(), ids=lambda p: p.key)


def questions(procedure: Procedure) -> Iterator[tuple[str, Question]]:
    """Every question with its topic, those of repeated groups too."""
    for name, topic in procedure.topics().items():
        for question in questions_of(topic):
            yield name, question
            if question.entry:
                yield from ((name, inner) for inner in questions_of(question.entry))


def conditions(procedure: Procedure) -> Iterator[tuple[str, When]]:
    for name, topic in procedure.topics().items():
        if topic.asked_when:
            yield name, topic.asked_when
    yield from ((name, q.ask.when) for name, q in questions(procedure) if q.ask.when)


@every_procedure
def test_a_condition_looks_only_at_an_answer_of_an_earlier_page(procedure: Procedure):
    order = list(procedure.topics())
    for name, condition in conditions(procedure):
        topic, _, field = condition.path.partition(".")
        assert order.index(topic) < order.index(name), condition.path
        (question,) = (q for q in questions_of(procedure.topics()[topic]) if q.name == field)
        known = {value for value, _ in question.options(facts())} or {True, False}
        assert condition.values <= known, condition.path


@every_procedure
def test_every_required_question_says_in_its_own_words_that_it_is_missing(procedure: Procedure):
    default = Ask("").missing
    for name, question in questions(procedure):
        if not question.ask.optional and not question.entry:
            assert question.ask.missing != default, f"{name}.{question.name}"
            assert question.ask.missing.endswith("."), f"{name}.{question.name}"


@every_procedure
def test_an_empty_page_asks_for_each_required_answer(procedure: Procedure):
    for chosen in variants(procedure, facts()):
        answers = answers_for(procedure, facts(), chosen)
        for name, topic in procedure.topics().items():
            asked = asked_questions(topic, answers)
            wanted = {f"{name}.{q.name}" for q in asked if not q.ask.optional}
            _, problems = validate_topic(name, topic, {}, answers, facts())
            assert {problem.field for problem in problems} == wanted


@every_procedure
def test_a_page_with_documents_holds_only_documents(procedure: Procedure):
    for name, topic in procedure.topics().items():
        kinds = {question.kind for question in questions_of(topic)}
        assert "document" not in kinds or kinds == {"document"}, name


@every_procedure
def test_a_form_asks_for_the_mail_address_and_ends_with_what_is_declared(procedure: Procedure):
    topics = procedure.topics()
    assert topics["contact"] is Contact
    if procedure.opened_by == "desk":  # nobody declares anything: the desk begins it itself
        assert not any(topic.on_check for topic in topics.values())
        return
    last = list(topics.values())[-1]
    assert last.on_check
    assert {question.kind for question in questions_of(last)} == {"declaration"}
    assert [topic.on_check for topic in topics.values()].count(True) == 1


@every_procedure
def test_a_page_is_shown_only_to_parties_that_the_case_can_have(procedure: Procedure):
    named = {step.party for step in procedure.workflow.steps}
    for topic in procedure.topics().values():
        assert topic.shown_to <= named


@every_procedure
def test_answers_are_kept_as_they_are_read(procedure: Procedure):
    for chosen in variants(procedure, facts()):
        answers = answers_for(procedure, facts(), chosen)
        application = procedure.read(answers)
        for name in answers:
            assert getattr(application, name).model_dump(mode="json") == answers[name]


@every_procedure
def test_an_answer_to_a_page_that_is_no_longer_asked_is_not_read(procedure: Procedure):
    all_answers: dict[str, Any] = {}
    for chosen in variants(procedure, facts()):
        all_answers = answers_for(procedure, facts(), chosen) | all_answers
    application = procedure.read(all_answers)
    for name, topic in procedure.topics().items():
        if topic.asked_when and not topic.asked_when.holds(all_answers):
            assert getattr(application, name) is None


@every_procedure
def test_every_rule_says_what_it_asks_by_which_law_and_of_which_pages(procedure: Procedure):
    assert len({rule.name for rule in procedure.rules}) == len(procedure.rules) > 0
    for rule in procedure.rules:
        assert rule.title, rule.name
        assert rule.source, rule.name
        assert rule.needs, rule.name
        assert set(rule.needs) <= set(procedure.topics()), rule.name


@every_procedure
def test_a_broken_rule_points_at_a_question_of_the_page_on_which_it_speaks(
    procedure: Procedure,
):
    """Answers made without regard to the rules break some: each problem is at a real question."""
    order = list(procedure.topics())
    for chosen in variants(procedure, facts()):
        answers = answers_for(procedure, facts(), chosen)
        for name in order:
            for problem in procedure.broken_rules(answers, facts(), topic=name):
                topic, field = problem.field.split(".")[:2]
                assert topic == name, problem.field
                assert field in procedure.topics()[topic].model_fields
