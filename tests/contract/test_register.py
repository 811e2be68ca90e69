"""What the population register knows is shown, not asked; without it everything goes on."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from functions import wiring
from functions.adapters.register import PopulationRegister
from functions.domain.person import Record
from infra.local.clock import MovableClock
from infra.local.config import REGISTER_CLIENT_ID, REGISTER_CLIENT_SECRET
from infra.local.identity import Persona, load_personas
from infra.local.serve import Served
from infra.local.stack import LocalStack, population_register
from tests.contract.test_journeys import persona_number
from tests.faults import file_at
from tests.people import Someone
from tests.practice import START

pytestmark = pytest.mark.xdist_group("practice")

PEOPLE = {p.key: p for p in load_personas()}
CITIZENS = [p for p in PEOPLE.values() if not p.is_clerk]
EVA = persona_number("eva-goossens")


@pytest.fixture(scope="module")
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="module")
def url(clock: MovableClock) -> Iterator[str]:
    with Served(population_register(clock)) as served:
        yield served.url


def asked(
    url: str, clock: MovableClock, secret: str = REGISTER_CLIENT_SECRET
) -> PopulationRegister:
    return PopulationRegister(url, REGISTER_CLIENT_ID, secret, clock.now)


def record(url: str, clock: MovableClock, key: str) -> Record:
    found = asked(url, clock).record(PEOPLE[key].rrn)
    assert found
    return found


# What the register tells


def test_a_person_is_read_whole(url: str, clock: MovableClock) -> None:
    eva = record(url, clock, "eva-goossens")
    assert eva.born == date(1986, 7, 9)
    assert (eva.nationality, eva.nis, eva.civil_status) == ("BE", "12025", "married")
    assert eva.address == "Berkendreef 14, 2800 Mechelen"
    assert eva.since == date(2015, 6, 1)
    assert [r.given_name for r in eva.related("child")] == ["Lotte", "Finn", "Mila", "Lou"]
    assert [r.given_name for r in eva.related("partner")] == ["Wouter"]


@pytest.mark.parametrize("person", CITIZENS, ids=lambda p: p.key)
def test_a_family_is_told_the_same_from_both_sides(
    person: Persona, url: str, clock: MovableClock
) -> None:
    back = {"partner": "partner", "child": "parent", "parent": "child"}
    known = asked(url, clock)
    own = known.record(person.rrn)
    for relative in own.relatives if own else ():
        other = known.record(relative.national_number)
        assert other
        assert (back[relative.relation], person.rrn) in {
            (r.relation, r.national_number) for r in other.relatives
        }
        assert (other.given_name, other.family_name) == (relative.given_name, relative.family_name)
        if relative.relation == "partner":
            assert own
            assert other.is_cohabiting == own.is_cohabiting
            assert other.civil_status == own.civil_status
            assert other.address == own.address
        if relative.relation == "child":
            assert other.born
            assert own
            assert own.born
            assert other.born.year - own.born.year >= 15


def test_who_is_married_or_cohabits_has_a_partner_in_the_register(
    url: str, clock: MovableClock
) -> None:
    for person in CITIZENS:
        found = asked(url, clock).record(person.rrn)
        if found and (found.civil_status == "married" or found.is_cohabiting):
            assert found.related("partner"), person.key
            assert not (found.civil_status == "married" and found.is_cohabiting), person.key


def test_a_small_child_lives_with_a_parent(url: str, clock: MovableClock) -> None:
    children = [p for p in CITIZENS if p.age_on(date(2026, 11, 24)) < 16]
    assert sorted(p.age_on(date(2026, 11, 24)) for p in children) == [0, 0, 5, 8, 12]
    for child in children:
        own = record(url, clock, child.key)
        parents = [asked(url, clock).record(r.national_number) for r in own.related("parent")]
        assert own.address in {parent.address for parent in parents if parent}


def test_the_people_are_of_many_kinds(url: str, clock: MovableClock) -> None:
    assert record(url, clock, "yusuf-haddad").is_refugee
    assert record(url, clock, "amal-khoury").nationality == "XX"
    assert record(url, clock, "bram-hendrickx").is_cohabiting
    assert record(url, clock, "hanne-declercq").civil_status == "divorced"
    assert record(url, clock, "roger-lambrecht").civil_status == "widowed"
    assert record(url, clock, "lucas-de-backer").nis == "24062"
    assert not record(url, clock, "jana-thys").related("partner")
    assert asked(url, clock).record(PEOPLE["tomasz-nowak"].rrn) is None  # not registered here


def test_the_stand_in_keeps_its_door(url: str, clock: MovableClock) -> None:
    import urllib3

    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}):
        answer = urllib3.request("GET", f"{url}/persons/{EVA}", headers=headers)
        assert answer.status == 401
        assert b"Eva" not in answer.data
    assert urllib3.request("POST", f"{url}/token").status == 401
    assert asked(url, clock, secret="wrong").record(EVA) is None


# What can go wrong on the way

Answer = Callable[[Request], Response]


class Odd:
    """A register that answers as a test wants; gives tokens like the real one."""

    def __init__(self) -> None:
        self.person: Answer = lambda _: Response("{}")
        self.token: Answer = lambda _: _json({"access_token": "t", "expires_in": 300})
        self.paths: list[str] = []

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        self.paths.append(request.path)
        answer = self.token if request.path == "/token" else self.person
        return answer(request)(environ, start)


def _json(body: object, status: int = 200) -> Response:
    return Response(json.dumps(body), status, mimetype="application/json")


@pytest.fixture
def odd() -> Iterator[tuple[Odd, str]]:
    found = Odd()
    with Served(found) as served:
        yield found, served.url


def person_json(**changes: object) -> dict[str, object]:
    return {
        "insz": EVA, "givenName": "Eva", "familyName": "Goossens", "birthDate": "1986-07-09",
        "nationality": "BE", "refugee": False, "registeredSince": None, "civilStatus": "married",
        "legalCohabitation": False, "family": [],
        "address": {"street": "A", "number": "1", "postcode": "2800", "municipality": "Mechelen",
                    "nis": "12025"},
        **changes,
    }  # fmt: skip


def slow(_: Request) -> Response:
    time.sleep(3)
    return _json(person_json())


FAULTS: dict[str, Answer] = {
    "no JSON": lambda _: Response("<html>"),
    "a list": lambda _: _json([1]),
    "nothing of a person": lambda _: _json({"insz": EVA}),
    "another person": lambda _: _json(person_json(insz=persona_number("lena-peeters"))),
    "a strange status": lambda _: _json(person_json(civilStatus="complicated")),
    "a strange date": lambda _: _json(person_json(birthDate="9/7/1986")),
    "no family": lambda _: _json(person_json(family=None)),
    "a fault": lambda _: _json({"error": EVA}, 500),
    "a refusal": lambda _: _json({}, 403),
    "a detour": lambda _: Response("", 302, headers={"Location": "https://evil.example/"}),
    "far too much": lambda _: _json(person_json(givenName="x" * 100_000)),
    "slow": slow,
}  # fmt: skip


def test_the_odd_register_can_also_answer_well(odd: tuple[Odd, str], clock: MovableClock) -> None:
    odd[0].person = lambda _: _json(person_json())
    found = asked(odd[1], clock).record(EVA)
    assert found
    assert found.family_name == "Goossens"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_nothing_known_counted_and_names_nobody(
    odd: tuple[Odd, str], clock: MovableClock, fault: str, capfd: pytest.CaptureFixture[str]
) -> None:
    odd[0].person = FAULTS[fault]
    begun = time.monotonic()
    assert asked(odd[1], clock).record(EVA) is None
    assert time.monotonic() - begun < 2.9
    out, err = capfd.readouterr()
    assert "RegisterFault" in out
    for secret in (EVA, "Eva", "Goossens", "1986", "complicated"):
        assert secret not in out + err


@pytest.mark.parametrize(
    "token",
    [
        lambda _: _json({"error": "invalid_client"}, 401),
        lambda _: _json({"expires_in": 300}),
        lambda _: Response("no"),
    ],
)
def test_without_a_token_nobody_is_asked_for(
    odd: tuple[Odd, str], clock: MovableClock, token: Answer
) -> None:
    odd[0].token = token
    assert asked(odd[1], clock).record(EVA) is None
    assert odd[0].paths == ["/token"]


def test_an_unknown_person_is_no_fault(
    odd: tuple[Odd, str], clock: MovableClock, capfd: pytest.CaptureFixture[str]
) -> None:
    odd[0].person = lambda _: _json({"error": "unknown_person"}, 404)
    assert asked(odd[1], clock).record(EVA) is None
    assert "RegisterFault" not in capfd.readouterr().out


def test_a_token_serves_until_it_ends(odd: tuple[Odd, str]) -> None:
    moment = [datetime(2026, 11, 24, tzinfo=UTC)]
    odd[0].person = lambda _: _json(person_json())
    register = PopulationRegister(odd[1], "c", "s", lambda: moment[0])
    for _ in range(2):
        assert register.record(EVA)
    assert odd[0].paths.count("/token") == 1
    moment[0] += timedelta(seconds=295)  # in its last seconds
    assert register.record(EVA)
    assert odd[0].paths.count("/token") == 2


def test_a_revoked_token_is_asked_anew_once(odd: tuple[Odd, str], clock: MovableClock) -> None:
    odd[0].person = lambda _: _json({}, 401)
    assert asked(odd[1], clock).record(EVA) is None
    assert len(odd[0].paths) == 4


# On the pages


def at_start(desk: LocalStack, key: str) -> Someone:
    person = Someone(desk, key)
    person.sign_in(START)
    return person


def hand_in(person: Someone, **known: str) -> str:
    """From the page with what is known to the receipt; answers the case."""
    person.answer(**(known or {"is_right": "yes"}))
    person.answer(what="Iets")
    person.answer(mail="eva@example.org")
    person.submit()
    assert person.at.endswith("/receipt"), person.text
    person.stack.settle()
    return person.at.removesuffix("/receipt")


def reviewed(desk: LocalStack, case: str) -> Someone:
    clerk = Someone(desk, "mechelen-population")
    clerk.sign_in(f"{case}/review")
    return clerk


def test_what_is_known_is_shown_above_the_questions(practice: LocalStack) -> None:
    eva = at_start(practice, "eva-goossens")
    for told in (
        "Eva Goossens", "86.07.09-972.31", "9 juli 1986", "België", "Gehuwd",
        "Berkendreef 14, 2800 Mechelen", "Wouter Janssens", "Lou Janssens",
    ):  # fmt: skip
        assert told in eva.text
    assert eva.text.index("Berkendreef") < eva.text.index("Kloppen deze gegevens?")


@pytest.mark.parametrize(
    ("key", "told"),
    [("yusuf-haddad", "Syrië (erkend vluchteling)"), ("amal-khoury", "Staatloos"),
     ("giulia-bianchi", "Italië"), ("nele-willems", "Wettelijk samenwonend")],
)  # fmt: skip
def test_a_nationality_and_a_status_are_in_words(practice: LocalStack, key: str, told: str) -> None:
    assert told in at_start(practice, key).text


def test_a_page_without_what_is_known_shows_nothing_of_it(practice: LocalStack) -> None:
    eva = at_start(practice, "eva-goossens")
    eva.answer(is_right="yes")
    assert eva.at.endswith("/wish")
    assert "Berkendreef" not in eva.text


def test_who_says_no_tells_what_is_wrong_and_the_desk_sees_it(practice: LocalStack) -> None:
    eva = at_start(practice, "eva-goossens")
    eva.answer(is_right="no")
    assert eva.last.status_code == 422
    assert "Schrijf op wat er niet klopt." in eva.text
    assert "Berkendreef" in eva.text  # still shown beside the error
    case = hand_in(eva, is_right="no", correction="Ik woon op nummer 16.")
    clerk = reviewed(practice, case)
    assert "De aanvrager zegt dat deze gegevens niet kloppen." in clerk.text
    assert "Ik woon op nummer 16." in clerk.text
    assert "Berkendreef 14, 2800 Mechelen" in clerk.text


def test_the_case_keeps_what_was_known_when_it_was_handed_in(practice: LocalStack) -> None:
    case = hand_in(at_start(practice, "eva-goossens"))
    applicant = file_at(case).case.applicant
    assert applicant.record
    assert applicant.record.address == "Berkendreef 14, 2800 Mechelen"
    assert len(applicant.children) == 4
    clerk = reviewed(practice, case)
    assert "Berkendreef 14" in clerk.text
    assert "niet kloppen" not in clerk.text


def test_a_rule_knows_where_the_applicant_lives(practice: LocalStack) -> None:
    lucas = at_start(practice, "lucas-de-backer")
    lucas.answer(is_right="yes")
    lucas.answer(what="Iets")
    assert lucas.last.status_code == 422
    assert "Je woont niet in onze gemeente." in lucas.text


class Down:
    def record(self, national_number: str) -> Record | None:
        return None


def test_without_the_register_a_notice_stands_there_and_the_form_goes_on(
    practice: LocalStack,
) -> None:
    with Served(lambda environ, start: Response(status=503)(environ, start)) as down:
        clock = practice.clock
        wiring.override(clock=clock, register=asked(down.url, clock))
        eva = at_start(practice, "eva-goossens")
        assert eva.last.status_code == 200
        assert "niet ophalen bij het Rijksregister" in eva.text
        assert "Eva Goossens" in eva.text
        assert "Berkendreef" not in eva.text
        case = hand_in(eva)
    assert file_at(case).case.applicant.record is None
    assert "konden we het Rijksregister niet raadplegen" in reviewed(practice, case).text


def test_the_register_is_asked_once_at_the_sign_in_and_never_for_a_clerk(
    practice: LocalStack,
) -> None:
    numbers: list[str] = []

    class Counted(Down):
        def record(self, national_number: str) -> Record | None:
            numbers.append(national_number)
            return None

    wiring.override(clock=practice.clock, register=Counted())
    case = hand_in(at_start(practice, "eva-goossens"))
    reviewed(practice, case)
    assert numbers == [EVA]
