"""The routes to find a case. Posted: no number of a person ever stands in an address."""

from chalice.app import Chalice, Response

from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case
from functions.domain.numbers import write_case_number
from functions.domain.problems import Invalid, NotAllowed
from functions.domain.queue_views import FindForm, FindPage
from functions.domain.texts import N_, say
from functions.domain.views import CaseLine, Link
from functions.services import finding, signing_in
from functions.web import answers, presenters, telling
from functions.web.office.words import errors_of, text_field
from functions.web.visit import Visit


def mount(app: Chalice) -> None:
    answers.route(app, "/{lang}/desk/work/find", find, ("GET", "POST"))


def form(visit: Visit, invalid: Invalid | None = None) -> FindForm:
    """The box to find a case with; what could not be read is shown again."""
    words = visit.words
    box = text_field(
        words,
        "find",
        words.write(N_("Zoek een zaak")),
        visit.form if invalid else {},
        errors_of(words, invalid),
        hint=N_("Met een zaaknummer of een rijksregisternummer"),
        width="l",
    )
    return FindForm(box, f"/{visit.lang}/desk/work/find", visit.csrf())


def find(visit: Visit) -> Response:
    session = visit.signed_in()
    if not session.roles:
        raise NotAllowed
    visit._session = signing_in.touch(visit.ports, session)
    if visit.request.method == "GET":
        return _page(visit)
    try:
        found, is_person = finding.look(visit.ports, session, visit.form.get("find", ""))
    except Invalid as invalid:
        if visit.wants_json:
            raise
        return _page(visit, invalid=invalid)
    if found and not is_person and not visit.wants_json:
        return answers.redirect(f"{presenters.case_link(visit.lang, found[0])}/review")
    return _page(visit, found, notice=_told(len(found), is_person=is_person))


def _told(count: int, *, is_person: bool) -> str:
    if is_person:
        return (
            N_("Dit zijn de zaken van deze persoon die jij mag zien.")
            if count
            else N_("We vinden van deze persoon geen zaak die jij mag zien.")
        )
    return "" if count else N_("We vinden geen zaak met dit nummer die jij mag zien.")


def _page(
    visit: Visit,
    found: list[Case] | None = None,
    *,
    notice: str = "",
    invalid: Invalid | None = None,
) -> Response:
    words = visit.words
    errors = errors_of(words, invalid)
    view = FindPage(
        find=form(visit, invalid),
        back=Link(words.write(N_("Werklijst")), f"/{visit.lang}/desk/work"),
        found=tuple(_line(visit, case) for case in found or ()),
        notice=words.write(notice),
        errors=errors,
    )
    title = words.write(N_("Een zaak zoeken"))
    return answers.page(
        visit, "find", view, title=title, status=422 if errors else 200, has_error=bool(errors)
    )


def _line(visit: Visit, case: Case) -> CaseLine:
    words = visit.words
    procedure = presenters.procedure_of(case.process, case.procedure)
    day = case.submitted.astimezone(BRUSSELS).date()
    return CaseLine(
        title=f"{words.write(procedure.guide.title)} ({case.applicant.name})",
        number=write_case_number(case.number),
        status=telling.status(words, procedure, case),
        date=words.write(say(N_("Ingediend op %(day)s"), day=day)),
        href=f"{presenters.case_link(visit.lang, case)}/review",
    )
