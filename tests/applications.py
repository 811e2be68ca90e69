"""Answers for any procedure, made from its form alone, so that a new process needs no new tests.

They satisfy the kinds of the questions, not the rules: what follows a submission does not depend
on those.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from functions.domain.case import Case, Draft
from functions.domain.facts import Facts
from functions.domain.forms import Question, asked_questions, questions_of
from functions.domain.numbers import new_case_id
from functions.domain.person import Person
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.services import drafting, submitting
from functions.services.ports import Ports

Chosen = Mapping[str, str]  # "topic.question" -> the option to take
NAME = "Xaverius"  # in every text answer, to find it where it must not be
_TYPED = {
    "long-text": f"{NAME} vertelt",
    "number": "3",
    "date": "2026-01-31",
    "yes-no": "yes",
    "declaration": "yes",
    "document": (),
}
_counter = itertools.count(1)


def new_number() -> str:
    """A national number that nobody had before in this run: an invented one, with valid digits."""
    count = next(_counter)
    first = f"{50 + count // 300:02}{1 + count // 25 % 12:02}{1 + count % 25:02}971"
    return f"{first}{97 - int(first) % 97:02}"


def someone(ports: Ports, number: str = "", *roles: str) -> Session:
    """A person who has signed in, without the road through the identity provider."""
    own = number or new_number()
    now = ports.clock.now()
    person = Person(
        given_name=NAME, family_name="Proef", national_number=own, ref=ports.pseudonym(own)
    )
    return Session(
        key=own,
        person=person,
        roles=frozenset(roles),
        is_staff=bool(roles),
        started=now,
        seen=now,
    )


def answers_for(procedure: Procedure, facts: Facts, chosen: Chosen) -> dict[str, dict[str, Any]]:
    """Answers to every question that is asked, the first option where nothing is chosen."""
    answers: dict[str, dict[str, Any]] = {}
    for name, topic in procedure.topics().items():
        if topic.asked_when and not topic.asked_when.holds(answers):
            continue
        asked = asked_questions(topic, answers)
        raw = {q.name: _answer(q, f"{name}.{q.name}", facts, chosen) for q in asked}
        answers[name] = topic.model_validate(raw).model_dump(mode="json")
    return answers


def _answer(question: Question, path: str, facts: Facts, chosen: Chosen) -> Any:
    if question.entry is not None:
        least = next((m.min_length for m in question.info.metadata if hasattr(m, "min_length")), 1)
        inner = questions_of(question.entry)
        return [{q.name: _answer(q, path, facts, {}) for q in inner} for _ in range(least)]
    if path in chosen:
        return chosen[path]
    if question.kind == "choice":
        return question.options(facts)[0][0]
    if question.kind == "national-number":
        return new_number()
    if question.kind == "email":
        return f"{NAME.lower()}-{next(_counter)}@example.org"
    if question.kind == "text":  # no two the same: some are claimed (the tag of an animal)
        return f"{NAME} {next(_counter)}"
    return _TYPED[str(question.kind)]


def variants(procedure: Procedure, facts: Facts) -> Iterator[Chosen]:
    """The plain answers, then every other option of every choice, one at a time."""
    yield {}
    for name, topic in procedure.topics().items():
        for question in questions_of(topic):
            path = f"{name}.{question.name}"
            if question.kind == "choice":
                yield from ({path: value} for value, _ in question.options(facts)[1:])
            elif question.kind == "yes-no":
                yield {path: "no"}


def hand_in(ports: Ports, procedure: Procedure, session: Session, chosen: Chosen) -> Case:
    """An accepted case with such answers; the rules of the form are passed over."""
    facts = ports.facts(session.person)
    draft: Draft = drafting.new_draft(
        ports, procedure, session, new_case_id(procedure.process), ports.tenant.languages[0]
    )
    answers = answers_for(procedure, facts, chosen)
    draft = drafting.save(ports, draft.model_copy(update={"answers": answers}))
    return submitting._accept(ports, procedure, session, draft)
