"""The routes of a procedure's pages of questions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chalice.app import Chalice, Response

from functions.domain.case import Case, Draft
from functions.domain.forms import Topic, asked_questions, asked_topics, write_posted
from functions.domain.numbers import is_case_id, new_case_id
from functions.domain.problems import Conflict, Invalid, NotFound, Problem, SignInNeeded, TooLarge
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import Link, QuestionPage, UploadForm
from functions.services import deciding, drafting, on_behalf, signing_in, uploading
from functions.web import acting, answers, known
from functions.web.form_routes import FormRoutes
from functions.web.questions import Form, moved_entries, upload_form
from functions.web.visit import Visit, case_id_of


class Questions(FormRoutes):
    def mount(self, app: Chalice) -> None:
        answers.route(app, f"{self.base}/start", self.start, ("GET", "POST"))
        case = f"{self.base}/{{case_id}}"
        answers.route(app, f"{case}/questions/{{topic}}", self.question, ("GET", "POST"))

    # the first page: its draft is made when it is sent

    def start(self, visit: Visit) -> Response:
        if self.procedure.opened_by != "citizen":
            raise NotFound
        if visit.request.method == "GET":
            return self._begin(visit)
        return self._begun(visit)

    def _begin(self, visit: Visit) -> Response:
        session = visit.signed_in()
        visit._session = signing_in.touch(visit.ports, session)
        if not self.procedure.is_open(visit.ports.facts(session.person, visit.lang)):
            return self.closed(visit)
        if session.acting_for:
            return self._start_for(visit, session)
        chosen = visit.query("for") == "self" or session.has_chosen
        if not chosen and on_behalf.mandates(visit.ports, self.procedure, session):
            return answers.redirect(f"/{visit.lang}/desk/{self.procedure.key}/for")
        return self._first(visit, session, new_case_id(self.procedure.process), {}, ())

    def _begun(self, visit: Visit) -> Response:
        case_id = str(visit.raw.get("case_id", ""))
        if not is_case_id(case_id, self.procedure.process):
            raise NotFound
        session, found, case = self._enter_start(visit, case_id)
        if case is not None or (found is not None and found.owner != session.person.ref):
            return self._already(visit, session, case)
        if found is not None:  # one that was begun for someone keeps its own checks
            drafting.own(visit.ports, found, None, self.procedure, session)
            on_behalf.require_mandate(visit.ports, self.procedure, session, found)
        draft = found or self._new(visit, session, case_id)
        if found is None and self._chose_another(visit, session):
            return self._first(visit, session, case_id, visit.form, (), status=409)
        if found is None and session.acting_for:
            if not self._covered(visit, session):
                return self._not_covered(visit, session)
            on_behalf.require_mandate(visit.ports, self.procedure, session, draft)
        topic = next(iter(self.procedure.topics()))
        return self._save(visit, session, draft, topic, first=True)

    # for whom they chose to act for at sign-in

    def _new(self, visit: Visit, session: Session, case_id: str) -> Draft:
        draft = drafting.new_draft(visit.ports, self.procedure, session, case_id, visit.lang)
        return on_behalf.for_chosen(self.procedure, session, draft)

    def _start_for(self, visit: Visit, session: Session) -> Response:
        if not self._covered(visit, session):
            return self._not_covered(visit, session)
        on_behalf.require_chosen(visit.ports, session)
        return self._first(visit, session, new_case_id(self.procedure.process), {}, ())

    def _covered(self, visit: Visit, session: Session) -> bool:
        today = visit.ports.facts(session.person).today
        mandate = session.acting_for
        return mandate is not None and on_behalf.covers(self.procedure, mandate, today)

    def _not_covered(self, visit: Visit, session: Session) -> Response:
        from functions.web.for_whom import not_covered

        return not_covered(visit, session, self.procedure)

    def _chose_another(self, visit: Visit, session: Session) -> bool:
        """Whether the page was shown for another person than whom this session acts for now."""
        now = session.acting_for.id if session.acting_for else ""
        named = visit.raw.get("acting_for")
        return named is not None and str(named) != now

    def _enter_start(self, visit: Visit, case_id: str) -> tuple[Session, Draft | None, Case | None]:
        """As `enter`; what was typed on the first page of an ended session becomes a draft."""
        key = visit.session_key()
        try:
            return visit.enter(self.procedure, case_id)
        except SignInNeeded as error:
            session = visit.ports.store.session(key)
            token = str(visit.raw.get("csrf", ""))
            if session is None or not signing_in.csrf_fits(visit.ports, session, token):
                raise
            found, case = visit.ports.store.draft_or_case(case_id)
            if case or (found and found.owner != session.person.ref):
                raise
            draft = found or self._new(visit, session, case_id)
            topic = next(iter(self.procedure.topics()))
            try:
                drafting.save(visit.ports, drafting.keep_typed(draft, topic, visit.form))
            except TooLarge:  # signing in comes first; no form of ours holds this much
                raise SignInNeeded from error
            page = f"{self.link(visit, case_id)}/questions/{topic}"
            raise SignInNeeded(kept=True, page=page) from error

    def _already(self, visit: Visit, session: Session, case: Case | None) -> Response:
        if case is None or not deciding.handed_in_by(self.procedure, case, session):
            raise NotFound
        return answers.redirect(f"{self.link(visit, case.id)}/receipt")

    def _first(
        self,
        visit: Visit,
        session: Session,
        case_id: str,
        posted: Mapping[str, str],
        problems: Sequence[Problem],
        *,
        status: int = 0,
    ) -> Response:
        topic = next(iter(self.procedure.topics()))
        draft = self._new(visit, session, case_id)
        if not posted and topic in draft.answers:
            posted = write_posted(self.procedure.topics()[topic], draft.answers[topic])
        _, others = visit.ports.store.cases_of(session.person.ref, self.procedure.process)
        unfinished = tuple(
            Link(
                visit.words.write(
                    say(N_("Begonnen op %(day)s: ga verder"), day=other.created.date())
                ),
                self.resume(visit, other),
            )
            for other in others
            if (other.process, other.procedure) == (self.procedure.process, self.procedure.name)
            and (other.mandate == draft.mandate if draft.mandate else other.applicant is None)
        )
        view = self._view(visit, draft, topic, posted, problems)
        base = f"/{visit.lang}/desk/{self.procedure.process}/{self.procedure.name}"
        guide = Link(visit.words.write(N_("Terug")), f"/{visit.lang}/{self.procedure.key}/")
        view = replace(view, action=f"{base}/start", drafts=unfinished, back=guide)
        view = replace(view, acting_for=session.acting_for.id if session.acting_for else "")
        if status:
            told = N_(
                "Je koos intussen voor iemand anders. Kijk na voor wie je dit doet en bewaar het "
                "opnieuw."
            )
            view = replace(view, notice=visit.words.write(told))
        return self._page(visit, view, status)

    # a page of questions

    def question(self, visit: Visit) -> Response:
        case_id, topic = case_id_of(visit), visit.param("topic")
        session, draft, _case = self.enter(visit)
        if draft is None:
            return answers.redirect(self.link(visit, case_id))
        if topic not in asked_topics(self.procedure.application, draft.answers):
            return answers.redirect(self.resume(visit, draft))
        if visit.request.method == "POST":
            return self._save(visit, session, draft, topic, first=False)
        visit._session = signing_in.touch(visit.ports, session)
        stored = write_posted(self.procedure.topics()[topic], draft.answers.get(topic, {}))
        posted = draft.typed.get(topic, stored)
        view = self._view(visit, draft, topic, posted, ())
        if topic in draft.typed:
            view = replace(view, notice=visit.words.write(self._why_filled(draft, topic)))
        return self._page(visit, view)

    def _why_filled(self, draft: Draft, topic: str) -> str:
        """Why boxes hold something before the page is answered."""
        known = draft.invitation.answers.get(topic) if draft.invitation else None
        if known and draft.typed[topic] == write_posted(self.procedure.topics()[topic], known):
            return N_("We vulden al in wat we weten. Kijk het na en vul de rest aan.")
        return N_("Je antwoorden zijn bewaard.")

    def _save(
        self, visit: Visit, session: Session, draft: Draft, topic: str, *, first: bool
    ) -> Response:
        action = visit.form.get("action", "continue")
        draft = draft.model_copy(update={"lang": visit.lang})
        if action.startswith(("add:", "remove:")):
            posted = moved_entries(visit.form, action)
            return self._page(visit, self._view(visit, draft, topic, posted, ()))
        if action == "later" and (kept := self._later(visit, draft, topic)):
            return kept
        if draft.version != visit.version and not visit.is_json_body:
            return self._other_window(visit, draft, topic)
        try:
            if visit.is_json_body:
                raw = visit.posted_object("answers")
                changed = drafting.answer_raw(
                    visit.ports, self.procedure, session, draft, topic, raw
                )
            else:
                changed = drafting.answer_topic(
                    visit.ports, self.procedure, session, draft, topic, visit.form
                )
            saved = drafting.save(visit.ports, on_behalf.still_about(self.procedure, changed))
        except Invalid as invalid:
            if visit.wants_json:
                raise
            if first:
                return self._first(visit, session, draft.case_id, visit.form, invalid.problems)
            view = self._view(visit, draft, topic, visit.form, invalid.problems)
            return self._page(visit, view)
        except Conflict:
            return self._other_window(visit, draft, topic)
        if visit.wants_json:
            return answers.as_json(
                {"case_id": saved.case_id, "version": saved.version, "answers": saved.answers}
            )
        return answers.redirect(self._after(visit, saved, topic))

    def _later(self, visit: Visit, draft: Draft, topic: str) -> Response | None:
        """Keep the page as typed; None for too much text, which the check tells at its field."""
        try:
            drafting.save(visit.ports, drafting.keep_typed(draft, topic, visit.form))
        except TooLarge:
            return None
        return answers.redirect(f"/{visit.lang}/desk/my?saved=1")

    def _other_window(self, visit: Visit, draft: Draft, topic: str) -> Response:
        """Saved in another window meanwhile: show what was typed here, on the newest version."""
        if visit.wants_json:
            raise Conflict
        found, _ = visit.ports.store.draft_or_case(draft.case_id)
        view = self._view(visit, found or draft, topic, visit.form, ())
        notice = N_(
            "Je bewaarde dit ook in een ander venster. Hieronder staat wat je hier typte: kijk het "
            "na en bewaar het opnieuw."
        )
        return self._page(visit, replace(view, notice=visit.words.write(notice)), status=409)

    def _after(self, visit: Visit, draft: Draft, topic: str) -> str:
        """The next page; straight to the check when everything was answered before."""
        link = self.link(visit, draft.case_id)
        left = drafting.unanswered(self.procedure, draft)
        if not left:
            return f"{link}/check"
        asked = asked_topics(self.procedure.application, draft.answers)
        after = asked[asked.index(topic) + 1 :] if topic in asked else []
        return f"{link}/questions/{after[0] if after and after[0] in left else left[0]}"

    def _view(
        self,
        visit: Visit,
        draft: Draft,
        topic_name: str,
        posted: Mapping[str, str],
        problems: Sequence[Problem],
    ) -> QuestionPage:
        session = visit.signed_in()
        topic = self.procedure.topics()[topic_name]
        facts = visit.ports.facts(drafting.person_of(draft, session), visit.lang)
        form = Form(visit.words, facts, topic_name, posted, problems)
        link = self.link(visit, draft.case_id)
        items = form.items(topic, draft, lambda field: self._upload_at(visit, draft, field), link)
        asked = asked_topics(self.procedure.application, draft.answers)
        at = asked.index(topic_name)
        steps = len(asked) + 1
        is_public = self.procedure.opened_by == "citizen"
        home = f"/{visit.lang}/{self.procedure.key if is_public else 'desk/my'}"
        back = f"{link}/questions/{asked[at - 1]}" if at else f"{home}{'/' if is_public else ''}"
        return QuestionPage(
            procedure_title=visit.words.write(self.procedure.guide.title),
            caption=visit.words.write(
                say(N_("Stap %(step)s van %(steps)s"), step=at + 1, steps=steps)
            ),
            title=visit.words.write(topic.title),
            intro=acting.intro(visit.words, topic, draft, visit.ports.tenant),
            items=items,
            errors=form.errors(),
            action=f"{link}/questions/{topic_name}",
            csrf=visit.csrf(),
            version=draft.version,
            case_id=draft.case_id,
            back=Link(visit.words.write(N_("Terug")), back),
            step=at + 1,
            steps=steps,
            known=known.rows(visit.words, facts.applicant, topic) if topic.shows_known else (),
            known_notice=known.notice(visit.words, facts.applicant) if topic.shows_known else "",
            on_behalf=acting.filling_in(visit.words, draft),
            is_upload=_is_upload(topic, draft),
            own_text=""
            if at
            else visit.ports.tenant.text(f"{self.procedure.key}/notice", visit.lang),
        )

    def _page(self, visit: Visit, view: QuestionPage, status: int = 0) -> Response:
        # a file that was refused shows when the page is asked for: that is no wrong request
        wrong = bool(view.errors) and visit.request.method == "POST"
        code = status or (422 if wrong else 200)
        title = f"{view.title} – {view.procedure_title}"
        return answers.page(
            visit, "question", view, title=title, status=code, has_error=bool(view.errors)
        )

    def _upload_at(self, visit: Visit, draft: Draft, field: str) -> UploadForm | None:
        back = self.back_from_upload(visit, draft.case_id)
        address, fields, _ = uploading.ask_upload(visit.ports, draft, field, back=back)
        return upload_form(address, fields)


def _is_upload(topic: type[Topic], draft: Draft) -> bool:
    asked = asked_questions(topic, draft.answers)
    return any(question.kind == "document" for question in asked)
