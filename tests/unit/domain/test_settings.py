"""What a municipality changes, by the day on which it holds."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from functions.domain.appointments import moments
from functions.domain.calendar import BRUSSELS, Calendar, Election
from functions.domain.case import Event
from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.person import Actor, Person
from functions.domain.settings import (
    applied,
    changes_of,
    data_of,
    problems_of,
    read_value,
    standing,
)
from functions.domain.tenant import Fee, Hours, Service, load_tenant

FILE = load_tenant(Path("infra/tenants/mechelen.toml"))
DAY = date(2026, 11, 23)  # a Monday
LATER = date(2027, 1, 1)
WEEK = {day: [{"open": "09:00", "close": "12:00"}] for day in (1, 2)}
LANGUAGES = ("nl", "fr")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS).astimezone(UTC)


ELECTION = {
    "id": "local-2030-10-13",
    "title": {"nl": "Verkiezing", "fr": "Élection"},
    "day": "2030-10-13",
    "opens": "2030-08-01T00:00:00+02:00",
    "closes": "2030-10-12T23:59:00+02:00",
    "closes_certified": "2030-10-11T12:00:00+02:00",
    "kind": "local",
}


def event(seq: int, section: str, key: str, raw, starts: date = DAY, by: str = "Els") -> Event:
    value = read_value(section, raw)
    return Event(
        case_id="settings",
        seq=seq,
        at=datetime(2026, 11, 1, 12, seq, tzinfo=UTC),
        kind="changed",
        actor=Actor(kind="clerk", name=by),
        data=data_of(section, key, starts, value, "waarom"),
    )


def revoked(seq: int, of: int) -> Event:
    data = {"section": "fees", "key": "x", "seq": str(of)}
    at = datetime(2026, 11, 2, tzinfo=UTC)
    return Event(
        case_id="settings", seq=seq, at=at, kind="revoked", actor=Actor(kind="clerk"), data=data
    )


def after(*events: Event, day: date = DAY, tenant=FILE, calendar: Calendar | None = None):
    return applied(tenant, calendar or Calendar(), changes_of(events), day)


def wrong(section: str, raw, **context) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        read_value(section, raw, **context)
    return {p.field: p.text.write(str) for p in problems_of(caught.value)}


def test_without_changes_the_file_holds():
    tenant, calendar = after()
    assert tenant == FILE
    assert calendar == Calendar()


def test_a_fee_changes_on_its_day_and_not_before():
    tenant, _ = after(event(1, "fees", "some/thing", {"amount": "24.50"}, LATER))
    assert tenant.fee("some/thing", date(2026, 12, 31)) is None
    assert tenant.fee("some/thing", LATER) == Decimal("24.50")


def test_a_fee_of_the_file_that_begins_later_still_begins():
    fees = (Fee(procedure="some/thing", amount=Decimal(9), valid_from=LATER),)
    own = FILE.model_copy(update={"fees": fees})
    tenant, _ = after(event(1, "fees", "some/thing", {"amount": "5"}), tenant=own)
    assert tenant.fee("some/thing", DAY) == 5
    assert tenant.fee("some/thing", LATER) == 9
    same_day = event(1, "fees", "some/thing", {"amount": "5"}, LATER)
    tenant, _ = after(same_day, tenant=own)
    assert tenant.fee("some/thing", LATER) == 5, "of the same day, the change"


def test_an_amount_that_was_shown_today_stays_what_it_was_when_it_changes_today():
    first = event(1, "fees", "some/thing", {"amount": "5"})
    second = event(2, "fees", "some/thing", {"amount": "6"})
    first.at, second.at = (datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (9, 11))
    tenant, calendar = after(first, second)
    price = Price("some/thing")
    person = Person(given_name="", family_name="", national_number="", ref="")
    amounts = [
        price.amount({}, Facts(datetime(2026, 11, 23, hour, tzinfo=UTC), person, calendar, tenant))
        for hour in (8, 10, 12)
    ]
    assert amounts == [None, 5, 6]
    assert tenant.fee("some/thing", DAY) == 6, "for who asks only now"


def test_of_two_changes_for_the_same_day_the_last_one_written_holds():
    first = event(1, "terms", "some/step", {"days": 5})
    second = event(2, "terms", "some/step", {"days": 7})
    assert after(first, second)[0].terms["some/step"] == 7


def test_what_begins_later_takes_over_even_when_it_was_written_first():
    first = event(1, "terms", "some/step", {"days": 5}, LATER)
    second = event(2, "terms", "some/step", {"days": 7}, DAY)
    assert after(first, second)[0].terms["some/step"] == 7
    assert after(first, second, day=LATER)[0].terms["some/step"] == 5


def test_what_was_revoked_never_holds():
    changed = event(1, "fees", "x", {"amount": "5"}, LATER)
    tenant, _ = after(changed, revoked(2, 1), day=LATER)
    assert tenant.fee("x", LATER) is None
    assert standing(changes_of([changed, revoked(2, 1)]), LATER) == {}


def test_how_long_a_case_is_kept_changes_on_its_day():
    changed = event(1, "retention", "some/thing", {"days": 400}, LATER)
    assert after(changed)[0].kept_days("some/thing", 365) == 365
    assert after(changed, day=LATER)[0].kept_days("some/thing", 365) == 400


def test_opening_hours_are_those_of_the_day_that_is_asked():
    tenant, _ = after(event(1, "hours", "counter", {"week": WEEK}, LATER))
    assert tenant.hours == FILE.hours
    assert tenant.hours_on(DAY) == FILE.hours
    assert tenant.hours_on(LATER) == (
        Hours(days=(1,), open="09:00", close="12:00"),
        Hours(days=(2,), open="09:00", close="12:00"),
    )
    assert after(event(1, "hours", "counter", {"week": WEEK}, LATER), day=LATER)[0].hours == (
        tenant.hours_on(LATER)
    )


def test_a_moment_ahead_follows_the_hours_of_its_own_day():
    monday, tuesday = date(2027, 1, 4), date(2026, 11, 24)
    service = Service(title={}, minutes=60, capacity=1)
    late = {1: [{"open": "18:00", "close": "20:00"}]}
    tenant, _ = after(event(1, "hours", "counter", {"week": late}, LATER))
    hours = [m.astimezone(BRUSSELS).hour for m in moments(tenant, service, monday)]
    assert hours == [18, 19]
    assert [m.astimezone(BRUSSELS).hour for m in moments(tenant, service, tuesday)] == [9, 10, 11]


def test_a_service_has_hours_of_its_own_until_it_has_none():
    name = next(n for n, service in FILE.services.items() if service.hours)
    other = {5: [{"open": "08:00", "close": "09:00"}]}
    key = f"service/{name}"
    own = event(1, "hours", key, {"week": other}, DAY)
    none = event(2, "hours", key, {"week": {}}, LATER)
    service = after(own, none)[0].services[name]
    assert service.hours_on(DAY) == (Hours(days=(5,), open="08:00", close="09:00"),)
    assert service.hours_on(LATER) == ()
    assert service.hours_on(date(2026, 1, 1)) == FILE.services[name].hours


def test_a_closing_day_comes_and_one_of_the_file_goes():
    there = FILE.closed_on[0]
    tenant, _ = after(
        event(1, "closed", "2027-05-07", {"closed": True}),
        event(2, "closed", there.isoformat(), {"closed": False}),
    )
    assert date(2027, 5, 7) in tenant.closed_on
    assert there not in tenant.closed_on


def test_a_notice_is_there_from_its_first_to_its_last_day():
    raw = {"text": {"nl": "Let op", "fr": "Attention"}, "until": "2026-12-31"}
    changed = event(1, "texts", "start/notice", raw, date(2026, 12, 1))
    said = [
        after(changed, day=day)[0].text("start/notice", "fr")
        for day in (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), LATER)
    ]
    assert said == ["", "Attention", "Attention", ""]


def test_an_empty_text_brings_ours_back():
    given = event(1, "texts", "start/notice", {"text": {"nl": "Let op", "fr": "Attention"}})
    gone = event(2, "texts", "start/notice", {"text": {"nl": "", "fr": ""}})
    assert after(given)[0].text("start/notice", "nl") == "Let op"
    assert after(given, gone)[0].text("start/notice", "nl") == ""


def test_an_election_comes_changes_and_goes():
    made = event(1, "elections", ELECTION["id"], {"election": ELECTION})
    _, calendar = after(made)
    assert [e.id for e in calendar.elections] == [ELECTION["id"]]
    assert calendar.elections[0].opens == moment("2030-08-01T00:00:00")
    other = {**ELECTION, "closes": "2030-10-12T20:00:00+02:00"}
    _, calendar = after(made, event(2, "elections", ELECTION["id"], {"election": other}))
    assert calendar.elections[0].closes == moment("2030-10-12T20:00:00")
    _, calendar = after(made, event(2, "elections", ELECTION["id"], {"election": None}))
    assert calendar.elections == ()


def test_elections_of_the_file_stay_beside_those_that_were_added():
    old = Election.model_validate({**ELECTION, "id": "old", "day": "2029-06-10"})
    made = event(1, "elections", ELECTION["id"], {"election": ELECTION})
    _, calendar = after(made, calendar=Calendar(elections=(old,)))
    assert [e.id for e in calendar.elections] == ["old", ELECTION["id"]]


@pytest.mark.parametrize(
    ("section", "raw", "where"),
    [
        ("fees", {"amount": "-1"}, "amount"),
        ("fees", {"amount": "twee"}, "amount"),
        ("fees", {"amount": "1.234"}, "amount"),
        ("fees", {"amount": "NaN"}, "amount"),
        ("fees", {"amount": "100001"}, "amount"),
        ("fees", {}, "amount"),
        ("terms", {"days": "0"}, "days"),
        ("terms", {"days": "366"}, "days"),
        ("terms", {"days": "3.5"}, "days"),
        ("retention", {"days": ""}, "days"),
        ("hours", {"week": {1: [{"open": "12:00", "close": "9:00"}]}}, "week.1.0.close"),
        ("hours", {"week": {1: [{"open": "12:00", "close": "09:00"}]}}, "week.1.0.close"),
        ("hours", {"week": {1: [{"open": "09:00", "close": "09:00"}]}}, "week.1.0.close"),
        ("hours", {"week": {1: [{"open": "24:00", "close": "25:00"}]}}, "week.1.0.open"),
        (
            "hours",
            {
                "week": {
                    3: [
                        {"open": "09:00", "close": "12:00"},
                        {"open": "11:00", "close": "13:00"},
                    ]
                }
            },
            "week.3",
        ),
        ("elections", {"election": {**ELECTION, "closes": ELECTION["opens"]}}, "election.closes"),
        (
            "elections",
            {"election": {**ELECTION, "residence_years": 51}},
            "election.residence_years",
        ),
        (
            "elections",
            {"election": {**ELECTION, "closes_certified": "2030-10-13T12:00:00+02:00"}},
            "election.closes_certified",
        ),
        (
            "elections",
            {"election": {**ELECTION, "closes": "2030-10-14T00:01:00+02:00"}},
            "election.closes",
        ),
        (
            "elections",
            {"election": {**ELECTION, "convocations_from": "2030-10-01T00:00:00+02:00"}},
            "election.convocations_until",
        ),
        (
            "elections",
            {"election": {**ELECTION, "registration_closes": "2030-10-14T00:01:00+02:00"}},
            "election.registration_closes",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(section, raw, where):
    if section == "elections" and "convocations_from" in raw["election"]:
        raw = {"election": {**raw["election"], "convocations_until": None}}
    found = wrong(section, raw)
    assert where in found
    assert found[where]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_text_stands_in_every_language_or_in_none(lang):
    text = {"nl": "Let op", "fr": "Attention", lang: ""}
    found = wrong("texts", {"text": text}, languages=LANGUAGES)
    assert list(found) == [f"text.{lang}"]
    read_value("texts", {"text": {"nl": "", "fr": ""}}, languages=LANGUAGES)


def test_a_notice_cannot_end_before_it_begins():
    raw = {"text": {"nl": "a", "fr": "b"}, "until": "2026-11-22"}
    assert list(wrong("texts", raw, languages=LANGUAGES, starts=DAY)) == ["until"]


def test_an_invisible_sign_is_no_text():
    assert "text.nl" in wrong("texts", {"text": {"nl": "a\u202eb", "fr": "b"}})


def test_a_value_is_the_same_after_the_log():
    for section, raw in (
        ("fees", {"amount": "24.50"}),
        ("hours", {"week": WEEK}),
        ("elections", {"election": ELECTION}),
        ("texts", {"text": {"nl": "a"}, "until": "2026-12-01"}),
    ):
        value = read_value(section, raw)
        assert read_value(section, json.loads(value.model_dump_json())) == value


def test_a_line_that_cannot_be_read_is_passed_over_and_named():
    good = event(1, "fees", "x", {"amount": "5"})
    later = event(2, "fees", "x", {"amount": "6"})
    later.data = {**later.data, "section": "of a later version"}
    lost = revoked(3, 2)
    skipped: list[int] = []
    assert [c.seq for c in changes_of([good, later, lost], skipped)] == [1]
    assert skipped == [2, 3]


def test_a_log_that_cannot_be_read_is_a_value_error():
    line = event(1, "fees", "x", {"amount": "5"})
    line.data = {**line.data, "value": "{"}
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic's or json's
        changes_of([line])
