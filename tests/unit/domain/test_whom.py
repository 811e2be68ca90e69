"""For whom something is asked: the applicant, a child of theirs, or a child typed in."""

from datetime import date
from types import SimpleNamespace

from hypothesis import given

from functions.domain import whom
from functions.domain.facts import Facts
from functions.domain.person import Person, Record, Relative, age_on, write_national_number
from tests.unit.known import NOON, births, facts, number_of, person

NOOR = number_of(date(2018, 5, 4))
ADULT_CHILD = number_of(date(2000, 1, 2))


def parent() -> Person:
    children = tuple(
        Relative(relation="child", given_name=name, family_name="Peeters", national_number=number)
        for name, number in (("Noor", NOOR), ("Jan", ADULT_CHILD))
    )
    return person().model_copy(update={"record": Record(relatives=children)})


def with_parent() -> Facts:
    return facts(applicant=parent())


def test_the_list_has_the_applicant_each_minor_child_and_a_way_for_another_child():
    options = whom.self_or_child(with_parent())
    assert [value for value, _ in options] == [whom.SELF, NOOR, whom.OTHER_CHILD]
    assert options[1][1].write(str) == f"Voor Noor Peeters ({write_national_number(NOOR)})"


def test_without_a_register_there_is_still_a_way_for_a_child():
    assert [value for value, _ in whom.self_or_child(facts())] == [whom.SELF, whom.OTHER_CHILD]


def test_the_number_and_the_age_are_those_of_the_person_it_is_for():
    known = with_parent()
    typed = number_of(date(2010, 11, 3))
    cases = [
        ({"whom": {"who": "self"}}, known.applicant.national_number, 41),
        ({"whom": {"who": NOOR}}, NOOR, 8),
        ({"whom": {"who": "other-child"}, "child": {"national_number": typed}}, typed, 15),
        ({"whom": {"who": "other-child"}}, "", None),
        ({}, "", None),
    ]
    for answers, number, age in cases:
        assert whom.number_in(answers, known) == number
        assert whom.age_in(answers, known) == age


def test_a_child_typed_in_earlier_does_not_count_once_another_person_is_chosen():
    answers = {"whom": {"who": "self"}, "child": {"national_number": NOOR}}
    assert whom.number_in(answers, facts()) == facts().applicant.national_number


@given(births)
def test_the_age_is_counted_on_the_day(born: date):
    answers = {"whom": {"who": "other-child"}, "child": {"national_number": number_of(born)}}
    assert whom.age_in(answers, facts()) == age_on(born, NOON.date())


def test_both_parents_claim_the_same_child():
    listed = SimpleNamespace(whom=SimpleNamespace(who=NOOR), child=None)
    typed = SimpleNamespace(
        whom=SimpleNamespace(who="other-child"), child=SimpleNamespace(national_number=NOOR)
    )
    own = SimpleNamespace(whom=SimpleNamespace(who="self"), child=None)
    assert whom.ref_in(listed, lambda n: f"hash of {n}", "mother") == f"hash of {NOOR}"
    assert whom.ref_in(typed, lambda n: f"hash of {n}", "father") == f"hash of {NOOR}"
    assert whom.ref_in(own, lambda n: f"hash of {n}", "mother") == "mother"
