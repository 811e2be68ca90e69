"""What the routes of a procedure's form have in common."""

from functions.domain.case import Case, Draft
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.services import drafting
from functions.web.visit import Visit, case_id_of


class FormRoutes:
    """Routes under the address of one draft of one procedure."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    @property
    def base(self) -> str:
        """The address below which this procedure's routes are, for the app."""
        return f"/{{lang}}/desk/{self.procedure.process}/{self.procedure.name}"

    def link(self, visit: Visit, case_id: str) -> str:
        return f"/{visit.lang}/desk/{self.procedure.process}/{self.procedure.name}/{case_id}"

    def back_from_upload(self, visit: Visit, case_id: str) -> str:
        """Where the storage sends the browser; the document's id follows."""
        return f"{visit.ports.site_url}{self.link(visit, case_id)}/uploaded/"

    def enter(self, visit: Visit) -> tuple[Session, Draft | None, Case | None]:
        """Session, and the person's own draft or the case it has become. Raises SignInNeeded,
        NotFound."""
        session, found, case = visit.enter(self.procedure, case_id_of(visit))
        return session, drafting.own(visit.ports, found, case, self.procedure, session), case

    def resume(self, visit: Visit, draft: Draft) -> str:
        """The first page that is not answered, or the check."""
        left = drafting.unanswered(self.procedure, draft)
        link = self.link(visit, draft.case_id)
        return f"{link}/questions/{left[0]}" if left else f"{link}/check"
