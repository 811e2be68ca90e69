"""What the routes of a procedure's form have in common."""

from chalice.app import Response

from functions.domain.case import Case, Draft
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_
from functions.domain.views import ErrorPage, Link
from functions.services import drafting, on_behalf
from functions.web import answers
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

    def enter(
        self, visit: Visit, *, hands_in: bool = False
    ) -> tuple[Session, Draft | None, Case | None]:
        """Session, and the person's own draft or the case it has become. Raises SignInNeeded,
        NotFound, MandateEnded; handing in looks at the mandate by itself."""
        session, found, case = visit.enter(self.procedure, case_id_of(visit))
        draft = drafting.own(visit.ports, found, case, self.procedure, session)
        if draft and not hands_in:
            on_behalf.require_mandate(visit.ports, self.procedure, session, draft)
        return session, draft, case

    def closed(self, visit: Visit) -> Response:
        """Why it cannot be started now."""
        words = visit.words
        view = ErrorPage(
            200,
            words.write(self.procedure.guide.title),
            words.write(self.procedure.guide.closed),
            (Link(words.write(N_("Naar de startpagina")), f"/{visit.lang}/"),),
        )
        return answers.page(visit, "error", view, title=view.title)

    def resume(self, visit: Visit, draft: Draft) -> str:
        """The first page that is not answered, or the check."""
        left = drafting.unanswered(self.procedure, draft)
        link = self.link(visit, draft.case_id)
        return f"{link}/questions/{left[0]}" if left else f"{link}/check"
