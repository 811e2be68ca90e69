"""One document is noticed twice: by the browser that comes back, and by the storage's own event."""

from typing import Any

import pytest

from functions import wiring
from functions.services import uploading
from infra.local.stack import LocalStack
from tests.people import Someone


def test_a_document_that_is_checked_by_both_at_once_is_kept_once(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = wiring.ports().files
    read = files.read

    def read_then_overtaken(case_id: str, document_id: str) -> Any:
        found = read(case_id, document_id)
        monkeypatch.setattr(files, "read", read)
        uploading.receive(wiring.ports(), case_id, document_id)
        return found

    parent = Someone(desk, "sofie-vermeulen")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    parent.answer(given_name="Noor", family_name="Vermeulen", national_number="26082099209")
    parent.answer(kind="deferral")
    assert parent.at.endswith("/certificate"), parent.text
    monkeypatch.setattr(files, "read", read_then_overtaken)
    answer = parent.add_document()
    assert answer.status_code == 200
    assert parent.at.endswith("/certificate")
    assert parent.text.count('data-state="released"') == 1
