"""The routes by which the office puts right what is not right in a case."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chalice.app import Response

from functions.domain import sensitive
from functions.domain.authorisation import Action
from functions.domain.case import Case, CaseFile
from functions.domain.forms import write_posted
from functions.domain.numbers import write_case_number
from functions.domain.problems import Invalid, NotAllowed, NotFound, Problem, SignInNeeded
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_
from functions.domain.views import CorrectFormPage, CorrectPage, FieldView, Link
from functions.services import correcting, deciding, rights, signing_in
from functions.services.correcting import REASON
from functions.web import answer_lists, answers, presenters
from functions.web.open_case import open_case, place_of
from functions.web.questions import Form, moved_entries
from functions.web.visit import Visit, case_id_of


class Corrections:
    """The routes of one procedure's cases."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def _open(self, visit: Visit) -> tuple[Session, CaseFile]:
        if not visit.signed_in().roles:  # before looking: the answer tells nothing of the case
            raise NotAllowed
        session, file = open_case(visit, self.procedure)
        rights.require(session, Action.CORRECT, self.procedure, file.case)
        visit._session = signing_in.touch(visit.ports, session)
        return session, file

    def _topics(self, session: Session, case: Case) -> set[str]:
        """What this clerk can put right: nothing that they may not see."""
        allowed = set(correcting.topics_of(self.procedure, case))
        if rights.held(session, Action.SEE_SENSITIVE, self.procedure, case):
            return allowed
        return {name for name in allowed if not sensitive.is_topic(self.procedure, name)}

    def choose(self, visit: Visit) -> Response:
        """What can be put right, page by page of the form."""
        session, file = self._open(visit)
        step = file.case.stage
        file = deciding.note_access(visit.ports, self.procedure, session, file, "viewed", step=step)
        words, case = visit.words, file.case
        link = presenters.case_link(visit.lang, case)
        facts = visit.ports.facts(case.applicant, visit.lang)
        shown = answer_lists.Answers(words, facts, self.procedure, f"{link}/correct")
        allowed = self._topics(session, case)
        given = {name: case.answers[name] for name in case.answers}
        topics = shown.topics(given, {}, change=True)
        view = CorrectPage(
            procedure_title=words.write(self.procedure.guide.title),
            number=write_case_number(case.number),
            person=case.applicant.name,
            topics=tuple(
                topic
                for topic in topics
                if topic.change and topic.change.href.rpartition("/")[2] in allowed
            ),
            back=Link(words.write(N_("Terug naar de zaak")), f"{link}/review"),
        )
        return answers.page(visit, "correct", view, title=words.write(N_("Gegevens verbeteren")))

    def correct(self, visit: Visit) -> Response:
        name = visit.param("topic")
        try:
            session, file = self._open(visit)
        except SignInNeeded as error:
            boxes = tuple(n for n in visit.form if n not in ("csrf", "action", "shown"))
            place = place_of(case_id_of(visit), f"correct/{name}")
            is_posted = visit.request.method == "POST"
            raise SignInNeeded(kept=is_posted and visit.keep_boxes(place, *boxes)) from error
        if name not in self._topics(session, file.case):
            raise NotFound
        if visit.request.method == "GET":
            stored = write_posted(self.procedure.topics()[name], file.case.answers[name])
            kept = visit.kept_boxes(place_of(file.case.id, f"correct/{name}"))
            return self._form(visit, file, name, kept or stored)
        action = visit.form.get("action", "")
        if action.startswith(("add:", "remove:")):
            return self._form(visit, file, name, moved_entries(visit.form, action))
        shown = visit.form.get("shown", "")
        try:
            correcting.correct(
                visit.ports, self.procedure, session, file, name, visit.form, shown=shown
            )
        except Invalid as invalid:
            if visit.wants_json:
                raise
            return self._form(visit, file, name, visit.form, invalid.problems)
        if visit.wants_json:
            return answers.as_json({"case_id": file.case.id, "topic": name}, 202)
        return answers.redirect(f"{presenters.case_link(visit.lang, file.case)}/review")

    def _form(
        self,
        visit: Visit,
        file: CaseFile,
        name: str,
        typed: Mapping[str, str],
        problems: Sequence[Problem] = (),
    ) -> Response:
        words, case = visit.words, file.case
        topic = self.procedure.topics()[name]
        link = presenters.case_link(visit.lang, case)
        facts = visit.ports.facts(case.applicant, visit.lang)
        form = Form(words, facts, name, typed, problems)
        items = tuple(
            # a browser would fill in the clerk's own data
            replace(item, autocomplete="") if isinstance(item, FieldView) else item
            for item in form.items(topic, case, lambda _: None, link)
            if not (isinstance(item, FieldView) and item.kind == "document")
        )
        errors = form.errors()
        at = f"{name}.{REASON}".replace(".", "-")
        why = FieldView(
            id=at,
            name=REASON,
            kind="text",
            label=words.write(N_("Waarom verbeter je dit?")),
            hint=words.write(N_("Bijvoorbeeld: de aanvrager belde, het adres was verkeerd.")),
            value=typed.get(REASON, ""),
            error=next((e.message for e in errors if e.href == f"#{at}"), ""),
        )
        view = CorrectFormPage(
            procedure_title=words.write(self.procedure.guide.title),
            number=write_case_number(case.number),
            title=words.write(topic.title),
            items=(*items, why),
            errors=errors,
            action=f"{link}/correct/questions/{name}",
            csrf=visit.csrf(),
            # what this page showed first, also after a mistake: somebody may have been in between
            shown=visit.form.get("shown") or correcting.seal(case, name),
            back=Link(words.write(N_("Andere gegevens verbeteren")), f"{link}/correct"),
        )
        code = 422 if problems else 200
        return answers.page(
            visit, "correct-form", view, title=view.title, status=code, has_error=bool(problems)
        )
