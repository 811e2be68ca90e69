"""The pages of the audit, and the command that recomputes every chain."""

import csv
import io
import json
import re
from typing import Any

import boto3
import pytest

from functions import wiring
from functions.adapters import codec
from functions.domain.case import Event, first_break
from functions.domain.logs import SETTINGS, month_of
from functions.domain.numbers import write_case_number
from infra import audit
from infra.local.stack import LocalStack
from tests.faults import accepted, file_of, take
from tests.people import Someone
from tests.walks import Walk

BASE = "/nl/desk/audit"


@pytest.fixture
def walk(desk: LocalStack) -> Walk:
    """A finished case."""
    found = accepted()
    desk.settle()
    take(found, "registration", "refuse")
    desk.settle()
    return found


@pytest.fixture
def auditor(desk: LocalStack) -> Someone:
    found = Someone(desk, "mechelen-tenant-admin")
    found.sign_in(BASE)
    return found


def month() -> str:
    return month_of(wiring.ports().clock.now())


def noted() -> list[tuple[str, dict[str, str]]]:
    return [(event.kind, event.data) for event in wiring.ports().logs.events(month())]


def look_up(auditor: Someone, number: str) -> int:
    auditor.get(BASE)
    hidden = auditor.form("/audit")
    where = hidden.pop("_action")
    return auditor.post(where, {**hidden, "number": number}).status_code


@pytest.mark.parametrize("key", ["mechelen-counter", "mechelen-registrar", "lena-peeters"])
def test_only_who_audits_sees_it_and_nothing_is_told_of_what_exists(
    desk: LocalStack, walk: Walk, key: str
) -> None:
    case = file_of(walk).case
    someone = Someone(desk, key)
    someone.sign_in("/nl/desk/my")
    for path in (
        "",
        f"/case/{case.id}",
        f"/case/{case.id}/csv",
        f"/log/{month()}",
        f"/log/{SETTINGS}/lines",
    ):
        assert someone.get(BASE + path).status_code == 403, path
        assert case.applicant.name not in someone.text
    assert noted() == []


def test_a_case_is_found_by_its_number_and_shown_whole(auditor: Someone, walk: Walk) -> None:
    case = file_of(walk).case
    assert look_up(auditor, write_case_number(case.number).lower()) == 200
    assert auditor.at == f"{BASE}/case/{case.id}"
    assert "De keten klopt" in auditor.text
    assert auditor.text.count('<th scope="row"') == len(file_of(walk).events)
    assert case.number not in auditor.at
    assert noted() == [
        ("searched", {"case": case.number, "found": "1"}),
        ("verified", {"case": case.number}),
    ]


def test_what_was_written_about_a_person_is_not_on_the_page(auditor: Someone, walk: Walk) -> None:
    file = file_of(walk)
    reasons = [e.data["reason"] for e in file.events if e.data.get("reason")]
    assert reasons
    auditor.get(f"{BASE}/case/{file.case.id}")
    assert not [reason for reason in reasons if reason in auditor.text]
    answer = auditor.get(f"{BASE}/case/{file.case.id}", headers={"Accept": "application/json"})
    assert not [reason for reason in reasons if reason in answer.get_data(as_text=True)]


@pytest.mark.parametrize("number", ["", "abc", "7KM4-2PRT-9XAD", "x" * 10_000])
def test_what_is_no_number_is_told_at_its_box(auditor: Someone, number: str) -> None:
    assert look_up(auditor, number) == 422
    assert 'id="number-error"' in auditor.text


def test_a_number_of_nobody_is_told_and_written_down(auditor: Someone) -> None:
    from functions.domain.numbers import new_case_number

    number = new_case_number()
    assert look_up(auditor, number) == 422
    assert "Er is geen zaak met dit nummer" in auditor.text
    assert noted() == [("searched", {"case": number, "found": "0"})]


@pytest.mark.parametrize(
    "path",
    ["/case/x", "/case/01JD0000000000000000000000", "/log/2026-13", "/log/x", "/log/2026-11/pdf"],
)
def test_what_does_not_exist_is_not_found(auditor: Someone, path: str) -> None:
    assert auditor.get(BASE + path).status_code == 404


def test_each_look_at_a_log_is_a_line_of_the_log(auditor: Someone) -> None:
    for _ in range(3):
        auditor.get(f"{BASE}/log/{month()}")
    assert [kind for kind, _ in noted()] == ["listed"] * 3
    assert noted()[2][1] == {"what": "log", "log": month(), "lines": "1-2"}
    auditor.get(f"{BASE}/log/{SETTINGS}")
    assert noted()[-1][1]["log"] == SETTINGS


