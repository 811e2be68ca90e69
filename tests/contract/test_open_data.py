"""The public page about the desk itself and its open data, over the local desk."""

import csv
import io
import json
from datetime import timedelta

import boto3
import pytest

from functions import wiring
from functions.domain import open_data as rules
from functions.domain.calendar import BRUSSELS
from functions.domain.figures import EVERYTHING, Change
from functions.domain.logs import month_of
from functions.domain.problems import Busy
from functions.services.open_data import DISTURBANCE, WORKS
from infra.local.stack import LocalStack
from tests.applications import someone
from tests.contract.test_settings import BASE, change
from tests.doors import enter_as
from tests.faults import accepted
from tests.people import Someone

PASSPORT, PROXY, WEDDING = "passport/request", "elections/proxy", "marriage/declaration"


def add(procedure: str, counts: dict[str, int], month: int = 0) -> None:
    ports = wiring.ports()
    name = rules.published(ports.clock.now()).months[month]
    ports.tally.add([Change(f"{procedure}/{month}/{counts}", name, procedure, counts)])


def a_quarter() -> None:
    """Passports enough, proxies enough together with few weddings."""
    add(PASSPORT, {"submitted.online": 203, "submitted.counter": 51, "lead.3": 150, "lead.14": 80})
    add(PASSPORT, {"submitted.online": 100, "lead.7": 20}, month=2)
    add(PROXY, {"submitted.online": 40, "submitted.paper": 4})
    add(WEDDING, {"submitted.online": 3, "submitted.counter": 2, "lead.30": 5})
    add(EVERYTHING, {"when.online.1.20": 120, "when.online.2.9": 61, "when.online.7.3": 4,
                     "when.counter.3.10": 30})  # fmt: skip


def data(desk: LocalStack) -> dict:
    answer = desk.get("/api/open/status.json")
    assert answer.status_code == 200
    return json.loads(answer.text)


def test_an_empty_desk_tells_that_there_is_too_little(desk: LocalStack) -> None:
    found = data(desk)
    assert found["now"] == {"saves": True, "follows": True, "notices": []}
    assert found["figures"]["procedures"] == []
    assert found["figures"]["submitted"] is None
    for lang in ("nl", "fr", "de", "en"):
        assert desk.get(f"/{lang}/desk/status").status_code == 200
    assert "te weinig" in desk.get("/nl/desk/status").text


def test_the_figures_are_those_of_the_last_whole_quarter_and_coarse(desk: LocalStack) -> None:
    a_quarter()
    add("recognition/declaration", {"submitted.online": 7, "submitted.counter": 30})
    wiring.ports().tally.add(  # of this month: not yet
        [Change("now", month_of(desk.clock.now()), PASSPORT, {"submitted.online": 1000})]
    )
    found = data(desk)["figures"]
    rows = {row["procedure"]: row for row in found["procedures"]}
    assert rows[PASSPORT]["submitted"] == 350  # 354, rounded down
    assert (rows[PASSPORT]["half_within_days"], rows[PASSPORT]["nine_of_ten_within_days"]) == (
        "3", "14",
    )  # fmt: skip
    assert rows[PASSPORT]["product"] == wiring.ports().tenant.products[PASSPORT]
    assert rows[PASSPORT]["title"]["fr"]
    # five weddings alone would follow from the total: the smallest other row went with them
    assert WEDDING not in rows
    assert set(rows) == {PASSPORT, PROXY}
    assert found["others"] == 40  # 37 + 5
    assert found["submitted"] == 440
    # four proxies on paper, and the others' parts, are not told
    assert rows[PROXY]["online_percent"] is None
    assert rows[PROXY]["half_within_days"] is None
    levels = {(b["where"], b["weekday"], b["hour"]): b["level"] for b in found["busy"]}
    # four in the night are told by nobody; nor by the rest, so one hour more is not told
    assert levels == {("online", 1, 20): 100, ("counter", 3, 10): 100}


