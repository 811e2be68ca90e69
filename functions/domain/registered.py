"""What the population register would answer to a question of a form (forms.Ask.known).

Each answers the value as the form keeps it, or None where the register does not know or proves
nothing. It looks at what was known of the applicant when the form was handed in.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

from functions.domain.person import Person, Relative

_UNMARRIED = frozenset({"single", "divorced", "widowed"})
_NAMES = frozenset({"given_name", "family_name"})


def is_belgian(person: Person) -> bool | None:
    return person.is_belgian


def address(person: Person) -> str | None:
    return (person.record.address if person.record else "") or None


def not_both_belgian(person: Person) -> bool | None:
    """Of a question about two people: no, when the applicant is not."""
    return False if person.is_belgian is False else None


def not_both_unmarried(person: Person) -> bool | None:
    """Of a question whether two people are free: no, when the applicant is married."""
    return False if person.record and person.record.civil_status == "married" else None


def not_both_free(person: Person) -> bool | None:
    """The same, where a legal cohabitation counts too."""
    bound = person.record and (
        person.record.civil_status == "married" or person.record.is_cohabiting
    )
    return False if bound else None


def has_no_spouse(person: Person) -> bool | None:
    """Of a question about a spouse: no, when the applicant is not married."""
    return False if person.record and person.record.civil_status in _UNMARRIED else None


def of_relative(person: Person, name: str, given: Mapping[str, Any]) -> str | None:
    """The name of the partner, child or parent whose number stands beside it on the page."""
    if name not in _NAMES or not person.record:
        return None
    number = given.get("national_number")
    found = next((r for r in person.record.relatives if r.national_number == number), None)
    return _name(found, name) if found else None


def _name(relative: Relative, name: str) -> str | None:
    return (relative.given_name if name == "given_name" else relative.family_name) or None


def differs(answer: Any, known: Any) -> bool:  # noqa: ANN401 - answers of any kind
    """Capitals, accents, spaces and punctuation are no difference."""
    if isinstance(answer, str) and isinstance(known, str):
        return _plain(answer) != _plain(known)
    return bool(answer != known)


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in parts if sign.isalnum())
