"""A form of our own making: read, checked, written back."""

from enum import StrEnum
from typing import Annotated, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from functions.domain.forms import (
    Application,
    Ask,
    Topic,
    asked_questions,
    asked_topics,
    declared_topics,
    entries_in,
    questions_of,
    read_posted,
    topics_of,
    validate_topic,
    when,
    write_posted,
)
from functions.domain.kinds import (
    Choice,
    Date,
    Documents,
    Kind,
    Line,
    LongText,
    NationalNumber,
    WholeNumber,
    YesNo,
)
from functions.domain.texts import say
from tests.unit.known import births, facts, number_of, sequences


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


class Plan(Topic):
    title: ClassVar[str] = "Plan"
    size: Annotated[Size, Kind("choice"), Ask("Maat", missing="Kies.", options={"small": "S", "large": "L"})]  # fmt: skip # noqa: E501


class Child(Topic):
    title: ClassVar[str] = "Kind"
    name: Annotated[Line, Ask("Naam", missing="Vul de naam in.")]
    born: Annotated[Date, Ask("Geboren", missing="Vul de datum in.")]


class Details(Topic):
    title: ClassVar[str] = "Meer"
    number: Annotated[NationalNumber, Ask("Nummer", missing="Vul het nummer in.")]
    story: Annotated[LongText | None, Ask("Verhaal", optional=True)] = None
    tents: Annotated[WholeNumber, Field(ge=1, le=9), Ask("Tenten", missing="Vul in.")]
    loud: Annotated[YesNo | None, Ask("Luid?", when=when("plan.size", "large"))] = None
    day: Annotated[Date, Ask("Dag", missing="Vul de dag in.")]
    children: Annotated[list[Child], Field(max_length=3), Ask("Kinderen", missing="Wie?", most=3)]
    proof: Annotated[Documents, Ask("Bewijs", optional=True)] = ()


class Extra(Topic):
    title: ClassVar[str] = "Extra"
    asked_when = when("plan.size", "large", "huge")
    colour: Annotated[Choice, Ask("Kleur", missing="Kies.", options=lambda _: [("red", say("Rood"))])]  # fmt: skip # noqa: E501


class Promise(Topic):
    title: ClassVar[str] = "Belofte"
    on_check: ClassVar[bool] = True
    truth: Annotated[YesNo, Ask("Waar?")]


class Form(Application):
    plan: Plan
    details: Details
    extra: Extra | None = None
    promise: Promise


LARGE = {"plan": {"size": "large"}}
SMALL = {"plan": {"size": "small"}}
POSTED = {
    "number": "85.07.30-033.28", "story": "een\ntwee", "tents": "3", "loud": "no",
    "day-day": "3", "day-month": "11", "day-year": "2026",
    "children-0-name": "Noor", "children-0-born-day": "1", "children-0-born-month": "2",
    "children-0-born-year": "2020", "proof": "stolen-id", "csrf": "x", "unknown": "y",
}  # fmt: skip


def told(topic: type[Topic], raw: dict[str, Any], answers: Any = LARGE) -> dict[str, str]:
    """The messages by field."""
    checked, problems = validate_topic("t", topic, raw, answers, facts())
    assert (checked is None) == bool(problems)
    return {problem.field: problem.text.write(str) for problem in problems}


def good(**changed: Any) -> dict[str, Any]:
    return read_posted(Details, POSTED, LARGE) | changed


def test_the_pages_follow_from_the_answers():
    assert list(topics_of(Form)) == ["plan", "details", "extra", "promise"]
    assert asked_topics(Form, {}) == ["plan", "details"]
    assert asked_topics(Form, SMALL) == ["plan", "details"]
    assert asked_topics(Form, LARGE) == ["plan", "details", "extra"]
    assert declared_topics(Form) == ["promise"]


def test_a_question_is_asked_only_when_its_condition_holds():
    assert "loud" in [q.name for q in asked_questions(Details, LARGE)]
    assert "loud" not in [q.name for q in asked_questions(Details, SMALL)]


def test_only_questions_that_are_asked_are_read_and_never_a_document():
    raw = read_posted(Details, POSTED, SMALL)
    assert set(raw) == {"number", "story", "tents", "day", "children"}
    assert raw["day"] == {"day": "3", "month": "11", "year": "2026"}
    assert raw["children"] == [{"name": "Noor", "born": {"day": "1", "month": "2", "year": "2020"}}]


@pytest.mark.parametrize("empty", ["", " ", "\t\n "])
def test_an_empty_box_is_no_answer(empty: str):
    raw = read_posted(Details, POSTED | {"number": empty, "story": empty}, LARGE)
    assert "number" not in raw
    assert "story" not in raw


