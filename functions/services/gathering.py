"""All data of one person, for who asks what we keep of them (GDPR, article 15).

Of a case in which somebody is the other party they get what that party may read, and what they did
themselves. Clerks are told by their role, not by their name: who worked on a case is for the
municipality to tell (Court of Justice, C-579/21).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from functions.domain.case import CaseFile, Draft, Event
from functions.domain.numbers import write_case_number
from functions.domain.procedure import Procedure
from functions.domain.staff import OF_A_COLLEAGUE, SHARING
from functions.processes import find
from functions.services import lists
from functions.services.mandates_of import MandateOf, of_person
from functions.services.ports import Ports
from functions.services.privacy_ports import Place

APPLICANT, ACTING = "applicant", "acting"
# What stands under a case and is told elsewhere in the file, or only serves the machines.
_TOLD = ("META", "EVENT#", "TASK#", "PARTY#", "DATED#", "RETAIN", "DRAFT")
# What stands under a person and is told as a mandate.
_MANDATES = ("MANDATE#", "MANDATE-OFFER#", "GIVEN#")


@dataclass(frozen=True)
class CaseOf:
    """A case and the part of the person in it. `other`: what else is kept with it (notes)."""

    part: str
    file: CaseFile
    procedure: Procedure | None
    other: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Everything:
    """What was found of a person. `drafts`: theirs, also for someone else; `lists`: what the lists
    of voters hold of them; `other`: whatever else stands under their key (a clerk's settings)."""

    ref: str
    at: datetime
    cases: tuple[CaseOf, ...] = ()
    drafts: tuple[Draft, ...] = ()
    mandates: tuple[MandateOf, ...] = ()
    sessions: tuple[dict[str, str], ...] = ()
    lists: tuple[dict[str, Any], ...] = ()
    other: tuple[dict[str, Any], ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        kept = (self.cases, self.drafts, self.mandates, self.sessions, self.lists, self.other)
        return not any(kept)


def gather(ports: Ports, ref: str, national_number: str) -> Everything:
    """Two requests a case, and a few more. The number is needed for the lists only."""
    places = ports.personal_data.places_of(ref)
    under = ports.personal_data.under_person(ref)
    return Everything(
        ref=ref,
        at=ports.clock.now(),
        cases=tuple(_cases(ports, places)),
        drafts=tuple(ports.personal_data.drafts([p.case_id for p in places if p.what == "DRAFT"])),
        mandates=tuple(of_person(ports, ref)),
        sessions=tuple(
            {"started": s.started.isoformat(), "seen": s.seen.isoformat()}
            for s in ports.personal_data.sessions_of(ref)
        ),
        lists=tuple(_lists(ports, national_number)),
        other=tuple(item for item in under if not item["SK"].startswith(_MANDATES)),
    )


def _cases(ports: Ports, places: list[Place]) -> Iterator[CaseOf]:
    for place in places:
        part = _part(place)
        file = ports.store.case_file(place.case_id) if part else None
        if file is None:
            continue
        procedure = find(file.case.process, file.case.procedure)
        other: tuple[dict[str, Any], ...] = ()
        if part == APPLICANT:
            found = ports.personal_data.everything_under(place.case_id)
            other = tuple(item for item in found if not item["SK"].startswith(_TOLD))
        yield CaseOf(part, file, procedure, other)


def _part(place: Place) -> str:
    if place.what == "META":
        return APPLICANT
    name = place.what.removeprefix("PARTY#")
    return name if name != place.what else ""


def _lists(ports: Ports, national_number: str) -> Iterator[dict[str, Any]]:
    """On which lists of voters they are; of who was drawn, the card too."""
    for kind in lists.kinds().values():
        for found in ports.lists.of_kind(kind.name):
            subject = found.id.removeprefix(f"{kind.name}-")
            if not found.file or not lists.is_voter(
                ports, subject, national_number, kind=kind.name
            ):
                continue
            cards = ports.lists.cards(found.id) if found.draw else []
            own = [card for card in cards if card.national_number == national_number]
            yield {
                "list": found.id,
                "imported": found.imported.isoformat() if found.imported else "",
                "cards": [card.model_dump(mode="json", exclude={"version"}) for card in own],
            }


# as one file


def as_file(ports: Ports, found: Everything) -> dict[str, Any]:
    """The same as plain data, for one JSON file."""
    return {
        "municipality": ports.tenant.title,
        "made": found.at.isoformat(timespec="seconds"),
        "cases": [_case(case, found.ref) for case in found.cases],
        "drafts": [_draft(draft) for draft in found.drafts],
        "mandates": shown_mandates(found),
        "sessions": list(found.sessions),
        "voter_lists": list(found.lists),
        "other": [{n: v for n, v in item.items() if n != "ref"} for item in found.other],
    }


def _case(found: CaseOf, ref: str) -> dict[str, Any]:
    case = found.file.case
    told: dict[str, Any] = {
        "number": write_case_number(case.number),
        "procedure": f"{case.process}/{case.procedure}",
        "part": found.part,
        "status": case.status,
        "outcome": case.outcome,
        "submitted": case.submitted.isoformat(),
        "closed": case.closed.isoformat() if case.closed else "",
        "channel": case.channel,
        "answers": shown_answers(found),
        "events": [_event(event, ref) for event in shown_events(found, ref)],
    }
    if found.part == APPLICANT:
        whole = case.model_dump(mode="json")
        kept = ("applicant", "mail", "parties", "documents", "appointments", "payment", "reason")
        told |= {name: whole[name] for name in kept}
        for person in (told["applicant"], *told["parties"].values()):
            person.pop("ref")  # how the table finds people
        told["filled_in_by"] = case.acting.name if case.acting and case.mandate else ""
        told["other"] = list(found.other)
    elif found.part in case.parties:
        told["you"] = case.parties[found.part].model_dump(mode="json", exclude={"ref"})
    return told


def shown_answers(found: CaseOf) -> dict[str, dict[str, Any]]:
    """Those that this party may read."""
    case = found.file.case
    if found.part == APPLICANT:
        return case.answers
    topics = found.procedure.topics() if found.procedure else {}
    return {
        name: given
        for name, given in case.answers.items()
        if name in topics and found.part in topics[name].shown_to
    }


def shown_events(found: CaseOf, ref: str) -> list[Event]:
    """The whole history for the applicant, what they did themselves for another party."""
    events = found.file.events
    return events if found.part == APPLICANT else [e for e in events if e.actor.ref == ref]


def _event(event: Event, ref: str) -> dict[str, Any]:
    own = bool(event.actor.ref) and event.actor.ref == ref
    who = event.actor.name if own or event.actor.kind == "external" else ""
    return {
        "at": event.at.isoformat(),
        "what": event.kind,
        "who": {"kind": event.actor.kind, "role": event.actor.role, "name": who},
        "data": _without_clerks(event),
    }


def _without_clerks(event: Event) -> dict[str, str]:
    if event.kind not in SHARING:
        return event.data
    return {key: told for key, told in event.data.items() if key not in OF_A_COLLEAGUE}


def _draft(draft: Draft) -> dict[str, Any]:
    """What somebody fills in for another person is that person's: only that it exists."""
    told: dict[str, Any] = {
        "procedure": f"{draft.process}/{draft.procedure}",
        "begun": draft.created.isoformat(),
        "updated": draft.updated.isoformat(),
        "for_someone_else": draft.applicant is not None,
    }
    if draft.applicant is None:
        told["answers"] = draft.answers
        told["typed"] = draft.typed
        told["documents"] = [d.model_dump(mode="json") for d in draft.documents.values()]
    return told


def shown_mandates(found: Everything) -> list[dict[str, Any]]:
    """Given, received and ordered: of the other person the name, as both may read it."""
    return [_mandate(one) for one in found.mandates]


def _mandate(one: MandateOf) -> dict[str, Any]:
    mandate, given = one.mandate, one.given
    told: dict[str, Any] = {
        "part": one.part,
        "origin": mandate.origin,
        "for": mandate.person.name,
        "scope": sorted(mandate.scope),
        "starts": mandate.starts.isoformat(),
        "ends": mandate.ends.isoformat() if mandate.ends else "",
    }
    if given is not None:
        told |= {
            "by": given.holder_name,
            "organisation": mandate.organisation,
            "state": given.state,
            "ended_by_desk": given.by_desk,
            "given": given.at.isoformat(),
            "changed": given.changed.isoformat(),
            "holder_mail": given.mail,  # the giver typed it
        }
        if one.part == "giver":
            told["giver_mail"] = given.giver_mail
    return told
