"""What was kept long enough goes, whole and for good; nothing else does."""

from datetime import timedelta

import boto3
import pytest

from functions import wiring
from functions.domain.case import happened
from functions.domain.documents import Document
from functions.domain.logs import month_of
from functions.domain.numbers import write_case_number
from functions.domain.person import SYSTEM
from functions.domain.problems import Busy, NotAllowed
from functions.services import keeping
from infra.local.stack import LocalStack
from tests.applications import someone
from tests.faults import accepted, broken, file_of, take
from tests.load.meter import Meter
from tests.people import PDF, Someone
from tests.walks import Walk

PAGE = "/nl/desk/retention"
PROOF = f"{PAGE}/polio-vaccination/proof"


def closed(desk: LocalStack, choice: str = "register") -> Walk:
    walk = accepted()
    desk.settle()
    take(walk, "registration", choice)
    desk.settle()
    return walk


def term(days: int, procedure: str = "polio-vaccination/proof") -> None:
    """The municipality keeps it so long."""
    ports = wiring.ports()
    tenant = ports.tenant.model_copy(update={"retention": {procedure: days}})
    wiring.override(clock=ports.clock, tenant=tenant)


def run(walk: Walk) -> int:
    ports = wiring.ports()
    return keeping.run(ports, someone(ports, "", "tenant_admin"), walk.procedure)


def due(walk: Walk) -> list[str]:
    return [kept.case_id for kept in keeping.due(wiring.ports(), walk.procedure).cases]


def items(desk: LocalStack, word: str) -> list[str]:
    """The keys of all items that have this word anywhere."""
    found = boto3.client("dynamodb").scan(TableName=desk.local.table)["Items"]
    return [f"{i['PK']['S']} {i['SK']['S']}" for i in found if word in str(i)]


def files(desk: LocalStack) -> list[str]:
    found = boto3.client("s3").list_objects_v2(Bucket=desk.local.bucket).get("Contents", [])
    own = "seal/"  # the certificates of the municipality itself
    return [stored["Key"] for stored in found if not stored["Key"].startswith(own)]


def log() -> list[dict[str, str]]:
    ports = wiring.ports()
    events = ports.logs.events(month_of(ports.clock.now()))
    return [{"kind": event.kind, **event.data} for event in events]


def test_a_case_is_due_when_its_term_is_over_and_not_a_day_before(desk: LocalStack) -> None:
    walk = closed(desk)
    days = keeping.days_of(wiring.ports(), walk.procedure)
    desk.clock.forward(timedelta(days=days - 1))
    assert due(walk) == []
    assert run(walk) == 0
    desk.clock.forward(timedelta(days=1))
    assert due(walk) == [file_of(walk).case.id]


def test_a_term_that_changed_counts_when_it_is_looked_at(desk: LocalStack) -> None:
    walk = closed(desk)
    desk.clock.forward(timedelta(days=800))
    assert due(walk)
    term(900)
    assert due(walk) == []
    assert run(walk) == 0
    term(799)
    assert due(walk)


def test_everything_of_the_case_goes_and_the_log_keeps_that_it_was_there(
    desk: LocalStack,
) -> None:
    walk = closed(desk)
    case = file_of(walk).case
    term(0)
    assert run(walk) == 1
    desk.settle()
    left = [i for i in items(desk, case.id) if not i.startswith(("IDEMPOTENCY", "COUNTED"))]
    assert left == []
    assert items(desk, f"NUMBER#{case.number}") == []
    (line,) = log()
    assert line == {
        "kind": "retained",
        "number": write_case_number(case.number),
        "procedure": "polio-vaccination/proof",
        "rule": "0",
        "head": case.head,
    }
    assert not any(case.applicant.national_number in item for item in items(desk, case.id))


