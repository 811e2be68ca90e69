"""What the good end of a case does in other procedures (see domain.links). Every link can be made
again without doing more: a record of the stream may come twice, and late."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from functions.domain.case import Case, Event, happened
from functions.domain.links import Ends, FollowInput, Grants, Invite, Link, Revokes
from functions.domain.person import SYSTEM, Actor
from functions.domain.problems import Busy, Conflict
from functions.services import inviting
from functions.services.ports import Ports

_TRIES = 4


def follow(ports: Ports, event: Event) -> None:
    """Make the links of a case that was closed well. Raises LookupError, before anything is done,
    for a procedure that this desk does not have."""
    if event.kind != "closed":
        return
    found = ports.store.cases([event.case_id])
    if not found:
        return
    (case,) = found
    procedure = inviting.procedure_at(f"{case.process}/{case.procedure}")
    end = procedure.workflow.end(event.data["outcome"])
    if not end.positive:
        return
    given = FollowInput(
        case_id=case.id,
        end=end.name,
        mail=case.mail,
        lang=case.lang,
        facts=ports.facts(case.applicant, case.lang),
        pseudonym=ports.pseudonym,
    )
    links = [
        link
        for link in procedure.follow(procedure.read(case.answers), given)
        # nobody is asked for what this municipality does not offer
        if not isinstance(link, Invite) or ports.tenant.offers(link.procedure.partition("/")[0])
    ]
    for link in links:
        if isinstance(link, Invite):
            inviting.check(case, link)
    several: Counter[tuple[str, str]] = Counter()
    for link in links:
        if isinstance(link, Invite):
            alike = (link.procedure, link.owner)
            inviting.invite(ports, case, event.at, link, several[alike])
            several[alike] += 1
        else:
            _make(ports, case, event, link)


def _make(ports: Ports, case: Case, event: Event, link: Link) -> None:
    match link:
        case Grants(mandate):
            ports.store.put_mandate(mandate, event.at)
        case Revokes(holder, mandate_id):
            ports.store.remove_mandate(holder, mandate_id, event.at)
        case Ends(claim, told):
            data = {"told": told, "case": case.id}
            ports.once(f"ends/{case.id}/{claim}", lambda: free(ports, claim, event.at, data))


def free(
    ports: Ports, claim: str, at: datetime, data: Mapping[str, str], *, actor: Actor = SYSTEM
) -> None:
    """Free a claim and tell the case that held it at that moment, all at once. `data`: `told`, what
    its history says."""
    for _ in range(_TRIES):
        holder = ports.store.claim_holder(claim)
        found = ports.store.cases([holder]) if holder else []
        if not found or found[0].submitted >= at:
            return  # free, or taken anew since
        changed, told = happened(
            found[0],
            "linked",
            at=ports.clock.now(),
            actor=actor,
            data=data,
            claims=[held for held in found[0].claims if held != claim],
        )
        try:
            ports.store.record(changed, told, release=[claim])
        except Conflict:
            continue  # it changed meanwhile: look again
        return
    raise Busy
