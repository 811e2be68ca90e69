"""What the register would answer, and what counts as another answer."""

import pytest

from functions.domain import registered
from functions.domain.person import Record, Relative
from functions.processes import all_procedures
from functions.services.writing import Words
from functions.web.answer_lists import Answers
from tests.unit.known import facts, person  # fmt: skip
from tests.unit.known import registered as known_as

CHILD = Relative(
    relation="child", given_name="Noor", family_name="Peeters", national_number="26082000229"
)


@pytest.mark.parametrize(
    ("record", "ask", "answer"),
    [
        ({"nationality": "FR"}, registered.is_belgian, False),
        ({"nationality": "FR"}, registered.not_both_belgian, False),
        ({"nationality": "BE"}, registered.not_both_belgian, None),
        ({"address": "Markt 1"}, registered.address, "Markt 1"),
        ({}, registered.address, None),
        ({"civil_status": "married"}, registered.not_both_unmarried, False),
        ({"civil_status": "single"}, registered.not_both_unmarried, None),
        ({"is_cohabiting": True}, registered.not_both_free, False),
        ({"civil_status": "single"}, registered.has_no_spouse, False),
        ({"civil_status": "married"}, registered.has_no_spouse, None),
    ],
)
def test_only_what_the_register_knows_is_an_answer(record: dict, ask, answer: object) -> None:
    assert ask(known_as(**record)) is answer or ask(known_as(**record)) == answer
    assert ask(person()) is None  # it could not be asked


@pytest.mark.parametrize(
    ("answer", "known", "different"),
    [
        ("Markt 1, 2800 Mechelen", "markt 1  2800 MECHELEN", False),
        ("Noël", "Noel", False),
        ("Markt 1", "Markt 11", True),
        (True, False, True),
        (False, False, False),
    ],
)
def test_spelling_is_no_difference(answer: object, known: object, different: bool) -> None:
    assert registered.differs(answer, known) is different


def rows(key: str, record: Record, answers: dict, *, desk: bool) -> dict[str, str]:
    procedure = next(p for p in all_procedures() if p.key == key)
    who = person().model_copy(update={"record": record})
    shown = Answers(Words("nl"), facts(applicant=who), procedure, "", desk=desk)
    return {r.label: r.difference for t in shown.topics(answers, {}) for r in t.rows}


def test_the_desk_reads_a_difference_in_words_and_the_applicant_does_not() -> None:
    key, answers = "elections/proxy", {"voter": {"election": "practice", "is_belgian": True}}
    record = Record(nationality="FR")
    assert rows(key, record, answers, desk=True)["Ben je Belg?"] == "Nee"
    assert rows(key, record, answers, desk=False)["Ben je Belg?"] == ""
    same = Record(nationality="BE")
    assert rows(key, same, answers, desk=True)["Ben je Belg?"] == ""


def test_the_name_of_a_child_is_compared_by_its_number() -> None:
    answers = {
        "child": {
            "given_name": "Nora",
            "family_name": "peeters",
            "national_number": CHILD.national_number,
        }
    }
    found = rows("polio-vaccination/proof", Record(relatives=(CHILD,)), answers, desk=True)
    assert found["Voornaam van het kind"] == "Noor"
    assert found["Achternaam van het kind"] == ""


def test_the_desk_reads_titles_about_the_applicant() -> None:
    for procedure in all_procedures():
        shown = Answers(Words("nl"), facts(), procedure, "", desk=True)
        titles = [shown._title(topic) for topic in procedure.topics().values()]
        assert not {"Wat we al van je weten", "Hoe we jou bereiken", "Wat je verklaart"} & {*titles}
