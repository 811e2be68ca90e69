"""Who else is in a case, and the other cases of the same people that this reader may see."""

from collections.abc import Iterator

from functions.domain.authorisation import Action
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, CaseFile
from functions.domain.numbers import age_order, process_of, write_case_number
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


def related(
    visit: Visit, session: Session, file: CaseFile, process: str = ""
) -> tuple[CaseLine, ...]:
    """Other cases of the applicant and the parties, then those that changed something in this one,
    newest first; of one process, or of all. Nothing of what this reader may not see, not even that
    it is there."""
    store, case = visit.ports.store, file.case
    refs = dict.fromkeys([case.applicant.ref, *(p.ref for p in case.parties.values())])
    theirs: dict[str, Case] = {}
    for ref in list(refs)[:_MOST_PEOPLE]:
        theirs |= {other.id: other for other in store.cases_of(ref, process)[0]}
    theirs.pop(case.id, None)
    ids = [e.data["case"] for e in file.events if e.kind == "linked" and "case" in e.data]
    wanted = [i for i in ids if i not in theirs and process in ("", process_of(i))]
    linked = {other.id: other for other in store.cases(wanted)}
    return (
        *_lines(visit, session, case, theirs),
        *_lines(visit, session, case, linked),
    )


def _lines(
    visit: Visit, session: Session, case: Case, found: dict[str, Case]
) -> Iterator[CaseLine]:
    shown = 0
    for case_id in sorted(found, key=age_order, reverse=True):
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
