"""The documents that were issued in a case: the list on its page, and the download."""

from datetime import timedelta

from chalice.app import Response

from functions.domain.authorisation import Action
from functions.domain.calendar import BRUSSELS
from functions.domain.case import CaseFile
from functions.domain.issued import Issued
from functions.domain.issued_views import IssuedView
from functions.domain.numbers import write_case_number
from functions.domain.problems import Busy, NotAllowed, NotFound
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, Text, say
from functions.domain.views import Link
from functions.services import deciding, issuing, revoking, rights
from functions.services.letters import LANGUAGES
from functions.web import answers, presenters
from functions.web.open_case import open_case
from functions.web.visit import Visit

_LATE = timedelta(minutes=2)  # after this the page asks for it again
_KB = 1024


def documents(
    visit: Visit, procedure: Procedure, session: Session, file: CaseFile
) -> tuple[tuple[IssuedView, ...], str]:
    """(what there is, what is said of what is not there yet). One request, for a closed case only;
    what is late is asked for again."""
    if not any(event.kind == "closed" for event in file.events):
        return (), ""
    there = visit.ports.issued.of_case(file.case.id)
    missing = issuing.missing(procedure, file, there)
    if missing:
        _ask_again(visit, file)
    late = N_("We maken je document nu. Kom over een paar minuten terug naar deze bladzijde.")
    views = tuple(_view(visit, procedure, session, file, issued) for issued in reversed(there))
    return views, visit.words.write(late) if missing else ""


def _ask_again(visit: Visit, file: CaseFile) -> None:
    closed = file.case.closed
    if closed and visit.ports.clock.now() - closed > _LATE:
        try:
            visit.ports.press.begin(file.case.id)
        except Busy:
            return  # the agenda makes it


def _view(
    visit: Visit, procedure: Procedure, session: Session, file: CaseFile, issued: Issued
) -> IssuedView:
    words, proof = visit.words, issued.proof
    link = f"{presenters.case_link(visit.lang, file.case)}/issued/{proof.code}"
    size = words.write(say(N_("pdf, %(size)s kB"), size=max(1, round(issued.size / _KB))))
    day = words.date(proof.issued.astimezone(BRUSSELS).date())
    note = (LANGUAGES[proof.lang], day, words.write(_validity(visit, issued)), size)
    may_revoke = not proof.revoked and rights.held(session, Action.REVOKE, procedure, file.case)
    return IssuedView(
        name=words.write(name_of(issued)),
        note=" · ".join(filter(None, note)),
        state=_state(visit, issued),
        href=link,
        lang=proof.lang,
        check=write_case_number(proof.code),
        revoke=Link(words.write(N_("Intrekken")), f"{link}/revoke") if may_revoke else None,
    )


def name_of(issued: Issued) -> Text:
    if issued.proof.kind == "certificate":
        return say(issued.proof.title)
    return say(N_("Onze beslissing: %(title)s"), title=say(issued.proof.title))


def _state(visit: Visit, issued: Issued) -> str:
    if issued.proof.revoked:
        return "revoked"
    today = visit.ports.clock.now().astimezone(BRUSSELS).date()
    return "valid" if issued.proof.is_valid_on(today) else "expired"


def _validity(visit: Visit, issued: Issued) -> Text | str:
    proof = issued.proof
    if proof.revoked:
        day = proof.revoked.astimezone(BRUSSELS).date()
        return say(N_("ingetrokken op %(day)s"), day=day)
    if proof.until is None:
        return ""
    if _state(visit, issued) == "expired":
        return say(N_("was geldig tot en met %(day)s"), day=proof.until)
    return say(N_("geldig tot en met %(day)s"), day=proof.until)


def download(visit: Visit, procedure: Procedure) -> Response:
    """A short-lived address, after an access check that the audit chain keeps: for the applicant,
    and for who may see the case at the desk. No other party: a document names the applicant."""
    session, file = open_case(visit, procedure)
    part = deciding.part_or_none(file.case, session)
    if part is None:
        try:
            rights.require(session, Action.SEE, procedure, file.case)
        except NotAllowed:
            if not session.roles:
                raise NotFound from None
            raise
    elif part != "applicant":
        raise NotFound
    issued = revoking.find(visit.ports, file.case.id, visit.param("code"))
    name = f"{issued.proof.kind}-{write_case_number(file.case.number)}-{issued.proof.lang}.pdf"
    url = visit.ports.issued.download_url(issued, as_name=name)
    deciding.note_access(
        visit.ports, procedure, session, file, "downloaded", issued=issued.proof.code
    )
    return answers.redirect(url)
