"""A case that nobody handed in: the desk begins it with what it knows."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from functions.domain.case import Case, happened
from functions.domain.forms import asked_topics, topics_of
from functions.domain.numbers import new_case_number
from functions.domain.person import SYSTEM, Person
from functions.domain.problems import Conflict
from functions.domain.procedure import Procedure
from functions.services import submitting
from functions.services.ports import ClaimTaken, NumberTaken, Ports

_TRIES = 3


def open_at_desk(
    ports: Ports,
    procedure: Procedure,
    case_id: str,
    *,
    person: Person,
    lang: str,
    mail: str,
    answers: Mapping[str, Mapping[str, Any]],
) -> None:
    """Open a case of this person; `answers` by topic, of those that the procedure has.

    Nothing happens when the case is there already, or when another one holds what it would claim.
    """
    known = _known(procedure, answers)
    application = procedure.read(known)
    claims = list(procedure.claims(application, ports.pseudonym, person.ref))
    for attempt in range(_TRIES):
        case = Case(
            id=case_id,
            number=new_case_number(),
            process=procedure.process,
            procedure=procedure.name,
            procedure_version=procedure.version,
            lang=lang,
            submitted=ports.clock.now(),
            applicant=person,
            mail=mail,
            answers=known,
            parties=submitting.parties_of(ports, procedure, known),
            claims=[claim.key for claim in claims],
        )
        case, event = happened(case, "submitted", at=case.submitted, actor=SYSTEM)
        try:
            with suppress(Conflict, ClaimTaken):
                ports.store.submit(None, case, event, claims)
        except NumberTaken:
            if attempt == _TRIES - 1:
                raise
        else:
            return


def _known(
    procedure: Procedure, answers: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The answers as this procedure's form reads them; what it does not ask is left out."""
    topics = topics_of(procedure.application)
    given = {name: dict(answers[name]) for name in topics if name in answers}
    asked = asked_topics(procedure.application, given)
    return {
        name: topics[name].model_validate(given[name]).model_dump(mode="json")
        for name in asked
        if name in given
    }
