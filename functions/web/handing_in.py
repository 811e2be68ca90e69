"""The routes of a procedure's last page, of handing in and of the receipt."""

from collections.abc import Mapping, Sequence

from chalice.app import Chalice, Response

from functions.domain.authorisation import Action
from functions.domain.case import Case, CaseFile, Draft
from functions.domain.forms import asked_topics, declared_topics
from functions.domain.numbers import write_case_number
from functions.domain.problems import Conflict, Invalid, NotFound, Problem
from functions.domain.session import Session
from functions.domain.texts import N_
from functions.domain.views import CheckPage, Link, ReceiptPage
from functions.services import deciding, drafting, on_behalf, rights, signing_in, submitting
from functions.web import acting, answer_lists, answers, fees, papers, presenters, timelines
from functions.web.form_routes import FormRoutes
from functions.web.questions import Form
from functions.web.visit import Visit, case_id_of


class HandingIn(FormRoutes):
    def mount(self, app: Chalice) -> None:
        case = f"{self.base}/{{case_id}}"
        answers.route(app, f"{case}/check", self.check, ("GET", "POST"))
        answers.route(app, f"{case}/receipt", self.receipt)

    def check(self, visit: Visit) -> Response:
        case_id = case_id_of(visit)
        session, draft, _case = self.enter(visit, hands_in=visit.request.method == "POST")
        if draft is None:  # sent twice: the same submission
            return answers.redirect(f"{self.link(visit, case_id)}/receipt")
        if visit.request.method == "GET":
            visit._session = signing_in.touch(visit.ports, session)
            return self._check_page(visit, session, draft, {}, ())
        draft = on_behalf.still_about(self.procedure, draft)
        if draft.about:  # the transaction looks at the other mandates
            on_behalf.require_mandate(visit.ports, self.procedure, session, draft)
        posted = _as_boxes(visit) if visit.is_json_body else visit.form
        try:
            if draft.version != visit.version and not visit.is_json_body:
                raise Conflict
            accepted = submitting.submit(visit.ports, self.procedure, session, draft, posted)
        except Invalid as invalid:
            if visit.wants_json:
                raise
            return self._check_page(visit, session, draft, posted, invalid.problems)
        except Conflict:
            _, handed_in = visit.ports.store.draft_or_case(case_id)
            if handed_in is None:
                raise
            accepted = handed_in
        link = self.link(visit, accepted.id)
        if visit.wants_json:
            return answers.as_json({"case_id": accepted.id, "number": accepted.number}, 201)
        return answers.redirect(f"{link}/receipt")

    def _check_page(
        self,
        visit: Visit,
        session: Session,
        draft: Draft,
        posted: Mapping[str, str],
        problems: Sequence[Problem],
    ) -> Response:
        words, link = visit.words, self.link(visit, draft.case_id)
        facts = visit.ports.facts(drafting.person_of(draft, session), visit.lang)
        declared = declared_topics(self.procedure.application)
        found = problems or drafting.problems_of(visit.ports, self.procedure, session, draft)
        by_topic: dict[str, list[str]] = {}
        for problem in found:
            by_topic.setdefault(problem.field.partition(".")[0], []).append(
                words.write(problem.text)
            )
        open_topics = [name for name in by_topic if name not in declared]
        forms = {
            name: Form(
                words, facts, name, posted, [p for p in problems if p.field.startswith(name)]
            )
            for name in declared
        }
        items = [
            item
            for name, form in forms.items()
            for item in form.fields(self.procedure.topics()[name], draft, lambda _: None, link)
        ]
        shown = answer_lists.Answers(words, facts, self.procedure, link)
        errors = tuple(error for form in forms.values() for error in form.errors())
        view = CheckPage(
            procedure_title=words.write(self.procedure.guide.title),
            caption=words.write(N_("Laatste stap")),
            topics=shown.topics(draft.answers, draft.documents, change=True, problems=by_topic),
            declarations=tuple(items),
            next_steps=tuple(
                words.write(s.title) for s in self.procedure.workflow.road(draft.answers, facts)
            ),
            submit_label=words.write(self.procedure.submit_label),
            action=f"{link}/check",
            csrf=visit.csrf(),
            version=draft.version,
            errors=errors,
            back=Link(
                words.write(N_("Terug")),
                f"{link}/questions/{asked_topics(self.procedure.application, draft.answers)[-1]}",
            ),
            complete=not open_topics,
            fee=fees.cost(words, self.procedure, draft.answers, facts),
            on_behalf=acting.filling_in(words, draft),
            summary=Link(words.write(N_("Samenvatting om te ondertekenen")), f"{link}/summary")
            if draft.channel != "online" and not open_topics
            else None,
        )
        wrong = bool(errors) or bool(problems)
        return answers.page(
            visit,
            "check",
            view,
            title=words.write(N_("Kijk je antwoorden na")),
            status=422 if wrong else 200,
            has_error=wrong,
        )

    def receipt(self, visit: Visit) -> Response:
        case_id = case_id_of(visit)
        session, draft, case = visit.enter(self.procedure, case_id)
        mine = draft is not None and draft.owner == session.person.ref
        if case is None and mine:
            return answers.redirect(f"{self.link(visit, case_id)}/check")
        if case is None or not deciding.handed_in_by(self.procedure, case, session):
            raise NotFound
        on_behalf.require_mandate(visit.ports, self.procedure, session, case)
        words, link = visit.words, self.link(visit, case.id)
        facts = visit.ports.facts(case.applicant, visit.lang)
        new = CaseFile(case=case, events=[])
        coming = timelines.timeline(words, self.procedure, new, facts)
        is_clerk = deciding.part_or_none(case, session) is None
        view = ReceiptPage(
            procedure_title=words.write(self.procedure.guide.title),
            number=write_case_number(case.number),
            number_spoken=presenters.spoken(case.number),
            submitted=words.moment(case.submitted),
            mail=case.mail,
            next_steps=coming,
            follow=self._follow(visit, case, session, link),
            topics=answer_lists.Answers(
                words, facts, self.procedure, link, hides=self._hides(case, session)
            ).topics(case.answers, case.documents),
            fee=fees.cost(words, self.procedure, case.answers, facts),
            on_behalf=""
            if case.applicant.ref == session.person.ref and not case.about
            else acting.handed_in(words, case),
            paper=papers.links(visit, case, link) if is_clerk else (),
            notice=papers.reminder(visit, case) if is_clerk else "",
        )
        title = words.write(N_("We kregen je aanvraag"))
        return answers.page(visit, "receipt", view, title=title)

    def _hides(self, case: Case, session: Session) -> bool:
        """A clerk who typed the answers sees what is sensitive while entering it; once it is handed
        in only by right."""
        if deciding.part_or_none(case, session):
            return False
        return not rights.held(session, Action.SEE_SENSITIVE, self.procedure, case)

    def _follow(self, visit: Visit, case: Case, session: Session, link: str) -> Link:
        """Where to go from the receipt: a clerk has no case of their own to follow."""
        if deciding.part_or_none(case, session) is None:
            return Link(visit.words.write(N_("Naar de werklijst")), f"/{visit.lang}/desk/work")
        return Link(visit.words.write(N_("Volg je aanvraag")), link)


def _as_boxes(visit: Visit) -> dict[str, str]:
    """The declarations of a program as a form would post them: true is a ticked box."""
    declared = visit.posted_object("declarations")
    return {name: "yes" for name, value in declared.items() if value is True or value == "yes"}
