"""The documents that the municipality issued to a person, for another authority that shows them to
that same person (Mijn Burgerprofiel). Only what is valid today, and only what the person asked for
as applicant: what a partner, an administrator or a clerk has a part in is not theirs to show."""

import re
from dataclasses import dataclass

from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, happened
from functions.domain.issued import Issued
from functions.domain.numbers import is_case_id
from functions.domain.person import Actor
from functions.domain.problems import Busy, Conflict, NotFound
from functions.services.ports import Contended, Ports

_TRIES = 3
_ID = re.compile(r"([a-z-]+-[0-9A-Z]{26})-([1-9][0-9]{0,3})-(certificate|decision)")


@dataclass(frozen=True)
class Reader:
    """Who asks. `client`: the id in its token; `name`: as the tenant's file calls it."""

    client: str
    name: str


def id_of(issued: Issued) -> str:
    """The same for the document in every language: id and language together name one file."""
    return f"{issued.case_id}-{issued.run}-{issued.proof.kind}"


def of_person(ports: Ports, national_number: str) -> list[Issued]:
    """Newest first; none is an answer too. A request, and one for each case of the person."""
    ref = ports.pseudonym(national_number)
    cases, _ = ports.store.cases_of(ref)
    own = [case.id for case in cases if case.applicant.ref == ref]
    found = [issued for issued in ports.issued.of_cases(own) if _is_valid(ports, issued)]
    by_id = sorted(found, key=lambda issued: (id_of(issued), issued.proof.lang))
    return sorted(by_id, key=lambda issued: issued.proof.issued, reverse=True)


def one(ports: Ports, national_number: str, document: str, lang: str) -> Issued:
    """Raises NotFound for what is not there, not valid or of somebody else: these look alike."""
    return _one(ports, national_number, document, lang)[1]


def _one(ports: Ports, national_number: str, document: str, lang: str) -> tuple[Case, Issued]:
    parts = _ID.fullmatch(document)
    if not parts or not is_case_id(parts[1]):
        raise NotFound
    _, case = ports.store.draft_or_case(parts[1])
    if case is None or case.applicant.ref != ports.pseudonym(national_number):
        raise NotFound
    for issued in ports.issued.of_case(case.id):
        if (id_of(issued), issued.proof.lang) == (document, lang) and _is_valid(ports, issued):
            return case, issued
    raise NotFound


def hand_over(
    ports: Ports, reader: Reader, national_number: str, document: str, lang: str, *, most: int
) -> tuple[Issued, bytes | str]:
    """The document with its bytes, or with a short-lived address when it has more than `most` of
    them. Every time is an event in the case. Raises NotFound as `one` does."""
    case, issued = _one(ports, national_number, document, lang)
    given: bytes | str
    if issued.size > most:
        given = ports.issued.download_url(issued, as_name=file_name(issued))
    else:
        given = ports.issued.read(issued)
    _note(ports, reader, case, issued)
    return issued, given


def file_name(issued: Issued) -> str:
    return f"{issued.proof.code}-{issued.proof.lang}.pdf"


def _note(ports: Ports, reader: Reader, case: Case, issued: Issued) -> None:
    actor = Actor(kind="external", name=reader.name, role=reader.client)
    data = {"document": id_of(issued), "lang": issued.proof.lang}
    for _ in range(_TRIES):
        changed, event = happened(case, "downloaded", at=ports.clock.now(), actor=actor, data=data)
        try:
            ports.store.record(changed, event)
        except (Conflict, Contended):  # the case changed meanwhile
            _, newest = ports.store.draft_or_case(case.id)
            if newest is None:
                raise NotFound from None
            case = newest
        else:
            return
    raise Busy


def _is_valid(ports: Ports, issued: Issued) -> bool:
    return issued.proof.is_valid_on(ports.clock.now().astimezone(BRUSSELS).date())
