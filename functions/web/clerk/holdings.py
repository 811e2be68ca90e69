"""The route by which a clerk takes a case, gives it back, takes it over or hands it over."""

from chalice.app import Response

from functions.domain.problems import HeldByColleague, Invalid, NotAllowed, NotFound, SecondLook
from functions.domain.procedure import Procedure
from functions.services import holding
from functions.web import answers, presenters
from functions.web.clerk import review
from functions.web.open_case import open_case
from functions.web.visit import Visit

_DOES = {
    "claim": holding.claim,
    "release": holding.release,
    "take-over": holding.take_over,
}


class Holdings:
    """The route of one procedure's cases."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def hold(self, visit: Visit) -> Response:
        if not visit.signed_in().roles:  # before looking: the answer tells nothing of the case
            raise NotAllowed
        session, file = open_case(visit, self.procedure)
        asked, step = str(visit.raw.get("action", "")), visit.param("step")
        try:
            if asked == "hand-over":
                holding.hand_over(
                    visit.ports,
                    self.procedure,
                    session,
                    file,
                    step,
                    to=visit.form.get("to", ""),
                    note=visit.form.get("note", ""),
                )
            elif asked in _DOES:
                _DOES[asked](visit.ports, self.procedure, session, file, step)
            else:
                raise NotFound
        except (Invalid, HeldByColleague, SecondLook) as refusal:
            if visit.wants_json:
                raise
            return review.refused(visit, self.procedure, session, file.case.id, refusal)
        if visit.wants_json:
            return answers.as_json({"case_id": file.case.id, "step": step, "action": asked})
        if asked in ("release", "hand-over"):
            return answers.redirect(f"/{visit.lang}/desk/work")
        return answers.redirect(f"{presenters.case_link(visit.lang, file.case)}/review")
