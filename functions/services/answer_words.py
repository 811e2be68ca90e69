"""One answer as people read it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.domain.facts import Facts
from functions.domain.forms import Question, asked_questions
from functions.domain.person import write_national_number
from functions.domain.texts import N_
from functions.services.writing import Words


def entry(words: Words, facts: Facts, question: Question, given: Mapping[str, Any]) -> str:
    """An entry of a repeated group, on one line."""
    inner = asked_questions(question.entry, {}) if question.entry else []
    return ", ".join(value(words, facts, q, given.get(q.name)) for q in inner)


def value(words: Words, facts: Facts, question: Question, given: Any) -> str:  # noqa: ANN401
    if given in (None, ""):
        return "–"
    if isinstance(given, bool):
        return words.write(N_("Ja") if given else N_("Nee"))
    if question.kind == "choice":
        label = question.label_of(str(given), facts)
        return words.write(label) if label else str(given)
    if question.kind == "date":
        day = datetime.fromisoformat(given).date()
        return words.date(day) if day < facts.today else words.day(day)
    if question.kind == "national-number":
        return write_national_number(given)
    return str(given)
