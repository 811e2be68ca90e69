"""What the case at the desk shows besides the answers and the decision, gathered."""

from functions.domain.case import CaseFile
from functions.domain.problems import Problem
from functions.domain.procedure import Procedure
from functions.domain.review_views import DeskParts
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.services import unreached
from functions.services.writing import Words
from functions.web import issued
from functions.web.clerk import review_forms, review_letters, review_people, review_terms
from functions.web.clerk.review_forms import NOTE, REOPEN
from functions.web.visit import Visit


def parts(
    visit: Visit,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    problems: tuple[Problem, ...] = (),
    *,
    form: str = "",
) -> DeskParts:
    """`problems` belong to the `form` that was posted: NOTE, REOPEN, or a decision."""
    words, now = visit.words, visit.ports.clock.now()
    running, past = review_terms.views(words, procedure, file, visit.ports.tenant, now)
    documents, late = issued.documents(visit, procedure, session, file)
    return DeskParts(
        terms=running,
        past_terms=past,
        people=review_people.people(words, procedure, file),
        related=review_people.related(visit, session, file, procedure.process),
        related_all=f"/{visit.lang}/desk/work/related/{file.case.id}",
        notes=review_forms.notes(visit, procedure, session, file, problems if form == NOTE else ()),
        issued=documents,
        issued_late=late,
        letters=review_letters.links(visit, procedure, session, file),
        reopen=review_forms.reopen(
            visit, procedure, session, file, problems if form == REOPEN else ()
        ),
        unreached=_unreached(words, file),
    )


def _unreached(words: Words, file: CaseFile) -> str:
    """Whom a message that the law makes us send did not reach."""
    case = file.case
    names = [
        case.applicant.name if party == "applicant" else case.parties[party].full_name
        for party in unreached.of(file)
        if party == "applicant" or party in case.parties
    ]
    if not names:
        return ""
    text = N_(
        "Onze mails komen niet aan bij %(names)s. Stuur een brief, of noteer hieronder hoe je hen "
        "bereikte."
    )
    return words.write(say(text, names=", ".join(names)))