def test_a_log_is_read_page_by_page(auditor: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.services.auditing.ON_A_PAGE", 2)
    for _ in range(5):
        auditor.get(f"{BASE}/log/{month()}")
    auditor.get(f"{BASE}/log/{month()}?to=5")
    assert re.findall(r"</span> (\d+)</th>", auditor.text) == ["5", "4"]
    assert "kloppen en volgen op elkaar" in auditor.text
    older = re.search(r'href="([^"]+)" rel="next"', auditor.text)
    assert older
    auditor.get(older[1])
    assert re.findall(r"</span> (\d+)</th>", auditor.text) == ["3", "2"]
    assert 'rel="prev"' in auditor.text


def test_a_case_can_be_taken_along_and_recomputed(auditor: Someone, walk: Walk) -> None:
    file = file_of(walk)
    answer = auditor.get(f"{BASE}/case/{file.case.id}/lines")
    assert "attachment" in answer.headers["Content-Disposition"]
    head, *lines = map(json.loads, answer.get_data(as_text=True).splitlines())
    events = [Event.model_validate(line) for line in lines]
    assert first_break(events, head["head"]) is None
    assert events == file.events
    text = auditor.get(f"{BASE}/case/{file.case.id}/csv").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [row["hash"] for row in rows] == [event.hash for event in file.events]
    assert [kind for kind, _ in noted()] == ["exported", "exported"]


def test_a_log_can_be_taken_along_in_parts(
    auditor: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.services.auditing.AT_ONCE", 2)
    for _ in range(3):
        auditor.get(f"{BASE}/log/{month()}")
    auditor.get(f"{BASE}/log/{month()}")
    links = re.findall(r'href="([^"]+/csv[^"]*)" download', auditor.text)
    assert [link.rpartition("=")[2] for link in links] == ["1", "3"]
    text = auditor.get(links[1]).get_data(as_text=True).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["seq"] for row in rows] == ["3", "4"]
    assert noted()[-1] == ("exported", {"log": month(), "form": "csv", "lines": "3-4"})
    assert auditor.get(f"{BASE}/log/{month()}/csv?from=99").status_code == 404


# breaking


def table(desk: LocalStack) -> Any:
    return boto3.client("dynamodb"), desk.local.table


def item(desk: LocalStack, pk: str, sk: str) -> dict[str, Any]:
    client, name = table(desk)
    found: dict[str, Any] = client.get_item(TableName=name, Key={"PK": {"S": pk}, "SK": {"S": sk}})[
        "Item"
    ]
    return found


def put(desk: LocalStack, changed: dict[str, Any]) -> None:
    client, name = table(desk)
    client.put_item(TableName=name, Item=changed)


def remove(desk: LocalStack, pk: str, sk: str) -> None:
    client, name = table(desk)
    client.delete_item(TableName=name, Key={"PK": {"S": pk}, "SK": {"S": sk}})


def edit(desk: LocalStack, pk: str, sk: str, **changes: Any) -> None:
    found = item(desk, pk, sk)
    body = {**json.loads(found["data"]["S"]), **changes}
    put(desk, {**found, "data": codec.text(json.dumps(body))})


def changed_line(desk: LocalStack, pk: str) -> None:
    edit(desk, pk, "EVENT#000003", kind="viewed")


def missing_line(desk: LocalStack, pk: str) -> None:
    remove(desk, pk, "EVENT#000002")


def missing_last(desk: LocalStack, pk: str) -> None:
    remove(desk, pk, "EVENT#000004")


def swapped(desk: LocalStack, pk: str) -> None:
    second, third = (item(desk, pk, f"EVENT#00000{n}") for n in (2, 3))
    put(desk, {**second, "data": third["data"]})
    put(desk, {**third, "data": second["data"]})


def other_head(desk: LocalStack, pk: str) -> None:
    edit(desk, pk, "META", head="0" * 64)


def no_head(desk: LocalStack, pk: str) -> None:
    remove(desk, pk, "META")


def replaced(desk: LocalStack, pk: str) -> None:
    found = item(desk, pk, "EVENT#000002")
    event = Event.model_validate_json(found["data"]["S"]).model_copy(update={"kind": "viewed"})
    event.hash = event.digest()
    put(desk, {**found, "data": codec.text(event.model_dump_json())})


def unreadable(desk: LocalStack, pk: str) -> None:
    put(desk, {**item(desk, pk, "EVENT#000002"), "data": codec.text("{")})


BREAKS = [
    (changed_line, "line 3 was changed"),
    (missing_line, "line 2 is missing"),
    (missing_last, "line 4 is missing"),
    (swapped, "line 2 does not stand at its place"),
    (other_head, "line 4 is not the last line"),
    (no_head, "there are lines from 1 on"),
    (replaced, "line 3 does not follow the line before it"),
    (unreadable, "line 2 was changed"),
]


@pytest.mark.parametrize(("breaks", "told"), BREAKS, ids=[b.__name__ for b, _ in BREAKS])
def test_the_command_names_each_way_to_break_a_case(
    desk: LocalStack, walk: Walk, capsys: pytest.CaptureFixture[str], breaks: Any, told: str
) -> None:
    case = file_of(walk).case
    other = accepted()
    desk.settle()
    assert audit.main(["verify"]) == 0
    assert "every chain holds" in capsys.readouterr().out
    breaks(desk, f"CASE#{case.id}")
    assert audit.main(["verify"]) == 1
    out = capsys.readouterr().out
    assert told in out
    assert "1 broken" in out
    if breaks not in (no_head, unreadable):
        assert write_case_number(case.number) in out
    assert audit.main(["verify", "--case", file_of(other).case.number]) == 0
    assert audit.main(["verify", "--logs"]) == 0


def test_the_command_names_a_broken_log_and_a_broken_page_says_so(
    desk: LocalStack, auditor: Someone, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        auditor.get(f"{BASE}/log/{month()}")
    assert audit.main(["verify", "--logs"]) == 0
    edit(desk, f"LOG#{month()}", "EVENT#000002", kind="erased")
    assert audit.main(["verify", "--logs"]) == 1
    assert f"log {month()}: line 2 was changed" in capsys.readouterr().out
    auditor.get(f"{BASE}/log/{month()}")
    assert "Regel 2 is gewijzigd" in auditor.text
    assert auditor.text.count("Hier klopt de keten niet.") == 1


def test_a_broken_case_says_so_on_its_page(desk: LocalStack, auditor: Someone, walk: Walk) -> None:
    case = file_of(walk).case
    missing_line(desk, f"CASE#{case.id}")
    auditor.get(f"{BASE}/case/{case.id}")
    assert "Regel 2 ontbreekt." in auditor.text
    assert "De keten klopt" not in auditor.text


def test_lists_of_voters_are_verified_too(
    desk: LocalStack, capsys: pytest.CaptureFixture[str]
) -> None:
    from functions.domain.case import happened
    from functions.domain.lists import VoterList
    from functions.domain.person import SYSTEM

    now = wiring.ports().clock.now()
    fresh = VoterList(id="jury-2030", kind="jury", subject="2030", created=now)
    found, event = happened(fresh, "created", at=now, actor=SYSTEM)
    wiring.ports().lists.create(found, event)
    assert audit.main(["verify"]) == 0
    edit(desk, "LIST#jury-2030", "EVENT#000001", kind="opened")
    assert audit.main(["verify"]) == 1
    assert "list jury-2030: line 1 was changed" in capsys.readouterr().out


def test_an_export_by_command_is_written_in_the_log(
    desk: LocalStack,
    walk: Walk,
    tmp_path: Any,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit, "reach", lambda _: desk.clock)
    number = file_of(walk).case.number
    out = tmp_path / "case.jsonl"
    assert audit.main(["export", "--case", number, "--out", str(out)]) == 0
    head, *lines = map(json.loads, out.read_text("utf-8").splitlines())
    assert first_break([Event.model_validate(line) for line in lines], head["head"]) is None
    assert noted() == [("exported", {"case": number, "form": "lines"})]
    (line,) = wiring.ports().logs.events(month())
    assert line.actor.kind == "operator"
    capsys.readouterr()
    assert audit.main(["export", "--log", month(), "--csv"]) == 0
    assert capsys.readouterr().out.startswith("\ufeffseq;at;kind")
    assert audit.main(["export", "--log", "2001-01"]) == 2
    assert audit.main(["verify", "--case", "nonsense"]) == 2


def test_without_a_desk_the_command_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from infra.local.config import free_port

    monkeypatch.delenv("TABLE_NAME", raising=False)
    port = str(free_port())
    assert audit.main(["verify", "--port", port]) == 2
    assert f"No desk answers on port {port}" in capsys.readouterr().err


def test_a_table_that_cannot_answer_is_no_verdict(
    desk: LocalStack, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from functions.domain.problems import Busy

    def busy(*_: object, **__: object) -> None:
        raise Busy

    monkeypatch.setattr("functions.adapters.table.Table.scan", busy)
    assert audit.main(["verify"]) == 2
    assert "cannot be read" in capsys.readouterr().err
