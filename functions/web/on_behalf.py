"""The routes by which a form is begun for someone else: by an administrator, or by a clerk."""

from collections.abc import Mapping, Sequence

from chalice.app import Chalice, Response

from functions.domain.authorisation import Action
from functions.domain.case import Case, Draft
from functions.domain.forms import read_posted
from functions.domain.links import Mandate
from functions.domain.numbers import is_case_id, new_case_id
from functions.domain.problems import Invalid, NotFound, Problem, SignInNeeded
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import ErrorView, FieldView, ForPage, Link, OptionView
from functions.services import drafting, on_behalf, rights, signing_in
from functions.services.on_behalf import PERSON, ForWhom
from functions.web import answers
from functions.web.form_routes import FormRoutes
from functions.web.questions import Form
from functions.web.visit import Visit

_SELF = "self"
_BOXES = tuple(ForWhom.model_fields)


class OnBehalf(FormRoutes):
    def mount(self, app: Chalice) -> None:
        answers.route(app, f"{self.base}/for", self.choose, ("GET", "POST"))

    def choose(self, visit: Visit) -> Response:
        try:
            session = visit.signed_in()
        except SignInNeeded as error:
            kept = visit.request.method == "POST" and visit.keep_boxes(self._place, *_BOXES)
            raise SignInNeeded(kept=kept) from error
        if session.is_staff:
            rights.require(session, Action.ENTER, self.procedure)
        if not self.procedure.is_open(visit.ports.facts(session.person, visit.lang)):
            return self.closed(visit)
        if visit.request.method == "GET":
            visit._session = signing_in.touch(visit.ports, session)
            if session.is_staff:
                return self._desk_page(visit, session, visit.kept_boxes(self._place), ())
            return self._citizen_page(visit, session, ())
        case_id = str(visit.raw.get("case_id", ""))
        if not is_case_id(case_id, self.procedure.process):
            raise NotFound
        found, case = visit.ports.store.draft_or_case(case_id)
        if found or case:
            own = drafting.own(visit.ports, found, case, self.procedure, session)
            if _is_the_same(visit, own or case):  # sent twice
                return self._go_on(visit, own) if own else self._receipt(visit, case_id)
            case_id = new_case_id(self.procedure.process)  # back, and another person
        if session.is_staff:
            return self._at_desk(visit, session, case_id)
        return self._by_mandate(visit, session, case_id)

    @property
    def _place(self) -> str:
        """How what a clerk typed is kept while they sign in again."""
        return f"for/{self.procedure.key}"

    # a clerk

    def _at_desk(self, visit: Visit, session: Session, case_id: str) -> Response:
        raw = read_posted(ForWhom, visit.form, {})
        try:
            draft = on_behalf.begin_at_desk(
                visit.ports, self.procedure, session, case_id, raw, visit.lang
            )
        except Invalid as invalid:
            if visit.wants_json:
                raise
            return self._desk_page(visit, session, visit.form, invalid.problems)
        return self._go_on(visit, draft)

    def _desk_page(
        self,
        visit: Visit,
        session: Session,
        typed: Mapping[str, str],
        problems: Sequence[Problem],
    ) -> Response:
        words = visit.words
        facts = visit.ports.facts(session.person, visit.lang)
        form = Form(words, facts, PERSON, typed, problems)
        nobody = drafting.new_draft(visit.ports, self.procedure, session, "", visit.lang)
        items = form.fields(ForWhom, nobody, lambda _: None, "")
        intro = words.write(ForWhom.intro)
        back = Link(words.write(N_("Werklijst")), f"/{visit.lang}/desk/work")
        return self._page(visit, words.write(ForWhom.title), intro, items, form.errors(), back)

    # an administrator

    def _by_mandate(self, visit: Visit, session: Session, case_id: str) -> Response:
        chosen = str(visit.raw.get("who", ""))
        if chosen == _SELF:
            return answers.redirect(self._start(visit))
        if not chosen:
            missing = Problem(f"{PERSON}.who", say(N_("Kies voor wie je dit doet.")))
            if visit.wants_json:
                raise Invalid([missing])
            return self._citizen_page(visit, session, (missing,))
        draft = on_behalf.begin_by_mandate(
            visit.ports, self.procedure, session, case_id, chosen, visit.lang
        )
        return self._go_on(visit, draft)

    def _citizen_page(
        self, visit: Visit, session: Session, problems: Sequence[Problem]
    ) -> Response:
        offered = on_behalf.mandates(visit.ports, self.procedure, session)
        if not offered:
            return answers.redirect(self._start(visit))
        words = visit.words
        error = words.write(problems[0].text) if problems else ""
        field = FieldView(
            id=f"{PERSON}-who",
            name="who",
            kind="choice",
            label=words.write(N_("Voor wie doe je dit?")),
            hint=words.write(N_("Je mag dit ook voor iemand anders doen.")),
            error=error,
            options=(
                OptionView(_SELF, words.write(N_("Voor mezelf"))),
                *(self._option(visit, mandate) for mandate in offered),
            ),
        )
        errors = (ErrorView(error, f"#{field.id}"),) if error else ()
        back = Link(words.write(N_("Terug")), f"/{visit.lang}/{self.procedure.key}/")
        return self._page(visit, field.label, "", (field,), errors, back)

    def _option(self, visit: Visit, mandate: Mandate) -> OptionView:
        by_order, given = N_("Je bewind loopt tot %(day)s."), N_("Je volmacht loopt tot %(day)s.")
        hint = given if mandate.origin == "given" else by_order
        until = visit.words.write(say(hint, day=mandate.ends)) if mandate.ends else ""
        return OptionView(mandate.id, mandate.person.name, until)

    # both

    def _go_on(self, visit: Visit, draft: Draft) -> Response:
        if visit.wants_json:
            return answers.as_json({"case_id": draft.case_id, "version": draft.version}, 201)
        return answers.redirect(self.resume(visit, draft))

    def _receipt(self, visit: Visit, case_id: str) -> Response:
        return answers.redirect(f"{self.link(visit, case_id)}/receipt")

    def _start(self, visit: Visit) -> str:
        return f"/{visit.lang}/desk/{self.procedure.key}/start?for={_SELF}"

    def _page(
        self,
        visit: Visit,
        title: str,
        intro: str,
        items: tuple[FieldView, ...],
        errors: tuple[ErrorView, ...],
        back: Link,
    ) -> Response:
        view = ForPage(
            procedure_title=visit.words.write(self.procedure.guide.title),
            title=title,
            intro=intro,
            items=items,
            errors=errors,
            action=f"/{visit.lang}/desk/{self.procedure.key}/for",
            csrf=visit.csrf(),
            case_id=new_case_id(self.procedure.process),
            back=back,
        )
        named = f"{title} – {view.procedure_title}"
        status = 422 if errors else 200
        return answers.page(visit, "for", view, title=named, status=status, has_error=bool(errors))


def _is_the_same(visit: Visit, begun: Draft | Case | None) -> bool:
    """Whether what was begun with this page is for the person who is chosen on it now."""
    if begun is None or begun.applicant is None:
        return False
    if begun.mandate:
        return begun.mandate == visit.form.get("who")
    typed = "".join(sign for sign in visit.form.get("national_number", "") if sign.isdigit())
    return begun.applicant.national_number == typed
