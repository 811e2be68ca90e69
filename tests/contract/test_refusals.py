"""Bad input gets a clear message at its field, keeps what was typed, leaves no half case."""

import re

import pytest

from functions import wiring
from functions.domain.numbers import new_id
from infra.local.stack import LocalStack
from tests.contract.test_journeys import ask_proxy, persona_number
from tests.people import PDF, Someone

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def at_holder(desk: LocalStack) -> Someone:
    """Lena, on the page that asks who votes for her."""
    giver = at_evidence(desk)
    giver.add_document()
    giver.answer()
    return giver


def at_evidence(desk: LocalStack) -> Someone:
    giver = Someone(desk, "lena-peeters")
    giver.sign_in("/nl/desk/elections/proxy/start")
    election = re.search(r'name="election" value="([^"]+)"', giver.text)
    assert election
    giver.answer(election=election[1], is_belgian="yes")
    giver.answer(reason="illness")
    assert giver.at.endswith("/questions/evidence")
    return giver


def at_doses(desk: LocalStack) -> Someone:
    parent = Someone(desk, "lena-peeters")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    parent.answer(given_name="Noor", family_name="Peeters", national_number="26082000229")
    parent.answer(kind="doses")
    return parent


def message_at(person: Someone, field: str) -> str:
    """What stands at a field; the summary must link to that field, which must exist."""
    assert person.last.status_code == 422
    assert f'href="#{field}"' in person.text
    assert f'id="{field}"' in person.text
    found = re.search(rf'id="{field}-error"[^>]*>(.*?)</p>', person.text, re.S)
    assert found
    return re.sub(r"<[^>]+>", "", found[1]).strip()