def test_its_documents_go_too_released_or_in_quarantine(desk: LocalStack) -> None:
    walk, other = closed(desk), closed(desk)
    s3 = boto3.client("s3")
    for found in (walk, other):
        for folder in ("documents", "quarantine", "previews"):
            key = f"{folder}/{file_of(found).case.id}/one"
            s3.put_object(Bucket=desk.local.bucket, Key=key, Body=PDF)
    kept = file_of(other).case.id
    wiring.ports().personal_data.forget(kept)
    term(0)
    assert run(walk) == 1
    desk.settle()
    left = files(desk)
    assert [name for name in left if f"/{kept}/" not in name] == []
    assert sorted(name for name in left if not name.startswith("issued/")) == [
        f"{f}/{kept}/one" for f in ("documents", "previews", "quarantine")
    ]
    assert len(left) == 4  # with what was issued in it


def test_a_draft_that_expires_takes_its_documents_along_and_one_that_is_handed_in_does_not(
    desk: LocalStack,
) -> None:
    ports = wiring.ports()
    walk = accepted()
    desk.settle()
    assert walk.case
    assert walk.session
    s3 = boto3.client("s3")
    s3.put_object(Bucket=desk.local.bucket, Key=f"documents/{walk.case.id}/one", Body=PDF)
    from functions.services import drafting

    draft = drafting.new_draft(ports, walk.procedure, walk.session, "0" * 26, "nl")
    draft = drafting.save(ports, draft)
    s3.put_object(Bucket=desk.local.bucket, Key=f"documents/{draft.case_id}/two", Body=PDF)
    desk.settle()
    ports.personal_data.drop_draft(draft)
    keeping.item_gone(ports, walk.case.id)
    desk.settle()
    assert files(desk) == [f"documents/{walk.case.id}/one"]


def test_a_case_that_was_opened_again_stays(desk: LocalStack) -> None:
    walk = closed(desk)
    case = file_of(walk).case
    again, event = happened(
        case, "reopened", at=wiring.ports().clock.now(), actor=SYSTEM, status="running",
        outcome="", closed=None,
    )  # fmt: skip
    wiring.ports().store.record(again, event)
    term(0)
    assert run(walk) == 0
    assert file_of(walk).case.status == "running"
    assert due(walk) == [], "it left the list, until it is closed anew"


def test_a_case_that_was_closed_anew_is_kept_from_that_day(desk: LocalStack) -> None:
    walk = closed(desk)
    desk.clock.forward(timedelta(days=800))
    case = file_of(walk).case
    now = wiring.ports().clock.now()
    again, event = happened(case, "decided", at=now, actor=SYSTEM, closed=now)
    wiring.ports().store.record(again, event)
    assert due(walk)
    assert run(walk) == 0
    assert due(walk) == []
    desk.clock.forward(timedelta(days=730))
    assert due(walk)


