"""What the municipality issues at the end of a case, when it is made, and when it loses its force.

The stream asks the documents function and does not wait: a PDF that cannot be made holds up no
mail. What was not made by then the hourly agenda makes (docs/decisions/0017-issued-documents.md).
"""

from datetime import datetime, timedelta

from functions.domain.agenda import Dated
from functions.domain.case import Case, CaseFile, Event
from functions.domain.issued import Issued, Kind, Wanted
from functions.domain.problems import Busy
from functions.domain.procedure import Procedure
from functions.processes import find
from functions.services.ports import Ports

LEGAL_LANGUAGE = "nl"  # of the administration in the Dutch language area (laws of 18 July 1966)
REVOKED = "revoked"  # the event of a clerk who takes a document back
_CHECKED_AFTER = timedelta(minutes=30)


def kind_of(procedure: Procedure, file: CaseFile) -> Kind | None:
    """What the end of this case gives: None while it runs, when it was taken back, or when the
    office decided nothing."""
    case = file.case
    if case.status != "closed":
        return None
    end = procedure.workflow.end(case.outcome)
    if end.issues:
        return "certificate"
    return "decision" if end.is_decision and decided_by(procedure, file) else None


def decided_by(procedure: Procedure, file: CaseFile) -> Event | None:
    """The last decision of the office in this run of the case."""
    own = {step.name for step in procedure.workflow.steps if step.role}
    taken = [
        event
        for event in _of_this_run(file)
        if event.kind == "decided" and event.actor.kind == "clerk" and event.data.get("step") in own
    ]
    return taken[-1] if taken else None


def _of_this_run(file: CaseFile) -> list[Event]:
    begun = [at for at, event in enumerate(file.events) if event.kind == "reopened"]
    return file.events[begun[-1] :] if begun else file.events


def wanted(procedure: Procedure, file: CaseFile) -> tuple[Wanted, ...]:
    """The reader's language, and Dutch."""
    kind = kind_of(procedure, file)
    if kind is None:
        return ()
    edition = edition_of(file)
    langs = dict.fromkeys((file.case.lang, LEGAL_LANGUAGE))
    return tuple(Wanted(kind, lang, file.case.run, edition) for lang in langs)


def edition_of(file: CaseFile) -> int:
    """One, and one more for each correction since the end of this run."""
    kinds = [event.kind for event in _of_this_run(file)]
    return 1 + kinds[kinds.index("closed") :].count("corrected") if "closed" in kinds else 1


def missing(procedure: Procedure, file: CaseFile, there: list[Issued]) -> tuple[Wanted, ...]:
    found = wanted(procedure, file)
    return tuple(one for one in found if not any(one.is_met_by(issued) for issued in there))


def is_current(file: CaseFile, issued: Issued) -> bool:
    """Whether it is of this run and of the answers as they stand."""
    return (issued.run, issued.edition) == (file.case.run, edition_of(file))


def check_of(procedure: Procedure, closed: CaseFile, now: datetime) -> list[Dated]:
    """What the closing of a case plans: to look whether its documents are there."""
    if not wanted(procedure, closed):
        return []
    case = closed.case
    return [Dated(case_id=case.id, kind="issue", name=str(case.run), at=now + _CHECKED_AFTER)]


def follow(ports: Ports, event: Event) -> None:
    """From the stream, as often as a record comes: have made what is due, take back what no longer
    holds."""
    if event.kind not in ("closed", "reopened", "corrected", REVOKED):
        return
    file = ports.store.case_file(event.case_id)
    if file is None:
        return
    _take_back(ports, file)
    procedure = find(file.case.process, file.case.procedure)
    if procedure and wanted(procedure, file):
        try:
            ports.press.begin(file.case.id)
        except Busy:
            ports.store.plan(_again(ports, file.case))


def _again(ports: Ports, case: Case) -> Dated:
    return Dated(case_id=case.id, kind="issue", name=str(case.run), at=ports.clock.now())


def _take_back(ports: Ports, file: CaseFile) -> None:
    """What was issued before the case was reopened or corrected, or was taken back by a clerk."""
    gone = {e.data["code"]: e.at for e in file.events if e.kind == REVOKED}
    for issued in ports.issued.of_case(file.case.id):
        if issued.proof.revoked:
            continue
        if issued.proof.code in gone:
            ports.issued.revoke(issued, gone[issued.proof.code])
        elif not is_current(file, issued):
            ports.issued.revoke(issued, _since(file, issued))


def _since(file: CaseFile, issued: Issued) -> datetime:
    """When it lost its force: the first reopening or correction after it."""
    later = [
        event.at
        for event in file.events
        if event.kind in ("reopened", "corrected") and event.at >= issued.proof.issued
    ]
    return later[0] if later else file.events[-1].at


def look_after(ports: Ports, dated: Dated) -> None:
    """From the agenda: what a closed case still lacks is made now. Raises Busy, and is then tried
    again an hour later."""
    file = ports.store.case_file(dated.case_id)
    procedure = find(file.case.process, file.case.procedure) if file else None
    if file is None or procedure is None:
        return
    if missing(procedure, file, ports.issued.of_case(file.case.id)):
        ports.press.make(file.case.id)


def verify_url(site_url: str, lang: str, code: str) -> str:
    """Where anybody checks a document: in its QR code. A code is no personal data."""
    return f"{site_url}/{lang}/desk/verify/{code}"
