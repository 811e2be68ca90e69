"""What may go because its person asks it, and what must stay."""

import boto3

from functions import wiring
from functions.domain.logs import month_of
from infra.local.stack import LocalStack
from tests.contract.test_inspect import look_up, manager
from tests.contract.test_journeys import ask_proxy, fill_in_proxy
from tests.faults import broken, file_at
from tests.people import Someone


def withdrawn(desk: LocalStack) -> Someone:
    giver = ask_proxy(desk)
    desk.settle()
    giver.get(giver.at.removesuffix("/receipt"))
    hidden = giver.form("/withdraw")
    giver.post(hidden.pop("_action"), hidden)
    desk.settle()
    return giver


def preview(her: Someone, number: str):
    look_up(her, number, reason="erasure")
    hidden = her.form("/erase")
    return her.post(hidden.pop("_action"), hidden)


def confirm(her: Someone, **boxes: str):
    hidden = her.form("/erase")
    return her.post(hidden.pop("_action"), {**hidden, "action": "erase", **boxes})


def log(kind: str) -> list[dict[str, str]]:
    ports = wiring.ports()
    events = ports.logs.events(month_of(ports.clock.now()))
    return [event.data for event in events if event.kind == kind]


def under(desk: LocalStack, case_id: str) -> list[str]:
    found = boto3.client("dynamodb").scan(TableName=desk.local.table)["Items"]
    return [i["SK"]["S"] for i in found if i["PK"]["S"] == f"CASE#{case_id}"]


def files(desk: LocalStack) -> list[str]:
    """The keys of what is kept, but for the certificates of the municipality itself."""
    found = boto3.client("s3").list_objects_v2(Bucket=desk.local.bucket).get("Contents", [])
    return [stored["Key"] for stored in found if not stored["Key"].startswith("seal/")]


def test_a_case_that_was_taken_back_goes_with_its_documents(desk: LocalStack) -> None:
    giver = withdrawn(desk)
    case = file_at(giver.at).case
    her = manager(desk)
    preview(her, case.applicant.national_number)
    assert "Volmacht geven" in her.text
    assert "ingetrokken" in her.text
    confirm(her)
    desk.settle()
    assert "Gewist: 1" in her.text
    assert under(desk, case.id) == []
    assert files(desk) == []
    (line,) = log("erased")
    assert line["rule"] == "request"
    assert line["head"]
    assert case.applicant.national_number not in str(line)


def test_what_was_erased_half_way_is_due_at_once(desk: LocalStack, hasty: None) -> None:
    del hasty
    giver = withdrawn(desk)
    case = file_at(giver.at).case
    her = manager(desk)
    preview(her, case.applicant.national_number)
    with broken("dynamodb", "BatchWriteItem"):
        assert confirm(her).status_code == 503
    assert under(desk, case.id)
    her.get("/nl/desk/retention/elections/proxy")
    hidden = her.form("/proxy")
    her.post(hidden.pop("_action"), hidden)
    assert under(desk, case.id) == []
    (line,) = log("erased")
    assert line["rule"] == "request"
    assert log("retained") == []


def test_a_manager_who_did_not_look_before_can_confirm_what_another_was_shown(
    desk: LocalStack,
) -> None:
    giver = withdrawn(desk)
    case = file_at(giver.at).case
    her = manager(desk)
    preview(her, case.applicant.national_number)
    hidden = her.form("/erase")
    shown = hidden["shown"]
    ports = wiring.ports()
    from functions.services import erasing, inspecting
    from functions.services.inspecting import Asked
    from tests.applications import someone

    asked = Asked(
        national_number=case.applicant.national_number, identified="counter", reason="erasure"
    )
    other = someone(ports, "", "tenant_admin")
    found = inspecting.inspect(ports, other, asked, "erasure")
    erasing.erase(ports, other, asked, found, shown=shown)
    assert under(desk, case.id) == []


def test_an_open_case_stays_and_the_page_says_why(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    desk.settle()
    case = file_at(giver.at).case
    her = manager(desk)
    preview(her, case.applicant.national_number)
    assert "Er is nu niets dat we mogen wissen" in her.text
    assert "Deze zaak loopt nog" in her.text
    assert file_at(giver.at).case.id == case.id


def test_a_case_that_ended_otherwise_stays_until_its_term(desk: LocalStack) -> None:
    giver = withdrawn(desk)
    ports = wiring.ports()
    wiring.override(clock=ports.clock, tenant=ports.tenant.model_copy(update={"erasable_ends": ()}))
    her = manager(desk)
    preview(her, file_at(giver.at).case.applicant.national_number)
    assert "De regels vragen om ze te bewaren tot" in her.text


def test_a_form_that_was_not_handed_in_goes(desk: LocalStack) -> None:
    giver = fill_in_proxy(desk)
    case_id = giver.at.split("/")[5]
    number = wiring.ports().store.draft_or_case(case_id)[0]
    assert number
    from tests.contract.test_journeys import persona_number

    her = manager(desk)
    preview(her, persona_number("lena-peeters"))
    assert "begonnen en niet ingediend" in her.text
    confirm(her)
    desk.settle()
    assert under(desk, case_id) == []
    assert files(desk) == []
    (line,) = log("erased")
    assert line["drafts"] == "1"


def test_only_what_was_shown_is_erased(desk: LocalStack) -> None:
    giver = withdrawn(desk)
    case = file_at(giver.at).case
    her = manager(desk)
    preview(her, case.applicant.national_number)
    fill_in_proxy(desk, holder="an-claes")
    assert confirm(her).status_code == 409
    assert under(desk, case.id)
    assert log("erased") == []


def test_another_partys_case_stays(desk: LocalStack) -> None:
    giver = withdrawn(desk)
    case = file_at(giver.at).case
    her = manager(desk)
    preview(her, case.parties["holder"].national_number)
    assert "Dit is de aanvraag van iemand anders" in her.text
    assert confirm_is_missing(her)


def confirm_is_missing(her: Someone) -> bool:
    return "Wis dit voorgoed" not in her.text


def test_without_a_reason_or_another_role_nothing_is_erased(desk: LocalStack) -> None:
    giver = withdrawn(desk)
    case = file_at(giver.at).case
    her = manager(desk)
    preview(her, case.applicant.national_number)
    assert confirm(her, reason="").status_code == 422
    assert under(desk, case.id)
    clerk = Someone(desk, "mechelen-population")
    clerk.sign_in()
    answer = clerk.post("/nl/desk/inspect/erase", {"action": "erase"})
    assert answer.status_code == 403
    assert under(desk, case.id)
