"""What becomes of mandates when a person in them asks to be erased (GDPR, article 17).

One that holds is ended: who wants to be erased wants nothing more done by it, or to do nothing more
by it. What was done by it has to be proved as long as the cases are kept that it could bring, so it
stays that long after its end, (u); what never held goes at once. An order is the judge's.
"""

from dataclasses import dataclass
from datetime import date

from functions.domain import retention
from functions.domain.links import Given
from functions.domain.session import Session
from functions.processes import all_procedures
from functions.services import ending_mandates, given_mandates, keeping
from functions.services.mandates_of import MandateOf
from functions.services.ports import Ports


@dataclass(frozen=True)
class Sorted:
    """`ends`: what holds, or waits for an answer, and is ended; `goes`: what is erased; `stays`:
    with why (ordered, kept) and the day on which it may go."""

    ends: tuple[MandateOf, ...] = ()
    goes: tuple[MandateOf, ...] = ()
    stays: tuple[tuple[MandateOf, str, date | None], ...] = ()

    @property
    def shown(self) -> list[str]:
        """What a page showed of it, for its seal."""
        ends = [f"ends/{one.mandate.id}" for one in self.ends]
        return ends + [f"goes/{one.mandate.id}" for one in self.goes]


def sort(ports: Ports, found: tuple[MandateOf, ...]) -> Sorted:
    today = keeping.today(ports)
    ends, goes = [], []
    stays: list[tuple[MandateOf, str, date | None]] = []
    for one in found:
        until = _kept_until(ports, one)
        if one.given is None:
            stays.append((one, "ordered", None))
        elif one.is_open(today):
            ends.append(one)
        elif not one.was_used or (until is not None and until <= today):
            goes.append(one)
        else:
            stays.append((one, "kept", until))
    return Sorted(tuple(ends), tuple(goes), tuple(stays))


def _kept_until(ports: Ports, one: MandateOf) -> date | None:
    """As long after its end as the longest kept case that it could bring, (u)."""
    ended = one.ended
    covered = [p for p in all_procedures() if p.scope & one.mandate.scope]
    days = max((keeping.days_of(ports, procedure) for procedure in covered), default=0)
    return retention.goes_on(ended, days) if ended else None


def end(ports: Ports, session: Session, found: Sorted) -> None:
    """Written down first. Raises Conflict when one changed since it was shown."""
    for given in _given(found.ends):
        ending_mandates.note_end(ports, session, given.mandate, "erasure")
        given_mandates.end_by_desk(ports, given)


def drop(ports: Ports, found: Sorted) -> None:
    """Raises Conflict."""
    for given in _given(found.goes):
        ports.store.drop_given(given)


def _given(found: tuple[MandateOf, ...]) -> list[Given]:
    return [one.given for one in found if one.given is not None]
