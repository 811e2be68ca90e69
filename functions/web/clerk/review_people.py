"""Who else is in a case, and the other cases of the same people that this reader may see."""

from collections.abc import Iterator

from functions.domain.authorisation import Action
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, CaseFile
from functions.domain.numbers import write_case_number
from functions.domain.procedure import Procedure
from functions.domain.review_views import PersonView
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import CaseLine
from functions.services import rights
from functions.services.writing import Words
from functions.web import presenters, telling
from functions.web.visit import Visit

_MOST_PEOPLE = 4  # whose cases are looked up: two requests each
_MOST_CASES = 12


def people(words: Words, procedure: Procedure, file: CaseFile) -> tuple[PersonView, ...]:
    """The other parties, what each answered and when."""
    return tuple(
        PersonView(
            name=party.full_name,
            answers=tuple(_answers(words, procedure, file, name)),
            waiting=_waiting(words, file, name),
        )
        for name, party in file.case.parties.items()
    )


def _answers(
    words: Words, procedure: Procedure, file: CaseFile, party: str
) -> Iterator[tuple[str, str]]:
    steps = {step.name: step for step in procedure.workflow.steps if step.party == party}
    for event in file.events:
        step = steps.get(event.data.get("step", ""))
        if step and event.kind == "decided":
            outcome = step.outcome(event.data["choice"])
            if outcome:
                yield words.write(outcome.label), words.moment(event.at)
        elif step and event.kind == "lapsed":
            yield words.write(step.lapse.told), words.moment(event.at)


def _waiting(words: Words, file: CaseFile, party: str) -> str:
    """What is asked of them now."""
    task = file.open_task()
    if task is None or task.party != party:
        return ""
    return words.write(say(N_("We wachten op een antwoord, tot %(day)s."), day=task.deadline))


def related(visit: Visit, session: Session, case: Case) -> tuple[CaseLine, ...]:
    """Other cases of the applicant and the parties, and those that were linked to this one, newest
    first. Nothing of what this reader may not see, not even that it is there."""
    store = visit.ports.store
    refs = dict.fromkeys([case.applicant.ref, *(p.ref for p in case.parties.values())])
    found: dict[str, Case] = {}
    for ref in list(refs)[:_MOST_PEOPLE]:
        found |= {other.id: other for other in store.cases_of(ref)[0]}
    found.pop(case.id, None)
    return tuple(_lines(visit, session, case, found))


def linked(visit: Visit, session: Session, file: CaseFile) -> tuple[CaseLine, ...]:
    """The cases that changed something in this one."""
    ids = [e.data["case"] for e in file.events if e.kind == "linked" and "case" in e.data]
    found = {case.id: case for case in visit.ports.store.cases(ids)}
    return tuple(_lines(visit, session, file.case, found))


def _lines(
    visit: Visit, session: Session, case: Case, found: dict[str, Case]
) -> Iterator[CaseLine]:
    shown = 0
    for case_id in sorted(found, reverse=True):
        other = found[case_id]
        procedure = presenters.procedure_of(other.process, other.procedure)
        if shown < _MOST_CASES and rights.held(session, Action.SEE, procedure, other):
            shown += 1
            yield _line(visit.words, procedure, other, case)


def _line(words: Words, procedure: Procedure, other: Case, case: Case) -> CaseLine:
    title = words.write(procedure.guide.title)
    same = other.applicant.ref == case.applicant.ref
    number = write_case_number(other.number)
    return CaseLine(
        title=title if same else f"{title} ({other.applicant.name})",
        number=number,
        status=telling.status(words, procedure, other, reader=telling.DESK),
        date=words.day(other.submitted.astimezone(BRUSSELS).date()),
        href=f"{presenters.case_link(words.lang, other)}/review",
    )
