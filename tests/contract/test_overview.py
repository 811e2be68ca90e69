"""The overview: cases of this desk beside those of other authorities, whatever these answer."""

import json
import logging
from datetime import timedelta

import pytest
from icalendar import Calendar

from functions import wiring
from functions.adapters.overviews import DynamoOverviews
from functions.domain.links import Mandate
from functions.domain.problems import Busy
from functions.services import overview
from functions.services.ports import Ports
from infra.local.stack import LocalStack
from tests.contract.test_journeys import ask_proxy, persona_number
from tests.load.meter import Meter
from tests.people import Someone

LENA = "lena-peeters"
PAGE = "/nl/desk/my"
MISSING = "antwoordt nu niet"


def lena(desk: LocalStack, lang: str = "nl") -> Someone:
    her = Someone(desk, LENA, lang)
    her.sign_in(f"/{lang}/desk/my")
    return her


def seen(her: Someone) -> dict:
    return json.loads(
        her.browser.get(
            PAGE, base_url=her.stack.url, headers={"Accept": "application/json"}
        ).get_data()
    )


def test_affairs_of_three_authorities_stand_beside_those_of_the_desk(desk: LocalStack) -> None:
    ask_proxy(desk)
    desk.settle()
    her = lena(desk)
    for text in ("Volmacht geven", "(We missen nog een bewijs)",
                 "School- en studietoelage", "Stuur een bewijs van inschrijving.",
                 "Aangifte in de personenbelasting", "Subsidie voor een buurtfeest",
                 "Mijn VerbouwPremie", "Provincie Antwerpen"):  # fmt: skip
        assert text in her.text, text
    found = seen(her)
    assert [line["authority"] for line in found["asked"]] == ["Vlaamse overheid"]
    assert {line["authority"] for line in found["running"]} == {
        "", "Federale overheid", "Provincie Antwerpen"
    }  # fmt: skip
    assert found["closed"][0]["documents"][0]["text"] == "Beslissing"
    assert found["missing"] == []


@pytest.mark.parametrize("mood", ["down", "slow", "nonsense"])
def test_a_source_that_fails_is_told_and_hides_nothing_else(desk: LocalStack, mood: str) -> None:
    desk.neighbours.sources.moods["federal"] = mood
    her = lena(desk)
    assert her.last.status_code == 200
    assert f"Federale overheid {MISSING}. We weten niet of daar zaken van je lopen." in her.text
    assert "https://www.belgium.be/" in her.text
    assert "School- en studietoelage" in her.text
    assert "Subsidie voor een buurtfeest" in her.text
    assert "Aangifte in de personenbelasting" not in her.text


def test_what_a_source_told_before_is_shown_with_its_moment(desk: LocalStack) -> None:
    her = lena(desk)
    desk.neighbours.sources.moods["federal"] = "down"
    desk.clock.forward(timedelta(minutes=11))
    her.get(PAGE)
    assert "Aangifte in de personenbelasting" in her.text
    assert f"Federale overheid {MISSING}. Wat je hier van haar ziet, is van " in her.text
    desk.neighbours.sources.moods["federal"] = "up"
    asked = len(desk.neighbours.sources.asked["federal"])
    her.get(PAGE)  # who was down a moment ago is left in peace
    assert f"Federale overheid {MISSING}" in her.text
    assert len(desk.neighbours.sources.asked["federal"]) == asked
    desk.clock.forward(timedelta(seconds=31))
    her.get(PAGE)
    assert MISSING not in her.text


def test_what_is_too_old_is_shown_no_more(desk: LocalStack) -> None:
    lena(desk)
    desk.neighbours.sources.moods["federal"] = "down"
    desk.clock.forward(timedelta(days=31))
    her = lena(desk)
    assert "Aangifte in de personenbelasting" not in her.text
    assert "We weten niet of daar zaken van je lopen." in her.text


def test_a_source_is_asked_again_after_some_minutes_or_for_another_language(
    desk: LocalStack,
) -> None:
    asked = desk.neighbours.sources.asked["flemish"]
    her = lena(desk)
    her.get(PAGE)
    assert asked == [persona_number(LENA)]
    her.get("/fr/desk/my")
    assert len(asked) == 2
    assert '<h3 class="case-line__title" lang="nl">' in her.text
    desk.clock.forward(timedelta(minutes=11))
    her.get("/fr/desk/my")
    assert len(asked) == 3


def test_somebody_elses_affairs_are_refused(desk: LocalStack, monkeypatch) -> None:
    from infra.local.neighbours import sources

    other = persona_number("karim-el-amrani")
    real = sources.json.dumps

    def swapped(answer, *rest, **more):
        if isinstance(answer, dict) and "Dossiers" in answer:
            answer = {**answer, "Agent": {"Identificator": other}}
        return real(answer, *rest, **more)

    monkeypatch.setattr(sources.json, "dumps", swapped)
    her = lena(desk)
    monkeypatch.undo()
    assert her.text.count(MISSING) == 3
    assert "Studietoelage" not in her.text


def test_a_dossier_that_comes_twice_is_one_line(desk: LocalStack) -> None:
    affair = {"DossierNummer": "X-1", "Naam": "Een premie", "Status": {"Naam": "Bezig"}}
    desk.neighbours.sources.own["provincial", persona_number(LENA)] = [affair, affair, {"x": 1}]
    assert lena(desk).text.count("Een premie") == 1


