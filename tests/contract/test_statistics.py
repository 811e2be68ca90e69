"""The pages of the statistics: for who may count, of what they may count, in constant work."""

import csv
import io

import pytest

from functions import wiring
from functions.domain import figures
from functions.domain.authorisation import Action, roles_for
from functions.domain.logs import month_of
from functions.domain.tenant import ROLES
from functions.processes import all_procedures
from infra.local.stack import LocalStack
from tests.faults import accepted, take
from tests.load.meter import Meter
from tests.people import Someone

PAGE = "/nl/desk/statistics"
PROOF = f"{PAGE}/polio-vaccination/proof"


def clerk(desk: LocalStack, role: str = "population") -> Someone:
    found = Someone(desk, f"mechelen-{role}")
    found.sign_in("/nl/desk/work")
    return found


def decided(desk: LocalStack) -> None:
    walk = accepted()
    desk.settle()
    take(walk, "registration", "register")
    desk.settle()


@pytest.mark.parametrize("role", ROLES)
def test_every_role_counts_something_so_that_the_menu_may_always_show_it(role: str) -> None:
    assert any(role in roles_for(Action.COUNT, p) for p in all_procedures())


def test_a_clerk_reads_the_figures_of_their_own_procedures_only(desk: LocalStack) -> None:
    decided(desk)
    her = clerk(desk)
    her.get(PAGE)
    assert her.last.status_code == 200
    assert "Poliovaccinatie bewijzen" in her.text
    allowed = {p.key for p in all_procedures() if "population" in roles_for(Action.COUNT, p)}
    for procedure in all_procedures():
        assert (f"{PAGE}/{procedure.key}?" in her.text) == (procedure.key in allowed)
        her.get(f"{PAGE}/{procedure.key}")
        assert her.last.status_code == (200 if procedure.key in allowed else 403)
        her.get(f"{PAGE}/{procedure.key}/csv")
        assert her.last.status_code == (200 if procedure.key in allowed else 403)
        her.get(PAGE)


def test_a_citizen_reads_no_figures(desk: LocalStack) -> None:
    citizen = Someone(desk, "lena-peeters")
    citizen.sign_in()
    for path in (PAGE, f"{PAGE}.csv", PROOF, f"{PROOF}/csv", f"{PAGE}/no/such"):
        citizen.get(path)
        assert citizen.last.status_code == 403, path


def test_a_procedure_that_does_not_exist_is_not_found(desk: LocalStack) -> None:
    her = clerk(desk)
    assert her.get(f"{PAGE}/no/such").status_code == 404


def test_the_page_of_a_procedure_shows_what_was_counted(desk: LocalStack) -> None:
    decided(desk)
    her = clerk(desk)
    her.get(PROOF)
    assert "1 (100 %)" in her.text
    assert "hoogstens 1 dag" in her.text
    assert '<svg class="chart__bars" role="img"' in her.last.get_data(as_text=True)
    assert "14 dagen" in her.text


def test_before_anything_is_counted_the_pages_say_so(desk: LocalStack) -> None:
    her = clerk(desk)
    assert "nog niets geteld" in her.get(PAGE).get_data(as_text=True)
    assert "nog niets geteld" in her.get(PROOF).get_data(as_text=True)


@pytest.mark.parametrize(
    "query",
    [
        "?from=2026-13&until=x",
        "?from=1999-01",
        "?until=2099-01&from=2098-01",
        "?from=%00&until=%F0",
        "?from=2026-11%0A",
    ],
)
def test_what_is_no_month_counts_as_none(desk: LocalStack, query: str) -> None:
    assert clerk(desk).get(f"{PAGE}{query}").status_code == 200


def test_at_most_two_years_are_read_and_a_month_is_one_request(desk: LocalStack) -> None:
    her = clerk(desk, "tenant-admin")
    now = month_of(wiring.ports().clock.now())
    with Meter(desk) as meter:
        her.get(PAGE)
        few = [r.operation for r in meter.take() if r.operation == "Query"]
        assert len(few) == 4, "three months and what is open"
        months = figures.months_back(now, 24)
        her.get(f"{PAGE}?from={months[0]}&until={now}")
        many = [r.operation for r in meter.take() if r.operation == "Query"]
        assert len(many) == 25
        assert "Scan" not in few + many


def test_a_file_opens_in_excel_and_holds_a_number_a_line(desk: LocalStack) -> None:
    decided(desk)
    her = clerk(desk)
    answer = her.get(f"{PROOF}/csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    raw = answer.get_data()
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["Maand", "Code", "Procedure", "Wat", "Waarvan", "Aantal"]
    assert ["Ingediend", "Online", "1"] in [line[3:] for line in lines]
    assert {len(line) for line in lines} == {6}


def test_the_figures_come_as_json_too(desk: LocalStack) -> None:
    decided(desk)
    her = clerk(desk)
    her.get(PROOF, headers={"accept": "application/json"})
    assert her.last.get_json()["rows"]
