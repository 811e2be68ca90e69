"""Find a case by what a person says or shows: its number, or their own national number."""

from functions.domain.authorisation import Access, Action, access
from functions.domain.case import Case
from functions.domain.numbers import ALPHABET, parse_case_number
from functions.domain.person import parse_national_number
from functions.domain.problems import Invalid, NotAllowed, Problem
from functions.domain.session import Session
from functions.domain.texts import N_, Text, say
from functions.processes import all_procedures, find
from functions.services import office_log, rights
from functions.services.ports import Ports

_SIGNS = 12  # of a case number; a national number has one less
_BETWEEN = str.maketrans("", "", " .-/\u00a0\t")


def sees_some(session: Session) -> bool:
    """Whether this clerk sees cases of any procedure."""
    return any(
        access(role, Action.SEE, procedure) is not Access.NO
        for procedure in all_procedures()
        for role in session.roles
    )


def look(ports: Ports, session: Session, typed: str) -> tuple[list[Case], bool]:
    """(the cases that this clerk may see, whether a person was meant). Raises Invalid at `find`
    for what can be neither number. That a person was looked up is written in the desk's log."""
    if not sees_some(session):
        raise NotAllowed
    compact = typed[:64].translate(_BETWEEN)
    if compact.isascii() and compact.isdigit() and len(compact) != _SIGNS:
        return _of_person(ports, session, _national_number(compact)), True
    number = parse_case_number(compact)
    if number is None:
        raise Invalid([Problem("find", _what_is_wrong(compact.upper()))])
    case_id = ports.store.case_with(number)
    found = ports.store.cases([case_id]) if case_id else []
    return _seen(session, found), False


def _national_number(typed: str) -> str:
    from pydantic_core import PydanticCustomError

    try:
        return parse_national_number(typed)
    except PydanticCustomError as error:
        raise Invalid([Problem("find", say(error.message_template))]) from error


def _of_person(ports: Ports, session: Session, national_number: str) -> list[Case]:
    ref = ports.pseudonym(national_number)
    found, _ = ports.store.cases_of(ref)
    seen = _seen(session, found)
    office_log.note(ports, session, "searched", {"ref": ref, "found": str(len(seen))})
    return seen


def _seen(session: Session, cases: list[Case]) -> list[Case]:
    return [
        case
        for case in cases
        if (procedure := find(case.process, case.procedure))
        and rights.held(session, Action.SEE, procedure, case)
    ]


def _what_is_wrong(typed: str) -> Text:
    if not typed:
        return say(N_("Vul een zaaknummer of een rijksregisternummer in."))
    if len(typed) != _SIGNS:
        return say(
            N_(
                "Een zaaknummer heeft 12 tekens, bijvoorbeeld 7KM4-2PRT-9XAC. Een "
                "rijksregisternummer heeft 11 cijfers. Kijk na of er een teken te veel of te "
                "weinig staat."
            )
        )
    if strange := "".join(dict.fromkeys(sign for sign in typed if sign not in ALPHABET)):
        text = N_("In een zaaknummer staat geen %(signs)s. Kijk na welk teken het wel is.")
        return say(text, signs=" ".join(strange))
    return say(
        N_(
            "Dit zaaknummer bestaat niet: een teken is fout, of twee tekens zijn verwisseld. Het "
            "laatste teken controleert de andere. Vraag het nummer nog eens."
        )
    )
