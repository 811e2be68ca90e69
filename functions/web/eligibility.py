"""The short check before a form: can I do this online? Without signing in; nothing is kept."""

from chalice.app import Chalice, Response

from functions.domain.procedure import Hurdle
from functions.domain.texts import N_
from functions.domain.views import EligibilityPage, ErrorView, FieldView, Link, OptionView
from functions.web import answers
from functions.web.form_routes import FormRoutes
from functions.web.visit import Visit

_MISSING = N_("Kies ja of nee.")


class Eligibility(FormRoutes):
    def mount(self, app: Chalice) -> None:
        if self.procedure.hurdles and self.procedure.opened_by == "citizen":
            answers.route(app, f"{self.base}/can-i", self.check, ("GET", "POST"))

    def check(self, visit: Visit) -> Response:
        """A form post, so that what somebody answers stands in no address and no log."""
        words, hurdles = visit.words, self.procedure.hurdles
        given = {h.name: visit.form.get(h.name, "") for h in hurdles}
        sent = visit.request.method == "POST"
        missing = [h for h in hurdles if sent and given[h.name] not in ("yes", "no")]
        answered = sent and not missing
        stops = [_stop(h, given[h.name]) for h in hurdles] if answered else []
        base = f"/{visit.lang}/desk/{self.procedure.key}"
        view = EligibilityPage(
            procedure_title=words.write(self.procedure.guide.title),
            fields=tuple(_field(visit, h, given[h.name], h in missing) for h in hurdles),
            action=f"{base}/can-i",
            errors=tuple(ErrorView(words.write(_MISSING), f"#{h.name}") for h in missing),
            answered=answered,
            stops=tuple(words.write(stop) for stop in stops if stop),
            start=Link(words.write(N_("Start je aanvraag")), f"{base}/start"),
            counter=Link(words.write(N_("Loket en openingsuren")), f"/{visit.lang}/counter/"),
            back=Link(words.write(N_("Terug")), f"/{visit.lang}/{self.procedure.key}/"),
        )
        title = words.write(N_("Kan ik dit online regelen?"))
        return answers.page(
            visit,
            "can-i",
            view,
            title=f"{title} – {view.procedure_title}",
            status=422 if missing else 200,
            has_error=bool(missing),
        )


def _stop(hurdle: Hurdle, answer: str) -> str:
    return hurdle.if_yes if answer == "yes" else hurdle.if_no


def _field(visit: Visit, hurdle: Hurdle, answer: str, missing: bool) -> FieldView:  # noqa: FBT001
    write = visit.words.write
    return FieldView(
        id=hurdle.name,
        name=hurdle.name,
        kind="yes-no",
        label=write(hurdle.question),
        hint=write(hurdle.hint),
        value=answer,
        error=write(_MISSING) if missing else "",
        options=(OptionView("yes", write(N_("Ja"))), OptionView("no", write(N_("Nee")))),
    )
