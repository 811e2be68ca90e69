"""Every procedure from its first page to its result, as its story in tests/journeys tells it: with
scripts on a large screen, and without them on a small one."""

import pytest

from functions import wiring
from functions.domain.calendar import BRUSSELS
from functions.domain.procedure import Procedure
from functions.processes import all_procedures
from infra.local.stack import LocalStack
from tests.browser.conftest import Opens
from tests.browser.teller import Teller
from tests.journeys import all_stories

pytestmark = pytest.mark.browser


def _told() -> list[object]:
    return [
        pytest.param(
            procedure,
            scripts,
            id=f"{procedure.key.replace('/', '-')}-{'with' if scripts else 'without'}-scripts",
            marks=pytest.mark.xdist_group(f"browser-told-{'with' if scripts else 'without'}"),
        )
        for procedure in all_procedures()
        for scripts in (True, False)
    ]


@pytest.mark.parametrize(("procedure", "scripts"), _told())
def test_a_procedure_is_done_from_start_to_result(
    opens: Opens, stack: LocalStack, procedure: Procedure, *, scripts: bool
) -> None:
    made = all_stories().get(procedure.key)
    assert made, f"no story in tests/journeys tells {procedure.key}"
    today = wiring.ports().clock.now().astimezone(BRUSSELS).date()
    Teller(procedure, made(today), opens, stack, scripts=scripts).tell()
