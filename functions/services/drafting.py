"""Filling in a form: a draft that keeps what is valid and what is not yet."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from functions.domain.authorisation import Action
from functions.domain.case import Case, Draft
from functions.domain.documents import PENDING, Document
from functions.domain.forms import (
    asked_questions,
    asked_topics,
    declared_topics,
    read_posted,
    validate_topic,
)  # fmt: skip
from functions.domain.person import Person
from functions.domain.problems import Invalid, NotFound, Problem, TooLarge
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import say
from functions.services import deciding, rights
from functions.services.ports import Ports

KEPT_FOR = timedelta(days=30)
# Far more than any form of ours holds; an item of the table can be 400 kB.
_MOST_TYPED = 50_000


def new_draft(
    ports: Ports, procedure: Procedure, session: Session, case_id: str, lang: str
) -> Draft:
    now = ports.clock.now()
    return Draft(
        case_id=case_id,
        process=procedure.process,
        procedure=procedure.name,
        procedure_version=procedure.version,
        owner=session.person.ref,
        lang=lang,
        created=now,
        updated=now,
        expires_at=int((now + KEPT_FOR).timestamp()),
    )


def own(
    ports: Ports, draft: Draft | None, case: Case | None, procedure: Procedure, session: Session
) -> Draft | None:
    """The draft if it is this person's, of this procedure and not expired; None when it has become
    a case of theirs. Raises NotFound otherwise, whatever the reason."""
    if case is not None and deciding.handed_in_by(procedure, case, session):
        return None
    if (
        draft is None
        or not may_open(procedure, draft, session)
        or draft.owner != session.person.ref
        or (draft.process, draft.procedure) != (procedure.process, procedure.name)
        or draft.expires_at <= ports.clock.now().timestamp()
    ):
        raise NotFound
    return draft


def may_open(procedure: Procedure, draft: Draft, session: Session) -> bool:
    """What a clerk enters for someone is open to them at work only."""
    return draft.channel == "online" or bool(rights.held(session, Action.ENTER, procedure))


def person_of(draft: Draft, session: Session) -> Person:
    """For whom it is filled in."""
    return draft.applicant or session.person


def documents_at(draft: Draft | Case, field: str) -> list[Document]:
    """The documents of a question, oldest first, without uploads that never came."""
    found = [d for d in draft.documents.values() if d.field == field and d.state != "uploading"]
    return sorted(found, key=lambda document: document.id)


def waiting_at(draft: Draft | Case, field: str) -> list[Document]:
    """The documents of a question that are still looked at, oldest first."""
    found = [d for d in draft.documents.values() if d.field == field and d.state == "uploading"]
    return sorted(found, key=lambda document: document.id)


def _waiting(procedure: Procedure, draft: Draft, topic: str) -> list[Problem]:
    """Nobody goes on past a file whose check could still refuse it."""
    asked = asked_questions(procedure.topics()[topic], draft.answers)
    fields = [f"{topic}.{one.name}" for one in asked if one.kind == "document"]
    return [Problem(field, say(PENDING)) for field in fields if waiting_at(draft, field)]


def with_documents(
    procedure: Procedure, draft: Draft, topic: str, raw: Mapping[str, Any]
) -> dict[str, Any]:
    """The posted answers with the ids of released documents: those are never taken from a form."""
    given = dict(raw)
    for question in asked_questions(procedure.topics()[topic], draft.answers):
        if question.kind == "document":
            at = documents_at(draft, f"{topic}.{question.name}")
            given[question.name] = tuple(d.id for d in at if d.state == "released")
    return given


def answer_topic(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    draft: Draft,
    topic: str,
    posted: Mapping[str, str],
) -> Draft:
    """The draft with this topic answered; raises Invalid with all problems, stores nothing."""
    raw = read_posted(procedure.topics()[topic], posted, draft.answers)
    return answer_raw(ports, procedure, session, draft, topic, raw)


def answer_raw(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    draft: Draft,
    topic: str,
    raw: Mapping[str, Any],
) -> Draft:
    facts = ports.facts(person_of(draft, session), draft.lang)
    if waiting := _waiting(procedure, draft, topic):
        raise Invalid(waiting)
    given = with_documents(procedure, draft, topic, raw)
    checked, problems = validate_topic(
        topic, procedure.topics()[topic], given, draft.answers, facts
    )
    if checked is None:
        raise Invalid(problems)
    answers = {**draft.answers, topic: checked.model_dump(mode="json")}
    broken = procedure.broken_rules(answers, facts, topic=topic)
    if broken:
        raise Invalid(broken)
    typed = {name: boxes for name, boxes in draft.typed.items() if name != topic}
    return draft.model_copy(update={"answers": answers, "typed": typed})


def keep_typed(draft: Draft, topic: str, posted: Mapping[str, str]) -> Draft:
    """The draft with the boxes as typed, valid or not: to go on later."""
    boxes = {k: v for k, v in posted.items() if k not in ("csrf", "action", "version", "case_id")}
    if sum(len(k) + len(v) for k, v in boxes.items()) > _MOST_TYPED:
        raise TooLarge
    return draft.model_copy(update={"typed": {**draft.typed, topic: boxes}})


def save(ports: Ports, draft: Draft) -> Draft:
    """Store the draft, at most once per version: two windows meet in a Conflict."""
    saved = draft.model_copy(update={"version": draft.version + 1, "updated": ports.clock.now()})
    if draft.version == 0:
        ports.store.create_draft(saved)
    else:
        ports.store.save_draft(saved)
    return saved


def unanswered(procedure: Procedure, draft: Draft) -> list[str]:
    """The pages that are still to be answered, in order."""
    return [
        name
        for name in asked_topics(procedure.application, draft.answers)
        if name not in draft.answers
    ]


def problems_of(
    ports: Ports, procedure: Procedure, session: Session, draft: Draft
) -> list[Problem]:
    """Everything wrong with the whole draft now: topics, documents and rules."""
    facts = ports.facts(person_of(draft, session), draft.lang)
    problems: list[Problem] = []
    names = asked_topics(procedure.application, draft.answers)
    for name in [*names, *declared_topics(procedure.application)]:
        topic = procedure.topics()[name]
        if waiting := _waiting(procedure, draft, name):
            problems += waiting
            continue
        raw = with_documents(procedure, draft, name, draft.answers.get(name, {}))
        problems += validate_topic(name, topic, raw, draft.answers, facts)[1]
    return problems or procedure.broken_rules(draft.answers, facts)
