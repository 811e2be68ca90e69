"""What is not right in a case is put right by who decides on it, and stays in its history."""

import pytest

from functions.domain.case import first_break
from infra.local.stack import LocalStack
from tests.contract.test_journeys import ask_proxy
from tests.faults import THROTTLED, broken, file_at
from tests.people import Someone


def at_desk(desk: LocalStack, key: str = "mechelen-elections") -> tuple[Someone, str]:
    """(a clerk, the address of a case)."""
    giver = ask_proxy(desk)
    desk.settle()
    her = Someone(desk, key)
    her.sign_in("/nl/desk/work")
    return her, giver.at.removesuffix("/receipt")


def put_right(her: Someone, case: str, topic: str, why: str = "Belde ons.", **boxes: str):
    from functions.domain.forms import write_posted
    from functions.processes import find

    her.get(f"{case}/correct/questions/{topic}")
    hidden = her.form(f"/questions/{topic}")
    where = hidden.pop("_action")
    procedure = find("elections", "proxy")
    assert procedure
    stored = write_posted(procedure.topics()[topic], file_at(case).case.answers[topic])
    data = {**hidden, **stored, "action": "correct", "correction-reason": why, **boxes}
    return her.post(where, data)


def test_a_contact_mail_is_put_right_and_the_old_one_stays_in_the_history(
    desk: LocalStack,
) -> None:
    her, case = at_desk(desk)
    old = file_at(case).case.mail
    put_right(her, case, "contact", mail="nieuw@example.org")
    assert her.last.status_code == 200
    file = file_at(case)
    assert file.case.mail == "nieuw@example.org"
    assert file.case.answers["contact"]["mail"] == "nieuw@example.org"
    (event,) = [e for e in file.events if e.kind == "corrected"]
    assert event.data == {
        "field": "contact.mail",
        "old": old,
        "new": "nieuw@example.org",
        "reason": "Belde ons.",
    }
    assert event.actor.role == "elections"
    assert first_break(file.events, file.case.head) is None
    assert f"{old} → nieuw@example.org" in her.text


def test_the_name_and_the_mail_of_another_party_follow_the_answers(desk: LocalStack) -> None:
    her, case = at_desk(desk)
    before = file_at(case).case.parties["holder"]
    put_right(her, case, "holder", given_name="Aimée", mail="aimee@example.org")
    after = file_at(case).case.parties["holder"]
    assert (after.given_name, after.mail) == ("Aimée", "aimee@example.org")
    assert after.ref == before.ref


def test_another_person_is_no_correction(desk: LocalStack) -> None:
    her, case = at_desk(desk)
    answer = put_right(her, case, "holder", national_number="85.07.30-033.28")
    assert answer.status_code == 422
    assert "Laat een nieuwe aanvraag indienen" in her.text
    assert [e for e in file_at(case).events if e.kind == "corrected"] == []


def test_an_answer_that_leads_to_other_questions_is_no_correction(desk: LocalStack) -> None:
    her, case = at_desk(desk)
    assert put_right(her, case, "why", reason="abroad").status_code == 422, "no proof then"
    assert put_right(her, case, "why", reason="work").status_code == 422, "another proof then"
    assert file_at(case).case.answers["why"]["reason"] == "illness"


@pytest.mark.parametrize(
    ("topic", "boxes", "field"),
    [
        ("contact", {"mail": "no mail"}, "contact-mail"),
        ("contact", {"mail": ""}, "contact-mail"),
        ("contact", {"mail": "x@y.be", "correction-reason": " "}, "contact-correction-reason"),
        ("contact", {}, "contact-mail"),
        ("holder", {"given_name": ""}, "holder-given_name"),
    ],
)
def test_what_is_wrong_is_refused_with_what_was_typed(
    desk: LocalStack, topic: str, boxes: dict[str, str], field: str
) -> None:
    her, case = at_desk(desk)
    before = file_at(case)
    answer = put_right(her, case, topic, **boxes)
    assert answer.status_code == 422
    assert f'href="#{field}"' in her.text
    assert file_at(case).case.answers == before.case.answers


def test_two_clerks_do_not_overwrite_each_other(desk: LocalStack) -> None:
    her, case = at_desk(desk)
    his = Someone(desk, "mechelen-elections")
    his.sign_in(f"{case}/correct/questions/contact")
    hidden = his.form("/questions/contact")
    where = hidden.pop("_action")
    put_right(her, case, "contact", mail="eerst@example.org")
    answer = his.post(
        where, {**hidden, "mail": "dan@example.org", "correction-reason": "x", "action": "correct"}
    )
    assert answer.status_code == 409
    assert file_at(case).case.mail == "eerst@example.org"


def test_somebody_who_only_looked_does_not_stand_in_the_way(desk: LocalStack) -> None:
    her, case = at_desk(desk)
    her.get(f"{case}/correct/questions/contact")
    hidden = her.form("/questions/contact")
    where = hidden.pop("_action")
    his = Someone(desk, "mechelen-two-roles")
    his.sign_in(f"{case}/review")
    data = {**hidden, "mail": "a@example.org", "correction-reason": "x", "action": "correct"}
    her.post(where, data)
    assert file_at(case).case.mail == "a@example.org"


@pytest.mark.parametrize(
    ("key", "expected"),
    [("mechelen-population", 403), ("mechelen-tenant-admin", 403), ("lena-peeters", 404)],
)
def test_who_does_not_decide_corrects_nothing(desk: LocalStack, key: str, expected: int) -> None:
    her, case = at_desk(desk, key)
    assert her.get(f"{case}/correct").status_code == expected
    assert her.get(f"{case}/correct/questions/contact").status_code == expected
    assert "Gegevens verbeteren" not in her.get(f"{case}/review").get_data(as_text=True)


def test_what_is_no_page_of_the_form_is_not_found(desk: LocalStack) -> None:
    her, case = at_desk(desk)
    for topic in ("declarations", "nothing", "proof"):
        assert her.get(f"{case}/correct/questions/{topic}").status_code == 404


def test_a_table_that_is_busy_changes_nothing(desk: LocalStack, hasty: None) -> None:
    del hasty
    her, case = at_desk(desk)
    old = file_at(case).case.mail
    with broken("dynamodb", "TransactWriteItems", code=THROTTLED):
        pass
    her.get(f"{case}/correct/questions/contact")
    hidden = her.form("/questions/contact")
    where = hidden.pop("_action")
    data = {**hidden, "mail": "a@example.org", "correction-reason": "x", "action": "correct"}
    with broken("dynamodb", "TransactWriteItems", code=THROTTLED):
        assert her.post(where, data).status_code == 503
    assert file_at(case).case.mail == old
