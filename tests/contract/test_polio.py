"""The second procedure from the first click to the decision: the same machinery, other answers."""

import re

from functions.domain.numbers import age_order
from infra.local.stack import LocalStack
from tests.contract.test_journeys import persona_number
from tests.faults import assert_sound, executions, file_at
from tests.people import Someone

MAIL = "sofie@example.org"
CHILD = {"given_name": "Noor", "family_name": "Vermeulen", "national_number": "26082099209"}
CLERK = "mechelen-population"


def hand_in_deferral(desk: LocalStack) -> tuple[Someone, str]:
    """A parent proves that a doctor advises against it now; answers the parent and the case."""
    parent = Someone(desk, "sofie-vermeulen")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    parent.answer(**CHILD)
    parent.answer(kind="deferral")
    parent.add_document(name="uitstel.pdf")
    parent.answer()
    parent.answer(mail=MAIL)
    assert parent.at.endswith("/check"), parent.text
    parent.submit()
    assert parent.at.endswith("/receipt"), parent.text
    desk.settle()
    return parent, parent.at.removesuffix("/receipt")


def clerk_at(desk: LocalStack, case: str) -> Someone:
    clerk = Someone(desk, CLERK)
    clerk.sign_in("/nl/desk/work")
    assert "Sofie Vermeulen" in clerk.text
    clerk.get(f"{case}/review")
    return clerk


def test_a_proof_is_handed_in_and_registered(desk: LocalStack) -> None:
    parent, case = hand_in_deferral(desk)
    (mail,) = desk.mails(MAIL)
    assert f"/desk/case/{age_order(case.rpartition('/')[2])}\n" in mail.text
    assert "polio" not in f"{mail.subject} {mail.text}".lower()  # others read it too
    assert CHILD["national_number"] not in mail.text
    clerk = clerk_at(desk, case)
    assert "uitstel.pdf" in clerk.text
    assert "Noor" in clerk.text
    clerk.decide("registration", "register")
    assert clerk.at.endswith("/desk/work")
    assert "Sofie Vermeulen" not in clerk.text
    desk.settle()
    parent.get(case)
    assert "Het vaccinatiebewijs is geregistreerd." in parent.text
    assert len(desk.mails(MAIL)) == 2
    file = file_at(case)
    assert executions(desk) == [file.case.id]
    assert_sound(file, "register")


def test_a_proof_of_doses_asks_each_dose_with_its_date(desk: LocalStack) -> None:
    """The child is too young for a whole series: the rules say so at the right place."""
    parent = Someone(desk, "sofie-vermeulen")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    parent.answer(**CHILD)
    parent.answer(kind="doses")
    parent.answer(**dose(0, "1", "9", "2026"))
    assert parent.last.status_code == 422
    assert "Dit is te vroeg" in parent.text
    parent.answer(**dose(0, "20", "10", "2026"), **dose(1, "1", "11", "2026"))
    assert parent.last.status_code == 422
    assert "Tussen twee doses liggen minstens" in parent.text
    assert 'value="Kind en Gezin"' in parent.text  # what was typed is still there


def dose(place: int, day: str, month: str, year: str) -> dict[str, str]:
    start = f"given-{place}"
    return {
        f"{start}-day-day": day,
        f"{start}-day-month": month,
        f"{start}-day-year": year,
        f"{start}-vaccinator": "Kind en Gezin",
    }


def test_a_proof_is_refused_with_its_reason_and_can_be_handed_in_again(desk: LocalStack) -> None:
    parent, case = hand_in_deferral(desk)
    clerk = clerk_at(desk, case)
    clerk.decide("registration", "refuse")
    assert clerk.last.status_code == 422  # a refusal says why
    clerk.decide("registration", "refuse", "De handtekening ontbreekt.")
    desk.settle()
    parent.get(case)
    assert "Het bewijs is geweigerd." in parent.text
    assert "De handtekening ontbreekt." in parent.text
    assert "De handtekening ontbreekt." not in "".join(mail.text for mail in desk.mails())
    assert_sound(file_at(case), "refuse")
    _, again = hand_in_deferral(desk)
    assert again != case


def test_a_question_of_the_desk_is_answered_with_a_document(desk: LocalStack) -> None:
    parent, case = hand_in_deferral(desk)
    clerk_at(desk, case).decide("registration", "ask", "Welke arts schreef dit attest?")
    desk.settle()
    asked = [mail for mail in desk.mails(MAIL) if "iets van je nodig" in mail.subject]
    assert len(asked) == 1
    parent.get(case)
    assert "Welke arts schreef dit attest?" in parent.text
    parent.add_document(name="brief.pdf")
    parent.get(case)
    assert "brief.pdf" in parent.text
    parent.decide("registration_supplement", "supplement", "Dokter Janssens, zie de brief.")
    desk.settle()
    clerk = clerk_at(desk, case)
    assert "Dokter Janssens, zie de brief." in clerk.text
    assert "brief.pdf" in clerk.text
    clerk.decide("registration", "register")
    desk.settle()
    assert_sound(file_at(case), "ask", "supplement", "register")
    assert file_at(case).case.outcome == "registered"


def test_the_second_parent_hears_that_the_child_has_a_proof_already(desk: LocalStack) -> None:
    hand_in_deferral(desk)
    other = Someone(desk, "karim-el-amrani")
    other.sign_in("/nl/desk/polio-vaccination/proof/start")
    other.answer(**CHILD)
    other.answer(kind="deferral")
    other.add_document()
    other.answer()
    other.answer(mail="karim@example.org")
    other.submit()
    assert other.last.status_code == 422
    assert "Voor dit kind is al een bewijs ingediend." in other.text
    assert "Sofie" not in other.text


def test_the_number_of_an_adult_is_not_a_childs(desk: LocalStack) -> None:
    parent = Someone(desk, "sofie-vermeulen")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    parent.answer(**{**CHILD, "national_number": persona_number("lena-peeters")})
    assert parent.last.status_code == 422
    assert re.search(r"nummer van een volwassene", parent.text)