def test_page_json_and_csv_say_the_same(desk: LocalStack) -> None:
    a_quarter()
    found, page = data(desk)["figures"], desk.get("/nl/desk/status").text.replace("\xa0", " ")
    answer = desk.get("/api/open/status.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert {line["period"] for line in lines} == {found["period"]}
    told = {(line["measure"], line["of"]): line["value"] for line in lines}
    assert told["submitted", "*"] == str(found["submitted"])
    for row in found["procedures"]:
        assert told["submitted", row["procedure"]] == str(row["submitted"])
        assert f'<td class="number">{row["submitted"]}</td>' in page
        assert row["title"]["nl"] in page
        if row["online_percent"] is not None:
            assert f"{row['online_percent']} %" in page
    assert sum(line["measure"] == "busy_level" for line in lines) == len(found["busy"])


def test_anyone_may_keep_it_for_some_minutes_and_nothing_is_asked_about_who_looks(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = enter_as(desk, someone(wiring.ports()))

    def never(*_: object) -> None:
        raise AssertionError("the session was read")

    monkeypatch.setattr(wiring.ports().store, "session", never)
    for path in ("/nl/desk/status", "/api/open/status.json", "/api/open/status.csv",
                 "/api/open/catalogue.jsonld"):  # fmt: skip
        answer = who.ask("GET", path)
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert "Set-Cookie" not in answer.headers
        assert answer.text == desk.get(path).text


def test_a_table_that_does_not_answer_is_told_and_not_kept(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Busy

    monkeypatch.setattr(wiring.ports().tally, "of_month", busy)
    answer = desk.get("/nl/desk/status")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Nee, het is te druk of er is een storing" in answer.text
    found = data(desk)
    assert (found["now"]["saves"], found["figures"]) == (False, None)


def test_what_waits_for_repair_is_told(desk: LocalStack) -> None:
    sqs = boto3.client("sqs")
    sqs.send_message(QueueUrl=desk.local.queue_url, MessageBody="{}")
    assert data(desk)["now"]["follows"] is False
    assert "er wacht iets op herstel" in desk.get("/nl/desk/status").text
    sqs.purge_queue(QueueUrl=desk.local.queue_url)
    assert data(desk)["now"]["follows"] is True


def test_a_queue_that_does_not_answer_is_not_told(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        wiring.ports().backlog._adapter, "_queue_url", f"{desk.local.queue_url}-gone"
    )
    assert data(desk)["now"]["follows"] is None
    assert "meteen verwerkt" not in desk.get("/nl/desk/status").text


def test_a_disturbance_is_on_every_page_of_the_desk_until_its_last_day(desk: LocalStack) -> None:
    admin = Someone(desk, "mechelen-tenant-admin")
    admin.sign_in(BASE)
    day = (desk.clock.now() + timedelta(days=1)).astimezone(BRUSSELS).date()
    texts = {f"text__{lang}": f"<i>Storing</i> {lang}" for lang in ("nl", "fr", "de", "en")}
    until = {"until-day": str(day.day), "until-month": str(day.month), "until-year": str(day.year)}
    assert change(admin, "texts", DISTURBANCE, **texts, **until).status_code == 200
    works = {f"text__{lang}": f"Werken {lang}" for lang in ("nl", "fr", "de", "en")}
    assert change(admin, "texts", WORKS, **works).status_code == 200
    for lang in ("nl", "fr"):
        assert f"&lt;i&gt;Storing&lt;/i&gt; {lang}" in desk.get(f"/{lang}/desk/search?q=x").text
        page = desk.get(f"/{lang}/desk/status").text
        assert page.count(f"&lt;i&gt;Storing&lt;/i&gt; {lang}") == 1
        assert f"Werken {lang}" in page
    notices = data(desk)["now"]["notices"]
    assert [n["kind"] for n in notices] == ["disturbance", "works"]
    assert notices[0]["until"] == day.isoformat()
    desk.clock.forward(timedelta(days=2))
    assert "Storing" not in desk.get("/nl/desk/search?q=x").text
    assert [n["kind"] for n in data(desk)["now"]["notices"]] == ["works"]


def test_what_is_handed_in_is_counted_by_its_hour_of_all_procedures_together(
    desk: LocalStack,
) -> None:
    at = desk.clock.now().astimezone(BRUSSELS)
    accepted()
    desk.settle()
    counted = wiring.ports().tally.of_month(month_of(desk.clock.now()))
    name = f"when.online.{at.isoweekday()}.{at.hour}"
    assert counted[EVERYTHING][name] == 1
    assert not [n for key, counts in counted.items() if key != EVERYTHING
                for n in counts if n.startswith("when")]  # fmt: skip


def test_the_dataset_is_described_with_its_licence(desk: LocalStack) -> None:
    answer = desk.get("/api/open/catalogue.jsonld")
    assert answer.headers["Content-Type"] == "application/ld+json"
    found = json.loads(answer.text)
    by_type = {node["@type"]: node for node in found["@graph"]}
    dataset = by_type["dcat:Dataset"]
    own = wiring.ports().tenant.open_data
    assert own
    for distribution in dataset["dcat:distribution"]:
        assert distribution["dct:license"] == {"@id": own.licence}
        path = distribution["dcat:downloadURL"]["@id"].removeprefix(desk.url)
        assert desk.get(path).status_code == 200
    assert by_type["dcat:Catalog"]["dcat:dataset"] == [{"@id": dataset["@id"]}]
    start = dataset["dct:temporal"]["dcat:startDate"]["@value"]
    assert start == f"{rules.published(desk.clock.now()).months[0]}-01"


def test_where_nothing_is_published_there_is_nothing(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    ports = wiring.ports()
    closed = ports.tenant.model_copy(update={"open_data": None})
    monkeypatch.setattr(type(ports), "tenant", property(lambda _: closed))
    for path in ("/nl/desk/status", "/api/open/status.json", "/api/open/catalogue.jsonld"):
        assert desk.get(path).status_code == 404
