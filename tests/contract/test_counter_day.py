"""A clerk books for someone, and keeps the list of the day: who comes, who is there, who is not."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from functions import wiring
from functions.domain.appointments import BESIDE
from functions.domain.calendar import BRUSSELS
from functions.domain.numbers import new_case_id, write_case_number
from infra.local.stack import LocalStack
from tests.contract.test_mandates import ref
from tests.contract.test_sessions import csrf
from tests.contract.test_visits import hand_in, offered, pick, with_moment
from tests.faults import GONE, assert_sound, broken, file_at, subjects
from tests.load.meter import Meter
from tests.people import Someone
from tests.visiting import STEP, sold, window

DAY = "/nl/desk/visits"
COUNTER = "mechelen-counter"
ALL_DAY = {"lead_hours": 0}


def clerk_of(desk: LocalStack, key: str = COUNTER, at: str = DAY) -> Someone:
    clerk = Someone(desk, key)
    clerk.sign_in(at)
    return clerk


def go_to(desk: LocalStack, hour: int, minute: int = 0) -> date:
    """The clock stands at that time in Belgium, on the next day that the window is open."""
    window(desk)
    now = desk.clock.now().astimezone(BRUSSELS)
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=1)
    while not _is_open(desk, then.date()):
        then += timedelta(days=1)
    desk.clock.forward(then.astimezone(UTC) - desk.clock.now())
    return then.date()


def _is_open(desk: LocalStack, day: date) -> bool:
    from functions.domain.appointments import moments
    from tests.visiting import WINDOW

    return any(moments(wiring.ports().tenant, WINDOW, day))


def until(desk: LocalStack, moment: str) -> None:
    desk.clock.forward(datetime.fromisoformat(moment) - desk.clock.now())


def row(clerk: Someone, name: str = "Lena Peeters") -> str:
    rows = [r for r in re.findall(r"<tr class.*?</tr>", clerk.text, re.S) if name in r]
    assert len(rows) == 1, clerk.text
    return rows[0]


def press(clerk: Someone, what: str) -> int:
    hidden = clerk.form(f"/{what}")
    return int(clerk.post(hidden.pop("_action"), hidden).status_code)


# Booking for someone


def test_a_clerk_chooses_moves_and_cancels_and_the_applicant_hears_of_it(
    counter: LocalStack,
) -> None:
    _, case = hand_in(counter)
    clerk = clerk_of(counter, at=f"{case}/review")
    assert f'href="{case}/appointments/{STEP}"' in clerk.text
    # a whole day: late in the afternoon today has few moments left
    later = f"?day={(counter.clock.now() + timedelta(days=7)).date()}"
    moments = offered(clerk, case, later)
    assert "Je doet dit voor Lena Peeters." in clerk.text
    assert pick(clerk, case, moments[0]) == 200
    assert clerk.at == f"{case}/review"
    counter.settle()
    clerk.get(f"{case}/review")
    assert "Zet in je agenda" not in clerk.text
    assert pick(clerk, case, offered(clerk, case, later)[1]) == 200
    counter.settle()
    clerk.get(f"{case}/review")
    hidden = clerk.form("/cancel")
    clerk.post(hidden.pop("_action"), hidden)
    assert clerk.at == f"{case}/review"
    counter.settle()
    file = file_at(case)
    assert_sound(file, "booked", "moved", "cancelled")
    acts = [e for e in file.events if e.kind in ("booked", "moved", "cancelled")]
    for event in acts:
        assert (event.actor.kind, event.actor.ref) == ("clerk", ref(COUNTER))
        assert event.data["ref"] == ref("lena-peeters")
    told = subjects(counter, file.case.mail)
    assert sum("gaat niet door" in subject for subject in told) == 1
    assert sum("Je afspraak" in subject for subject in told) == 2
    assert sold(datetime.fromisoformat(moments[0])) == []


def test_a_clerk_chooses_a_moment_that_is_too_soon_for_the_applicant(counter: LocalStack) -> None:
    day = go_to(counter, 8)
    lena, case = hand_in(counter)
    assert day.isoformat() not in {
        moment[:10] for moment in offered(lena, case, f"?day={day.isoformat()}")
    }
    clerk = clerk_of(counter)
    (today, *_) = (m for m in offered(clerk, case) if m.startswith(day.isoformat()))
    hidden = {"csrf": csrf(lena), "moment": today}
    assert lena.post(f"{case}/appointments/{STEP}", hidden).status_code == 422
    assert pick(clerk, case, today) == 200
    assert sold(datetime.fromisoformat(today)) == [1]


def test_the_term_of_the_law_holds_for_a_clerk_too(counter: LocalStack) -> None:
    window(counter, lead_hours=336, desk_lead_hours=336)
    _, case = hand_in(counter)
    clerk = clerk_of(counter)
    first = datetime.fromisoformat(offered(clerk, case)[0])
    assert first >= counter.clock.now() + timedelta(days=14)
    assert "begin nu" not in clerk.text
    assert clerk.post(f"{case}/appointments/{STEP}/now", {"csrf": csrf(clerk)}).status_code == 422
    assert file_at(case).case.appointments == {}


@pytest.mark.parametrize("key", ["mechelen-elections", "mechelen-no-role", "roger-lambrecht"])
def test_who_receives_nobody_chooses_for_nobody(counter: LocalStack, key: str) -> None:
    _, case, moment = with_moment(counter)
    page = f"{case}/appointments/{STEP}"
    other = clerk_of(counter, key)
    assert other.last.status_code == 403
    assert "Lena" not in other.text
    assert other.get(page).status_code == 404
    form = {"csrf": csrf(other), "moment": moment, "booking": STEP, "number": "7KM42PRT9XAC"}
    for way in (page, f"{page}/now", f"{page}/cancel"):
        assert other.post(way, form).status_code == 404
    case_id = case.rsplit("/", 1)[1]
    for way in (f"{DAY}/walk-in", f"{DAY}/{case_id}/arrived", f"{DAY}/{case_id}/missed"):
        assert other.post(way, form).status_code == 403
    assert_sound(file_at(case), "booked")


def test_two_clerks_and_one_seat_is_one_appointment(counter: LocalStack) -> None:
    _, first = hand_in(counter)
    _, second = hand_in(counter, "sofie-vermeulen", "sofie@example.org")
    clerks = [clerk_of(counter), clerk_of(counter)]
    moment = offered(clerks[0], first)[0]
    assert pick(clerks[0], first, moment) == 200
    hidden = {"csrf": csrf(clerks[1]), "moment": moment}
    assert clerks[1].post(f"{second}/appointments/{STEP}", hidden).status_code == 409
    assert sold(datetime.fromisoformat(moment)) == [1]


# The day


def test_the_day_shows_who_comes_and_how_each_visit_goes(counter: LocalStack) -> None:
    _, case, moment = with_moment(counter)
    day = datetime.fromisoformat(moment).astimezone(BRUSSELS).date()
    clerk = clerk_of(counter, at=f"{DAY}?day={day.isoformat()}")
    assert "1 bezoek, nog 1 verwacht" in clerk.text
    assert "Loket 4, Reuzenstraat 1" in clerk.text
    assert "verwacht" in row(clerk)
    assert "Aangekomen" not in row(clerk)  # not today
    until(counter, moment)
    clerk = clerk_of(counter)
    assert "Niet gekomen" in row(clerk)
    assert press(clerk, "arrived") == 200
    assert "aangekomen" in row(clerk)
    assert "Niet gekomen" not in row(clerk)
    assert f'href="{case}/review"' in row(clerk)
    file = file_at(case)
    (event,) = (e for e in file.events if e.kind == "arrived")
    assert (event.actor.ref, event.data["ref"]) == (ref(COUNTER), ref("lena-peeters"))
    clerk.get(f"{case}/review")
    assert "De aanvrager is aangekomen" in clerk.text
    clerk.decide("pickup", "done")
    clerk.get(DAY)
    assert "afgehandeld" in row(clerk)  # before the workflow has gone on
    counter.settle()
    clerk.get(DAY)
    assert "afgehandeld" in row(clerk)
    assert "<form" not in row(clerk)
    assert_sound(file_at(case), "booked", "done")


def test_arriving_twice_is_once_and_another_day_is_refused(counter: LocalStack) -> None:
    _, case, moment = with_moment(counter)
    action = f"{DAY}/{case.rsplit('/', 1)[1]}/arrived"
    clerk = clerk_of(counter)
    assert clerk.post(action, {"csrf": csrf(clerk), "booking": STEP}).status_code == 422
    until(counter, moment)
    first, second = clerk_of(counter), clerk_of(counter)
    for one in (first, second, first):
        assert one.post(action, {"csrf": csrf(one), "booking": STEP}).status_code == 200
    assert [e.kind for e in file_at(case).events].count("arrived") == 1
    for wrong in ("", "x", "pickup"):
        assert first.post(action, {"csrf": csrf(first), "booking": wrong}).status_code == 404
    assert first.post(f"{DAY}/x/arrived", {"csrf": csrf(first)}).status_code == 404
    missing = f"{DAY}/{new_case_id('birth')}/arrived"
    assert first.post(missing, {"csrf": csrf(first), "booking": STEP}).status_code == 404


def test_who_does_not_come_can_choose_again_and_the_list_says_so(counter: LocalStack) -> None:
    lena, case, moment = with_moment(counter)
    action = f"{DAY}/{case.rsplit('/', 1)[1]}/missed"
    clerk = clerk_of(counter)
    assert clerk.post(action, {"csrf": csrf(clerk), "booking": STEP}).status_code == 422
    until(counter, moment)
    clerk = clerk_of(counter)
    assert press(clerk, "missed") == 200
    assert "niet gekomen" in row(clerk)
    counter.settle()
    clerk.get(DAY)
    assert "niet gekomen" in row(clerk)
    assert_sound(file_at(case), "booked", "no-show")
    assert file_at(case).case.stage == STEP
    lena.sign_in(case)
    assert "Kies een moment" in lena.text


def test_a_service_that_fails_halfway_notes_nothing(counter: LocalStack) -> None:
    _, case, moment = with_moment(counter)
    until(counter, moment)
    clerk = clerk_of(counter)
    hidden = clerk.form("/arrived")
    with broken("dynamodb", "TransactWriteItems", code=GONE):
        assert clerk.post(hidden["_action"], hidden).status_code == 503
    assert "arrived" not in [e.kind for e in file_at(case).events]
    clerk.get(DAY)
    assert "verwacht" in row(clerk)
    with broken("dynamodb", "Query", "BatchGetItem", code=GONE):
        assert clerk.get(DAY).status_code == 503


def test_a_visit_can_be_noted_after_its_seat_is_gone(counter: LocalStack) -> None:
    _, case, moment = with_moment(counter)
    start = datetime.fromisoformat(moment)
    until(counter, moment)
    (seat,) = wiring.ports().store.day_of("window", start.date())
    from functions.adapters.appointments import freed

    wiring.ports().store._table.transact([freed(seat.chosen, seat.case_id)])
    clerk = clerk_of(counter, at=f"{case}/review")
    clerk.decide("pickup", "done")
    counter.settle()
    assert_sound(file_at(case), "booked", "done")


# Who comes without an appointment


def test_a_walk_in_begins_now_beside_the_seats_and_gets_no_mail(counter: LocalStack) -> None:
    go_to(counter, 10, 7)
    _, case = hand_in(counter)
    clerk = clerk_of(counter)
    number = write_case_number(file_at(case).case.number).lower().replace("-", " ")
    hidden = clerk.form("/walk-in")
    for _ in range(2):  # twice is once
        clerk.post(hidden["_action"], {**hidden, "number": number})
        assert clerk.last.status_code in (200, 422), clerk.text
        counter.settle()
    clerk.get(DAY)
    assert "aangekomen, zonder afspraak" in row(clerk)
    file = file_at(case)
    (chosen,) = file.case.appointments.values()
    assert (chosen.walk_in, chosen.seat) == (True, BESIDE + 1)
    assert not any("afspraak" in s for s in subjects(counter, file.case.mail) if "Je " in s)
    assert file.case.stage == "pickup"
    clerk.get(f"{case}/review")
    clerk.decide("pickup", "done")
    counter.settle()
    assert_sound(file_at(case), "booked", "done")


def test_a_walk_in_takes_no_seat_and_two_in_a_minute_are_two(counter: LocalStack) -> None:
    day = go_to(counter, 10, 0)
    clerk = clerk_of(counter)
    cases = [
        hand_in(counter, who, f"{who}@example.org")[1]
        for who in ("lena-peeters", "sofie-vermeulen")
    ]
    for case in cases:
        form = {"csrf": csrf(clerk), "number": file_at(case).case.number}
        assert clerk.post(f"{DAY}/walk-in", form).status_code == 200
    seats = sorted(s.chosen.seat for s in wiring.ports().store.day_of("window", day))
    assert seats == [BESIDE + 1, BESIDE + 2]


def test_who_comes_before_their_moment_is_received_now_and_frees_it(counter: LocalStack) -> None:
    _, case, moment = with_moment(counter)
    clerk = clerk_of(counter)
    form = {"csrf": csrf(clerk), "number": file_at(case).case.number}
    assert clerk.post(f"{DAY}/walk-in", form).status_code == 200
    counter.settle()
    assert sold(datetime.fromisoformat(moment)) == []
    assert_sound(file_at(case), "booked", "moved")


def test_who_comes_late_today_has_arrived(counter: LocalStack) -> None:
    _, case, moment = with_moment(counter)
    until(counter, moment)
    counter.clock.forward(timedelta(minutes=5))
    clerk = clerk_of(counter)
    form = {"csrf": csrf(clerk), "number": file_at(case).case.number}
    assert clerk.post(f"{DAY}/walk-in", form).status_code == 200
    assert "aangekomen" in row(clerk)
    assert_sound(file_at(case), "booked")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Vul het zaaknummer in"),
        ("7KM4-2PRT-9XA2", "Vul het zaaknummer in"),
        ("<script>", "Vul het zaaknummer in"),
        ("x" * 5000, "Vul het zaaknummer in"),
    ],
)
def test_a_wrong_number_is_told_and_kept(counter: LocalStack, typed: str, told: str) -> None:
    clerk = clerk_of(counter)
    answer = clerk.post(f"{DAY}/walk-in", {"csrf": csrf(clerk), "number": typed})
    assert answer.status_code == 422
    assert told in clerk.text
    assert "<script>" not in clerk.last.get_data(as_text=True)


def test_an_unknown_number_and_one_that_waits_for_nothing_are_told(counter: LocalStack) -> None:
    from functions.domain.numbers import new_case_number

    clerk = clerk_of(counter)
    clerk.post(f"{DAY}/walk-in", {"csrf": csrf(clerk), "number": new_case_number()})
    assert "We vinden geen zaak met dit nummer" in clerk.text
    _, case, moment = with_moment(counter)
    until(counter, moment)
    clerk = clerk_of(counter, at=f"{case}/review")
    clerk.decide("pickup", "done")
    counter.settle()
    form = {"csrf": csrf(clerk), "number": file_at(case).case.number}
    assert clerk.post(f"{DAY}/walk-in", form).status_code == 422
    assert "wacht nu niet op een bezoek" in clerk.text


# Empty days, and what it costs


def test_a_day_without_visits_says_why(counter: LocalStack) -> None:
    clerk = clerk_of(counter)
    year = counter.clock.now().year + 1
    closed = date(year, 12, 28)
    for lang, name in (("nl", "Kerstmis"), ("fr", "Noël"), ("de", "Weihnachten")):
        clerk.get(f"/{lang}/desk/visits?day={year}-12-25")
        assert name in clerk.text, lang
    window(counter, closed_on=(closed,))
    clerk.get(f"{DAY}?day={closed.isoformat()}")
    assert "uitzonderlijk gesloten" in clerk.text
    for odd in ("x", "", "9999-12-31", "0001-01-01", "2026-13-01"):
        assert clerk.get(f"{DAY}?day={odd}").status_code == 200
    clerk.get(f"{DAY}?day=2020-01-06")
    assert "voorbije dag" in clerk.text


def test_the_day_is_one_query_a_service_and_one_batch_whatever_comes(counter: LocalStack) -> None:
    def asked() -> list[str]:
        with Meter(counter) as meter:
            assert clerk.get(f"{DAY}?day={day}").status_code == 200
            return sorted(request.operation for request in meter.take())

    _, _, moment = with_moment(counter)
    day = datetime.fromisoformat(moment).astimezone(BRUSSELS).date().isoformat()
    clerk = clerk_of(counter)
    one = asked()
    with_moment(counter, "sofie-vermeulen")
    assert asked() == one
    services = len(wiring.ports().tenant.services)
    assert one.count("Query") <= services
    assert one.count("BatchGetItem") == 1
    assert len(one) <= services + 3
