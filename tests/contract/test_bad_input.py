"""Every question refuses what it cannot take: at its field, in the reader's language, text kept."""

import re

import pytest

from frontend.render import translate
from functions import wiring
from functions.domain.forms import Question, asked_questions, questions_of
from functions.processes import find
from infra.local.stack import LocalStack
from tests.contract.test_journeys import persona_number
from tests.contract.test_refusals import HOLDER, at_doses, at_holder, message_at
from tests.faults import executions
from tests.people import PDF, Someone

REASONS = ["illness", "work", "self-employed", "detained", "religion", "studies", "abroad"]
GOOD: dict[str, dict[str, str]] = {
    "voter": {"is_belgian": "yes"},
    "holder": {**HOLDER},
    "contact": {"mail": "lena@example.org"},
    "child": {
        "given_name": "Noor",
        "family_name": "Peeters",
        "national_number": "26082000229",
    },
}


def required(person: Someone, key: str) -> list[tuple[str, Question]]:
    """What the page where someone is must have, as ids of fields, from the definition alone."""
    *_, case_id, _, topic = person.at.split("/") if "/questions/" in person.at else ("", "", "")
    procedure = find(*key.split("/"))
    assert procedure
    draft = wiring.ports().store.draft_or_case(case_id)[0] if case_id else None
    topic = topic or next(iter(procedure.topics()))
    asked = asked_questions(procedure.topics()[topic], draft.answers if draft else {})
    found = []
    for question in asked:
        if question.entry is not None:
            inner = questions_of(question.entry)
            found += [(f"{topic}-{question.name}-0-{q.name}", q) for q in inner]
        else:
            found.append((f"{topic}-{question.name}", question))
    return [(where, question) for where, question in found if not question.ask.optional]


def told_all_that_is_missing(person: Someone, key: str) -> None:
    """Send the page empty: each question says in its own words what is missing."""
    wanted = required(person, key)
    assert wanted
    person.answer()
    for where, question in wanted:
        assert message_at(person, where).endswith(question.ask.missing), where
    summary = re.findall(r'href="#([^"]+)"', person.last.get_data(as_text=True))
    assert [where for where in summary if where in dict(wanted)] == [w for w, _ in wanted]


@pytest.mark.parametrize("reason", REASONS)
def test_every_question_of_a_proxy_says_what_is_missing(desk: LocalStack, reason: str) -> None:
    key = "elections/proxy"
    giver = Someone(desk, "lena-peeters")
    giver.sign_in(f"/nl/desk/{key}/start")
    told_all_that_is_missing(giver, key)
    election = re.search(r'name="election" value="([^"]+)"', giver.text)
    assert election
    giver.answer(election=election[1], **GOOD["voter"])
    told_all_that_is_missing(giver, key)
    giver.answer(reason=reason)
    told_all_that_is_missing(giver, key)
    giver.add_document(PDF)
    giver.answer()
    told_all_that_is_missing(giver, key)
    giver.answer(**{**HOLDER, "national_number": persona_number("karim-el-amrani")})
    told_all_that_is_missing(giver, key)
    giver.answer(**GOOD["contact"])
    giver.submit(truth="")
    assert "Vink aan dat je antwoorden juist zijn" in message_at(giver, "declarations-truth")
    desk.settle()
    assert executions(desk) == []


@pytest.mark.parametrize("kind", ["doses", "deferral"])
def test_every_question_of_a_polio_proof_says_what_is_missing(desk: LocalStack, kind: str) -> None:
    key = "polio-vaccination/proof"
    parent = Someone(desk, "lena-peeters")
    parent.sign_in(f"/nl/desk/{key}/start")
    told_all_that_is_missing(parent, key)
    parent.answer(**GOOD["child"])
    told_all_that_is_missing(parent, key)
    parent.answer(kind=kind)
    told_all_that_is_missing(parent, key)


@pytest.mark.parametrize("left_out", [name for name in HOLDER if name != "is_belgian"])
def test_what_was_filled_in_is_kept_when_one_answer_is_missing(
    desk: LocalStack, left_out: str
) -> None:
    giver = at_holder(desk)
    giver.answer(**{**HOLDER, left_out: ""})
    for name, typed in HOLDER.items():
        if name not in (left_out, "is_belgian"):
            assert f'value="{typed}"' in giver.text
    assert re.search(r'<input[^>]*value="yes"[^>]*checked', giver.text)


