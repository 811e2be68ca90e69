"""The short check before the form: nobody signs in, nothing is kept, one wrong answer stops."""

from html import unescape

import pytest

from functions.domain.procedure import Procedure
from functions.processes import all_procedures
from infra.local.stack import LocalStack

CHECKED = [p for p in all_procedures() if p.opened_by == "citizen"]
each = pytest.mark.parametrize("procedure", CHECKED, ids=lambda p: p.key.replace("/", "-"))


def address(procedure: Procedure, lang: str = "nl") -> str:
    return f"/{lang}/desk/{procedure.key}/can-i"


def good(procedure: Procedure) -> dict[str, str]:
    return {h.name: "yes" if h.if_no else "no" for h in procedure.hurdles}


@each
def test_who_answers_well_may_start(desk: LocalStack, procedure: Procedure) -> None:
    answer = desk.post(address(procedure), data=good(procedure))
    assert answer.status_code == 200
    assert f"/nl/desk/{procedure.key}/start" in answer.text
    assert "Set-Cookie" not in answer.headers


@each
def test_one_answer_that_stops_says_why_and_what_instead(
    desk: LocalStack, procedure: Procedure
) -> None:
    for hurdle in procedure.hurdles:
        wrong = "no" if hurdle.if_no else "yes"
        answer = desk.post(address(procedure), data={**good(procedure), hurdle.name: wrong})
        assert answer.status_code == 200
        assert f'href="/nl/desk/{procedure.key}/start"' not in answer.text
        assert (hurdle.if_no or hurdle.if_yes) in unescape(answer.text)
        assert "/nl/counter/" in answer.text


def test_a_question_without_an_answer_is_told_and_the_others_stay(desk: LocalStack) -> None:
    procedure = CHECKED[0]
    first, *others = [h.name for h in procedure.hurdles]
    given = {name: value for name, value in good(procedure).items() if name in others}
    answer = desk.post(address(procedure), data=given)
    assert answer.status_code == 422
    assert f'href="#{first}"' in answer.text
    for name, value in given.items():
        assert f'name="{name}" value="{value}" checked' in answer.text


@pytest.mark.parametrize("lang", ["nl", "fr", "de", "en"])
def test_it_is_read_in_every_language(desk: LocalStack, lang: str) -> None:
    answer = desk.get(address(CHECKED[0], lang))
    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.text


def test_what_nobody_begins_by_themselves_has_no_check(desk: LocalStack) -> None:
    for procedure in all_procedures():
        if procedure.opened_by != "citizen":
            assert desk.get(address(procedure)).status_code == 404
