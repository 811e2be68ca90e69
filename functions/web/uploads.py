"""The routes of a procedure's documents while the form is filled in."""

from chalice.app import Chalice, Response

from functions.domain.case import Draft
from functions.domain.forms import asked_questions, asked_topics
from functions.domain.numbers import is_id
from functions.domain.problems import NotFound
from functions.domain.procedure import Procedure
from functions.services import uploading
from functions.web import answers
from functions.web.form_routes import FormRoutes
from functions.web.visit import Visit, case_id_of


class Uploads(FormRoutes):
    def mount(self, app: Chalice) -> None:
        case = f"{self.base}/{{case_id}}"
        answers.route(app, f"{case}/uploads/{{field}}", self.upload, ("POST",))
        answers.route(app, f"{case}/uploaded/{{document_id}}", self.uploaded)
        answers.route(app, f"{case}/documents/{{document_id}}/remove", self.remove, ("POST",))

    def upload(self, visit: Visit) -> Response:
        """A presigned POST for one more file, as JSON. `field`: "topic-question"."""
        _session, draft, _case = self.enter(visit)
        field = visit.param("field").replace("-", ".", 1)
        if draft is None or field not in _document_fields(self.procedure, draft):
            raise NotFound
        back = self.back_from_upload(visit, draft.case_id)
        address, fields, document = uploading.ask_upload(visit.ports, draft, field, back=back)
        return answers.as_json({"id": document, "url": address, "fields": fields}, 201)

    def uploaded(self, visit: Visit) -> Response:
        """Where the browser comes back to after an upload: the file is checked, then shown."""
        case_id = case_id_of(visit)
        _session, draft, case = self.enter(visit)
        document_id = visit.param("document_id")
        owner = draft or case
        if owner is None or not is_id(document_id):
            raise NotFound
        received = uploading.receive(visit.ports, case_id, document_id)
        known = received or owner.documents.get(document_id)
        if known is None:  # the storage's own event may have been first: look again
            draft, case = visit.ports.store.draft_or_case(case_id)
            again = draft or case
            known = again.documents.get(document_id) if again else None
        if known is None:
            raise NotFound
        link = self.link(visit, case_id)
        topic = known.field.partition(".")[0]
        return answers.redirect(f"{link}/questions/{topic}" if draft else f"{link}#task")

    def remove(self, visit: Visit) -> Response:
        _session, draft, _case = self.enter(visit)
        document_id = visit.param("document_id")
        if draft is None or document_id not in draft.documents:
            raise NotFound
        field = draft.documents[document_id].field
        uploading.remove(visit.ports, draft, document_id)
        topic = field.partition(".")[0]
        return answers.redirect(f"{self.link(visit, draft.case_id)}/questions/{topic}")


def _document_fields(procedure: Procedure, draft: Draft) -> set[str]:
    """The paths of the documents that these answers ask for."""
    return {
        f"{name}.{question.name}"
        for name in asked_topics(procedure.application, draft.answers)
        for question in asked_questions(procedure.topics()[name], draft.answers)
        if question.kind == "document"
    }
