"""What was asked for another says so, never for whom in a mail; and who no longer acts hears no
more of it."""

import pytest

from functions import wiring
from functions.processes import find
from functions.services import issued_sheet, messaging
from functions.services.writing import Words
from infra.local.stack import LocalStack
from tests.applications import hand_in, someone
from tests.contract.test_mandates import DAY, MAIL, PEOPLE, TODAY, grant, handed_in, ref, revoke
from tests.faults import file_at
from tests.people import Someone
from tests.practice import START

pytestmark = pytest.mark.xdist_group("practice")
TOLD = "Je vroeg dit aan voor iemand anders. Meld je aan om te lezen voor wie."


def ask(practice: LocalStack, case: str) -> None:
    clerk = Someone(practice, "mechelen-population")
    clerk.sign_in(f"{case}/review")
    clerk.decide("decision", "ask", "Welke kaart?")
    practice.settle()


def texts(practice: LocalStack) -> list[str]:
    return [mail.text for mail in practice.mails(MAIL)]


def test_a_mail_says_that_it_is_for_another_and_not_for_whom(practice: LocalStack) -> None:
    grant()
    _, case = handed_in(practice)
    ask(practice, case)
    assert len(texts(practice)) == 2
    for mail in practice.mails(MAIL):
        assert TOLD in mail.text
        assert "Lambrecht" not in str(mail)
    reader = messaging.reader_of(file_at(case).case, "applicant")
    assert (reader.ref, reader.behalf) == (ref("ilse-lambrecht"), "Roger Lambrecht")


def test_what_is_asked_for_oneself_says_nothing_of_it(practice: LocalStack) -> None:
    lena = Someone(practice, "lena-peeters")
    lena.sign_in(START)
    lena.answer(is_right="yes")
    lena.answer(what="Een kaart")
    lena.answer(mail=MAIL)
    lena.submit()
    practice.settle()
    (told,) = texts(practice)
    assert "voor iemand anders" not in told


@pytest.mark.parametrize("how", ["revoked", "ended"])
def test_who_no_longer_acts_hears_no_more_and_the_person_does(
    practice: LocalStack, how: str
) -> None:
    grant()
    _, case = handed_in(practice)
    if how == "revoked":
        revoke()
    else:
        grant(ends=TODAY - DAY)
    ask(practice, case)
    assert len(texts(practice)) == 1
    (told,) = practice.neighbours.ebox.of(PEOPLE["roger-lambrecht"].rrn)
    assert "voor iemand anders" not in told.text
    assert practice.neighbours.ebox.of(PEOPLE["ilse-lambrecht"].rrn) == []
    assert [e for e in file_at(case).events if e.kind == "unreached"] == []


def test_when_the_person_has_no_box_either_the_desk_writes(practice: LocalStack) -> None:
    grant()
    _, case = handed_in(practice)
    revoke()
    practice.neighbours.ebox.inactive.add(PEOPLE["roger-lambrecht"].rrn)
    ask(practice, case)
    assert len(texts(practice)) == 1
    (note,) = [e for e in file_at(case).events if e.kind == "unreached"]
    assert note.data == {"party": "applicant", "message": "asked"}


def test_the_decision_names_both_and_not_why(desk: LocalStack) -> None:
    ports = wiring.ports()
    permit = find("slaughter-permit", "declaration")
    assert permit
    own = someone(ports, PEOPLE["roger-lambrecht"].rrn)
    case = hand_in(ports, permit, own, {})
    acting = someone(ports, PEOPLE["ilse-lambrecht"].rrn).person
    file = file_at(f"/nl/desk/{permit.key}/{case.id}")
    end = next(end for end in permit.workflow.ends if end.is_decision).name
    closed = case.model_copy(
        update={"acting": acting, "mandate": "order-1", "status": "closed", "outcome": end}
    )
    parts = issued_sheet._decision(Words("nl"), permit, file.model_copy(update={"case": closed}))
    asked = next(part.paragraphs for part in parts if part.heading == "Wat je vroeg")
    assert f"{acting.name} vroeg dit aan voor {case.applicant.name}." in asked
    assert "bewind" not in str(asked)
