"""A story of a procedure: who asks what, and what everyone then chooses, up to the result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from infra.local.identity import load_personas
from infra.local.stack import LocalStack

DOCUMENT = Path("document.pdf")  # stands for a file to upload

# By topic and question: words to type, a value to choose, a date, a list of entries, DOCUMENT.
Told = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Story:
    """One way through a procedure, on answers that satisfy its rules.

    applicant: a person of the test identity provider. answers: of the pages that are asked; a page
    that asks nothing new is left out. choices: by step, where it is not the first one on the page.
    end: where it must come. begins: what is done before, and the address where the applicant then
    begins; else the first page of the form.
    """

    applicant: str
    answers: Told
    end: str
    choices: Mapping[str, str] = field(default_factory=dict)
    begins: Callable[[LocalStack], str] | None = None


Stories = Mapping[str, Callable[[date], Story]]  # by procedure; made for the day of today


def number_of(key: str) -> str:
    """The national number of a person of the test identity provider."""
    return next(p.rrn for p in load_personas() if p.key == key)


def child_number(born: date) -> str:
    """The number of an invented child of that day, whom the register does not know."""
    first = f"{born:%y%m%d}971"
    return f"{first}{97 - int(f'2{first}') % 97:02}"


def person_with(number: str) -> str:
    return next(p.key for p in load_personas() if p.rrn == number)


def clerk_with(role: str, *, is_second: bool = False) -> str:
    """A clerk of Mechelen with that role and no other; the second: one who has others too."""
    first = f"mechelen-{role.replace('_', '-')}"
    if not is_second:
        return first
    known = [p for p in load_personas() if role in p.roles and p.key.startswith("mechelen-")]
    return next(p.key for p in known if p.key != first)
