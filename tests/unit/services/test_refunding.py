"""What was paid online goes back or stays, by how the case ended."""

from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from functions.domain.case import Actor, Case, Payment, happened
from functions.processes import find
from functions.services import refunding
from functions.services.ports import Ports
from tests.unit.known import NOON, person, tenant


@pytest.mark.parametrize(
    ("end", "goes_back"),
    [("issued", False), ("refused", True), ("lapsed", True), ("destroyed", False)],
)
def test_who_does_not_collect_what_was_made_gets_nothing_back(end: str, goes_back: bool):
    procedure = find("driving-licence", "renewal")
    assert procedure
    paid = Payment(amount=Decimal(25), method="online", state="paid", id="tr_1")
    case = Case(
        id="1", number="A", process="driving-licence", procedure="renewal", procedure_version=1,
        lang="nl", submitted=NOON, applicant=person(), mail="a@example.org", answers={},
        payment=paid,
    )  # fmt: skip
    actor = Actor(kind="system")
    closed, event = happened(case, "closed", at=NOON, actor=actor, data={"outcome": end})
    ports = cast("Ports", SimpleNamespace(tenant=tenant()))
    assert refunding.due(ports, procedure, closed, event) == (paid if goes_back else None)
