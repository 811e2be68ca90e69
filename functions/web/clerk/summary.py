"""The paper beside assisted service: a summary to print and sign, and the scan of what was
signed."""

from dataclasses import replace

from chalice.app import Response

from functions.domain import sensitive
from functions.domain.authorisation import Action
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, CaseFile, Draft, happened
from functions.domain.counter_views import SignedPage, SummaryPage
from functions.domain.forms import declared_topics, questions_of
from functions.domain.numbers import is_id, write_case_number
from functions.domain.person import write_national_number
from functions.domain.problems import Invalid, NotAllowed, NotFound
from functions.domain.session import Session
from functions.domain.texts import N_
from functions.domain.views import FieldView, Link, UploadForm
from functions.services import deciding, drafting, rights, signing_in, uploading
from functions.web import acting, answer_lists, answers, fees, presenters
from functions.web.form_routes import FormRoutes
from functions.web.papers import SIGNED
from functions.web.questions import document_view, upload_form
from functions.web.visit import Visit, case_id_of


class Summaries(FormRoutes):
    """Only for what a clerk fills in for someone."""

    # to print

    def summary(self, visit: Visit) -> Response:
        case_id = case_id_of(visit)
        session, found, case = visit.enter(self.procedure, case_id)
        if case is not None:
            self._require(session, case)
            owner: Draft | Case = case
        else:
            draft = drafting.own(visit.ports, found, case, self.procedure, session)
            if draft is None or draft.applicant is None or draft.mandate:
                raise NotFound
            owner = draft
        visit._session = signing_in.touch(visit.ports, session)
        return self._print(visit, session, owner)

    def _print(self, visit: Visit, session: Session, owner: Draft | Case) -> Response:
        words, link = visit.words, self.link(visit, case_id_of(visit))
        is_case = isinstance(owner, Case)
        person = owner.applicant
        clerk = owner.acting if isinstance(owner, Case) else session.person
        if person is None or clerk is None:
            raise NotFound
        facts = visit.ports.facts(person, visit.lang)
        hides = isinstance(owner, Case) and not rights.held(
            session, Action.SEE_SENSITIVE, self.procedure, owner
        )
        shown = answer_lists.Answers(words, facts, self.procedure, "", hides=hides)
        declared = declared_topics(self.procedure.application)
        when = owner.submitted if isinstance(owner, Case) else visit.ports.clock.now()
        view = SummaryPage(
            procedure_title=words.write(self.procedure.guide.title),
            number=write_case_number(owner.number) if isinstance(owner, Case) else "",
            # the declarations stand under them, whether declared yet or not
            topics=shown.topics(owner.answers, owner.documents, declarations=False),
            declarations=tuple(
                words.write(question.ask.label)
                for name in declared
                for question in questions_of(self.procedure.topics()[name])
            ),
            applicant=person.name,
            national_number=write_national_number(person.national_number),
            clerk=clerk.name,
            how=acting.how_known(words, owner),
            place=visit.ports.tenant.place,
            date=words.day(when.astimezone(BRUSSELS).date()),
            fee=fees.cost(words, self.procedure, owner.answers, facts),
            back=Link(words.write(N_("Terug")), f"{link}/{'receipt' if is_case else 'check'}"),
        )
        title = f"{words.write(N_('Samenvatting om te ondertekenen'))}: {view.procedure_title}"
        return answers.page(visit, "summary", view, title=title)

    def _require(self, session: Session, case: Case) -> None:
        """Who filled it in, or treats it. Raises NotFound, NotAllowed."""
        if case.acting is None or case.mandate:
            raise NotFound
        if deciding.part_or_none(case, session) is not None:
            raise NotFound  # the person whose it is has the receipt
        if deciding.handed_in_by(self.procedure, case, session):
            return
        try:
            rights.require(session, Action.SEE, self.procedure, case)
        except NotAllowed:
            if session.roles:
                raise
            raise NotFound from None

    # to scan

    def _case(self, visit: Visit) -> tuple[Session, CaseFile]:
        case_id, session = case_id_of(visit), visit.signed_in()
        file = deciding.read_case(visit.ports, self.procedure, case_id)
        self._require(session, file.case)
        return session, file

    def signed(self, visit: Visit) -> Response:
        session, file = self._case(visit)
        visit._session = signing_in.touch(visit.ports, session)
        return self._signed_page(visit, session, file)

    def _signed_page(self, visit: Visit, session: Session, file: CaseFile) -> Response:
        words, case = visit.words, file.case
        link = presenters.case_link(visit.lang, case)
        sees = bool(rights.held(session, Action.SEE, self.procedure, case))
        back = f"{link}/{'review' if sees else 'receipt'}"
        closed = words.write(N_("De zaak is gesloten. Er kan geen scan meer bij."))
        view = SignedPage(
            procedure_title=words.write(self.procedure.guide.title),
            number=write_case_number(case.number),
            applicant=case.applicant.name,
            upload=self._upload(visit, case, link, opens=sees and self._reads(session, case)),
            back=Link(words.write(N_("Terug naar de zaak")), back),
            closed=closed if case.status == "closed" else "",
        )
        title = words.write(N_("Scan toevoegen"))
        return answers.page(visit, "signed", view, title=f"{title} – {view.number}")

    def _reads(self, session: Session, case: Case) -> bool:
        """Whether this clerk may open the scan: it holds whatever the form asks."""
        if not sensitive.is_field(self.procedure, SIGNED):
            return True
        return bool(rights.held(session, Action.SEE_SENSITIVE, self.procedure, case))

    def _upload(self, visit: Visit, case: Case, link: str, *, opens: bool) -> FieldView:
        """What is there, and where one more can be added. `opens`: they can be read too."""
        words = visit.words
        held = drafting.documents_at(case, SIGNED)
        good = [document for document in held if document.state == "released"]
        shown = (*good, *drafting.waiting_at(case, SIGNED))
        views = tuple(document_view(words, document, link) for document in shown)
        refused = held[-1].why if held and held[-1].state == "rejected" else ""
        return FieldView(
            id="desk-signed",
            name="signed",
            kind="document",
            label=words.write(
                N_("Voeg de ingescande papieren aanvraag of de ondertekende samenvatting toe")
            ),
            hint=words.write(N_("Scan alle bladzijden in één bestand.")),
            error=words.write(refused),
            documents=views if opens else tuple(replace(view, href="") for view in views),
            upload=self._form(visit, case, link),
        )

    def _form(self, visit: Visit, case: Case, link: str) -> UploadForm | None:
        """None when the case is closed, or has as many as there may be."""
        if case.status == "closed":
            return None
        back = f"{visit.ports.site_url}{link}/signed/"
        try:
            address, fields, _ = uploading.ask_upload(visit.ports, case, SIGNED, back=back)
        except Invalid:
            return None
        return upload_form(address, fields)

    def came(self, visit: Visit) -> Response:
        """Where the browser comes back to: the file is checked, and its coming stands in the
        chain once."""
        session, file = self._case(visit)
        document_id = visit.param("document_id")
        if not is_id(document_id):
            raise NotFound
        case_id = file.case.id
        received = uploading.receive(visit.ports, case_id, document_id)
        if received is None:  # the storage's own event may have been first: look again
            file = deciding.read_case(visit.ports, self.procedure, case_id)
            received = file.case.documents.get(document_id)
        if received is None or received.field != SIGNED:
            raise NotFound
        if received.state != "rejected":
            deciding.on_newest(
                visit.ports,
                self.procedure,
                file,
                lambda now: _note(visit, session, now, document_id),
            )
        return answers.redirect(f"{presenters.case_link(visit.lang, file.case)}/signed")


def _note(visit: Visit, session: Session, file: CaseFile, document_id: str) -> None:
    data = {"document": document_id}
    if any(event.kind == "scanned" and event.data == data for event in file.events):
        return
    actor = session.as_clerk()
    at = visit.ports.clock.now()
    case, event = happened(file.case, "scanned", at=at, actor=actor, data=data)
    visit.ports.store.record(case, event)
