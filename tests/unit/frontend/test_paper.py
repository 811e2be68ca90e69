"""The paper form of every procedure asks what its pages ask, and nothing it can leave out."""

import re

import pytest

from frontend.paper import paper
from frontend.procedures import ANYONE, public
from functions.domain.forms import Question, Topic, questions_of
from functions.domain.procedure import Procedure
from functions.services.writing import Words
from tests.unit.known import facts

every_procedure = pytest.mark.parametrize("procedure", public(), ids=lambda p: p.key)


def leaves(topic: type[Topic]) -> list[Question]:
    found = []
    for question in questions_of(topic):
        found += leaves(question.entry) if question.entry else [question]
    return found


@every_procedure
def test_every_question_of_the_pages_is_on_paper(procedure: Procedure):
    page = paper(procedure, facts(applicant=ANYONE), cost="Gratis")
    asked = [q.label for topic in page.topics for q in topic.questions]
    words = Words("nl")
    expected = [
        words.write(question.ask.label)
        for topic in procedure.topics().values()
        if not topic.on_check and not topic.shows_known
        for question in leaves(topic)
    ]
    assert sorted(asked) == sorted(expected)
    assert page.declarations


@every_procedure
def test_what_is_only_asked_sometimes_says_when(procedure: Procedure):
    page = paper(procedure, facts(applicant=ANYONE), cost="Gratis")
    told = [t.only_if for t in page.topics] + [q.only_if for t in page.topics for q in t.questions]
    conditions = [
        topic for topic in procedure.topics().values() if topic.asked_when
    ] + [
        q for t in procedure.topics().values() for q in questions_of(t) if q.ask.when
    ]  # fmt: skip
    assert bool(conditions) == any(told)
    for text in filter(None, told):
        assert re.fullmatch(r"Alleen als je op ‘.+’ dit antwoordde: .+", text)


@every_procedure
def test_a_choice_that_is_the_same_for_everyone_can_be_ticked(procedure: Procedure):
    page = paper(procedure, facts(applicant=ANYONE), cost="Gratis")
    boxes = {q.label: q.options for topic in page.topics for q in topic.questions}
    for topic in procedure.topics().values():
        for question in leaves(topic):
            if question.kind == "yes-no" and not topic.on_check and not topic.shows_known:
                assert len(boxes[question.ask.label]) == 2
            if question.kind == "choice" and not callable(question.ask.options):
                assert len(boxes[question.ask.label]) == len(question.ask.options or ())
