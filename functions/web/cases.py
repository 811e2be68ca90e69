"""The routes of a running case: for its parties and for the desk."""

from chalice.app import Chalice, Response

from functions.domain.case import CaseFile
from functions.domain.forms import Supplement
from functions.domain.numbers import write_case_number
from functions.domain.problems import Invalid, NotAllowed, NotFound, Problem, SignInNeeded
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import (
    CasePage,
    FieldView,
    Link,
    ReviewPage,
    TaskView,
    UploadForm,
)  # fmt: skip
from functions.domain.workflow import SUPPLEMENT
from functions.services import deciding, drafting, on_behalf, signing_in, uploading
from functions.web import acting, answers, appointment_views, fees, known, presenters
from functions.web.questions import Form, upload_form
from functions.web.visit import Visit, case_id_of

_UNCONFIRMED = N_("Niet bevestigd: kijk na welke regel in onze gemeente geldt.")


class Cases:
    """The routes of one procedure's cases."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def mount(self, app: Chalice) -> None:
        case = f"/{{lang}}/desk/{self.procedure.process}/{self.procedure.name}/{{case_id}}"
        answers.route(app, case, self.show)
        answers.route(app, f"{case}/review", self.review)
        answers.route(app, f"{case}/decisions/{{step}}", self.decide, ("POST",))
        answers.route(app, f"{case}/withdraw", self.withdraw, ("POST",))
        answers.route(app, f"{case}/documents/{{document_id}}", self.document)

    def _open(self, visit: Visit) -> tuple[Session, CaseFile]:
        case_id = case_id_of(visit)
        session = visit.signed_in()
        file = deciding.read_case(visit.ports, self.procedure, case_id)
        on_behalf.require_mandate(visit.ports, self.procedure, session, file.case)
        return session, file

    def show(self, visit: Visit) -> Response:
        session, file = self._open(visit)
        if deciding.part_or_none(file.case, session) is None and session.roles:
            if not _is_of_the_desk(self.procedure, file, session):
                return answers.redirect(f"{presenters.case_link(visit.lang, file.case)}/receipt")
            return answers.redirect(f"{presenters.case_link(visit.lang, file.case)}/review")
        visit._session = signing_in.touch(visit.ports, session)
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
        task = self._task(visit, session, file, link, problems)
        shown = presenters.Answers(words, facts, self.procedure, link)
        is_applicant = part == "applicant"
        end = self.procedure.workflow.end(case.outcome) if case.outcome else None
        open_task = file.open_task()
        can_withdraw = (
            is_applicant
            and case.status == "running"
            and open_task is not None
            and self.procedure.withdraws_from(self.procedure.workflow.step(open_task.step))
        )
        view = CasePage(
            procedure_title=words.write(self.procedure.guide.title),
            number=write_case_number(case.number),
            number_spoken=presenters.spoken(case.number),
            status=words.write(N_("We wachten op jou."))
            if task
            else presenters.status_now(words, self.procedure, file),
            status_kind=presenters.status_kind(self.procedure, case, asked=task is not None),
            task=task,
            timeline=presenters.timeline(words, self.procedure, file, facts),
            topics=shown.topics(case.answers, case.documents, party="" if is_applicant else part),
            documents=presenters.documents_of(words, case, link) if is_applicant else (),
            history=presenters.history(words, self.procedure, file, names=False)
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
        )
        title = f"{view.procedure_title} {view.number}"
        code = 422 if problems else 200
        return answers.page(visit, "case", view, title=title, status=code, has_error=bool(problems))

    def _task(
        self,
        visit: Visit,
        session: Session,
        file: CaseFile,
        link: str,
        problems: tuple[Problem, ...],
    ) -> TaskView | None:
        task = file.open_task()
        if task is None:
            return None
        step = self.procedure.workflow.step(task.step)
        if not deciding.may_take(step, task, file, session):
            return None
        typed = visit.form or visit.kept_boxes(_place(file.case.id, step.name))
        view = presenters.task_view(
            visit.words,
            self.procedure,
            step,
            file,
            task,
            link=link,
            csrf=visit.csrf(),
            problems=problems,
            chosen=typed.get("choice", ""),
            reason=typed.get("reason", ""),
            items=self._extra_documents(visit, file, link) if step.supplement_of else (),
        )
        if step.pays:
            view = fees.asked(visit.words, visit.ports, self.procedure, file, step, view)
        return view

    def _extra_documents(self, visit: Visit, file: CaseFile, link: str) -> tuple[FieldView, ...]:
        """The one question of an answer to the desk: documents, if there are any."""
        back = f"{visit.ports.site_url}{link}/uploaded/"

        def upload(field: str) -> UploadForm:
            address, fields, _ = uploading.ask_upload(visit.ports, file.case, field, back=back)
            return upload_form(address, fields)

        facts = visit.ports.facts(file.case.applicant, visit.lang)
        form = Form(visit.words, facts, SUPPLEMENT, {}, ())
        return form.fields(Supplement, file.case, upload, link)

    def review(self, visit: Visit) -> Response:
        if not visit.signed_in().roles:  # before looking: the answer tells nothing of the case
            raise NotAllowed
        session, file = self._open(visit)
        deciding.desk_roles(self.procedure, file.case, session)
        visit._session = signing_in.touch(visit.ports, session)
        step = file.case.stage
        file = deciding.note_access(visit.ports, self.procedure, session, file, "viewed", step=step)
        return self._review_page(visit, session, file)

    def _review_page(
        self,
        visit: Visit,
        session: Session,
        file: CaseFile,
        problems: tuple[Problem, ...] = (),
    ) -> Response:
        case, words = file.case, visit.words
        link = presenters.case_link(visit.lang, case)
        facts = visit.ports.facts(case.applicant, visit.lang)
        task = self._task(visit, session, file, link, problems)
        status = presenters.status_now(words, self.procedure, file)
        view = ReviewPage(
            procedure_title=words.write(self.procedure.guide.title),
            number=write_case_number(case.number),
            person=case.applicant.name,
            status=status,
            status_kind=presenters.status_kind(self.procedure, case, asked=task is not None),
            topics=presenters.Answers(words, facts, self.procedure, link).topics(
                case.answers, case.documents
            ),
            documents=presenters.documents_of(words, case, link),
            task=task,
            timeline=presenters.timeline(words, self.procedure, file, facts),
            history=presenters.history(words, self.procedure, file, names=True),
            checks=tuple(
                (words.write(r.title), "" if r.is_confirmed else words.write(_UNCONFIRMED))
                for r in self.procedure.checked(case.answers)
            ),
            waiting_for="" if task else status,
            back=Link(words.write(N_("Werklijst")), f"/{visit.lang}/desk/work"),
            appointments=appointment_views.held(visit, self.procedure, file),
            fee=fees.line(words, self.procedure, file, visit.ports),
            received_action=f"{link}/payment/received" if fees.is_owed(file) else "",
            csrf=visit.csrf(),
            register=known.at_submission(words, self.procedure, case),
            on_behalf=acting.of_case(words, case, names=True),
        )
        title = f"{view.procedure_title} {view.number}"
        code = 422 if problems else 200
        return answers.page(
            visit, "review", view, title=title, status=code, has_error=bool(problems)
        )

    def decide(self, visit: Visit) -> Response:
        name = visit.param("step")
        try:
            session, file = self._open(visit)
        except SignInNeeded as error:
            place = _place(case_id_of(visit), name)
            raise SignInNeeded(kept=visit.keep_boxes(place, "choice", "reason")) from error
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
            )
        except Invalid as invalid:
            if visit.wants_json:
                raise
            show = self._review_page if at_desk else self._case_page
            return show(visit, session, file, invalid.problems)
        if visit.wants_json:
            return answers.as_json({"case_id": file.case.id, "step": name}, 202)
        link = presenters.case_link(visit.lang, file.case)
        return answers.redirect(f"/{visit.lang}/desk/work" if at_desk else link)

    def withdraw(self, visit: Visit) -> Response:
        session, file = self._open(visit)
        deciding.withdraw(visit.ports, self.procedure, session, file)
        return answers.redirect(presenters.case_link(visit.lang, file.case))

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
                deciding.desk_roles(self.procedure, case, session)
            except NotAllowed:
                if not session.roles:
                    raise NotFound from None
                raise
        elif part != "applicant":
            raise NotFound
        url = uploading.download(visit.ports, case, case_id, document_id)
        deciding.note_access(
            visit.ports, self.procedure, session, file, "downloaded", document=document_id
        )
        return answers.redirect(url)


def _is_of_the_desk(procedure: Procedure, file: CaseFile, session: Session) -> bool:
    """False for a clerk who may have entered it (the receipt looks), and does not treat it."""
    try:
        deciding.desk_roles(procedure, file.case, session)
    except NotAllowed:
        return not deciding.handed_in_by(procedure, file.case, session)
    return True


def _place(case_id: str, step: str) -> str:
    """How what was typed at a step is kept while its person signs in again."""
    return f"{case_id}/{step}"
