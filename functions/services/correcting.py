"""The office puts right what is not right in a case (GDPR, article 16): answers, and with them the
mail addresses and the names of other parties. Never who the applicant is: that came from the
sign-in.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from functions.domain.authorisation import Action
from functions.domain.case import Case, CaseFile, Party, happened
from functions.domain.forms import (
    Question,
    Topic,
    asked_questions,
    asked_topics,
    questions_of,
    read_posted,
    validate_topic,
)  # fmt: skip
from functions.domain.problems import Conflict, Invalid, NotFound, Problem
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.services import deciding, rights
from functions.services.ports import Ports
from functions.services.submitting import parties_of

REASON: Final = "correction-reason"  # the box; no question of a form has a dash in its name
_MOST_REASON = 500
_DECIDES = N_(
    "Dit antwoord kan je niet verbeteren: er hangt meer van af, zoals wie meedoet of welke vragen "
    "er zijn. Laat een nieuwe aanvraag indienen."
)


def topics_of(procedure: Procedure, case: Case) -> list[str]:
    """The pages of which answers can be put right: with more than documents on them, and not those
    that show the register."""
    return [
        name
        for name in asked_topics(procedure.application, case.answers)
        if name in case.answers and correctable(procedure.topics()[name], case)
    ]


def correctable(topic: type[Topic], case: Case) -> bool:
    asked = asked_questions(topic, case.answers)
    return not topic.shows_known and any(question.kind != "document" for question in asked)


def seal(case: Case, topic: str) -> str:
    """Says which answers a page showed, so that two clerks do not overwrite each other."""
    shown = json.dumps(case.answers.get(topic, {}), sort_keys=True, default=str)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def correct(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    topic: str,
    posted: Mapping[str, str],
    *,
    shown: str,
) -> None:
    """Raises NotAllowed, NotFound, Invalid with all problems, Conflict when it is not what was
    shown any more. The case, its parties and the event change together."""
    reason = posted.get(REASON, "").strip()

    def write(now: CaseFile) -> None:
        rights.require(session, Action.CORRECT, procedure, now.case)
        if topic not in topics_of(procedure, now.case):
            raise NotFound
        if shown != seal(now.case, topic):
            raise _Changed
        _correct(ports, procedure, session, now, topic, posted, reason)

    try:
        deciding.on_newest(ports, procedure, file, write)
    except _Changed as changed:
        raise Conflict from changed


class _Changed(Exception):  # noqa: N818 - no Conflict, of which another try is made
    pass


def _correct(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    topic: str,
    posted: Mapping[str, str],
    reason: str,
) -> None:
    case = file.case
    given, problems = _given(ports, procedure, case, topic, posted)
    if not reason or len(reason) > _MOST_REASON:
        text = N_("Schrijf kort op waarom je dit verbetert, in hoogstens %(most)s tekens.")
        problems = [*problems, Problem(f"{topic}.{REASON}", say(text, most=_MOST_REASON))]
    if problems:
        raise Invalid(problems)
    old = case.answers[topic]
    asked = asked_questions(procedure.topics()[topic], case.answers)
    changed = [q for q in asked if given.get(q.name) != old.get(q.name)]
    if not changed:
        first = f"{topic}.{asked[0].name}"
        raise Invalid([Problem(first, say(N_("Er is niets gewijzigd. Verbeter een antwoord.")))])
    answers = {**case.answers, topic: given}
    parties = _parties(ports, procedure, case, answers)
    if parties is None or not _same_questions(procedure, case.answers, answers):
        raise Invalid([Problem(f"{topic}.{changed[0].name}", say(_DECIDES))])
    corrected, event = happened(
        case,
        "corrected",
        at=ports.clock.now(),
        actor=session.as_clerk(),
        data={**_told(topic, changed, old, given), "reason": reason},
        answers=answers,
        parties=parties,
        mail=procedure.read(answers).contact.mail,
    )
    ports.store.record(corrected, event)


def _given(
    ports: Ports, procedure: Procedure, case: Case, topic: str, posted: Mapping[str, str]
) -> tuple[dict[str, Any], list[Problem]]:
    """(the answers of the page as its model reads them, what is wrong). What was not changed is
    not judged again: an election that has passed is no longer offered."""
    model, old = procedure.topics()[topic], case.answers[topic]
    documents = {q.name: old.get(q.name) for q in questions_of(model) if q.kind == "document"}
    raw = {**read_posted(model, posted, case.answers), **documents}
    facts = ports.facts(case.applicant, case.lang)
    checked, problems = validate_topic(topic, model, raw, case.answers, facts)
    if checked is None:
        same = {
            question.name
            for question in questions_of(model)
            if question.kind == "choice" and raw.get(question.name) == old.get(question.name)
        }
        problems = [p for p in problems if p.field.removeprefix(f"{topic}.") not in same]
        if problems:
            return {}, problems
        asked = {question.name for question in asked_questions(model, case.answers)}
        checked = model.model_validate({n: v for n, v in raw.items() if n in asked})
    return checked.model_dump(mode="json"), []


def _parties(
    ports: Ports, procedure: Procedure, case: Case, answers: Mapping[str, Mapping[str, Any]]
) -> dict[str, Party] | None:
    """The other parties as the answers now name them; None when they would be other people, or the
    case would claim something else."""
    parties = parties_of(ports, procedure, answers)
    refs = {name: party.ref for name, party in parties.items()}
    if refs != {name: party.ref for name, party in case.parties.items()}:
        return None
    before, after = (
        {
            claim.key
            for claim in procedure.claims(
                procedure.read(found), ports.pseudonym, case.applicant.ref
            )
        }
        for found in (case.answers, answers)
    )
    return parties if before == after else None


def _same_questions(
    procedure: Procedure,
    before: Mapping[str, Mapping[str, Any]],
    after: Mapping[str, Mapping[str, Any]],
) -> bool:
    def asked(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
        topics = procedure.topics()
        return {
            name: [q.name for q in asked_questions(topics[name], answers)]
            for name in asked_topics(procedure.application, answers)
        }

    return asked(before) == asked(after)


def _told(
    topic: str, changed: Sequence[Question], old: Mapping[str, Any], new: Mapping[str, Any]
) -> dict[str, str]:
    """The old and the new value of what changed, for the history of the case."""

    def written(answers: Mapping[str, Any]) -> str:
        values = {q.name: answers.get(q.name) for q in changed}
        if len(values) == 1:
            (value,) = values.values()
            return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return json.dumps(values, ensure_ascii=False)

    fields = ", ".join(f"{topic}.{q.name}" for q in changed)
    return {"field": fields, "old": written(old), "new": written(new)}
