"""A visit to which two people come: both are told when and where, and one of them can move it."""

from datetime import datetime, timedelta

from functions.services.writing import Words
from functions.web import histories
from infra.local.stack import LocalStack
from tests.contract.test_visits import MOMENT, event_of
from tests.faults import accepted, file_at, file_of, take
from tests.journeys.story import number_of
from tests.people import Someone

FORM = "/nl/desk/legal-cohabitation/ending-together/start"
BOOKING = "signing_booking"
NELE, BRAM = "nele@example.org", "bram@example.org"
PLACE = "loket burgerlijke stand"


def hand_in(desk: LocalStack) -> tuple[Someone, str]:
    nele = Someone(desk, "nele-willems")
    nele.sign_in(FORM)
    nele.answer(is_right="yes")
    number = number_of("bram-hendrickx")
    nele.answer(given_name="Bram", family_name="Hendrickx", national_number=number, mail=BRAM)
    nele.answer(day__day="4", day__month="10", day__year="2019")
    nele.answer(mail=NELE)
    nele.submit()
    assert nele.at.endswith("/receipt"), nele.text
    desk.settle()
    return nele, nele.at.removesuffix("/receipt")


def confirmed(desk: LocalStack, case: str) -> Someone:
    bram = Someone(desk, "bram-hendrickx")
    bram.sign_in(case)
    bram.decide("partner", "confirm")
    return bram


def with_moment(desk: LocalStack) -> tuple[Someone, Someone, str, str]:
    nele, case = hand_in(desk)
    bram = confirmed(desk, case)
    desk.settle()
    page = f"{case}/appointments/{BOOKING}"
    nele.get(f"{page}?day={(desk.clock.now() + timedelta(days=7)).date()}")
    hidden = nele.form(f"/appointments/{BOOKING}")
    hidden.pop("_action")
    moment = MOMENT.findall(nele.text)[-1]
    assert nele.post(page, {**hidden, "moment": moment}).status_code == 200
    desk.settle()
    return nele, bram, case, moment


def until(desk: LocalStack, moment: datetime) -> None:
    desk.forward(seconds=(moment - desk.clock.now()).total_seconds())


def test_who_is_asked_to_confirm_sees_who_asks(desk: LocalStack) -> None:
    nele, case = hand_in(desk)
    bram = Someone(desk, "bram-hendrickx")
    bram.sign_in(case)
    assert "Deze aanvraag komt van Nele Willems." in bram.text
    nele.get(case)
    assert "Deze aanvraag komt van" not in nele.text


def test_after_an_answer_nobody_is_waited_for(desk: LocalStack) -> None:
    _, case = hand_in(desk)
    bram = confirmed(desk, case)
    assert bram.at == case
    assert "De volgende stap begint zo." in bram.text
    assert "We wachten tot de andere persoon bevestigt." not in bram.text
    desk.settle()
    bram.get(case)
    assert "De volgende stap begint zo." not in bram.text


def test_both_are_told_when_and_where_to_come(desk: LocalStack) -> None:
    _, bram, case, moment = with_moment(desk)
    bram.get(case)
    assert moment in bram.text
    assert PLACE in bram.text
    assert f"/appointments/{BOOKING}" not in bram.text
    assert "Voor " not in bram.text.partition("timeline")[2].partition("</ol>")[0]
    own, other = (
        next(m for m in desk.mails(to) if m.subject.startswith("Je afspraak: "))
        for to in (NELE, BRAM)
    )
    assert event_of(own.calendar).to_ical() == event_of(other.calendar).to_ical()
    assert PLACE in other.text
    assert "Verplaats of annuleer de afspraak in je zaak." in own.text
    assert "Vraag Nele Willems om de afspraak te verplaatsen." in other.text
    until(desk, datetime.fromisoformat(moment) - timedelta(hours=23))
    for to in (NELE, BRAM):
        assert [m.subject for m in desk.mails(to) if m.subject.startswith("Herinnering: je afspr")]


def test_who_would_come_along_hears_that_it_is_cancelled(desk: LocalStack) -> None:
    nele, bram, case, moment = with_moment(desk)
    nele.get(case)
    hidden = nele.form("/cancel")
    nele.post(hidden.pop("_action"), hidden)
    desk.settle()
    (mail,) = (m for m in desk.mails(BRAM) if m.subject.endswith("gaat niet door"))
    assert "Nele Willems annuleerde de afspraak" in mail.text
    assert not [m for m in desk.mails(NELE) if m.subject.endswith("gaat niet door")]
    bram.get(case)
    assert moment not in bram.text


def test_the_office_is_not_warned_of_a_visit_that_is_still_to_come(desk: LocalStack) -> None:
    _, _, case, moment = with_moment(desk)
    until(desk, datetime.fromisoformat(moment) - timedelta(minutes=1))
    assert "warned" not in [event.kind for event in file_at(case).events]
    task = file_at(case).open_task()
    assert task
    until(desk, task.deadline - timedelta(hours=1))
    assert [e.data["step"] for e in file_at(case).events if e.kind == "warned"] == ["signing"]


def test_a_deferral_is_told_to_both_with_its_reason_for_the_applicant(desk: LocalStack) -> None:
    walk = accepted("legal-cohabitation/declaration")
    for step, choice in (
        ("partner", "confirm"),
        (BOOKING, "booked"),
        ("signing", "done"),
        ("check", "defer"),
    ):
        desk.settle()
        take(walk, step, choice)
    desk.settle()
    file = file_of(walk)
    assert file.case.stage == "advice"
    for to in (file.case.mail, file.case.parties["partner"].mail):
        assert [m for m in desk.mails(to) if m.subject.startswith("Nieuws over je aanvraag")]
    rows = histories.history(Words("nl"), walk.procedure, file, names=False)
    (reason,) = (e.data["reason"] for e in file.events if e.data.get("choice") == "defer")
    assert [row.detail for row in rows if row.detail] == [reason]
