"""The page on which a clerk takes an issued document back."""

from chalice.app import Response

from functions.domain.authorisation import Action
from functions.domain.case import CaseFile
from functions.domain.issued import Issued
from functions.domain.issued_views import RevokePage
from functions.domain.numbers import write_case_number
from functions.domain.problems import Invalid, NotAllowed, Problem, SignInNeeded
from functions.domain.procedure import Procedure
from functions.domain.texts import N_
from functions.domain.views import ErrorView, FieldView, Link
from functions.services import revoking, rights, signing_in
from functions.web import answers, issued, presenters
from functions.web.open_case import open_case, place_of
from functions.web.visit import Visit, case_id_of


class Revocations:
    """Of one procedure's cases."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def revoke(self, visit: Visit) -> Response:
        code = visit.param("code")
        try:
            if not visit.signed_in().roles:
                raise NotAllowed
            session, file = open_case(visit, self.procedure)
        except SignInNeeded as error:
            place = place_of(case_id_of(visit), code)
            raise SignInNeeded(kept=visit.keep_boxes(place, revoking.FIELD)) from error
        rights.require(session, Action.REVOKE, self.procedure, file.case)
        visit._session = signing_in.touch(visit.ports, session)
        found = revoking.find(visit.ports, file.case.id, code)
        if visit.request.method == "GET":
            return self._page(visit, file, found)
        reason = str(visit.raw.get(revoking.FIELD, ""))
        try:
            revoking.revoke(visit.ports, self.procedure, session, file, found, reason)
        except Invalid as invalid:
            if visit.wants_json:
                raise
            return self._page(visit, file, found, invalid.problems)
        return answers.redirect(f"{presenters.case_link(visit.lang, file.case)}/review")

    def _page(
        self, visit: Visit, file: CaseFile, found: Issued, problems: tuple[Problem, ...] = ()
    ) -> Response:
        words, link = visit.words, presenters.case_link(visit.lang, file.case)
        kept = visit.kept_boxes(place_of(file.case.id, found.proof.code)).get(revoking.FIELD, "")
        wrong = words.write(problems[0].text) if problems else ""
        view = RevokePage(
            title=words.write(issued.name_of(found)),
            subject=f"{words.write(self.procedure.guide.title)} "
            f"{write_case_number(file.case.number)}",
            field=FieldView(
                id=revoking.FIELD,
                name=revoking.FIELD,
                kind="long-text",
                label=words.write(N_("Waarom trek je dit document in?")),
                hint=words.write(N_("Dit komt in de zaak. De aanvrager kan het opvragen.")),
                value=visit.form.get(revoking.FIELD, kept),
                error=wrong,
                max_length=revoking.MOST,
            ),
            action=f"{link}/issued/{found.proof.code}/revoke",
            csrf=visit.csrf(),
            back=Link(words.write(N_("Terug naar de zaak")), f"{link}/review"),
            errors=(ErrorView(wrong, f"#{revoking.FIELD}"),) if problems else (),
        )
        title = words.write(N_("Een document intrekken"))
        code = 422 if problems else 200
        return answers.page(
            visit, "revoke", view, title=title, status=code, has_error=bool(problems)
        )
