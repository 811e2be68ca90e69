"""Documents that were issued, and the contract by which another authority asks for them."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
from openapi_spec_validator import validate

from functions import wiring
from functions.domain.case import Case
from functions.domain.issued import Issued, Proof
from functions.domain.numbers import new_case_number
from functions.domain.session import Session
from functions.processes import find
from infra.local.neighbours.burgerprofiel import CLIENT_ID, SCOPE
from infra.local.stack import LocalStack
from tests.applications import hand_in

CONTRACT = json.loads(
    (Path(__file__).parent / "contract" / "certificates_openapi.json").read_text()
)
TITLE = "Attest van wettelijke samenwoning"
PDF = b"%PDF-1.7 a document"


def check(description: dict[str, Any], schema: str, answer: Any) -> None:
    """Whether an answer is as a description says; raises jsonschema.ValidationError."""
    whole = {
        "components": description["components"],
        "allOf": [{"$ref": f"#/components/schemas/{schema}"}],
    }
    jsonschema.Draft4Validator(whole).validate(answer)


def is_valid(description: dict[str, Any]) -> None:
    """Whether a description is OpenAPI; raises when it is not."""
    validate(description)


def a_case(person: Session, key: str = "legal-cohabitation/certificate") -> Case:
    procedure = find(*key.split("/"))
    assert procedure
    return hand_in(wiring.ports(), procedure, person, {})


def issue(
    case: Case, lang: str = "nl", *, run: int = 1, until: date | None = None,
    at: datetime | None = None, size: int = len(PDF),
) -> Issued:  # fmt: skip
    ports = wiring.ports()
    proof = Proof(
        code=new_case_number(), kind="certificate", title=TITLE, lang=lang,
        issued=at or ports.clock.now(), digest="ab", until=until,
    )  # fmt: skip
    issued = Issued(
        case_id=case.id, procedure=f"{case.process}/{case.procedure}", run=run, size=size,
        proof=proof,
    )  # fmt: skip
    ports.issued.keep(issued, PDF)
    return issued


def bearer(desk: LocalStack, client: str = CLIENT_ID, scope: str = SCOPE, **more: Any) -> dict:
    return {"Authorization": f"Bearer {desk.neighbours.tokens.issue(client, scope, **more)}"}
