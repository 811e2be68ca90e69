"""From draft to case in one transaction. Workflow and mails follow from the table's stream."""

from collections.abc import Mapping

from functions.domain.case import Case, Draft, Party, happened
from functions.domain.forms import asked_topics, declared_topics, read_posted, topics_of
from functions.domain.numbers import new_case_number
from functions.domain.problems import Invalid
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.services import drafting
from functions.services.ports import ClaimTaken, NumberTaken, Ports

_TRIES = 3


def submit(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    draft: Draft,
    posted: Mapping[str, str],
) -> Case:
    """Check everything once more and hand it in. Raises Invalid (nothing stored) or Conflict."""
    declared = dict(draft.answers)
    for name in declared_topics(procedure.application):
        declared[name] = read_posted(procedure.topics()[name], posted, declared)
    whole = draft.model_copy(update={"answers": declared})
    problems = drafting.problems_of(ports, procedure, session, whole)
    if problems:
        raise Invalid(problems)
    return _accept(ports, procedure, session, whole)


def _accept(ports: Ports, procedure: Procedure, session: Session, draft: Draft) -> Case:
    asked = [*asked_topics(procedure.application, draft.answers)]
    asked += declared_topics(procedure.application)
    answers = {name: draft.answers[name] for name in asked}
    for name in asked:  # as the model reads them, so that what is kept is what was checked
        topic = topics_of(procedure.application)[name]
        raw = drafting.with_documents(procedure, draft, name, answers[name])
        answers[name] = topic.model_validate(raw).model_dump(mode="json")
    application = procedure.read(answers)
    claims = list(procedure.claims(application, ports.pseudonym, session.person.ref))
    for attempt in range(_TRIES):
        case = Case(
            id=draft.case_id,
            number=new_case_number(),
            process=procedure.process,
            procedure=procedure.name,
            procedure_version=procedure.version,
            lang=draft.lang,
            submitted=ports.clock.now(),
            applicant=session.person,
            mail=application.contact.mail,
            answers=answers,
            documents={i: d for i, d in draft.documents.items() if d.state == "released"},
            parties=parties_of(ports, procedure, answers),
            claims=[claim.key for claim in claims],
        )
        case, event = happened(
            case, "submitted", at=case.submitted, actor=session.actor("applicant")
        )
        try:
            ports.store.submit(draft, case, event, claims)
        except ClaimTaken as taken:
            raise Invalid([taken.claim.taken]) from taken
        except NumberTaken:
            if attempt == _TRIES - 1:
                raise
        else:
            return case
    raise AssertionError("unreachable")


def parties_of(
    ports: Ports, procedure: Procedure, answers: Mapping[str, Mapping[str, object]]
) -> dict[str, Party]:
    return {
        party.name: Party(
            given_name=party.given_name,
            family_name=party.family_name,
            national_number=party.national_number,
            ref=ports.pseudonym(party.national_number),
            mail=party.mail,
        )
        for party in procedure.parties(procedure.read(answers))
    }
