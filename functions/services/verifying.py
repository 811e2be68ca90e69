"""Is this document ours, and does it still count? Answered from its proof alone: no case is read.

A file is never kept and never opened as a PDF: its SHA-256 is compared with the one that was noted
when it was sealed. That says more than a look at the seal (each byte counts, also what was added
later) and gives nobody's file a chance to harm us.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from functions.domain.calendar import BRUSSELS
from functions.domain.issued import Proof, code_in
from functions.domain.numbers import parse_document_code
from functions.services.ports import Ports

Standing = Literal["valid", "expired", "revoked", "unknown"]
# whole: every byte is as it was issued; extended: something was added after our seal; changed:
# another file than the one that has this code
Compared = Literal["", "whole", "extended", "changed"]
_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+\d+\s+(\d+)\s+(\d+)\s*\]")


@dataclass(frozen=True)
class Print:
    """What there is to know of a file to compare it: its code, the SHA-256 of all its bytes, and of
    those up to the end of its first seal (hexadecimal; empty without a seal)."""

    code: str
    digest: str
    sealed: str = ""


@dataclass(frozen=True)
class Verdict:
    standing: Standing
    compared: Compared = ""
    proof: Proof | None = None

    @property
    def is_good(self) -> bool:
        return self.standing == "valid" and self.compared in ("", "whole")


def print_of(content: bytes) -> Print:
    found = _RANGE.search(content)
    end = int(found[1]) + int(found[2]) if found else 0
    sealed = hashlib.sha256(content[:end]).hexdigest() if 0 < end <= len(content) else ""
    return Print(code_in(content), hashlib.sha256(content).hexdigest(), sealed)


def by_code(ports: Ports, code: str) -> Verdict:
    """`code`: as parse_document_code answers it. One request."""
    proof = ports.issued.proof(code)
    if proof is None:
        return Verdict("unknown")
    today = ports.clock.now().astimezone(BRUSSELS).date()
    if proof.revoked:
        return Verdict("revoked", proof=proof)
    return Verdict("valid" if proof.is_valid_on(today) else "expired", proof=proof)


def by_print(ports: Ports, found: Print) -> Verdict:
    """At most one request. Without a code that we know, it is not ours."""
    code = parse_document_code(found.code)
    verdict = by_code(ports, code) if code else Verdict("unknown")
    if verdict.proof is None:
        return verdict
    digest = verdict.proof.digest
    compared: Compared = (
        "whole" if found.digest == digest else "extended" if found.sealed == digest else "changed"
    )
    return Verdict(verdict.standing, compared, verdict.proof)