def test_nothing_is_kept_of_a_first_page_that_was_refused(desk: LocalStack) -> None:
    parent = Someone(desk, "lena-peeters")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    parent.answer(given_name="Noor")
    assert parent.last.status_code == 422
    assert 'value="Noor"' in parent.text
    ports = wiring.ports()
    assert ports.store.cases_of(ports.pseudonym(persona_number("lena-peeters"))) == ([], [])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("85.02.30-001.24", "bestaat niet"),
        ("85.13.01-001.02", "geboortedatum in dit rijksregisternummer bestaat niet"),
        ("85.07.30-033.27", "bestaat niet"),
        ("85.07.30-033", "11 cijfers"),
        ("85.07.30-033.28.11", "11 cijfers"),
        ("0" * 11, "bestaat niet"),
        ("9" * 100_000, "11 cijfers"),
        ("'; DROP TABLE cases; --", "11 cijfers"),
    ],
)
def test_an_impossible_national_number_is_told_and_kept(
    desk: LocalStack, typed: str, told: str
) -> None:
    giver = at_holder(desk)
    giver.answer(**{**HOLDER, "national_number": typed})
    assert told in message_at(giver, "holder-national_number")
    assert f'value="{typed}"' in giver.text


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("29", "2", "2025"), ("31", "4", "2026"), ("0", "1", "2026"), ("1", "13", "2026"),
        ("1", "januari", "2026"), ("een", "1", "2026"), ("1", "1", "0000"), ("-1", "1", "2026"),
        ("1", "", ""), ("", "", "2026"), ("1" * 5000, "1", "2026"), ("1.5", "1", "2026"),
        ("\u0663", "1", "2026"), ("\u00b2", "1", "2026"),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_is_told_at_its_dose_and_kept(
    desk: LocalStack, day: str, month: str, year: str
) -> None:
    parent = at_doses(desk)
    parts = {"day": day, "month": month, "year": year}
    boxes = {f"given-0-day-{part}": typed for part, typed in parts.items()}
    parent.answer(**boxes, **{"given-0-vaccinator": "Kind en Gezin"})
    assert "Deze datum bestaat niet" in message_at(parent, "doses-given-0-day")
    for typed in filter(None, (*parts.values(), "Kind en Gezin")):
        assert f'value="{typed}"' in parent.text


def test_a_wrong_second_dose_is_told_at_the_second_dose(desk: LocalStack) -> None:
    parent = at_doses(desk)
    first = {"given-0-day-day": "20", "given-0-day-month": "10", "given-0-day-year": "2026"}
    second = {"given-1-day-day": "32", "given-1-day-month": "10", "given-1-day-year": "2026"}
    parent.answer(**first, **second, **{"given-0-vaccinator": "Kind en Gezin"})
    assert "bestaat niet" in message_at(parent, "doses-given-1-day")
    assert "wie de dosis gaf" in message_at(parent, "doses-given-1-vaccinator")
    assert 'id="doses-given-0-day-error"' not in parent.text


def test_a_hundred_kilobytes_in_a_name_are_shown_again_to_be_made_shorter(desk: LocalStack) -> None:
    giver = at_holder(desk)
    long = "x" * 100_000
    for action in ("continue", "later"):
        giver.answer(action=action, **{**HOLDER, "given_name": long})
        assert "hoogstens 100 tekens" in message_at(giver, "holder-given_name")
        assert f'value="{long}"' in giver.text


def test_more_than_any_form_holds_is_refused_whole(desk: LocalStack) -> None:
    giver = at_holder(desk)
    giver.answer(**{**HOLDER, "given_name": "x" * 300_000})
    assert giver.last.status_code == 413
    assert "Maak het korter" in giver.text
    giver.get(giver.at)
    giver.answer(**{f"more{i}": "x" for i in range(300)})
    assert giver.last.status_code == 413


HIDDEN = ["\x00", "\x1b", "\x7f", "\x85", *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]


@pytest.mark.parametrize("sign", HIDDEN, ids=lambda sign: f"U+{ord(sign):04X}")
def test_a_sign_that_hides_or_turns_text_is_refused(desk: LocalStack, sign: str) -> None:
    giver = at_holder(desk)
    giver.answer(**{**HOLDER, "given_name": f"Ka{sign}rim", "family_name": "El Amrani"})
    assert "onzichtbaar teken" in message_at(giver, "holder-given_name")


@pytest.mark.parametrize("typed", ["\u200b", "\u200e\u200f", "\ufeff \u2060", "\u00ad"])
def test_a_name_of_which_nothing_shows_is_no_name(desk: LocalStack, typed: str) -> None:
    giver = at_holder(desk)
    giver.answer(**{**HOLDER, "given_name": typed})
    assert "onzichtbaar teken" in message_at(giver, "holder-given_name")


NAMES = ["ليلى", "רחל", "می\u200cنا", "Ŝłøvéña", "李小龙", "O’Brien-d'Aço"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_script_goes_all_the_way(desk: LocalStack, name: str) -> None:
    giver = at_holder(desk)
    number = persona_number("karim-el-amrani")
    giver.answer(**{**HOLDER, "given_name": name, "national_number": number})
    giver.answer(mail="lena@example.org")
    assert name in giver.text
    giver.submit()
    assert name in giver.text
    desk.settle()
    clerk = Someone(desk, "mechelen-elections")
    clerk.sign_in(giver.at.replace("/receipt", "/review"))
    assert name in clerk.text


def test_what_looks_like_html_is_only_text(desk: LocalStack) -> None:
    giver = at_holder(desk)
    attack = '"><script>alert(1)</script>'
    giver.answer(**{**HOLDER, "given_name": attack, "mail": attack})
    raw = giver.last.get_data(as_text=True)
    assert giver.last.status_code == 422
    assert "<script>alert" not in raw
    assert "&lt;script&gt;" in raw


@pytest.mark.parametrize("lang", ["nl", "fr", "de", "en"])
def test_a_message_is_in_the_readers_language(desk: LocalStack, lang: str) -> None:
    giver = at_holder(desk)
    giver.get(giver.at.replace("/nl/", f"/{lang}/", 1))
    giver.answer(**{**HOLDER, "mail": "x"})
    source = "Vul een e-mailadres in zoals naam@voorbeeld.be, met een @ en een punt."
    assert translate(lang)(source) in message_at(giver, "holder-mail")
    assert f'<html lang="{lang}"' in giver.text
