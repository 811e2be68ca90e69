"""What holds for the texts and the guide of every procedure; a new one is tested by being there."""

from dataclasses import fields
from functools import cache

import pytest

from frontend import texts
from functions.domain.forms import Topic, questions_of
from functions.domain.life_events import LIFE_EVENTS
from functions.domain.procedure import Guide, Procedure
from functions.domain.workflow import Step
from functions.processes import all_procedures, all_processes
from tests.unit.known import facts

every_procedure = pytest.mark.parametrize("procedure", all_procedures(), ids=lambda p: p.key)
always_open = Procedure.__dataclass_fields__["is_open"].default


def texts_of_guide(guide: Guide) -> set[str]:
    values = [getattr(guide, field.name) for field in fields(guide)]
    return {text for value in values for text in ([value] if isinstance(value, str) else value)}


def texts_of_step(step: Step) -> set[str]:
    found = {step.title, step.waiting, step.ask, step.mail_subject, step.lapse.told}
    for outcome in step.outcomes:
        found |= {outcome.label, outcome.consequence, outcome.told, *outcome.reasons.values()}
    return found


def texts_of(topic: type[Topic]) -> set[str]:
    found = {topic.title, topic.intro}
    for question in questions_of(topic):
        ask = question.ask
        found |= {ask.label, ask.missing, ask.hint, ask.entry, ask.add, ask.remove}
        found |= {text.source for _, text in question.options(facts())}
        found |= set((ask.option_hints or {}).values())
        if question.entry:
            found |= texts_of(question.entry)
    return found


def texts_of_procedure(procedure: Procedure) -> set[str]:
    found = texts_of_guide(procedure.guide) | {procedure.submit_label}
    found |= {rule.title for rule in procedure.rules}
    for end in procedure.workflow.ends:
        found |= {end.status, end.explanation, end.appeal}
    for step in procedure.workflow.steps:
        found |= texts_of_step(step)
    for topic in procedure.topics().values():
        found |= texts_of(topic)
    return found - {""}


translations = cache(texts.read)


@pytest.fixture(scope="module")
def catalogue() -> set[str]:
    return {texts.forms(message.id)[0] for message in texts.gathered() if message.id}


@every_procedure
def test_every_text_is_marked_for_translation(procedure: Procedure, catalogue: set[str]):
    assert texts_of_procedure(procedure) - catalogue == set()


@every_procedure
@pytest.mark.parametrize("lang", texts.TARGETS)
def test_every_text_is_translated(procedure: Procedure, lang: str):
    known = translations(lang)
    missing = [
        s for s in texts_of_procedure(procedure) if not (known.get(s) and known.get(s).string)
    ]
    assert missing == []


@every_procedure
def test_the_guide_of_the_public_page_is_complete(procedure: Procedure):
    guide = procedure.guide
    for field in fields(guide):
        if field.name != "closed":
            assert getattr(guide, field.name), field.name
    assert procedure.submit_label
    # A procedure that can be closed says so on its page.
    assert bool(guide.closed) == (procedure.is_open is not always_open)


@every_procedure
def test_it_is_found_under_a_life_event_of_the_start_page(procedure: Procedure):
    assert procedure.guide.life_event in LIFE_EVENTS


@every_procedure
def test_it_is_said_how_long_a_case_is_kept_and_why(procedure: Procedure):
    assert procedure.retention_days > 0
    assert procedure.retention_note
    assert procedure.version >= 1


@pytest.mark.parametrize(
    "procedure", [p for p in all_procedures() if p.opened_by == "citizen"], ids=lambda p: p.key
)
def test_before_the_form_is_told_who_can_do_it_online(procedure: Procedure):
    names = [hurdle.name for hurdle in procedure.hurdles]
    assert names
    assert len(names) == len(set(names))
    for hurdle in procedure.hurdles:
        assert bool(hurdle.if_yes) != bool(hurdle.if_no), f"{hurdle.name}: one answer stops"


def test_no_two_processes_or_procedures_have_the_same_name():
    names = [process.name for process in all_processes()]
    keys = [procedure.key for procedure in all_procedures()]
    assert len(set(names)) == len(names)
    assert len(set(keys)) == len(keys)
    for process in all_processes():
        assert process.title
        assert {procedure.process for procedure in process.procedures} == {process.name}
