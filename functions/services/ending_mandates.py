"""A clerk finds the mandates of who calls or comes, and ends one for who asked: found by a national
number, written down before anything is shown, ended at once for who acts by it.

A given one is ended for its giver or its holder. An order of a judge ends with the judge: who
decides about orders takes it out of the desk, and nobody else sees it. That of a parent follows
from the register, so it is told and not ended.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from functions.domain.authorisation import Action, Duty
from functions.domain.forms import Ask, Topic
from functions.domain.identification import WhoseNumber
from functions.domain.kinds import Choice
from functions.domain.links import ORDER_ENDED, Given, Mandate
from functions.domain.person import Record
from functions.domain.problems import Conflict, Invalid, NotFound, Problem
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.processes import all_procedures
from functions.services import given_mandates, keeping, linking, office_log, on_behalf, rights
from functions.services.mandates_of import MandateOf, Part, of_person
from functions.services.ports import Ports

FIND: Final = "find"  # the names of the topics on their pages
END: Final = "end"
_TRIES = 3


class Find(Topic):
    title: ClassVar[str] = N_("Volmachten van iemand zoeken")
    intro: ClassVar[str] = N_(
        "Zoek op wie iets voor deze persoon mag doen, en voor wie deze persoon iets mag doen. We "
        "schrijven op dat je dit opzocht."
    )

    national_number: WhoseNumber


# In fixed words: the log never holds what somebody wrote about a person.
_OF_A_GIVEN = {
    "giver": N_("Wie de volmacht gaf, vraagt het"),
    "holder": N_("Wie de volmacht kreeg, vraagt het"),
    "misuse": N_("Er is een vermoeden van misbruik"),
    "died": N_("Een van beiden is overleden"),
    "mistake": N_("De volmacht is een vergissing"),
}
_OF_AN_ORDER = {
    "judge": N_("De vrederechter beëindigde of wijzigde het bewind"),
    "died": N_("Een van beiden is overleden"),
    "mistake": N_("Het bewind staat hier bij vergissing"),
}


class EndGiven(Topic):
    title: ClassVar[str] = N_("Een volmacht beëindigen")

    reason: Annotated[
        Choice,
        Ask(
            N_("Waarom beëindig je dit?"),
            missing=N_("Kies waarom je dit beëindigt."),
            options=_OF_A_GIVEN,
        ),
    ]


class EndOrder(Topic):
    title: ClassVar[str] = N_("Een bewind beëindigen")

    reason: Annotated[
        Choice,
        Ask(
            N_("Waarom beëindig je dit?"),
            missing=N_("Kies waarom je dit beëindigt."),
            options=_OF_AN_ORDER,
        ),
    ]


@dataclass(frozen=True)
class Found:
    """A mandate with the part in it of who was looked up. `giver`, `holder`: names, as far as the
    desk knows them; `given`: as its giver keeps it."""

    mandate: Mandate
    part: Part
    giver: str
    holder: str
    given: Given | None = None
    can_end: bool = False

    @property
    def key(self) -> str:
        """Names it on a page, without a person in it; empty when it cannot be ended here."""
        told = f"{self.mandate.person.ref}/{self.mandate.holder}/{self.mandate.id}"
        return hashlib.sha256(told.encode()).hexdigest()[:16] if self.can_end else ""

    @property
    def topic(self) -> type[EndGiven | EndOrder]:
        return EndOrder if self.mandate.origin == "court" else EndGiven


@dataclass(frozen=True)
class Looked:
    """`name`: of who was looked up, as the register gives it; empty: the register did not tell, so
    what a parent may do is not in it."""

    ref: str
    name: str
    found: tuple[Found, ...]

    def named(self, key: str) -> Found | None:
        return next((one for one in self.found if key and one.key == key), None)


def look(ports: Ports, session: Session, national_number: str) -> Looked:
    """Noted first: nobody looks unseen. Raises NotAllowed, and Invalid for the clerk's own
    number."""
    rights.require_duty(session, Duty.MANDATES)
    if national_number == session.person.national_number:
        own = N_("Dit is je eigen nummer. Vraag een collega om dit op te zoeken.")
        raise Invalid([Problem(f"{FIND}.national_number", say(own))])
    ref = ports.pseudonym(national_number)
    office_log.note(ports, session, "mandates-seen", {"ref": ref})
    record = ports.register.record(national_number)
    name = f"{record.given_name} {record.family_name}".strip() if record else ""
    shown = [one for one in of_person(ports, ref) if one.given or sees_orders(session)]
    found = [_found(ports, session, one, name) for one in shown]
    if record and ports.tenant.mandates.parents:
        found += _parental(ports, ref, national_number, record, name)
    return Looked(ref, name, tuple(found))


def sees_orders(session: Session) -> bool:
    return _may_with_orders(session, Action.SEE)


def _may_with_orders(session: Session, action: Action) -> bool:
    about = (procedure for procedure in all_procedures() if procedure.about_orders)
    return any(rights.held(session, action, procedure) for procedure in about)


def _found(ports: Ports, session: Session, one: MandateOf, name: str) -> Found:
    """`name`: of who was looked up."""
    mandate, is_open = one.mandate, one.is_open(keeping.today(ports))
    if one.given is not None:
        names = mandate.person.name, one.given.holder_name
        return Found(mandate, one.part, *names, one.given, can_end=is_open)
    own = name if one.part == "holder" else ""
    holder = own or _administrator(ports, mandate)
    can_end = is_open and _may_with_orders(session, Action.TAKE)
    return Found(mandate, one.part, mandate.person.name, holder, can_end=can_end)


def _administrator(ports: Ports, order: Mandate) -> str:
    """Their name, from the case that registered the order; empty when that is gone."""
    case_id = ports.store.claim_holder(order.claim) if order.claim else ""
    for case in ports.store.cases([case_id]) if case_id else []:
        if case.applicant.ref == order.holder:
            return case.applicant.name
    return ""


def _parental(
    ports: Ports, ref: str, national_number: str, record: Record, name: str
) -> Iterator[Found]:
    """What follows from the register: for the children of this person, and by their parents."""
    for mandate in on_behalf.parental_of(ports, ref, record.related("child")):
        yield Found(mandate, "holder", mandate.person.name, name)
    as_child = on_behalf.child_of(record, national_number)
    for parent in record.related("parent"):
        holder = ports.pseudonym(parent.national_number)
        for mandate in on_behalf.parental_of(ports, holder, [as_child]):
            yield Found(mandate, "giver", name, parent.name)


def end(ports: Ports, session: Session, looked: Looked, key: str, reason: str) -> None:
    """Written down first, then ended at once: every page of who acts by it looks at the table.
    Raises NotFound for what cannot be ended (any more)."""
    rights.require_duty(session, Duty.MANDATES)
    found = looked.named(key)
    if found is None:
        raise NotFound
    mandate = found.mandate
    note_end(ports, session, mandate, reason)
    if found.given is not None:
        _end_given(ports, found.given)
    else:
        _end_order(ports, session, mandate)


def note_end(ports: Ports, session: Session, mandate: Mandate, reason: str) -> None:
    """Which is ended, by whom and why, in the log of the office."""
    data = {
        "mandate": mandate.id,
        "giver": mandate.person.ref,
        "holder": mandate.holder,
        "what": mandate.origin,
        "reason": reason,
    }
    office_log.note(ports, session, "mandate-ended", data)


def _end_given(ports: Ports, given: Given) -> None:
    """What was accepted in the same moment ends too."""
    for _ in range(_TRIES):
        try:
            given_mandates.end_by_desk(ports, given)
        except Conflict:
            newest = ports.store.given(given.mandate.person.ref, given.mandate.id)
            if newest is None or not newest.is_open(keeping.today(ports)):
                return
            given = newest
        else:
            return
    raise Conflict


def _end_order(ports: Ports, session: Session, order: Mandate) -> None:
    """As when the case of its end is closed: the claim is free, and the administrator is told."""
    now = ports.clock.now()
    if order.claim:
        roles = ",".join(sorted(session.roles))
        data = {"told": ORDER_ENDED, "by": "desk"}
        linking.free(ports, order.claim, now, data, actor=session.actor("clerk", roles))
    ports.store.remove_mandate(order.holder, order.id, now)
