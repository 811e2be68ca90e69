"""All data of one person: for that person, by who may gather it, and noted down."""

import json

import pytest

from functions import wiring
from functions.domain.logs import month_of
from functions.services import gathering
from infra.local.stack import LocalStack
from tests.contract.test_journeys import ask_proxy, fill_in_proxy
from tests.faults import file_at
from tests.people import Someone

PAGE = "/nl/desk/inspect"


def manager(desk: LocalStack, key: str = "mechelen-tenant-admin") -> Someone:
    found = Someone(desk, key)
    found.sign_in(PAGE)
    return found


def look_up(her: Someone, number: str, **boxes: str):
    her.get(PAGE)
    hidden = her.form("/inspect")
    where = hidden.pop("_action")
    asked = {"national_number": number, "identified": "counter", "reason": "access", **boxes}
    return her.post(where, {**hidden, **asked})


def log() -> list:
    ports = wiring.ports()
    return ports.logs.events(month_of(ports.clock.now()))


def test_everything_of_an_applicant_is_found_and_the_look_is_noted(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    desk.settle()
    case = file_at(giver.at).case
    her = manager(desk)
    answer = look_up(her, case.applicant.national_number)
    assert answer.status_code == 200
    assert "Volmacht geven" in her.text
    assert case.parties["holder"].given_name in her.text
    (event,) = log()
    assert event.kind == "inspected"
    assert event.data == {
        "ref": case.applicant.ref,
        "reason": "access",
        "identified": "counter",
        "what": "page",
    }
    seen = [e for e in file_at(giver.at).events if e.kind == "viewed"]
    assert [(e.actor.kind, e.data) for e in seen] == [("clerk", {"step": "inspect"})]
    assert case.applicant.national_number not in her.at, "never in an address"


def test_the_same_comes_as_one_file(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    desk.settle()
    case = file_at(giver.at).case
    her = manager(desk)
    answer = look_up(her, case.applicant.national_number, format="file")
    assert "attachment" in answer.headers["Content-Disposition"]
    found = json.loads(answer.get_data(as_text=True))
    (only,) = found["cases"]
    assert only["answers"] == case.answers
    assert only["applicant"]["given_name"] == case.applicant.given_name
    assert [e["what"] for e in only["events"]][:2] == ["submitted", "entered"]
    assert found["sessions"], "when they were signed in"
    assert case.applicant.ref not in json.dumps(found)
    assert log()[-1].data["what"] == "file"


def test_another_party_gets_what_that_party_may_read(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    desk.settle()
    case = file_at(giver.at).case
    holder = case.parties["holder"]
    ports = wiring.ports()
    found = gathering.as_file(ports, gathering.gather(ports, holder.ref, holder.national_number))
    (only,) = found["cases"]
    assert only["part"] == "holder"
    assert only["you"]["mail"] == holder.mail
    assert "contact" not in only["answers"], "the applicant's own mail"
    assert "applicant" not in only
    assert only["events"] == []
    assert case.mail not in json.dumps(found)


def test_a_draft_is_found_before_it_is_handed_in(desk: LocalStack) -> None:
    giver = fill_in_proxy(desk)
    her = manager(desk)
    giver.get("/nl/desk/my/data")
    found = json.loads(giver.last.get_data(as_text=True))
    assert [d["procedure"] for d in found["drafts"]] == ["elections/proxy"]
    assert found["drafts"][0]["answers"]["contact"]
    assert her


def test_a_citizen_takes_their_own_data_along_and_nobody_elses(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    desk.settle()
    case = file_at(giver.at).case
    assert 'href="/nl/desk/my/data"' in giver.get("/nl/desk/my").get_data(as_text=True)
    own = json.loads(giver.get("/nl/desk/my/data").get_data(as_text=True))
    assert len(own["cases"]) == 1
    other = Someone(desk, "an-claes")
    other.sign_in()
    text = other.get("/nl/desk/my/data").get_data(as_text=True)
    assert json.loads(text)["cases"] == []
    assert case.number not in text
    assert Someone(desk, "lena-peeters").get("/nl/desk/my/data").status_code != 200


def test_clerks_are_told_by_their_role(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    desk.settle()
    her = manager(desk)
    look_up(her, file_at(giver.at).case.applicant.national_number)
    text = giver.get("/nl/desk/my/data").get_data(as_text=True)
    seen = [e for e in json.loads(text)["cases"][0]["events"] if e["what"] == "viewed"]
    assert [e["who"]["role"] for e in seen] == ["tenant_admin"]
    assert "Ine Geens" not in text


@pytest.mark.parametrize("key", ["mechelen-population", "mechelen-counter", "lena-peeters"])
def test_only_who_manages_looks_people_up(desk: LocalStack, key: str) -> None:
    giver = ask_proxy(desk)
    desk.settle()
    number = file_at(giver.at).case.applicant.national_number
    her = Someone(desk, key)
    her.sign_in()
    assert her.get(PAGE).status_code == 403
    assert "Persoonsgegevens" not in her.get("/nl/desk/my").get_data(as_text=True)
    token = her.form("").get("csrf") if "csrf" in her.text else ""
    answer = her.post(PAGE, {"csrf": token or "", "national_number": number})
    assert answer.status_code == 403
    assert log() == []


@pytest.mark.parametrize(
    ("missing", "boxes"),
    [
        ("identified", {"identified": ""}),
        ("reason", {"reason": ""}),
        ("reason", {"reason": "curious"}),
        ("national_number", {"national_number": "85.07.30-033.29"}),
        ("national_number", {"national_number": "' OR 1=1"}),
    ],
)
def test_without_who_asks_and_why_nothing_is_looked_up(
    desk: LocalStack, missing: str, boxes: dict[str, str]
) -> None:
    her = manager(desk)
    answer = look_up(her, boxes.pop("national_number", "85073003328"), **boxes)
    assert answer.status_code == 422
    assert f"#asked-{missing}" in her.text
    assert log() == []


def test_of_an_unknown_person_the_page_says_that_there_is_nothing(desk: LocalStack) -> None:
    her = manager(desk)
    look_up(her, "85073003328")
    assert "We bewaren niets van deze persoon" in her.text
    assert len(log()) == 1


def test_notes_of_the_office_are_the_persons_to_read_too(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    desk.settle()
    here = giver.at.removesuffix("/receipt")
    clerk = Someone(desk, "mechelen-elections")
    clerk.sign_in(f"{here}/review")
    hidden = clerk.form("/notes")
    clerk.post(hidden.pop("_action"), {**hidden, "note": "Belde terug."})
    her = manager(desk)
    look_up(her, file_at(giver.at).case.applicant.national_number)
    assert "Belde terug." in her.text
    text = giver.get("/nl/desk/my/data").get_data(as_text=True)
    assert "Belde terug." in text
    assert "Dirk Dewit" not in text


def test_of_a_clerk_their_own_name_roles_and_saved_lists_are_found(desk: LocalStack) -> None:
    her = manager(desk)
    found = json.loads(her.get("/nl/desk/my/data").get_data(as_text=True))
    (staff,) = found["other"]
    assert staff["roles"] == ["tenant_admin"]