HOLDER = {
    "given_name": "Karim",
    "family_name": "El Amrani",
    "national_number": "85.07.30-033.28",
    "mail": "karim@example.org",
    "is_belgian": "yes",
}


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("national_number", "85.07.30-033.29", "bestaat niet"),
        ("national_number", "12345", "11 cijfers"),
        ("national_number", "vijf", "11 cijfers"),
        ("mail", "karim.example.org", "met een @"),
        ("given_name", "x" * 100_000, "hoogstens 100 tekens"),
        ("given_name", "Ka\x07rim", "onzichtbaar teken"),
        ("family_name", "El \u202eAmrani", "onzichtbaar teken"),
        ("given_name", "", "Vul de voornaam in"),
        ("is_belgian", "", "Kies of"),
        ("is_belgian", "maybe", "Kies ja of nee"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_kept(
    desk: LocalStack, field: str, typed: str, told: str
) -> None:
    giver = at_holder(desk)
    giver.answer(**{**HOLDER, field: typed})
    assert told in message_at(giver, f"holder-{field}")
    assert 'value="karim@example.org"' in giver.text or field == "mail"
    if 0 < len(typed) < 100 and field not in ("is_belgian",) and typed.isprintable():
        assert f'value="{typed}"' in giver.text


def test_a_name_in_a_right_to_left_script_is_taken_as_it_is(desk: LocalStack) -> None:
    giver = at_holder(desk)
    giver.answer(**{**HOLDER, "given_name": "كريم", "family_name": "العمراني"})
    assert giver.at.endswith("/questions/contact")


@pytest.mark.parametrize(
    ("day", "month", "year"), [("31", "2", "2026"), ("a", "1", "2026"), ("1", "1", "26")]
)
def test_a_date_that_does_not_exist_is_told_at_its_entry(
    desk: LocalStack, day: str, month: str, year: str
) -> None:
    parent = at_doses(desk)
    boxes = {"given-0-day-day": day, "given-0-day-month": month, "given-0-day-year": year}
    parent.answer(**boxes, **{"given-0-vaccinator": "Kind en Gezin"})
    assert "bestaat niet" in message_at(parent, "doses-given-0-day")
    assert f'value="{day}"' in parent.text


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"MZ\x90\x00 this program", "attest.pdf", "geen PDF of foto"),
        (b"%PDF-1.7 " + EICAR, "attest.pdf", "schadelijke software"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_at_the_question(
    desk: LocalStack, content: bytes, name: str, told: str
) -> None:
    giver = at_evidence(desk)
    giver.add_document(content, name)
    assert told in giver.text
    giver.answer()
    assert giver.last.status_code == 422
    giver.add_document(PDF, "goed.pdf")
    assert "goed.pdf" in giver.text
    giver.answer()
    assert giver.at.endswith("/questions/holder")


def test_an_answer_without_its_document_is_not_taken(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    giver.answer()
    assert "Voeg je medisch attest toe" in message_at(giver, "evidence-medical")


@pytest.mark.parametrize("page", ["/questions/holder", "/check", "/receipt", "", "/review"])
@pytest.mark.parametrize(
    "case_id",
    ["x", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "birth-01ARZ3NDEKTSV4RRFFQ69G5FAV", "../../etc/passwd"],
)
def test_a_tampered_id_leads_nowhere(desk: LocalStack, case_id: str, page: str) -> None:
    giver = Someone(desk, "lena-peeters")
    giver.sign_in()
    giver.get(f"/nl/desk/elections/proxy/{case_id}{page}")
    assert giver.last.status_code in (404, 403)


@pytest.mark.parametrize("page", ["", "/receipt", "/check", "/questions/holder", "/review"])
def test_another_persons_case_looks_as_if_it_did_not_exist(desk: LocalStack, page: str) -> None:
    giver = ask_proxy(desk)
    case = giver.at.removesuffix("/receipt")
    stranger = Someone(desk, "an-claes")
    stranger.sign_in()
    stranger.get(case + page)
    assert stranger.last.status_code in (403, 404)
    assert "Karim" not in stranger.text
    assert "Lena" not in stranger.text
    stranger.get(case[: -len(new_id())] + new_id() + page)
    assert stranger.last.status_code in (403, 404)


def test_another_persons_document_is_not_given(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    case = giver.at.removesuffix("/receipt")
    _, kept = wiring.ports().store.draft_or_case(case.rsplit("/", 1)[1])
    assert kept
    (document,) = kept.documents
    for key in ("an-claes", "karim-el-amrani"):
        other = Someone(desk, key)
        other.sign_in()
        other.get(f"{case}/documents/{document}")
        assert other.last.status_code == 404
    giver.get(f"{case}/documents/{document}")
    assert "Signature" in giver.last.headers["Location"]


def test_sending_an_application_twice_is_one_submission(desk: LocalStack) -> None:
    giver = at_holder(desk)
    giver.answer(**{**HOLDER, "national_number": persona_number("karim-el-amrani")})
    giver.answer(mail="lena@example.org")
    hidden = giver.form("/check")
    where = hidden.pop("_action")
    one = giver.post(where, {**hidden, "truth": "yes"}).get_data(as_text=True)
    two = giver.post(where, {**hidden, "truth": "yes"}).get_data(as_text=True)
    number = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
    assert number.findall(one)[0] == number.findall(two)[0]
    cases, drafts = wiring.ports().store.cases_of(
        wiring.ports().pseudonym(persona_number("lena-peeters"))
    )
    assert (len(cases), len(drafts)) == (1, 0)


def test_two_windows_meet_in_a_message_that_keeps_what_was_typed(desk: LocalStack) -> None:
    giver = at_holder(desk)
    hidden = giver.form("/holder")
    where = hidden.pop("_action")
    giver.post(where, {**hidden, "action": "continue", **HOLDER})
    answer = giver.post(where, {**hidden, "action": "continue", **HOLDER, "given_name": "Amira"})
    assert answer.status_code == 409
    assert "ander venster" in giver.text
    assert 'value="Amira"' in giver.text
    giver.answer(**{**HOLDER, "given_name": "Amira"})
    assert giver.at.endswith("/questions/contact")


def test_a_decision_can_be_taken_once(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    case = giver.at.removesuffix("/receipt")
    desk.settle()
    holder = Someone(desk, "karim-el-amrani")
    holder.sign_in(case)
    hidden = holder.form("/decisions/holder")
    where = hidden.pop("_action")
    holder.post(where, {**hidden, "choice": "confirm"})
    again = holder.post(where, {**hidden, "choice": "decline"})
    assert again.status_code == 409
    assert "al beslist" in holder.text


@pytest.mark.parametrize(
    ("key", "status"),
    # who has no role here at all is not told that the case exists
    [
        ("mechelen-population", 403),
        ("mechelen-no-role", 404),
        ("leuven-elections", 404),
        ("an-claes", 404),
    ],
)
def test_a_role_too_low_neither_sees_nor_decides(desk: LocalStack, key: str, status: int) -> None:
    giver = ask_proxy(desk)
    case = giver.at.removesuffix("/receipt")
    desk.settle()
    clerk = Someone(desk, key)
    clerk.sign_in()
    clerk.get(f"{case}/review")
    assert clerk.last.status_code == status
    assert "Karim" not in clerk.text
    token = re.search(r'name="csrf" value="([^"]+)"', clerk.get("/nl/desk/my").text)
    assert token
    clerk.post(f"{case}/decisions/decision", {"csrf": token[1], "choice": "approve"})
    assert clerk.last.status_code in (403, 404)


def test_a_refused_field_is_a_problem_with_a_pointer_for_programs(desk: LocalStack) -> None:
    giver = at_holder(desk)
    hidden = giver.form("/holder")
    answer = giver.browser.post(
        hidden["_action"],
        base_url=desk.url,
        json={"version": int(hidden["version"]), "answers": {**HOLDER, "mail": "x"}},
        headers={"Accept": "application/json", "X-CSRF-Token": hidden["csrf"]},
    )
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    (error,) = answer.json["errors"]
    assert error["pointer"] == "#/holder/mail"
