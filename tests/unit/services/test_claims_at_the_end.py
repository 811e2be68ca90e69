"""What a case claimed is free again at its end, or kept by a good one, as its procedure says."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from functions.domain.case import Case, CaseFile
from functions.processes import find
from functions.services import workflow_tasks
from functions.services.ports import Ports
from tests.unit.known import NOON, person


class Store:
    """Keeps what is recorded."""

    def __init__(self, case: Case) -> None:
        self.file = CaseFile(case=case)
        self.released: tuple[str, ...] = ()

    def case_file(self, case_id: str) -> CaseFile:
        return self.file

    def record(
        self,
        case: Case,
        event: Any,
        *,
        release: tuple[str, ...] = (),
        frees: Any = (),
        dated: Any = (),
    ) -> None:
        self.file, self.released = CaseFile(case=case), release


@pytest.mark.parametrize(
    ("keeps", "end", "released"),
    [
        (True, "registered", ()),
        (False, "registered", ("claim",)),
        (True, "refused", ("claim",)),
        (False, "refused", ("claim",)),
    ],
)
def test_a_claim_is_kept_only_by_a_good_end_of_a_procedure_that_keeps_it(
    keeps: bool, end: str, released: tuple[str, ...]
):
    procedure = find("polio-vaccination", "proof")
    assert procedure
    case = Case(
        id="1", number="A", process="polio-vaccination", procedure="proof", procedure_version=1,
        lang="nl", submitted=NOON, applicant=person(), mail="a@example.org", answers={},
        claims=["claim"],
    )  # fmt: skip
    store = Store(case)
    ports = cast("Ports", SimpleNamespace(store=store, clock=SimpleNamespace(now=lambda: NOON)))
    workflow_tasks.close(ports, replace(procedure, keeps_claims=keeps), "1", end)
    assert store.released == released
    assert store.file.case.claims == ([] if released else ["claim"])
