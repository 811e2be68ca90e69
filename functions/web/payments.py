"""The routes of a payment: to the checkout, back from it, the service's webhook, the counter."""

from contextlib import suppress

from chalice.app import Chalice, Response

from functions.domain.case import CaseFile
from functions.domain.problems import Busy, NotAllowed
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.services import deciding, on_behalf, paying
from functions.web import answers, presenters
from functions.web.visit import Visit, case_id_of


class Payments:
    """The routes of one procedure's payments; none where nothing is ever paid."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def mount(self, app: Chalice) -> None:
        if not any(step.pays for step in self.procedure.workflow.steps):
            return
        case = f"/{{lang}}/desk/{self.procedure.process}/{self.procedure.name}/{{case_id}}"
        answers.route(app, f"{case}/payment/received", self.received, ("POST",))
        answers.route(app, f"{case}/payment/{{step}}", self.begin, ("POST",))
        answers.route(app, f"{case}/payment/{{step}}/return", self.came_back)

    def _open(self, visit: Visit) -> tuple[Session, CaseFile]:
        case_id = case_id_of(visit)
        session = visit.signed_in()
        file = deciding.read_case(visit.ports, self.procedure, case_id)
        on_behalf.require_mandate(visit.ports, self.procedure, session, file.case)
        return session, file

    def begin(self, visit: Visit) -> Response:
        session, file = self._open(visit)
        step = visit.param("step")
        checkout = paying.begin(visit.ports, self.procedure, session, file, step, visit.lang)
        if visit.wants_json:
            return answers.as_json({"case_id": file.case.id, "checkout": checkout}, 201)
        return answers.redirect(checkout or presenters.case_link(visit.lang, file.case))

    def came_back(self, visit: Visit) -> Response:
        session, file = self._open(visit)
        with suppress(Busy):  # the webhook will tell; the page says that we wait
            paying.came_back(visit.ports, self.procedure, session, file, visit.param("step"))
        return answers.redirect(presenters.case_link(visit.lang, file.case))

    def received(self, visit: Visit) -> Response:
        if not visit.signed_in().roles:  # before looking: the answer tells nothing of the case
            raise NotAllowed
        session, file = self._open(visit)
        paying.received(visit.ports, self.procedure, session, file)
        if visit.wants_json:
            return answers.as_json({"case_id": file.case.id})
        return answers.redirect(f"{presenters.case_link(visit.lang, file.case)}/review")


def mount_webhook(app: Chalice) -> None:
    answers.route(app, "/api/payments/webhook", webhook, ("POST",))


def webhook(visit: Visit) -> Response:
    """The payment service tells an id, and nothing else; it tries again unless it hears 200. So an
    id that we do not know is 200 too: trying again would not change that, and it tells nothing."""
    try:
        paying.told(visit.ports, visit.form.get("id", ""))
    except Busy as busy:
        return answers.problem(visit, busy)
    return answers.as_json({})
