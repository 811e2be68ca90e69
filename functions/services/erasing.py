"""What may go because its person asks it (GDPR, article 17), and what must stay and why.

The municipality keeps cases by a legal obligation and for its archive, so those stay until their
term (article 17(3)(b)). Forms that were not handed in may go, and so may closed cases in which
nothing was decided: which ends those are is the municipality's choice (`erasable_ends`).
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime

from functions.domain import retention
from functions.domain.authorisation import Duty
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Draft
from functions.domain.problems import Conflict
from functions.domain.session import Session
from functions.services import erasing_mandates, keeping, office_log, rights
from functions.services.erasing_mandates import Sorted
from functions.services.gathering import APPLICANT, CaseOf, Everything
from functions.services.inspecting import Asked
from functions.services.mandates_of import MandateOf
from functions.services.ports import Ports


@dataclass(frozen=True)
class Stays:
    """`until`: the day on which it may go; None: not known yet. `why`: open, kept, theirs (it is
    somebody else's case), invited or ordered (by a judge)."""

    case: CaseOf | Draft | MandateOf
    why: str
    until: date | None = None


@dataclass(frozen=True)
class Erasable:
    drafts: tuple[Draft, ...]
    cases: tuple[CaseOf, ...]
    stays: tuple[Stays, ...]
    messages: bool = False  # where they want our messages
    mandates: Sorted = field(default_factory=Sorted)

    @property
    def seal(self) -> str:
        """Of what goes: only what was shown is erased."""
        shown = [f"{d.case_id}/{d.version}" for d in self.drafts]
        shown += ["messages"] if self.messages else []
        shown += self.mandates.shown
        shown += [f"{c.file.case.id}/{c.file.case.status}" for c in self.cases]
        return hashlib.sha256(" ".join(sorted(shown)).encode()).hexdigest()[:16]

    @property
    def is_empty(self) -> bool:
        return not (self.drafts or self.cases or self.messages or self.mandates.shown)


def sort(ports: Ports, found: Everything) -> Erasable:
    """What goes and what stays, of everything that was found."""
    drafts, cases, stays = [], [], []
    for draft in found.drafts:
        if draft.due:  # an answer that the law asks for
            stays.append(Stays(draft, "invited", _day(draft.expires_at)))
        elif draft.applicant:
            stays.append(Stays(draft, "theirs", _day(draft.expires_at)))
        else:
            drafts.append(draft)
    for one in found.cases:
        why, until = _why_it_stays(ports, one)
        if why:
            stays.append(Stays(one, why, until))
        else:
            cases.append(one)
    messages = any(item["SK"] == "MESSAGES" for item in found.other)
    mandates = erasing_mandates.sort(ports, found.mandates)
    stays += [Stays(*kept) for kept in mandates.stays]
    return Erasable(tuple(drafts), tuple(cases), tuple(stays), messages, mandates)


def _day(epoch: int) -> date:
    return datetime.fromtimestamp(epoch, BRUSSELS).date()


def _why_it_stays(ports: Ports, found: CaseOf) -> tuple[str, date | None]:
    case = found.file.case
    if found.part != APPLICANT:
        return "theirs", None
    if case.status != "closed" or case.closed is None:
        return "open", None
    if case.outcome in ports.tenant.erasable_ends:
        return "", None
    closed = case.closed.astimezone(BRUSSELS).date()
    days = keeping.days_of(ports, found.procedure) if found.procedure else 0
    return "kept", retention.goes_on(closed, days)


def erase(
    ports: Ports, session: Session, asked: Asked, found: Everything, *, shown: str
) -> Erasable:
    """Erase what was shown; raises Conflict when it is something else by now. Stopped half-way, it
    can be asked again."""
    rights.require_duty(session, Duty.INSPECT)
    going = sort(ports, found)
    if shown != going.seal:
        raise Conflict
    mandates = going.mandates.goes
    if (
        going.drafts or going.messages or mandates
    ):  # told first: they leave nothing by which to tell it later
        data = {
            "ref": found.ref,
            "reason": asked.reason,
            "identified": asked.identified,
            "drafts": str(len(going.drafts)),
        }
        data |= {"mandates": str(len(mandates))} if mandates else {}
        office_log.note(ports, session, "erased", data)
    erasing_mandates.end(ports, session, going.mandates)
    erasing_mandates.drop(ports, going.mandates)
    if going.messages:
        ports.messages.forget(found.ref)
    for draft in going.drafts:
        ports.personal_data.drop_draft(draft)
        ports.personal_data.drop_rest(draft.case_id)
    ports.overviews.forget(found.ref)
    for one in going.cases:
        if not keeping.delete(ports, session, one.file.case, "erased", "request"):
            raise Conflict
    return going
