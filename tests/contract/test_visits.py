"""A moment at the counter on the pages: chosen, moved, cancelled, missed, remembered."""

import re
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar, Event

from functions.services.writing import Words
from infra.local.stack import LocalStack
from tests.faults import THROTTLED, assert_sound, broken, file_at
from tests.people import Someone
from tests.visiting import BRING, STEP, sold, window

MAIL = "lena@example.org"
MOMENT = re.compile(r'name="moment" value="([^"]+)"')


def hand_in(desk: LocalStack, who: str = "lena-peeters", mail: str = MAIL) -> tuple[Someone, str]:
    """Up to the question for a moment; answers the person and the case's address."""
    person = Someone(desk, who)
    person.sign_in("/nl/desk/visiting/pickup/start")
    person.answer(thing="Kaart")
    person.answer(mail=mail)
    person.submit()
    assert person.at.endswith("/receipt"), person.text
    desk.settle()
    case = person.at.removesuffix("/receipt")
    person.get(case)
    return person, case


def pick(person: Someone, case: str, moment: str) -> int:
    """Choose a moment on the page of the appointment, where the person must be."""
    page = f"{case}/appointments/{STEP}"
    person.get(page)
    hidden = person.form(f"/appointments/{STEP}")
    hidden.pop("_action")
    return int(person.post(page, {**hidden, "moment": moment}).status_code)


def offered(person: Someone, case: str, query: str = "") -> list[str]:
    person.get(f"{case}/appointments/{STEP}{query}")
    return MOMENT.findall(person.text)


def with_moment(desk: LocalStack, who: str = "lena-peeters") -> tuple[Someone, str, str]:
    person, case = hand_in(desk, who)
    moment = offered(person, case)[0]
    assert pick(person, case, moment) == 200
    desk.settle()
    person.get(case)
    return person, case, moment


def test_a_moment_is_chosen_and_the_visit_ends_the_case(counter: LocalStack) -> None:
    person, case = hand_in(counter)
    assert "Kies een moment" in person.text
    assert 'type="radio"' not in person.text
    moments = offered(person, case)
    assert pick(person, case, moments[0]) == 200
    assert person.at == case
    counter.settle()
    person.get(case)
    assert BRING in person.text
    assert "Loket 4" in person.text
    assert file_at(case).case.stage == "pickup"
    assert sold(datetime.fromisoformat(moments[0])) == [1]

    clerk = Someone(counter, "mechelen-counter")
    clerk.sign_in("/nl/desk/work")
    assert "Lena Peeters" in clerk.text
    clerk.get(f"{case}/review")
    assert moments[0] in clerk.text
    assert "Annuleer mijn afspraak" not in clerk.text
    clerk.decide("pickup", "done")
    counter.settle()
    person.get(case)
    assert "Je hebt je kaart." in person.text
    assert_sound(file_at(case), "booked", "done")


def test_the_road_shows_the_moment_and_not_the_term_of_the_desk(counter: LocalStack) -> None:
    person, case, moment = with_moment(counter)
    start = datetime.fromisoformat(moment)
    deadline = file_at(case).case.stage_deadline
    assert deadline
    assert deadline > start
    now = person.text.partition('aria-current="step"')[2].partition("</li>")[0]
    assert Words("nl").moment(start) in now
    assert Words("nl").moment(deadline) not in now


def test_a_mail_says_when_where_and_what_to_bring_and_has_a_file_for_the_calendar(
    counter: LocalStack,
) -> None:
    person, case, moment = with_moment(counter)
    (mail,) = (m for m in counter.mails(MAIL) if m.subject.startswith("Je afspraak: "))
    assert BRING in mail.text
    assert "Loket 4" in mail.text
    assert case in mail.text
    assert "moment" not in mail.subject
    event = event_of(mail.calendar)
    start = datetime.fromisoformat(moment)
    assert event.start == start
    assert event.end == start + timedelta(minutes=30)
    assert event["LOCATION"] == "Loket 4, Reuzenstraat 1, 2800 Mechelen"
    for shared in ("Kaart", "kaart", "Lena", "Peeters", BRING):
        assert shared not in mail.calendar
    assert counter.url + case in mail.calendar.replace("\r\n ", "")
    taken = person.get(f"{case}/appointments/{STEP}/calendar")
    assert taken.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert event_of(taken.get_data(as_text=True)).to_ical() == event.to_ical()


def event_of(text: str) -> Event:
    (found,) = Calendar.from_ical(text).walk("VEVENT")
    assert isinstance(found, Event)
    return found


