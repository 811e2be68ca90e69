"""What an end of a procedure certifies: said in its definition, made by services/issuing.py."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.domain.facts import Facts
from functions.domain.texts import Text


@dataclass(frozen=True)
class Certificate:
    """A certificate, by what stands on it.

    title: what it is; anybody who checks it reads that, so it says nothing of a person. statement:
    whole sentences, from the application and the facts of the day on which it is issued. rows:
    answers that belong on it, "topic.question"; a sensitive one is refused (see
    tests/unit/processes/test_every_certificate.py). legal: the rule by which the municipality
    certifies it. until: its last day; none: it tells of the day on which it was issued, and who
    asks for it decides how old it may be.
    """

    title: str
    statement: Callable[[Any, Facts], Iterable[Text]]
    legal: str
    rows: tuple[str, ...] = ()
    until: Callable[[Any, Facts], date] | None = None
