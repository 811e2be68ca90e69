"""The Attesten API: what is given, to whom, and what never shows."""

import json
from datetime import date, timedelta

import pytest
from werkzeug.test import Client

from functions import wiring
from functions.domain.problems import Busy, Conflict
from functions.domain.session import Session
from functions.web.certificates_openapi import document
from infra.local.neighbours.burgerprofiel import SCOPE, Burgerprofiel
from infra.local.stack import LocalStack
from tests.applications import new_number, someone
from tests.certificates import CONTRACT, PDF, TITLE, a_case, bearer, check, is_valid, issue

FRENCH = "Attestation de cohabitation légale"


@pytest.fixture
def person(desk: LocalStack) -> Session:
    del desk
    return someone(wiring.ports())


def _number(person: Session) -> str:
    return person.person.national_number


def _get(desk: LocalStack, path: str, headers: dict | None = None, accept: str = "*/*"):
    given = bearer(desk) if headers is None else headers
    return desk.get(path, headers={"Accept": accept, **given})


def _list(desk: LocalStack, person: Session, query: str = "") -> dict:
    answer = _get(desk, f"/v1/certificates/{_number(person)}{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/hal+json"
    assert answer.headers["Cache-Control"] == "no-store"
    found = json.loads(answer.text)
    for description in (CONTRACT, document(desk.url, SCOPE)):
        check(description, "Certificates", found)
    return found


def _href(links: list[dict], rel: str) -> str:
    return next(link["href"] for link in links if link["rel"] == rel)


# what is given


def test_both_descriptions_are_openapi_and_name_the_same_addresses(desk: LocalStack) -> None:
    answer = desk.get("/v1/openapi.json")
    own = json.loads(answer.text)
    is_valid(own)
    is_valid(CONTRACT)
    assert set(own["paths"]) == set(CONTRACT["paths"])
    assert own["servers"] == [{"url": desk.url}]


def test_nothing_found_is_an_empty_list(desk: LocalStack, person: Session) -> None:
    found = _list(desk, person)
    assert found["certificates"] == []
    assert found["pageMetadata"] == {
        "number": 1, "size": 10, "totalElements": 0, "totalPages": 0,
    }  # fmt: skip
    assert {link["rel"] for link in found["links"]} == {"self", "first", "start", "last"}


def test_a_document_is_listed_in_its_own_language_and_followed_by_its_links(
    desk: LocalStack, person: Session
) -> None:
    case = a_case(person)
    issue(case)
    issue(case, "fr", until=date(2999, 12, 31))
    found = _list(desk, person)["certificates"]
    assert len({one["id"] for one in found}) == 1
    french, dutch = sorted(found, key=lambda one: one["language"])
    assert (dutch["language"], dutch["name"]) == ("nl", TITLE)
    assert (french["name"], french["validUntil"]) == (FRENCH, "2999-12-31")
    assert dutch["issuer"] == "Stad Mechelen"
    assert dutch["product"] == wiring.ports().tenant.products["legal-cohabitation/certificate"]
    assert dutch["year"] == wiring.ports().clock.now().year
    alone = _get(desk, _href(french["links"], "self"))
    check(CONTRACT, "Certificate", json.loads(alone.text))
    assert json.loads(alone.text) == french
    file = _get(desk, _href(french["links"], "download"), accept="application/pdf")
    assert (file.status_code, file.data) == (200, PDF)
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.headers["Cache-Control"] == "no-store"


def test_what_is_revoked_or_past_its_last_day_vanishes(desk: LocalStack, person: Session) -> None:
    ports, case = wiring.ports(), a_case(person)
    gone, ended = issue(case), issue(case, run=2, until=date(2020, 1, 1))
    kept = issue(case, run=3)
    one = f"/v1/certificates/{_number(person)}/{case.id}-1-certificate/nl"
    assert _get(desk, one).status_code == 200
    ports.issued.revoke(gone, ports.clock.now())
    assert [c["id"] for c in _list(desk, person)["certificates"]] == [f"{case.id}-3-certificate"]
    for run in (gone.run, ended.run):
        for below in ("", "/download"):
            path = f"/v1/certificates/{_number(person)}/{case.id}-{run}-certificate/nl{below}"
            assert _get(desk, path, accept="application/pdf").status_code == 404
    assert kept.proof.is_valid_on(ports.clock.now().date())


def test_only_the_applicant_has_the_document(desk: LocalStack, person: Session) -> None:
    case = a_case(person, "elections/proxy")
    issue(case)
    (holder,) = case.parties.values()
    assert len(_list(desk, person)["certificates"]) == 1
    for other in (someone(wiring.ports(), holder.national_number), someone(wiring.ports())):
        assert _list(desk, other)["certificates"] == []
        for below in ("", "/download"):
            path = f"/v1/certificates/{_number(other)}/{case.id}-1-certificate/nl{below}"
            assert _get(desk, path, accept="application/pdf").status_code == 404


def test_paging_over_25_documents_shows_each_once(desk: LocalStack, person: Session) -> None:
    case = a_case(person)
    now = wiring.ports().clock.now()
    for run in range(1, 26):
        issue(case, run=run, at=now - timedelta(minutes=run))
    seen, url = [], f"/v1/certificates/{_number(person)}?limit=10"
    sizes = []
    while url:
        page = json.loads(_get(desk, url).text)
        seen += [one["id"] for one in page["certificates"]]
        sizes.append((page["pageMetadata"]["number"], len(page["certificates"])))
        rels = {link["rel"]: link["href"] for link in page["links"]}
        assert ("prev" in rels) == (len(sizes) > 1)
        url = rels.get("next", "")
    assert sizes == [(1, 10), (2, 10), (3, 5)]
    assert seen == [f"{case.id}-{run}-certificate" for run in range(1, 26)]
    assert rels["last"].endswith("page=2")
    whole = _list(desk, person, "?limit=1000")
    assert (whole["pageMetadata"]["size"], len(whole["certificates"])) == (100, 25)
    beyond = _list(desk, person, "?page=9")
    assert (beyond["certificates"], beyond["pageMetadata"]["number"]) == ([], 10)
    assert _href(beyond["links"], "prev").endswith("page=2")


# bad input


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=-1", "limit=x", "limit=1.5", "page=-1", "page=x",
              "page=99999999999", "limit=%D9%A1"]
)  # fmt: skip
def test_a_limit_or_page_that_is_none_is_told(
    desk: LocalStack, person: Session, query: str
) -> None:
    answer = _get(desk, f"/v1/certificates/{_number(person)}?{query}")
    assert answer.status_code == 400
    problem = json.loads(answer.text)
    assert problem["errors"][0]["pointer"] == f"#/{query.partition('=')[0]}"
    check(document(desk.url, SCOPE), "Problem", problem)


