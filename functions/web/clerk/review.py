"""The routes of a running case for the desk."""

from collections.abc import Callable

from chalice.app import Response

from functions.domain import sensitive
from functions.domain.authorisation import Action
from functions.domain.case import CaseFile
from functions.domain.numbers import write_case_number
from functions.domain.problems import Invalid, NotAllowed, Problem, Refusal, SignInNeeded
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_
from functions.domain.views import Link, ReviewPage
from functions.services import deciding, noting, reopening, rights, signing_in
from functions.web import (
    acting,
    answer_lists,
    answers,
    appointment_views,
    fees,
    histories,
    known,
    papers,
    presenters,
    telling,
    timelines,
)
from functions.web.clerk import holding_view, review_parts
from functions.web.clerk.review_forms import NOTE, REOPEN
from functions.web.open_case import open_case, place_of, task_of
from functions.web.visit import Visit, case_id_of

_UNCONFIRMED = N_("Niet bevestigd: kijk na welke regel in onze gemeente geldt.")


class Reviews:
    """The routes of one procedure's cases for the clerks who treat them."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def review(self, visit: Visit) -> Response:
        if not visit.signed_in().roles:  # before looking: the answer tells nothing of the case
            raise NotAllowed
        session, file = open_case(visit, self.procedure)
        rights.require(session, Action.SEE, self.procedure, file.case)
        visit._session = signing_in.touch(visit.ports, session)
        step = file.case.stage
        file = deciding.note_access(visit.ports, self.procedure, session, file, "viewed", step=step)
        return page(visit, self.procedure, session, file)

    def note(self, visit: Visit) -> Response:
        """One more note of the desk."""
        return self._posted(
            visit,
            NOTE,
            (noting.FIELD,),
            lambda session, file: noting.note(
                visit.ports, self.procedure, session, file, str(visit.raw.get(noting.FIELD, ""))
            ),
        )

    def reopen(self, visit: Visit) -> Response:
        """A case that ended badly goes on."""
        return self._posted(
            visit,
            REOPEN,
            ("reopen-reason", "reopen-text"),
            lambda session, file: reopening.reopen(
                visit.ports,
                self.procedure,
                session,
                file,
                reason=str(visit.raw.get("reopen-reason", "")),
                text=str(visit.raw.get("reopen-text", "")),
            ),
        )

    def _posted(
        self,
        visit: Visit,
        form: str,
        boxes: tuple[str, ...],
        write: Callable[[Session, CaseFile], None],
    ) -> Response:
        """A form of the page: what was typed is kept on an error, and while one signs in again."""
        try:
            session, file = open_case(visit, self.procedure)
        except SignInNeeded as error:
            place = place_of(case_id_of(visit), form)
            raise SignInNeeded(kept=visit.keep_boxes(place, *boxes)) from error
        rights.require(session, Action.SEE, self.procedure, file.case)
        try:
            write(session, file)
        except Invalid as invalid:
            if visit.wants_json:
                raise
            return page(visit, self.procedure, session, file, invalid.problems, form=form)
        if visit.wants_json:
            return answers.as_json({"case_id": file.case.id}, 201)
        there = "#notes" if form == NOTE else ""
        link = presenters.case_link(visit.lang, file.case)
        return answers.redirect(f"{link}/review{there}")


def page(
    visit: Visit,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    problems: tuple[Problem, ...] = (),
    *,
    form: str = "",
    refusal: Refusal | None = None,
) -> Response:
    """A case at the desk. `form`: whose problems these are, when it is not the decision's.
    `refusal`: why what was asked of who has it did not happen."""
    case, words = file.case, visit.words
    link = presenters.case_link(visit.lang, case)
    facts = visit.ports.facts(case.applicant, visit.lang)
    hides = not rights.held(session, Action.SEE_SENSITIVE, procedure, case)
    task = task_of(visit, procedure, session, file, () if form else problems)
    status = telling.status_now(words, procedure, file, reader=telling.DESK)
    invalid = refusal if isinstance(refusal, Invalid) else None
    held = holding_view.of_case(visit, procedure, session, file, invalid)
    books = bool(rights.held(session, Action.BOOK, procedure, case))
    view = ReviewPage(
        procedure_title=words.write(procedure.guide.title),
        number=write_case_number(case.number),
        person=case.applicant.name,
        status=status,
        status_kind=telling.status_kind(procedure, case, asked=task is not None),
        topics=answer_lists.Answers(words, facts, procedure, link, hides=hides, desk=True).topics(
            case.answers, case.documents
        ),
        documents=answer_lists.documents_of(
            words, case, link, hides=hides and bool(sensitive.of_procedure(procedure)), desk=True
        ),
        task=task,
        timeline=timelines.timeline(words, procedure, file, facts, reader=telling.DESK),
        history=histories.history(words, procedure, file, names=True, hides=hides),
        checks=tuple(
            (words.write(r.title), "" if r.is_confirmed else words.write(_UNCONFIRMED))
            for r in procedure.checked(case.answers)
        ),
        waiting_for="" if task or (held and held.is_elsewhere) else status,
        back=Link(words.write(N_("Werklijst")), f"/{visit.lang}/desk/work"),
        appointments=appointment_views.held(
            visit, procedure, file, link if books else "", by_clerk=True
        ),
        fee=fees.line(words, procedure, file, visit.ports),
        received_action=f"{link}/payment/received" if fees.is_owed(file) else "",
        csrf=visit.csrf(),
        register=known.at_submission(words, procedure, case),
        on_behalf=acting.of_case(words, case, names=True),
        paper=papers.links(visit, case, link),
        notice=words.write(refusal.explanation)
        if refusal and not invalid
        else papers.reminder(visit, case),
        holding=held,
        correct=Link(words.write(N_("Gegevens verbeteren")), f"{link}/correct")
        if rights.held(session, Action.CORRECT, procedure, case)
        else None,
        book=appointment_views.to_book(visit, procedure, file, link) if books else None,
        desk=review_parts.parts(visit, procedure, session, file, problems, form=form),
    )
    title = f"{view.procedure_title} {view.number}"
    code = refusal.status if refusal else 422 if problems else 200
    wrong = bool(problems or invalid)
    return answers.page(visit, "review", view, title=title, status=code, has_error=wrong)


def refused(
    visit: Visit, procedure: Procedure, session: Session, case_id: str, refusal: Refusal
) -> Response:
    """The case as it is now, with why something was refused: to a clerk who may see it."""
    file = deciding.read_case(visit.ports, procedure, case_id)
    rights.require(session, Action.SEE, procedure, file.case)
    return page(visit, procedure, session, file, refusal=refusal)
