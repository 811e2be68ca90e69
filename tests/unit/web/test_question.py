"""What the desk wrote to the applicant stands with what it asks of them."""

from types import SimpleNamespace
from typing import Any

import pytest

from functions.processes.identity_card.workflow import request
from functions.web.telling import question_of


@pytest.mark.parametrize(
    ("step", "choice", "leads_to", "shown"),
    [
        ("chase", "come-again", "application_booking", "De foto is wazig."),
        ("check", "approve", "payment", ""),
        ("check", "ask", "check_supplement", "De foto is wazig."),
        ("application", "no-show", "application_booking", ""),
        ("chase", "come-again", "application", ""),
    ],
)
def test_a_reason_that_was_asked_for_is_read_where_it_leads(
    step: str, choice: str, leads_to: str, shown: str
) -> None:
    data = {"step": step, "choice": choice, "reason": "De foto is wazig."}
    file: Any = SimpleNamespace(
        events=[
            SimpleNamespace(kind="decided", data=data),
            SimpleNamespace(kind="entered", data={"step": leads_to}),
        ]
    )
    assert question_of(request, request.workflow.step(leads_to), file) == shown
