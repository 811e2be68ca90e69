"""Find a case by its number or a person by theirs: only what this clerk may see."""

import json

import pytest

from functions import wiring
from functions.domain.logs import month_of
from functions.domain.numbers import ALPHABET, parse_case_number, write_case_number
from infra.local.stack import LocalStack
from tests.people import Someone
from tests.queueing import VOTER, WORK, at_check, at_step, case_of, clerk, path_of

FIND = f"{WORK}/find"


def find(who: Someone, typed: str) -> int:
    who.get(WORK)
    hidden = who.form("/work/find")
    return who.post(hidden.pop("_action"), {**hidden, "find": typed}).status_code


def logged(kind: str = "searched"):
    ports = wiring.ports()
    events = ports.logs.events(month_of(ports.clock.now()))
    return [event for event in events if event.kind == kind]


def test_a_case_number_leads_to_its_case_however_it_is_typed(desk: LocalStack) -> None:
    walk = at_check(desk)
    who, number = clerk(desk), case_of(walk).case.number
    spoken = " ".join(number.lower())
    for typed in (number, write_case_number(number), f" {spoken}. ", number.lower()):
        assert find(who, typed) == 200
        assert who.at == f"{path_of(walk)}/review", typed
    assert logged() == [], "the case's own history tells who looked"


def wrong_number(number: str) -> str:
    """The same with one sign changed."""
    other = next(sign for sign in ALPHABET if sign != number[0])
    changed = other + number[1:]
    assert parse_case_number(changed) is None
    return changed


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Vul een zaaknummer of een rijksregisternummer in."),
        ("7KM4-2PRT", "Een zaaknummer heeft 12 tekens"),
        ("7KM4-2PRT-9XAO", "In een zaaknummer staat geen O."),
        ("<b>7KM4", "Een zaaknummer heeft 12 tekens"),
        ("85.07.30-033.29", "Dit rijksregisternummer bestaat niet."),
        ("123", "Een rijksregisternummer heeft 11 cijfers"),
        ("x" * 5000, "Een zaaknummer heeft 12 tekens"),
    ],
)
def test_what_cannot_be_a_number_is_explained_and_kept(
    desk: LocalStack, typed: str, told: str
) -> None:
    who = clerk(desk)
    assert find(who, typed) == 422
    assert told in who.text
    assert 'href="#find"' in who.text
    assert f'value="{typed}"' in who.text
    assert who.at == FIND, "no number of a person stands in an address"


def test_a_wrong_check_character_is_told_apart_from_a_number_that_nobody_has(
    desk: LocalStack,
) -> None:
    walk = at_check(desk)
    who = clerk(desk)
    assert find(who, wrong_number(case_of(walk).case.number)) == 422
    assert "Het laatste teken controleert de andere." in who.text
    assert find(who, "7KM42PRT9XAC" if parse_case_number("7KM42PRT9XAC") else unknown()) == 200
    assert "We vinden geen zaak met dit nummer die jij mag zien." in who.text


def unknown() -> str:
    body = "22222222222"
    return next(body + sign for sign in ALPHABET if parse_case_number(body + sign))


def test_a_person_s_cases_are_found_by_their_number_and_the_log_tells_that_they_were(
    desk: LocalStack, capsys: pytest.CaptureFixture[str]
) -> None:
    walk = at_check(desk)
    case = case_of(walk).case
    number = case.applicant.national_number
    who, other = clerk(desk), clerk(desk, "mechelen-permits")
    dotted = f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:9]}.{number[9:]}"
    assert find(who, dotted) == 200
    assert who.at == FIND
    assert path_of(walk) in who.text
    assert "Dit zijn de zaken van deze persoon die jij mag zien." in who.text
    assert find(other, number) == 200
    assert case.id not in other.text
    assert write_case_number(case.number) not in other.text
    assert "We vinden van deze persoon geen zaak die jij mag zien." in other.text
    seen, unseen = logged()
    assert seen.data == {"ref": case.applicant.ref, "found": "1"}
    assert unseen.data == {"ref": case.applicant.ref, "found": "0"}
    assert seen.actor.name == "Dirk Dewit"
    assert number not in json.dumps([event.model_dump(mode="json") for event in logged()])
    assert number not in "".join(capsys.readouterr())


def test_a_number_of_another_role_s_case_answers_like_one_that_nobody_has(
    desk: LocalStack,
) -> None:
    walk = at_check(desk)
    other = clerk(desk, "mechelen-permits")
    number = case_of(walk).case.number
    assert find(other, number) == 200
    refused = other.text
    assert find(other, unknown()) == 200
    assert other.text == refused
    assert case_of(walk).case.applicant.family_name not in refused


def test_who_took_a_case_over_finds_it_and_no_other_of_its_kind(desk: LocalStack) -> None:
    over, plain = at_step(desk, VOTER, ("check", "escalated")), at_check(desk)
    chief = clerk(desk, "mechelen-tenant-admin")
    find(chief, case_of(over).case.number)
    assert chief.at == f"{path_of(over)}/review"
    find(chief, case_of(plain).case.number)
    assert chief.at == FIND


def test_a_form_without_its_token_finds_nothing(desk: LocalStack) -> None:
    walk = at_check(desk)
    who = clerk(desk)
    number = case_of(walk).case.applicant.national_number
    assert who.post(FIND, {"csrf": "x", "find": number}).status_code == 403
    assert logged() == []
