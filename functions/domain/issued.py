"""Documents that the municipality issued: a certificate, or a decision on a case."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["certificate", "decision"]


class Proof(BaseModel):
    """What anyone who has the code of a document may learn, and no more: nothing of a person or a
    case. `title`: source text of what it is; `digest`: SHA-256 of the sealed file, hexadecimal;
    `until`: the last day on which it is valid; `revoked`: since when it is not, whatever it
    says."""

    model_config = ConfigDict(defer_build=True)

    code: str
    kind: Kind
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
    `run`: which run of the case led to it (domain/case.py); `edition`: one more after each
    correction of the answers within that run; `size`: bytes."""

    model_config = ConfigDict(defer_build=True)

    case_id: str
    procedure: str
    run: int
    size: int
    proof: Proof
    edition: int = 1


@dataclass(frozen=True)
class Wanted:
    """A document that a case gives right to, in one language."""

    kind: Kind
    lang: str
    run: int
    edition: int

    def is_met_by(self, issued: Issued) -> bool:
        there = (issued.proof.kind, issued.proof.lang, issued.run, issued.edition)
        return there == (self.kind, self.lang, self.run, self.edition)


_MARK = "burgerloket:"


def mark_of(code: str) -> str:
    """How the code stands in the file's own metadata, where it is found without reading the PDF."""
    return f"{_MARK}{code}"


def code_in(pdf: bytes) -> str:
    """The first code that is written in a file like that; empty without any. It says nothing of
    who wrote it there."""
    found = re.search(rb"burgerloket:([2-9A-Z]{20})\b", pdf)
    return found[1].decode() if found else ""
