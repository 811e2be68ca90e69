"""From draft to case in one transaction. Workflow and mails follow from the table's stream."""

from collections.abc import Mapping

from functions.domain.case import Case, Draft, Party, happened
from functions.domain.forms import asked_topics, declared_topics, read_posted, topics_of
from functions.domain.numbers import new_case_number
from functions.domain.person import Actor, Person
from functions.domain.problems import Invalid
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.services import drafting
from functions.services.ports import ClaimTaken, Covered, NumberTaken, Ports

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
    applicant = drafting.person_of(draft, session)
    claims = list(procedure.claims(application, ports.pseudonym, applicant.ref))
    for attempt in range(_TRIES):
        case = Case(
            id=draft.case_id,
            number=new_case_number(),
            process=procedure.process,
            procedure=procedure.name,
            procedure_version=procedure.version,
            lang=draft.lang,
            submitted=ports.clock.now(),
            applicant=applicant,
            mail=application.contact.mail,
            answers=answers,
            documents={i: d for i, d in draft.documents.items() if d.state == "released"},
            parties=parties_of(ports, procedure, answers),
            claims=[claim.key for claim in claims],
            channel=draft.channel,
            acting=_acting(session, draft),
            mandate=draft.mandate,
            identified=draft.identified,
            about=draft.about,
        )
        case, event = happened(
            case,
            "submitted",
            at=case.submitted,
            actor=_actor(session, draft),
            data=_for_whom(draft),
        )
        try:
            covered = _covered(ports, procedure, session, draft)
            ports.store.submit(draft, case, event, claims, covered)
        except ClaimTaken as taken:
            raise Invalid([taken.claim.taken]) from taken
        except NumberTaken:
            if attempt == _TRIES - 1:
                raise
        else:
            return case
    raise AssertionError("unreachable")


def _acting(session: Session, draft: Draft) -> Person | None:
    """Who filled it in for someone, without what the case does not need of them."""
    if draft.applicant is None:
        return None
    needless: dict[str, object] = {"record": None}
    if not draft.mandate:
        needless["national_number"] = ""
    return session.person.model_copy(update=needless)


def _for_whom(draft: Draft) -> dict[str, str]:
    """For the audit chain, where that is not who hands it in: the actor is the one, this the
    other."""
    person = draft.applicant or draft.about
    if person is None:
        return {}
    found = {"for": person.name, "ref": person.ref, "channel": draft.channel}
    return {**found, "identified": draft.identified} if draft.identified else found


def _actor(session: Session, draft: Draft) -> Actor:
    if draft.applicant is None:
        return session.actor("applicant")
    if draft.mandate:
        return session.actor("acting")
    return session.as_clerk()


def _covered(ports: Ports, procedure: Procedure, session: Session, draft: Draft) -> Covered | None:
    """What the mandate must still allow at this moment."""
    if draft.applicant is None or not draft.mandate:
        return None
    today = ports.facts(draft.applicant).today
    return Covered(session.person.ref, draft.mandate, draft.applicant.ref, procedure.scope, today)


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
