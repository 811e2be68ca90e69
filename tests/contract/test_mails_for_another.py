"""What was asked for another says so, never for whom in a mail; and who no longer acts hears no
more of it."""

import pytest

from functions.services import messaging
from infra.local.stack import LocalStack
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
