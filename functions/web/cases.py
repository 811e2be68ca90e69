"""The routes of a running case for its parties, and what anybody decides on it."""

from types import ModuleType

from chalice.app import Chalice, Response

from functions.domain.authorisation import Action
from functions.domain.case import CaseFile
from functions.domain.numbers import write_case_number
from functions.domain.problems import (
    HeldByColleague,
    Invalid,
    NotAllowed,
    NotFound,
    Problem,
    SecondLook,
    SignInNeeded,
)  # fmt: skip
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import CasePage, Link
from functions.services import deciding, drafting, on_behalf, rights, signing_in, uploading
from functions.web import (
    acting,
    answer_lists,
    answers,
    appointment_views,
    fees,
    histories,
    presenters,
    ratings,
    telling,
    timelines,
)
from functions.web.open_case import BECAUSE, because, open_case, place_of, task_of
from functions.web.visit import Visit, case_id_of


class Cases:
    """The routes of one procedure's cases."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def mount(self, app: Chalice) -> None:
        case = f"/{{lang}}/desk/{self.procedure.process}/{self.procedure.name}/{{case_id}}"
        answers.route(app, case, self.show)
        answers.route(app, f"{case}/decisions/{{step}}", self.decide, ("POST",))
        answers.route(app, f"{case}/withdraw", self.withdraw, ("POST",))
        answers.route(app, f"{case}/documents/{{document_id}}", self.document)
        answers.route(app, f"{case}/issued/{{code}}", self.issued)

    def show(self, visit: Visit) -> Response:
        session, file = open_case(visit, self.procedure)
        if deciding.part_or_none(file.case, session) is None and session.roles:
            if not _is_of_the_desk(self.procedure, file, session):
                return answers.redirect(f"{presenters.case_link(visit.lang, file.case)}/receipt")
            return answers.redirect(f"{presenters.case_link(visit.lang, file.case)}/review")
        visit._session = signing_in.touch(visit.ports, session)
        if deciding.acts_for(file.case, session):  # who acts for someone never looks unseen
            seen = {"step": file.case.stage, "for": file.case.applicant.name, "channel": "online"}
            file = deciding.note_access(
                visit.ports, self.procedure, session, file, "viewed", **seen
            )
        return self._case_page(visit, session, file)

    def _case_page(
        self,
        visit: Visit,
        session: Session,
        file: CaseFile,
        problems: tuple[Problem, ...] = (),
    ) -> Response:
        part = deciding.part_of(file.case, session)
        case, words = file.case, visit.words
        link = presenters.case_link(visit.lang, case)
        facts = visit.ports.facts(case.applicant, visit.lang)
        task = task_of(visit, self.procedure, session, file, problems)
        shown = answer_lists.Answers(words, facts, self.procedure, link)
        is_applicant = part == "applicant"
        end = self.procedure.workflow.end(case.outcome) if case.outcome else None
        open_task = file.open_task()
        can_withdraw = (
            is_applicant
            and case.status == "running"
            and open_task is not None
            and self.procedure.withdraws_from(self.procedure.workflow.step(open_task.step))
        )
        issued, late = (
            _issued().documents(visit, self.procedure, session, file)
            if is_applicant and any(event.kind == "closed" for event in file.events)
            else ((), "")
        )
        view = CasePage(
            procedure_title=words.write(self.procedure.guide.title),
            number=write_case_number(case.number),
            number_spoken=presenters.spoken(case.number),
            status=words.write(N_("We wachten op jou."))
            if task
            else telling.status_now(words, self.procedure, file, reader=part),
            status_kind=telling.status_kind(self.procedure, case, asked=task is not None),
            task=task,
            timeline=timelines.timeline(words, self.procedure, file, facts, reader=part),
            topics=shown.topics(case.answers, case.documents, party="" if is_applicant else part),
            documents=answer_lists.documents_of(words, case, link) if is_applicant else (),
            history=histories.history(words, self.procedure, file, names=False)
            if is_applicant
            else (),
            decision=words.write(end.explanation) if end else "",
            decision_reason=case.reason if end and is_applicant and not end.positive else "",
            appeal=words.write(end.appeal) if end and is_applicant else "",
            withdraw_action=f"{link}/withdraw" if can_withdraw else "",
            csrf=visit.csrf(),
            back=Link(words.write(N_("Mijn zaken")), f"/{visit.lang}/desk/my"),
            appointments=appointment_views.held(
                visit, self.procedure, file, link if is_applicant else "", part=part
            ),
            fee=fees.line(words, self.procedure, file, visit.ports) if is_applicant else "",
            on_behalf=acting.of_case(words, case, names=False)
            if is_applicant
            else words.write(say(N_("Deze aanvraag komt van %(name)s."), name=case.applicant.name)),
            rating=ratings.asked(visit, self.procedure, session, file),
            issued=issued,
            issued_late=late,
            notice=words.write(N_("Bedankt: we kregen je mening.")) if visit.query("rated") else "",
        )
        title = f"{view.procedure_title} {view.number}"
        code = 422 if problems else 200
        return answers.page(visit, "case", view, title=title, status=code, has_error=bool(problems))

    def decide(self, visit: Visit) -> Response:
        name = visit.param("step")
        try:
            session, file = open_case(visit, self.procedure)
        except SignInNeeded as error:
            place = place_of(case_id_of(visit), name)
            boxes = ("choice", "reason", *(box for box in visit.form if box.startswith(BECAUSE)))
            raise SignInNeeded(kept=visit.keep_boxes(place, *boxes)) from error
        part = deciding.part_or_none(file.case, session)
        step = next((s for s in self.procedure.workflow.steps if s.name == name), None)
        if part is None and not session.roles:
            raise NotFound
        at_desk = step is not None and bool(step.role or name in file.case.escalated)
        try:
            deciding.decide(
                visit.ports,
                self.procedure,
                session,
                file,
                name,
                choice=str(visit.raw.get("choice", "")),
                reason=str(visit.raw.get("reason", "")),
                reasons=because(visit.raw, str(visit.raw.get("choice", ""))),
            )
        except Invalid as invalid:
            if visit.wants_json:
                raise
            if at_desk:
                answer: Response = _review().page(
                    visit, self.procedure, session, file, invalid.problems
                )
                return answer
            return self._case_page(visit, session, file, invalid.problems)
        except (HeldByColleague, SecondLook) as refusal:
            if visit.wants_json:
                raise
            visit.keep_boxes(place_of(file.case.id, name), "choice", "reason")  # for who takes over
            refused: Response = _review().refused(
                visit, self.procedure, session, file.case.id, refusal
            )
            return refused
        if visit.wants_json:
            return answers.as_json({"case_id": file.case.id, "step": name}, 202)
        link = presenters.case_link(visit.lang, file.case)
        return answers.redirect(f"/{visit.lang}/desk/work" if at_desk else link)

    def withdraw(self, visit: Visit) -> Response:
        session, file = open_case(visit, self.procedure)
        deciding.withdraw(visit.ports, self.procedure, session, file)
        return answers.redirect(presenters.case_link(visit.lang, file.case))

    def issued(self, visit: Visit) -> Response:
        return _issued().download(visit, self.procedure)  # type: ignore[no-any-return]

    def document(self, visit: Visit) -> Response:
        """A short-lived address, after an access check that the audit chain keeps."""
        case_id, document_id = case_id_of(visit), visit.param("document_id")
        session, draft, case = visit.enter(self.procedure, case_id)
        if case is None:
            own = drafting.own(visit.ports, draft, None, self.procedure, session)
            if own is None:
                raise NotFound
            return answers.redirect(uploading.download(visit.ports, own, case_id, document_id))
        on_behalf.require_mandate(visit.ports, self.procedure, session, case)
        file = deciding.read_case(visit.ports, self.procedure, case_id)
        part = deciding.part_or_none(case, session)
        if part is None:
            try:
                rights.require(session, Action.SEE, self.procedure, case)
            except NotAllowed:
                if not session.roles:
                    raise NotFound from None
                raise
            rights.require_document(session, self.procedure, case, document_id)
        elif part != "applicant":
            raise NotFound
        url = uploading.download(visit.ports, case, case_id, document_id)
        deciding.note_access(
            visit.ports, self.procedure, session, file, "downloaded", document=document_id
        )
        return answers.redirect(url)


def _review() -> ModuleType:
    """The case at the desk: only a clerk's mistake needs it here."""
    from functions.web.clerk import review

    return review


def _issued() -> ModuleType:
    """What was issued: only a case that came to an end needs it."""
    from functions.web import issued

    return issued


def _is_of_the_desk(procedure: Procedure, file: CaseFile, session: Session) -> bool:
    """False for a clerk who may have entered it (the receipt looks), and does not treat it."""
    treats = rights.held(session, Action.SEE, procedure, file.case)
    return bool(treats) or not deciding.handed_in_by(procedure, file.case, session)
