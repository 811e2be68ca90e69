"""The cases of the people of a case, of every procedure. The function of one process reads only its
own cases, so this page is the general function's (docs/decisions/0021-packaging.md)."""

from chalice.app import Chalice, Response

from functions.domain.authorisation import Action
from functions.domain.numbers import is_case_id
from functions.domain.problems import NotAllowed, NotFound
from functions.domain.queue_views import RelatedPage
from functions.domain.texts import N_
from functions.domain.views import Link
from functions.services import deciding, rights
from functions.web import answers, presenters
from functions.web.clerk import review_people
from functions.web.visit import Visit


def mount(app: Chalice) -> None:
    answers.route(app, "/{lang}/desk/work/related/{case_id}", related)


def related(visit: Visit) -> Response:
    session = visit.signed_in()
    if not session.roles:
        raise NotAllowed
    case_id = visit.param("case_id")
    if not is_case_id(case_id):
        raise NotFound
    found = visit.ports.store.cases([case_id])
    if not found:
        raise NotFound
    (case,) = found
    procedure = presenters.procedure_of(case.process, case.procedure)
    if not rights.held(session, Action.SEE, procedure, case):
        raise NotFound
    file = deciding.read_case(visit.ports, procedure, case_id)
    words = visit.words
    view = RelatedPage(
        back=Link(
            words.write(N_("Terug naar de zaak")),
            f"{presenters.case_link(visit.lang, case)}/review",
        ),
        found=review_people.related(visit, session, file),
    )
    title = words.write(N_("Andere zaken van deze mensen"))
    return answers.page(visit, "related", view, title=title)
