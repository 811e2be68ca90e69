"""What the tenant administrator changes: who may, what is told, when it holds, and for whom."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from urllib.parse import quote

import pytest

from functions import processes, wiring
from functions.adapters.appointments import taken
from functions.adapters.aws import client
from functions.domain.appointments import Appointment
from functions.domain.calendar import BRUSSELS
from functions.domain.case import first_break
from functions.domain.logs import SETTINGS
from functions.domain.problems import Busy
from functions.services import booking
from infra.local.stack import LocalStack
from tests.load.meter import Meter
from tests.people import Someone

BASE = "/nl/desk/settings"
FEE = next(p for p in processes.all_procedures() if (p.price and not p.price.labels) or p.price)
KEY = FEE.price.key(next(iter(FEE.price.labels), ""))  # type: ignore[union-attr]


@pytest.fixture
def admin(desk: LocalStack) -> Someone:
    found = Someone(desk, "mechelen-tenant-admin")
    found.sign_in(BASE)
    return found


def today(desk: LocalStack) -> date:
    return desk.clock.now().astimezone(BRUSSELS).date()


def boxes(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def form_of(section: str, key: str = "") -> str:
    return f"{BASE}/section/{section}/change" + (f"?key={quote(key, safe='')}" if key else "")


def change(admin: Someone, section: str, key: str = "", *, start: date | None = None, **more: str):
    """Open the form and send it."""
    admin.get(form_of(section, key))
    hidden = admin.form("/change")
    where = hidden.pop("_action")
    given = boxes("from", start or today(admin.stack)) if section != "closed" else {}
    typed = {name.replace("__", "-"): value for name, value in more.items()}
    return admin.post(where, {**hidden, **given, "why": "Besluit van de raad", **typed})


def log() -> list:
    return wiring.ports().logs.events(SETTINGS)


def fee() -> Decimal | None:
    ports = wiring.ports()
    return ports.tenant.fee(KEY, ports.clock.now().astimezone(BRUSSELS).date())


OTHERS = ("mechelen-counter", "mechelen-registrar", "mechelen-no-role", "lena-peeters")


@pytest.mark.parametrize("key", OTHERS)
def test_only_who_manages_sees_or_changes_settings(desk: LocalStack, key: str) -> None:
    someone = Someone(desk, key)
    someone.sign_in("/nl/desk/my")
    for path in ("", "/all", "/roles", "/section/fees", "/section/fees/change", "/section/none"):
        assert someone.get(BASE + path).status_code == 403, path
        assert "Tarieven" not in someone.text
    for path in ("/section/fees/change", "/revoke"):
        someone.get("/nl/desk/my")
        csrf = re.search(r'name="csrf" value="([^"]+)"', someone.text)
        assert csrf
        data = {"csrf": csrf[1], "key": KEY, "amount": "1", "seq": "1"}
        assert someone.post(BASE + path, data).status_code == 403
    assert log() == []


def test_nobody_sees_them_without_signing_in(desk: LocalStack) -> None:
    answer = desk.client().get(BASE, base_url=desk.url)
    assert answer.status_code == 303
    assert "sign-in" in answer.headers["Location"]


def test_the_menu_shows_it_to_who_manages_only(desk: LocalStack, admin: Someone) -> None:
    assert ">Beheer</a>" in admin.text
    clerk = Someone(desk, "mechelen-counter")
    clerk.sign_in("/nl/desk/work")
    assert ">Beheer</a>" not in clerk.text


@pytest.mark.parametrize("lang", ["nl", "fr", "de", "en"])
def test_every_page_opens_in_every_language(admin: Someone, lang: str) -> None:
    for path in ("", "/all", "/roles", "/roles?role=registrar"):
        assert admin.get(f"/{lang}/desk/settings{path}").status_code == 200
    for name in ("fees", "hours", "closed", "elections", "texts", "terms", "retention"):
        assert admin.get(f"/{lang}/desk/settings/section/{name}").status_code == 200
        link = re.search(rf'href="([^"]*/section/{name}/change[^"]*)"', admin.text)
        assert link
        assert admin.get(link[1].replace("&amp;", "&")).status_code == 200, name


def test_a_fee_that_changes_today_holds_at_once_and_is_told_by_whom(admin: Someone) -> None:
    before = fee()
    answer = change(admin, "fees", KEY, amount="€ 123,45")
    assert answer.status_code == 200
    assert "Bewaard." in admin.text
    assert "€ 123,45" in admin.text.replace("\xa0", " ")
    assert fee() == Decimal("123.45") != before
    (event,) = log()
    assert event.actor.kind == "clerk"
    assert event.actor.role == "tenant_admin"
    assert event.data["why"] == "Besluit van de raad"
    assert event.actor.name in admin.text


def test_a_fee_of_later_holds_on_its_day(desk: LocalStack, admin: Someone) -> None:
    before = fee()
    change(admin, "fees", KEY, start=today(desk) + timedelta(days=3), amount="99")
    assert "Op komst:" in admin.text
    assert fee() == before
    desk.forward(days=3)
    assert fee() == 99


def test_settings_are_a_chain(admin: Someone) -> None:
    for amount in ("1", "2", "3"):
        change(admin, "fees", KEY, amount=amount)
    found = wiring.ports().logs.get(SETTINGS)
    assert found.seq == 3
    assert first_break(log(), found.head) is None


@pytest.mark.parametrize(
    ("section", "key", "typed", "box"),
    [
        ("fees", KEY, {"amount": "-1"}, "amount"),
        ("fees", KEY, {"amount": ""}, "amount"),
        ("fees", KEY, {"amount": "12,345"}, "amount"),
        ("hours", "counter", {"day__1": "12:00-9:00"}, "day-1"),
        ("hours", "counter", {"day__3": "9:00-12:00, 11:00-13:00"}, "day-3"),
        ("hours", "counter", {"day__2": "ochtend"}, "day-2"),
        ("hours", "counter", {f"day__{n}": "" for n in range(1, 8)}, "day-1"),
        ("terms", "", {"days": "0"}, "days"),
        ("retention", "", {"days": "x"}, "days"),
        ("texts", "start/notice", {"text__nl": "Let op"}, "text-fr"),
        ("closed", "", {"day-day": "31", "day-month": "2", "day-year": "2027"}, "day"),
        ("closed", "", {}, "day"),
        ("closed", "", {"day-day": "25", "day-month": "12", "day-year": "2027"}, "day"),
        ("closed", "", {"day-day": "1", "day-month": "6", "day-year": "2020"}, "day"),
        ("elections", "", {}, "title-nl"),
        ("fees", KEY, {"amount": "5", "why": " "}, "why"),
    ],
)
def test_what_is_wrong_is_told_at_its_box_and_nothing_is_written(
    admin: Someone, section: str, key: str, typed: dict[str, str], box: str
) -> None:
    if not key and section in ("terms", "retention"):
        admin.get(f"{BASE}/section/{section}")
        link = re.search(r"change\?key=([^\"&]+)", admin.text)
        assert link
        key = link[1].replace("%2F", "/")
    answer = change(admin, section, key, **typed)
    assert answer.status_code == 422
    assert f'href="#{box}"' in admin.text
    assert f'id="{box}-error"' in admin.text
    assert log() == []


def test_a_day_that_is_past_or_no_day_is_refused_and_what_was_typed_stays(admin: Someone) -> None:
    yesterday = today(admin.stack) - timedelta(days=1)
    assert change(admin, "fees", KEY, start=yesterday, amount="12,34").status_code == 422
    assert 'href="#from"' in admin.text
    assert 'value="12,34"' in admin.text
    assert 'value="Besluit van de raad"' in admin.text
    assert log() == []


def test_a_key_that_does_not_exist_is_not_found(admin: Someone) -> None:
    assert admin.get(form_of("fees", "no/such")).status_code == 404
    assert admin.get(form_of("none", KEY)).status_code == 404
    admin.get(form_of("fees", KEY))
    hidden = admin.form("/change")
    where = hidden.pop("_action")
    assert admin.post(where, {**hidden, "key": "no/such", "amount": "1"}).status_code == 404
    assert log() == []


def test_two_windows_the_second_is_told_and_keeps_what_was_typed(
    desk: LocalStack, admin: Someone
) -> None:
    admin.get(form_of("fees", KEY))
    old = admin.form("/change")
    other = Someone(desk, "mechelen-tenant-admin")
    other.sign_in(BASE)
    change(other, "fees", KEY, amount="10")
    where = old.pop("_action")
    data = {**old, **boxes("from", today(desk)), "why": "Andere reden", "amount": "20"}
    answer = admin.post(where, data)
    assert answer.status_code == 409
    assert "intussen gewijzigd" in admin.text
    assert 'value="20"' in admin.text
    assert 'value="Andere reden"' in admin.text
    assert fee() == 10
    again = admin.form("/change")
    where = again.pop("_action")
    assert admin.post(where, {**data, **again}).status_code == 200
    assert fee() == 20


def test_another_setting_that_changed_meanwhile_is_no_conflict(
    desk: LocalStack, admin: Someone
) -> None:
    admin.get(form_of("fees", KEY))
    old = admin.form("/change")
    other = Someone(desk, "mechelen-tenant-admin")
    other.sign_in(BASE)
    change(other, "hours", "counter", day__1="8:00-9:00")
    where = old.pop("_action")
    data = {**old, **boxes("from", today(desk)), "why": "Reden", "amount": "20"}
    assert admin.post(where, data).status_code == 200
    assert fee() == 20


def test_what_has_not_begun_can_be_revoked_once_and_what_holds_cannot(
    desk: LocalStack, admin: Someone
) -> None:
    tomorrow = today(desk) + timedelta(days=1)
    change(admin, "fees", KEY, start=tomorrow, amount="77")
    hidden = admin.form("/revoke")
    where = hidden.pop("_action")
    assert admin.post(where, hidden).status_code == 200
    assert "wijziging ingetrokken" in admin.text
    assert admin.post(where, hidden).status_code == 409
    desk.forward(days=1)
    assert fee() != 77
    admin.sign_in(BASE)
    change(admin, "fees", KEY, amount="78")
    seq = str(log()[-1].seq)
    admin.get(BASE)
    csrf = re.search(r'name="csrf" value="([^"]+)"', admin.text)
    assert csrf
    assert admin.post(f"{BASE}/revoke", {"csrf": csrf[1], "seq": seq}).status_code == 409
    assert admin.post(f"{BASE}/revoke", {"csrf": csrf[1], "seq": "999"}).status_code == 404
    assert admin.post(f"{BASE}/revoke", {"csrf": csrf[1], "seq": "x"}).status_code == 404
    assert fee() == 78


def test_a_form_from_elsewhere_changes_nothing(admin: Someone) -> None:
    data = {"csrf": "x", "key": KEY, "amount": "1", **boxes("from", today(admin.stack))}
    assert admin.post(f"{BASE}/section/fees/change", data).status_code == 403
    assert log() == []


def test_a_change_reaches_another_function_within_a_minute_and_not_by_asking_more(
    desk: LocalStack, admin: Someone
) -> None:
    change(admin, "fees", KEY, amount="10")
    from functions.services.in_force import InForce

    class Clock:
        moment = desk.clock.now()

        def now(self):
            return self.moment

    clock = Clock()
    file = wiring.ports().in_force.file
    elsewhere = InForce(*file, wiring.ports().logs, clock)
    day = today(desk)
    assert elsewhere.now()[0].fee(KEY, day) == 10
    change(admin, "fees", KEY, amount="11")
    with Meter(desk) as meter:
        clock.moment += timedelta(seconds=59)
        assert elsewhere.now()[0].fee(KEY, day) == 10
        assert meter.take() == []
        clock.moment += timedelta(seconds=2)
        assert elsewhere.now()[0].fee(KEY, day) == 11
        assert [r.operation for r in meter.take()] == ["GetItem", "Query"]
        clock.moment += timedelta(seconds=61)
        elsewhere.now()
        assert [r.operation for r in meter.take()] == ["GetItem"], "nothing changed"


def test_a_table_that_cannot_answer_keeps_the_last_known(
    desk: LocalStack, admin: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(admin, "fees", KEY, amount="10")
    ports = wiring.ports()
    assert fee() == 10

    def busy(*_: object) -> None:
        raise Busy

    monkeypatch.setattr(ports.logs._adapter, "get", busy)
    desk.clock.forward(timedelta(minutes=5))
    assert fee() == 10
    monkeypatch.undo()


def test_a_broken_line_in_the_log_does_not_close_the_desk(desk: LocalStack, admin: Someone) -> None:
    change(admin, "fees", KEY, amount="10")
    ports = wiring.ports()
    known = ports.logs.get(SETTINGS)
    from functions.domain.case import happened
    from functions.domain.person import SYSTEM

    changed, event = happened(known, "changed", at=ports.clock.now(), actor=SYSTEM, data={})
    ports.logs.record(changed, event)
    desk.clock.forward(timedelta(minutes=2))
    assert fee() == 10
    wiring.ports.cache_clear()
    assert fee() == 10, "a function that starts only now reads the other lines"
    assert admin.get(f"{BASE}/section/fees").status_code == 200
    change(admin, "fees", KEY, amount="12")
    assert fee() == 12


def test_closing_days_close_the_counter_and_open_again(desk: LocalStack, admin: Someone) -> None:
    day = date(today(desk).year + 1, 6, 1)
    change(admin, "closed", **boxes("day", day))
    assert day in wiring.ports().tenant.closed_on
    assert change(admin, "closed", **boxes("day", day)).status_code == 422, "it is there already"
    change(admin, "closed", day.isoformat(), closed="no")
    assert day not in wiring.ports().tenant.closed_on
    assert "Toch open" in admin.text


def test_who_closes_a_day_is_told_how_many_people_come_then(
    desk: LocalStack, admin: Someone
) -> None:
    day = date(today(desk).year + 1, 6, 1)
    ports = wiring.ports()
    start = datetime.combine(day, time(10), BRUSSELS).astimezone(UTC)
    seat = Appointment(service=next(iter(ports.tenant.services)), start=start, minutes=15, seat=1)
    client("dynamodb").transact_write_items(
        TransactItems=[
            {verb: {"TableName": desk.local.table, **content}}
            for verb, content in taken(seat, "birth-01JD0000000000000000000000").items()
        ]
    )
    change(admin, "closed", **boxes("day", day))
    assert "Afspraken die die dag al gemaakt zijn: 1." in admin.text
    assert ports.store.seats(seat.service, day) == [seat], "what was booked stays"


def test_what_can_be_booked_follows_the_hours_of_its_own_day(
    desk: LocalStack, admin: Someone
) -> None:
    ports = wiring.ports()
    step = next(
        step
        for procedure in processes.all_procedures()
        for step in procedure.workflow.steps
        if step.books and not ports.tenant.services[step.books.service].hours
    )
    begins = booking.monday_of(today(desk)) + timedelta(days=21)
    hours = {f"day__{n}": "6:00-7:00" for n in range(1, 8)}
    change(admin, "hours", "counter", start=begins, **hours)
    before, after = (booking.week(wiring.ports(), step, d) for d in (begins - booking.WEEK, begins))
    early = [s.astimezone(BRUSSELS).hour for day in after for s in day.starts]
    assert set(early) == {6}
    assert 6 not in {s.astimezone(BRUSSELS).hour for day in before for s in day.starts}
    assert before


def test_the_first_question_shows_the_notice_of_the_municipality_as_plain_text(
    desk: LocalStack, admin: Someone
) -> None:
    procedure = next(p for p in processes.all_procedures() if p.opened_by == "citizen")
    texts = {f"text__{lang}": f"<i>Let op</i> {lang}" for lang in ("nl", "fr", "de", "en")}
    change(admin, "texts", f"{procedure.key}/notice", **texts)
    citizen = Someone(desk, "lena-peeters")
    for lang in ("nl", "fr"):
        citizen.sign_in(f"/{lang}/desk/{procedure.key}/start")
        assert f"&lt;i&gt;Let op&lt;/i&gt; {lang}" in citizen.last.get_data(as_text=True)


def test_an_election_can_be_added_and_goes_while_it_has_not_begun(
    desk: LocalStack, admin: Someone
) -> None:
    year = today(desk).year + 1
    typed = {f"title__{lang}": f"Stemdag {lang}" for lang in ("nl", "fr", "de", "en")}
    typed |= {"kind": "federal", "residence_years": "5"}
    for name, day in (
        ("day", date(year, 6, 9)),
        ("opens", date(year, 4, 1)),
        ("closes", date(year, 6, 8)),
        ("closes_certified", date(year, 6, 7)),
    ):
        typed |= {**boxes(name, day), f"{name}-time": "12u"}
    assert change(admin, "elections", **typed).status_code == 200
    election = wiring.ports().calendar.election(f"federal-{year}-06-09")
    assert election
    assert election.title["de"] == "Stemdag de"
    admin.get(form_of("elections", election.id))
    assert 'value="12:00"' in admin.text
    wrong = {**typed, **boxes("closes", date(year, 3, 1))}
    assert change(admin, "elections", election.id, **wrong).status_code == 422
    assert 'href="#closes"' in admin.text
    letters = {**typed, **boxes("convocations_from", date(year, 5, 1))}
    letters["convocations_from-time"] = "0:00"
    assert change(admin, "elections", election.id, **letters).status_code == 422
    assert 'href="#convocations_until"' in admin.text
    change(admin, "elections", election.id, stays="no", **typed)
    assert wiring.ports().calendar.election(election.id) is None


def test_an_election_that_people_can_ask_something_for_cannot_go(admin: Someone) -> None:
    running = wiring.ports().calendar.elections[0]
    admin.get(form_of("elections", running.id))
    assert 'name="stays"' not in admin.text
    change(admin, "elections", running.id, stays="no")
    assert wiring.ports().calendar.election(running.id) is not None


def test_a_page_of_the_desk_is_made_with_the_newest_settings(
    desk: LocalStack, admin: Someone
) -> None:
    from functions.web import answers

    change(admin, "hours", "counter", day__1="7:00-8:00")
    shown = answers.renderer()._globals["tenant"]
    assert shown is wiring.ports().tenant
    assert next(h for h in shown.hours if 1 in h.days).open == "07:00"  # type: ignore[attr-defined]


def test_the_roles_page_says_what_the_one_table_says(admin: Someone) -> None:
    admin.get(f"{BASE}/roles?role=tenant_admin")
    assert "Tarieven, uren, kalender" in admin.text
    assert "Burgerlijke stand" not in admin.text.split("<main")[1].split("</nav>")[1]