@pytest.mark.parametrize(
    "insz", ["123", "88041299834", "88041299833x", "88.04.12-998.33", "٠" * 11]
)
def test_a_number_that_is_none_is_told_and_not_repeated(desk: LocalStack, insz: str) -> None:
    answer = _get(desk, f"/v1/certificates/{insz}")
    assert answer.status_code == 400
    assert insz not in answer.text


@pytest.mark.parametrize(
    ("document_id", "lang"),
    [("none", "nl"), ("{id}", "es"), ("{id}", "de"), ("{id}", "NL"), ("{case}-0-certificate", "nl"),
     ("{case}-1-letter", "nl"), ("birth-01KB0000000000000000000000-1-certificate", "nl"),
     ("%2e%2e", "nl"), ("{case}-99999-certificate", "nl")],
)  # fmt: skip
def test_what_is_not_there_is_not_found(
    desk: LocalStack, person: Session, document_id: str, lang: str
) -> None:
    case = a_case(person)
    issue(case)
    name = document_id.format(id=f"{case.id}-1-certificate", case=case.id)
    answer = _get(desk, f"/v1/certificates/{_number(person)}/{name}/{lang}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


# who may ask


@pytest.mark.parametrize(
    ("given", "status", "challenge"),
    [
        ({}, 401, "Bearer"),
        ({"Authorization": "Basic YTpi"}, 401, 'Bearer error="invalid_token"'),
        ({"Authorization": "Bearer"}, 401, 'Bearer error="invalid_token"'),
        ({"Authorization": "Bearer a.b.c"}, 401, 'Bearer error="invalid_token"'),
        ({"Authorization": "Bearer " + "x" * 9000}, 401, 'Bearer error="invalid_token"'),
    ],
)
def test_without_a_good_token_nothing_is_given(
    desk: LocalStack, person: Session, given: dict, status: int, challenge: str
) -> None:
    issue(a_case(person))
    for path in ("", "/x-1-certificate/nl", "/x-1-certificate/nl/download"):
        answer = _get(desk, f"/v1/certificates/{_number(person)}{path}", given)
        assert answer.status_code == status
        assert answer.headers["WWW-Authenticate"] == challenge
        assert TITLE not in answer.text
        assert _number(person) not in answer.text


def test_a_token_for_something_else_or_of_somebody_else_is_refused(
    desk: LocalStack, person: Session
) -> None:
    path = f"/v1/certificates/{_number(person)}"
    other_audience = _get(desk, path, bearer(desk, scope="dosis"))
    assert other_audience.status_code == 401
    other_client = _get(desk, path, bearer(desk, client="burgerloket"))
    assert other_client.status_code == 403
    assert other_client.headers["WWW-Authenticate"] == (
        f'Bearer error="insufficient_scope", scope="{SCOPE}"'
    )


def test_an_ended_token_is_refused(desk: LocalStack, person: Session) -> None:
    path, token = f"/v1/certificates/{_number(person)}", bearer(desk)
    assert _get(desk, path, token).status_code == 200
    desk.clock.forward(timedelta(minutes=5, seconds=30))
    assert _get(desk, path, token).status_code == 200  # two clocks may differ a minute
    desk.clock.forward(timedelta(minutes=1))
    assert _get(desk, path, token).status_code == 401


def test_a_session_opens_nothing_here(desk: LocalStack, person: Session) -> None:
    from tests.doors import enter_as

    who = enter_as(desk, person)
    answer = who.ask("GET", f"/v1/certificates/{_number(person)}")
    assert answer.status_code == 401


def test_where_the_municipality_serves_nobody_there_is_nothing(
    desk: LocalStack, person: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ports = wiring.ports()
    closed = ports.tenant.model_copy(update={"certificates": None})
    monkeypatch.setattr(type(ports), "tenant", property(lambda _: closed))
    for path in (f"/v1/certificates/{_number(person)}", "/v1/openapi.json"):
        assert _get(desk, path).status_code == 404


# what is kept of it, and what never shows


def test_each_download_is_in_the_history_of_the_case(desk: LocalStack, person: Session) -> None:
    case = a_case(person)
    issue(case)
    path = f"/v1/certificates/{_number(person)}/{case.id}-1-certificate/nl/download"
    for _ in range(2):
        assert _get(desk, path, accept="application/pdf").status_code == 200
    file = wiring.ports().store.case_file(case.id)
    assert file
    told = [event for event in file.events if event.kind == "downloaded"]
    assert [(e.actor.kind, e.actor.name, e.actor.role) for e in told] == [
        ("external", "Mijn Burgerprofiel", "burgerprofiel")
    ] * 2
    assert told[0].data == {"document": f"{case.id}-1-certificate", "lang": "nl"}
    assert _number(person) not in "".join(event.model_dump_json() for event in told)


def test_a_case_that_changes_meanwhile_is_noted_all_the_same(
    desk: LocalStack, person: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, store = a_case(person), wiring.ports().store
    issue(case)
    path = f"/v1/certificates/{_number(person)}/{case.id}-1-certificate/nl/download"
    record, failures = store.record, [Conflict(), Conflict()]

    def late(*given: object, **more: object) -> None:
        if failures:
            raise failures.pop()
        record(*given, **more)

    monkeypatch.setattr(store, "record", late)
    assert _get(desk, path, accept="application/pdf").status_code == 200
    failures += [Conflict()] * 3
    answer = _get(desk, path, accept="application/pdf")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert PDF not in answer.data


@pytest.mark.parametrize("accept", ["*/*", "text/html", ""])
def test_who_does_not_ask_for_a_pdf_gets_a_short_lived_address(
    desk: LocalStack, person: Session, accept: str
) -> None:
    case = a_case(person)
    issue(case)
    path = f"/v1/certificates/{_number(person)}/{case.id}-1-certificate/nl/download"
    answer = _get(desk, path, accept=accept)
    assert answer.status_code == 303
    assert "X-Amz-Expires=60" in answer.headers["Location"]
    assert _number(person) not in answer.headers["Location"]


def test_a_file_too_large_for_a_function_is_at_a_short_lived_address(
    desk: LocalStack, person: Session
) -> None:
    case = a_case(person)
    issue(case, size=5 * 1024 * 1024)
    path = f"/v1/certificates/{_number(person)}/{case.id}-1-certificate/nl/download"
    assert _get(desk, path, accept="application/pdf").status_code == 303


def test_the_number_is_in_no_log_metric_or_problem(
    desk: LocalStack,
    person: Session,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case, ports = a_case(person), wiring.ports()
    issue(case)
    one = f"/v1/certificates/{_number(person)}/{case.id}-1-certificate/nl"
    _list(desk, person)
    _get(desk, f"{one}/download", accept="application/pdf")
    refusals = [_get(desk, one, {}), _get(desk, f"/v1/certificates/{_number(person)}?limit=x")]

    def breaks(*_: object) -> None:
        raise RuntimeError(f"about {_number(person)}")

    monkeypatch.setattr(ports.store, "draft_or_case", breaks)
    monkeypatch.setattr(ports.store, "cases_of", breaks)
    refusals += [_get(desk, one), _get(desk, f"/v1/certificates/{_number(person)}")]
    assert [answer.status_code for answer in refusals] == [401, 400, 503, 503]
    assert all(_number(person) not in answer.text for answer in refusals)
    said = capfd.readouterr()
    assert '"fault"' in said.out  # what went wrong is logged
    assert "CertificatesListed" in said.out
    assert "CertificatesDownloaded" in said.out
    assert _number(person) not in said.out + said.err


def test_a_busy_table_is_told_and_can_be_asked_again(
    desk: LocalStack, person: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Busy

    monkeypatch.setattr(wiring.ports().store, "cases_of", busy)
    answer = _get(desk, f"/v1/certificates/{_number(person)}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


# a real peer


def test_mijn_burgerprofiel_shows_and_downloads_over_a_socket(desk: LocalStack) -> None:
    from infra.local.identity import load_personas

    ports = wiring.ports()
    lena = next(p for p in load_personas() if p.key == "lena-peeters")
    case = a_case(someone(ports, lena.rrn))
    for run in range(1, 13):
        issue(case, run=run)
    peer = Client(desk.neighbours)
    people = peer.get("/burgerprofiel/").text
    assert f"/burgerprofiel/of/{lena.rrn}" in people
    shown = peer.get(f"/burgerprofiel/of/{lena.rrn}").text
    assert "12 documenten" in shown
    assert shown.count(TITLE) == 12
    link = shown.split('href="')[1].split('"')[0]
    file = peer.get(link)
    assert (file.status_code, file.data) == (200, PDF)


def test_mijn_burgerprofiel_gives_its_token_to_the_desk_only(desk: LocalStack) -> None:
    peer: Burgerprofiel = desk.neighbours.burgerprofiel
    with pytest.raises(Exception, match="not the desk"):
        peer.ask("http://example.org/v1/certificates", "application/pdf")
    assert Client(desk.neighbours).get("/burgerprofiel/download?href=x").status_code == 502
    assert Client(desk.neighbours).get(f"/burgerprofiel/of/{new_number()}").status_code == 200
