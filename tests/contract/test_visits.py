"""A moment at the counter on the pages: chosen, moved, cancelled, missed, remembered."""

import re
from datetime import datetime, timedelta

from icalendar import Calendar

from infra.local.stack import LocalStack
from tests.faults import assert_sound, file_at
from tests.people import Someone
from tests.visiting import BRING, STEP, sold

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
    assert "Annuleer" not in clerk.text
    clerk.decide("pickup", "done")
    counter.settle()
    person.get(case)
    assert "Je hebt je kaart." in person.text
    assert_sound(file_at(case), "booked", "done")
    assert timedelta(0) < timedelta(1)
    assert Calendar