def test_a_moment_is_moved_on_the_page_and_in_the_calendar(counter: LocalStack) -> None:
    person, case, moment = with_moment(counter)
    person.get(f"{case}/appointments/{STEP}")
    assert "Nu heb je een afspraak op" in person.text
    assert "Verplaats mijn afspraak" in person.text
    new = MOMENT.findall(person.text)[-1]
    assert new != moment
    assert pick(person, case, new) == 200
    counter.settle()
    person.get(case)
    assert new in person.text
    assert "Afspraak verplaatst naar" in person.text
    assert sold(datetime.fromisoformat(moment)) == []
    mails = {m.subject.partition(" op ")[0]: m for m in counter.mails(MAIL)}
    before = next(m for s, m in mails.items() if s.startswith("Je afspraak: "))
    after = next(m for s, m in mails.items() if s.startswith("Je afspraak is verplaatst"))
    first, second = event_of(before.calendar), event_of(after.calendar)
    assert first["UID"] == second["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second.start == datetime.fromisoformat(new)
    assert_sound(file_at(case), "booked", "moved")


def test_a_moment_is_cancelled_and_another_is_asked_for(counter: LocalStack) -> None:
    person, case, moment = with_moment(counter)
    hidden = person.form("/cancel")
    person.post(hidden.pop("_action"), hidden)
    assert person.at == case
    counter.settle()
    person.get(case)
    assert BRING not in person.text
    assert "geannuleerd" in person.text
    assert moment in offered(person, case)
    assert pick(person, case, moment) == 200
    assert_sound(file_at(case), "booked", "cancelled", "booked")


def test_a_moment_that_just_went_is_told_with_what_is_free_now(counter: LocalStack) -> None:
    late, case = hand_in(counter)
    # a whole day: after half past one, tomorrow has few moments left
    moment = offered(late, case, f"?day={(counter.clock.now() + timedelta(days=7)).date()}")[1]
    hidden = late.form(f"/appointments/{STEP}")
    quick, other = hand_in(counter, "an-claes", "an@example.org")
    assert pick(quick, other, moment) == 200
    page = hidden.pop("_action")
    answer = late.post(page, {**hidden, "moment": moment})
    assert answer.status_code == 409
    assert "Iemand anders koos dit moment net voor jou." in late.text
    assert "data-error-summary" in late.text
    assert 'href="#moment"' in late.text
    assert moment not in MOMENT.findall(late.text)
    assert late.form(page)["day"] == hidden["day"]  # the day they looked at
    assert pick(late, case, MOMENT.findall(late.text)[0]) == 200


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("", "Kies een moment."),
        ("morgen", "Kies een moment."),
        ("2026-11-25T09:00", "Kies een moment."),  # of no time zone
        ("9999-12-31T23:59:59+00:00", "Kies een moment."),
        ("0001-01-01T00:00:00+14:00", "Kies een moment."),
        ("2020-01-06T09:00:00+00:00", "Dit moment kan je niet kiezen."),
        ("9999-12-01T09:00:00+00:00", "Dit moment kan je niet kiezen."),
        ("<script>", "Kies een moment."),
    ],
)
def test_what_is_no_moment_is_said_beside_what_is_free(
    counter: LocalStack, moment: str, said: str
) -> None:
    person, case = hand_in(counter)
    assert pick(person, case, moment) == 422
    assert said in person.text
    assert MOMENT.findall(person.text)
    assert "<script>" not in person.last.get_data(as_text=True).partition("<main")[2]
    assert_sound(file_at(case))


@pytest.mark.parametrize("query", ["?day=morgen", "?day=0001-01-01", "?day=9999-12-31", "?day="])
def test_an_odd_day_shows_a_week_that_can_be_chosen(counter: LocalStack, query: str) -> None:
    person, case = hand_in(counter)
    assert offered(person, case, query)


def test_a_day_and_a_week_are_links(counter: LocalStack) -> None:
    person, case = hand_in(counter)
    first = offered(person, case)
    following = re.search(r'href="([^"]+)" rel="next"', person.text)
    assert following
    assert 'rel="prev"' not in person.text
    person.get(following[1])
    second = MOMENT.findall(person.text)
    assert second
    assert not set(first) & set(second)
    assert 'rel="prev"' in person.text
    days = re.findall(r'<a href="([^"]+\?day=[^"#]+)#moments"', person.text)
    assert len(days) >= 6  # one of them may be a holiday
    person.get(days[-1])
    (day,) = {moment[:10] for moment in MOMENT.findall(person.text)}
    assert days[-1].endswith(day)


def test_without_any_moment_the_page_says_to_call(counter: LocalStack) -> None:
    person, case = hand_in(counter)
    window(counter, horizon_days=0)
    assert offered(person, case) == []
    assert "Er is nu geen moment vrij." in person.text
    assert counter.post(f"{case}/appointments/{STEP}").status_code == 303  # not signed in


def test_a_page_of_someone_else_is_not_there(counter: LocalStack) -> None:
    _, case, _ = with_moment(counter)
    page = f"{case}/appointments/{STEP}"
    for key in ("tuur-maes", "mechelen-elections"):
        other = Someone(counter, key)
        other.sign_in()
        csrf = token(other)
        assert other.get(page).status_code == 404
        assert other.get(f"{page}/calendar").status_code == 404
        assert other.post(page, {**csrf, "moment": "x"}).status_code == 404
        assert other.post(f"{page}/cancel", csrf).status_code == 404
    assert_sound(file_at(case), "booked")


