"""The routes by which an applicant says what they think of it, when the case has ended."""

from collections.abc import Sequence

from chalice.app import Chalice, Response

from functions.domain.case import CaseFile
from functions.domain.problems import Invalid, NotFound, Problem, SignInNeeded
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_
from functions.domain.views import ErrorView, FieldView, Link, OptionView, RatingView
from functions.services import rating, signing_in
from functions.web import answers, presenters
from functions.web.open_case import open_case, place_of
from functions.web.visit import Visit, case_id_of

_OPTIONS = {
    "5": N_("Heel goed"),
    "4": N_("Goed"),
    "3": N_("Niet goed, niet slecht"),
    "2": N_("Slecht"),
    "1": N_("Heel slecht"),
}


class Ratings:
    """The routes of one procedure's cases."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def mount(self, app: Chalice) -> None:
        case = f"/{{lang}}/desk/{self.procedure.process}/{self.procedure.name}/{{case_id}}"
        answers.route(app, f"{case}/rating", self.rate, ("GET", "POST"))

    def rate(self, visit: Visit) -> Response:
        is_posted = visit.request.method == "POST"
        try:
            session, file = open_case(visit, self.procedure)
        except SignInNeeded as error:
            place = place_of(case_id_of(visit), "rating")
            kept = is_posted and visit.keep_boxes(place, "score", "comment")
            raise SignInNeeded(kept=kept) from error
        link = presenters.case_link(visit.lang, file.case)
        if not is_posted:
            visit._session = signing_in.touch(visit.ports, session)
            view = asked(visit, self.procedure, session, file)
            if view is None:
                raise NotFound
            return self._page(visit, view)
        score, comment = (str(visit.raw.get(name, "")) for name in ("score", "comment"))
        try:
            rating.rate(visit.ports, self.procedure, session, file, score=score, comment=comment)
        except Invalid as invalid:
            if visit.wants_json:
                raise
            view = asked(visit, self.procedure, session, file, invalid.problems)
            if view is None:
                return answers.redirect(link)
            return self._page(visit, view)
        if visit.wants_json:
            return answers.as_json({"case_id": file.case.id}, 202)
        return answers.redirect(f"{link}?rated=1")

    def _page(self, visit: Visit, view: RatingView) -> Response:
        code = 422 if view.errors else 200
        title = visit.words.write(N_("Wat vond je ervan?"))
        return answers.page(
            visit, "rating", view, title=title, status=code, has_error=bool(view.errors)
        )


def asked(
    visit: Visit,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    problems: Sequence[Problem] = (),
) -> RatingView | None:
    """The question, while it may be answered."""
    if not rating.may_rate(procedure, file, session):
        return None
    words = visit.words
    typed = visit.form or visit.kept_boxes(place_of(file.case.id, "rating"))
    errors = {p.field: words.write(p.text) for p in problems}
    link = presenters.case_link(visit.lang, file.case)
    score = FieldView(
        id="score",
        name="score",
        kind="choice",
        label=words.write(N_("Hoe vond je het om dit bij ons te regelen?")),
        error=errors.get("score", ""),
        options=tuple(
            OptionView(value, words.write(text), checked=typed.get("score") == value)
            for value, text in _OPTIONS.items()
        ),
    )
    comment = FieldView(
        id="comment",
        name="comment",
        kind="long-text",
        label=words.write(N_("Wat kan beter?")),
        hint=words.write(N_("Schrijf geen persoonlijke gegevens. We lezen dit zonder je naam en "
                            "zonder je zaak, dus we kunnen je niet antwoorden.")),
        value=typed.get("comment", ""),
        error=errors.get("comment", ""),
        required=False,
    )  # fmt: skip
    return RatingView(
        items=(score, comment),
        action=f"{link}/rating",
        csrf=visit.csrf(),
        errors=tuple(ErrorView(text, f"#{field}") for field, text in errors.items()),
        back=Link(words.write(N_("Terug naar je zaak")), link),
    )
