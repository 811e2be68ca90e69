"""Documents that the municipality issued: a certificate, or a decision on a case."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Proof(BaseModel):
    """What anyone who has the code of a document may learn, and no more: nothing of a person or a
    case. `title`: source text of what it is; `digest`: SHA-256 of the sealed file, hexadecimal;
    `until`: the last day on which it is valid; `revoked`: since when it is not, whatever it
    says."""

    model_config = ConfigDict(defer_build=True)

    code: str
    kind: Literal["certificate", "decision"]
    title: str
    lang: str
    issued: datetime
    digest: str
    until: date | None = None
    revoked: datetime | None = None

    def is_valid_on(self, day: date) -> bool:
        return self.revoked is None and (self.until is None or day <= self.until)


class Issued(BaseModel):
    """A document in the file of a case: where it belongs, beside its proof. `procedure`: its key;
    `run`: which run of the case led to it (domain/case.py); `size`: bytes."""

    model_config = ConfigDict(defer_build=True)

    case_id: str
    procedure: str
    run: int
    size: int
    proof: Proof