def test_a_correct_page_is_accepted():
    assert told(Details, good()) == {}


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"number": ""}, "t.number", "Vul het nummer in."),
        ({"number": "85.07.30-033.29"}, "t.number", "Dit rijksregisternummer bestaat niet."),
        ({"tents": "drie"}, "t.tents", "Vul een getal in met cijfers"),
        ({"tents": "0"}, "t.tents", "Vul een getal in van 1 of meer."),
        ({"tents": "10"}, "t.tents", "Vul een getal in van 9 of minder."),
        ({"loud": "misschien"}, "t.loud", "Kies ja of nee."),
        ({"story": "x" * 2001}, "t.story", "Maak dit korter: hoogstens 2000 tekens."),
        ({"story": "a\u202eb"}, "t.story", "Er staat een onzichtbaar teken"),
        ({"day": {"day": "31", "month": "2", "year": "2026"}}, "t.day", "Deze datum bestaat niet."),
        ({"children": []}, "t.children", "Wie?"),
        ({"children": [{}]}, "t.children.0.name", "Vul de naam in."),
        ({"children": [{"name": "Noor", "born": "x"}]}, "t.children.0.born", "Deze datum bestaat"),
        ({"children": good()["children"] * 4}, "t.children", "Geef er hoogstens 3 op."),
        ({"children": "Noor"}, "t.children", "We begrijpen dit antwoord niet."),
        ({"children": ["Noor"]}, "t.children.0", "We begrijpen dit antwoord niet."),
        ({"number": ["x"]}, "t.number", "Een rijksregisternummer heeft 11 cijfers"),
    ],
)
def test_each_mistake_has_its_message_at_its_field(changed: Any, field: str, message: str):
    problems = told(Details, good(**changed))
    assert problems[field].startswith(message)


def test_every_mistake_of_a_page_is_said_at_once_and_each_field_once():
    checked, problems = validate_topic("t", Details, {"tents": "x"}, LARGE, facts())
    fields = [problem.field for problem in problems]
    assert checked is None
    assert sorted(fields) == ["t.children", "t.day", "t.loud", "t.number", "t.tents"]


def test_what_is_not_asked_is_not_missed_and_not_kept():
    raw = good(loud="yes")
    checked, problems = validate_topic("t", Details, raw, SMALL, facts())
    assert problems == []
    assert isinstance(checked, Details)
    assert checked.loud is None


def test_a_choice_must_be_one_that_is_offered():
    assert told(Extra, {"colour": "red"}) == {}
    assert told(Extra, {"colour": "blue"}) == {"t.colour": "Kies."}
    assert told(Plan, {"size": "huge"}) == {"t.size": "Kies een van de antwoorden."}
    assert told(Plan, {}) == {"t.size": "Kies."}


@given(st.dictionaries(
    st.sampled_from([*POSTED, "children-2-name", "children-999-name", "children-x-y", "children-"]),
    st.text(max_size=20),
))  # fmt: skip
def test_whatever_is_posted_gives_a_page_or_messages_at_its_questions(posted: dict[str, str]):
    raw = read_posted(Details, posted, LARGE)
    checked, problems = validate_topic("details", Details, raw, LARGE, facts())
    assert (checked is None) == bool(problems)
    names = {question.name for question in questions_of(Details)}
    assert {problem.field.split(".")[1] for problem in problems} <= names


@pytest.mark.parametrize(
    ("posted", "count"),
    [
        ({}, 1),
        ({"g-0-x": ""}, 1),
        ({"g-1-x": ""}, 2),
        ({"g-7-x": ""}, 3),
        ({"g-999-x": ""}, 3),
        ({f"g-{'9' * 5000}-x": ""}, 1),
        ({"g--1-x": "", "g-x-x": "", "g-²-x": "", "group-2-x": ""}, 1),
    ],
)
def test_a_repeated_group_has_as_many_entries_as_the_form_but_never_too_many(posted, count):
    assert entries_in(posted, "g", 3) == count


lines = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=100)
children = st.fixed_dictionaries({"name": lines, "born": births.map(str)})
stored = st.fixed_dictionaries(
    {
        "number": st.builds(number_of, births, sequences),
        "story": st.none() | lines,
        "tents": st.integers(1, 9),
        "loud": st.booleans(),
        "day": births.map(str),
        "children": st.lists(children, min_size=1, max_size=3),
    }
)


@given(stored)
def test_what_is_stored_posts_back_as_the_same_answers(answers: dict[str, Any]):
    first = Details.model_validate(answers).model_dump(mode="json")
    raw = read_posted(Details, write_posted(Details, first), LARGE)
    checked, problems = validate_topic("details", Details, raw, LARGE, facts())
    assert problems == []
    assert checked is not None
    assert checked.model_dump(mode="json") == first


def test_an_unasked_question_keeps_its_text_when_posted_back_is_left_out():
    assert "loud" not in write_posted(Details, {"loud": None, "proof": ["a"], "tents": 0})
    assert write_posted(Details, {"tents": 0}) == {"tents": "0"}