def test_a_token_that_is_refused_once_is_asked_anew(desk: LocalStack, monkeypatch) -> None:
    her = lena(desk)
    tokens, refused = desk.neighbours.tokens, []
    real = tokens.is_good

    def once(request, scope):
        if scope not in refused:
            refused.append(scope)
            return False
        return real(request, scope)

    monkeypatch.setattr(tokens, "is_good", once)
    desk.clock.forward(timedelta(minutes=11))
    her.get(PAGE)
    assert len(refused) == 3
    assert MISSING not in her.text


def test_a_table_that_keeps_nothing_changes_nothing_for_the_reader(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Busy

    monkeypatch.setattr(DynamoOverviews, "keep", busy)
    monkeypatch.setattr(DynamoOverviews, "told", busy)
    her = lena(desk)
    assert "Aangifte in de personenbelasting" in her.text
    assert MISSING not in her.text


def test_a_desk_without_a_token_service_asks_nobody(desk: LocalStack, monkeypatch) -> None:
    from functions.adapters.sources import NoSources

    monkeypatch.setitem(wiring._overrides, "sources", NoSources())
    wiring.ports.cache_clear()
    her = lena(desk)
    assert "andere overheden" not in her.text
    assert MISSING not in her.text


def test_a_clerk_is_asked_for_nowhere(desk: LocalStack) -> None:
    clerk = Someone(desk, "mechelen-elections")
    clerk.sign_in(PAGE)
    assert desk.neighbours.sources.asked == {"flemish": [], "federal": [], "provincial": []}


def test_what_the_page_asks_of_the_table(desk: LocalStack) -> None:
    her = lena(desk)
    with Meter(desk) as meter:
        her.get(PAGE)
        operations = [f"{r.service}.{r.operation}" for r in meter.take()]
    # the session, whether our mail arrives, the index of cases, what sources told last; with cases
    # also a read of these
    assert sorted(operations) == [
        "dynamodb.GetItem",
        "dynamodb.GetItem",
        "dynamodb.Query",
        "dynamodb.Query",
    ]


def test_no_address_and_no_log_holds_the_national_number(
    desk: LocalStack, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG, "urllib3")  # every address that is asked
    desk.neighbours.sources.moods = dict.fromkeys(desk.neighbours.sources.moods, "down")
    lena(desk)
    said = capsys.readouterr()
    out = said.out + said.err
    own = [line for line in map(json.loads, said.out.splitlines()) if "source" in line]
    network = [r.getMessage() for r in caplog.records if r.name.startswith("urllib3")]
    asked = "\n".join(line for line in network if "/sources/" in line)
    assert {told["source"] for told in own} == {"flemish", "federal", "provincial"}
    assert "/sources/federal/dossiers" in asked
    assert persona_number(LENA) not in out + asked


def test_the_dates_as_a_calendar(desk: LocalStack) -> None:
    her = lena(desk)
    assert "/nl/desk/my/dates.ics" in her.text
    answer = her.get("/nl/desk/my/dates.ics")
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.get_data()).walk("VEVENT")
    assert str(event["summary"]) == "Laatste dag: Vlaamse overheid"
    assert event.decoded("dtstart") == (desk.clock.now() + timedelta(days=12)).date()
    assert b"studietoelage" not in answer.get_data()
    again = Calendar.from_ical(her.get("/nl/desk/my/dates.ics").get_data()).walk("VEVENT")[0]
    assert again["uid"] == event["uid"]


def test_who_has_no_dates_gets_no_calendar(desk: LocalStack) -> None:
    karim = Someone(desk, "mechelen-elections")
    karim.sign_in(PAGE)
    assert "dates.ics" not in karim.text
    assert karim.get("/nl/desk/my/dates.ics").status_code == 404


def test_what_sources_told_is_in_the_own_data_and_goes_with_them(desk: LocalStack) -> None:
    her = lena(desk)
    assert "VL-2026-0118" in her.get("/nl/desk/my/data").get_data(as_text=True)
    ports: Ports = wiring.ports()
    ref = ports.pseudonym(persona_number(LENA))
    ports.overviews.forget(ref)
    assert ports.overviews.told(ref) == {}


def test_what_is_left_out_is_said(desk: LocalStack) -> None:
    affair = {"DossierNummer": "X-1", "Naam": "Een premie", "Status": {"Naam": "Bezig"}}
    desk.neighbours.sources.own["provincial", persona_number(LENA)] = [affair, {"x": 1}]
    assert (
        "Provincie Antwerpen heeft meer zaken van je dan we hier kunnen tonen." in lena(desk).text
    )


def test_who_acts_for_somebody_sees_nothing_of_their_own_elsewhere(desk: LocalStack) -> None:
    her = lena(desk)
    ports = wiring.ports()
    (session,) = ports.personal_data.sessions_of(ports.pseudonym(persona_number(LENA)))
    mandate = Mandate(
        id="m", holder=session.person.ref, person=session.person, acts=frozenset(),
        starts=desk.clock.now().date(),
    )  # fmt: skip
    asked = len(desk.neighbours.sources.asked["flemish"])
    assert overview.elsewhere(ports, session, "fr") != []
    assert len(desk.neighbours.sources.asked["flemish"]) == asked + 1
    acting = session.model_copy(update={"acting_for": mandate})
    assert overview.elsewhere(ports, acting, "de") == []
    assert len(desk.neighbours.sources.asked["flemish"]) == asked + 1
    assert her.last.status_code == 200