def token(person: Someone) -> dict[str, str]:
    """The session's own token, from any page with a form."""
    found = re.search(r'name="csrf" value="([^"]+)"', person.text)
    assert found, person.text
    return {"csrf": found[1]}


def test_a_form_without_the_token_changes_nothing(counter: LocalStack) -> None:
    person, case, _ = with_moment(counter)
    page = f"{case}/appointments/{STEP}"
    assert person.post(page, {"moment": "x"}).status_code == 403
    assert person.post(f"{page}/cancel", {}).status_code == 403
    assert_sound(file_at(case), "booked")


def test_a_step_that_books_nothing_has_no_such_page(counter: LocalStack) -> None:
    person, case, _ = with_moment(counter)
    for step in ("pickup", "nothing", ".."):
        assert person.get(f"{case}/appointments/{step}").status_code == 404
    assert person.get(f"{case}/appointments/{STEP}/calendar").status_code == 200


def test_a_case_that_asks_for_no_moment_now_shows_itself(counter: LocalStack) -> None:
    person, case, _ = with_moment(counter)
    hidden = person.form("/withdraw")
    person.post(hidden.pop("_action"), hidden)
    counter.settle()
    person.get(f"{case}/appointments/{STEP}")
    assert person.at == case
    assert person.get(f"{case}/appointments/{STEP}/calendar").status_code == 404


def test_what_was_chosen_when_the_session_ended_is_still_chosen(counter: LocalStack) -> None:
    person, case = hand_in(counter)
    later = (counter.clock.now() + timedelta(days=9)).date().isoformat()
    moment = offered(person, case, f"?day={later}")[2]
    hidden = person.form(f"/appointments/{STEP}")
    page = hidden.pop("_action")
    counter.clock.forward(timedelta(hours=2))
    answer = person.browser.post(page, base_url=counter.url, data={**hidden, "moment": moment})
    assert answer.status_code == 303
    assert "sign-in" in answer.headers["Location"]
    assert "kept=1" in answer.headers["Location"]
    person.sign_in(page)
    assert re.search(rf'value="{re.escape(moment)}" checked', person.text)


def test_the_same_addresses_answer_json(counter: LocalStack) -> None:
    person, case = hand_in(counter)
    page, accept = f"{case}/appointments/{STEP}", {"Accept": "application/json"}
    # a whole day: after half past one, tomorrow has few moments left
    later = f"?day={(counter.clock.now() + timedelta(days=7)).date()}"
    found = person.get(page + later, headers=accept).get_json()
    moments = [option["value"] for part in found["moments"] for option in part["options"]]
    csrf = {"csrf": found["csrf"]}
    wrong = person.post(page, {**csrf, "moment": ""}, headers=accept)
    assert wrong.status_code == 422
    assert [e["pointer"] for e in wrong.get_json()["errors"]] == ["#/moment"]
    quick, other = hand_in(counter, "an-claes", "an@example.org")
    pick(quick, other, moments[0])
    gone = person.post(page, {**csrf, "moment": moments[0]}, headers=accept)
    assert (gone.status_code, gone.get_json()["title"]) == (409, "Dit moment is net weg")
    done = person.browser.post(
        page,
        base_url=counter.url,
        json={"moment": moments[1]},
        headers={**accept, "X-CSRF-Token": found["csrf"]},
    )
    assert done.status_code == 202
    assert done.get_json()["moment"] == moments[1]
    counter.settle()
    cancelled = person.post(f"{page}/cancel", csrf, headers=accept)
    assert cancelled.status_code == 202
    assert_sound(file_at(case), "booked", "cancelled")


@pytest.mark.usefixtures("hasty")
def test_a_table_that_does_not_answer_is_a_busy_desk(counter: LocalStack) -> None:
    person, case = hand_in(counter)
    moment = offered(person, case)[0]
    with broken("dynamodb", "Query", code=THROTTLED):
        assert person.get(f"{case}/appointments/{STEP}").status_code == 503
    person.get(f"{case}/appointments/{STEP}")
    hidden = person.form(f"/appointments/{STEP}")
    page = hidden.pop("_action")
    with broken("dynamodb", "TransactWriteItems", code=THROTTLED):
        assert person.post(page, {**hidden, "moment": moment}).status_code == 503
    assert_sound(file_at(case))
    assert sold(datetime.fromisoformat(moment)) == []


@pytest.mark.parametrize("lang", ["nl", "fr", "de", "en"])
def test_the_pages_speak_every_language(counter: LocalStack, lang: str) -> None:
    person, case, moment = with_moment(counter)
    title = {"nl": "Kaarten", "fr": "Cartes", "de": "Karten", "en": "Cards"}[lang]
    there = case.replace("/nl/", f"/{lang}/")
    person.get(f"{there}/appointments/{STEP}")
    assert title in person.text
    assert MOMENT.findall(person.text)
    person.get(there)
    assert moment in person.text