def test_a_case_that_changes_under_the_run_stays_until_the_next_one(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = closed(desk)
    old = file_of(walk).case
    term(0)
    seen, event = happened(old, "viewed", at=wiring.ports().clock.now(), actor=SYSTEM)
    wiring.ports().store.record(seen, event)
    with monkeypatch.context() as patch:
        patch.setattr(type(wiring.ports().store), "cases", lambda *_: [old])
        assert run(walk) == 0
    assert file_of(walk).case.version == seen.version
    assert run(walk) == 1


@pytest.mark.parametrize("fails", ["BatchWriteItem", "DeleteItem"])
def test_a_run_that_stops_half_way_is_taken_up_by_the_next(
    desk: LocalStack, hasty: None, fails: str
) -> None:
    del hasty
    walk = closed(desk)
    case = file_of(walk).case
    term(0)
    with broken("dynamodb", fails), pytest.raises(Busy):
        run(walk)
    assert wiring.ports().store.cases([case.id]) == []
    assert due(walk) == [case.id], "what is left of it is still in the list"
    assert run(walk) == 1
    assert due(walk) == []
    left = [i for i in items(desk, case.id) if not i.startswith(("IDEMPOTENCY", "COUNTED"))]
    assert left == []
    assert [line["kind"] for line in log()] == ["retained"]


def test_two_managers_at_once_delete_and_note_it_once(desk: LocalStack) -> None:
    walk = closed(desk)
    term(0)
    assert [run(walk), run(walk)] == [1, 0]
    assert len(log()) == 1


def test_what_the_case_claimed_is_free_and_what_another_claims_stays(desk: LocalStack) -> None:
    walk = closed(desk)
    case = file_of(walk).case
    held, event = happened(
        case, "viewed", at=wiring.ports().clock.now(), actor=SYSTEM, claims=["own", "other"]
    )
    wiring.ports().store.record(held, event)
    table = boto3.client("dynamodb")
    for name, owner in (("own", case.id), ("other", "somebody-else")):
        table.put_item(
            TableName=desk.local.table,
            Item={"PK": {"S": f"CLAIM#{name}"}, "SK": {"S": "CLAIM"}, "case_id": {"S": owner}},
        )
    term(0)
    run(walk)
    assert wiring.ports().store.claim_holder("own") == ""
    assert wiring.ports().store.claim_holder("other") == "somebody-else"


def test_at_most_fifty_go_at_once_and_the_page_asks_for_the_rest(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    monkeypatch.setattr("functions.web.office.retention.AT_ONCE", 2)
    walks = [closed(desk) for _ in range(3)]
    desk.clock.forward(timedelta(days=800))
    her = Someone(desk, "mechelen-tenant-admin")
    her.sign_in(PROOF)
    assert "Verwijder de oudste 2" in her.text
    hidden = her.form("/proof")
    her.post(hidden.pop("_action"), hidden)
    assert "2 zaken zijn verwijderd" in her.text
    assert "Verwijder deze zaak" in her.text
    assert len(due(walks[0])) == 1


def test_only_who_manages_sees_or_deletes(desk: LocalStack) -> None:
    walk = closed(desk)
    term(0)
    for key in ("mechelen-population", "lena-peeters"):
        her = Someone(desk, key)
        her.sign_in()
        assert her.get(PAGE).status_code == 403
        assert her.get(PROOF).status_code == 403
        assert "Bewaren en wissen" not in her.get("/nl/desk/my").get_data(as_text=True)
    ports = wiring.ports()
    with pytest.raises(NotAllowed):
        keeping.run(ports, someone(ports, "", "population"), walk.procedure)
    manager = Someone(desk, "mechelen-tenant-admin")
    manager.sign_in(PAGE)
    assert file_of(walk).case.number not in manager.text
    manager.get(PROOF)
    assert write_case_number(file_of(walk).case.number) in manager.text
    assert file_of(walk).case.applicant.family_name not in manager.text
    answer = manager.browser.post(PROOF, base_url=desk.url, data={"csrf": "x"})
    assert answer.status_code == 403, "a form that is not ours"
    assert manager.get(f"{PAGE}/no/such").status_code == 404


def test_the_preview_asks_once_a_procedure_whatever_is_kept(desk: LocalStack) -> None:
    closed(desk)
    desk.clock.forward(timedelta(days=800))
    her = Someone(desk, "mechelen-tenant-admin")
    her.sign_in(PAGE)
    with Meter(desk) as meter:
        her.get(PROOF)
        assert [r.operation for r in meter.take()].count("Query") == 1


def test_a_document_that_arrives_for_a_case_that_has_gone_is_not_kept(desk: LocalStack) -> None:
    from functions.services import uploading

    walk = closed(desk)
    case_id = file_of(walk).case.id
    term(0)
    run(walk)
    document = Document(id="0" * 26, field="x.y")
    boto3.client("s3").put_object(
        Bucket=desk.local.bucket, Key=f"quarantine/{case_id}/{document.id}", Body=PDF
    )
    assert uploading.receive(wiring.ports(), case_id, document.id) is None
    desk.settle()
    assert files(desk) == []
