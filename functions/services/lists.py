"""Lists of voters: begun by the office, published, asked. The rest: importing and drawing."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

from functions.domain import voter_index
from functions.domain.case import happened
from functions.domain.list_kinds import ListKind
from functions.domain.lists import Publication, VoterList
from functions.domain.person import Actor
from functions.domain.problems import Busy, Conflict, Invalid, NotAllowed, NotFound, Problem
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.processes import all_processes
from functions.services.ports import Ports

T = TypeVar("T")
_ID = re.compile(r"[a-z]{2,20}-[A-Za-z0-9-]{1,60}")
_TRIES = 5


class AlreadyDrawn(Conflict):
    """The draw of this list was recorded before."""

    title = N_("De loting is al genoteerd")
    explanation = N_("Iemand noteerde de loting al. Open de lijst en kijk na wat er staat.")


def kinds() -> dict[str, ListKind]:
    """Every kind of list that a process has, by name."""
    return {kind.name: kind for process in all_processes() for kind in process.lists}


def keeps_some(session: Session) -> bool:
    """Whether this clerk keeps any kind of list."""
    return any(kind.roles & session.roles for kind in kinds().values())


def kinds_of(session: Session) -> list[ListKind]:
    """The kinds that this clerk keeps; NotAllowed without one."""
    if not keeps_some(session):
        raise NotAllowed
    return [kind for kind in kinds().values() if kind.roles & session.roles]


def open_list(ports: Ports, session: Session, list_id: str) -> tuple[ListKind, VoterList]:
    """A list for a clerk of its office. NotAllowed is told before looking, so that the answer tells
    nothing of the list; NotFound when there is none."""
    allowed = {kind.name: kind for kind in kinds_of(session)}
    name = list_id.partition("-")[0]
    if name in kinds() and name not in allowed:
        raise NotAllowed
    found = ports.lists.get(list_id) if _ID.fullmatch(list_id) else None
    if found is None or name not in allowed:
        raise NotFound
    return allowed[name], found


def published_list(ports: Ports, list_id: str) -> tuple[ListKind, VoterList]:
    """A list for anybody; NotFound until something of it was published."""
    found = ports.lists.get(list_id) if _ID.fullmatch(list_id) else None
    kind = kinds().get(found.kind) if found else None
    if found is None or kind is None or not found.published:
        raise NotFound
    return kind, found


def begin(ports: Ports, session: Session, kind_name: str, subject: str) -> VoterList:
    """The list about a subject; the one that is there when somebody was first. Raises Invalid."""
    kind = next((k for k in kinds_of(session) if k.name == kind_name), None)
    if kind is None:
        raise NotAllowed if kind_name in kinds() else NotFound
    facts = ports.facts(session.person)
    if subject not in {value for value, _ in kind.subjects(facts)}:
        raise Invalid([Problem("subject", say(N_("Kies waarover de lijst gaat.")))])
    now = ports.clock.now()
    new = VoterList(id=f"{kind.name}-{subject}", kind=kind.name, subject=subject, created=now)
    new, event = happened(new, "created", at=now, actor=clerk(session, kind))
    try:
        ports.lists.create(new, event)
    except Conflict:
        found = ports.lists.get(new.id)
        if found is None:
            raise
        return found
    return new


def publish(ports: Ports, session: Session, kind: ListKind, list_id: str) -> VoterList:
    """Say to the world which list will be drawn from. Raises Conflict when there is none yet."""

    def write(now_is: VoterList) -> VoterList:
        if now_is.is_published:
            return now_is
        if not now_is.file or now_is.draw:
            raise Conflict
        now = ports.clock.now()
        line = Publication(hash=now_is.hash, lines=now_is.lines, at=now)
        changed, event = happened(
            now_is,
            "published",
            at=now,
            actor=clerk(session, kind),
            data={"hash": now_is.hash},
            published=(*now_is.published, line),
        )
        ports.lists.record(changed, event)
        return changed

    return on_newest(ports, list_id, write)


def on_newest(ports: Ports, list_id: str, write: Callable[[VoterList], T]) -> T:
    """Write on the list as it is; when it changed meanwhile, look again first. What `write` finds
    in the way (a draw that was recorded) it raises as a Refusal of its own."""
    for attempt in range(_TRIES):
        found = ports.lists.get(list_id)
        if found is None:
            raise NotFound
        try:
            return write(found)
        except AlreadyDrawn:
            raise
        except Conflict:
            again = ports.lists.get(list_id)
            if again is None or again.version == found.version or attempt == _TRIES - 1:
                raise
    raise Busy


def clerk(session: Session, kind: ListKind) -> Actor:
    """Who did it, with the role that let them."""
    return session.actor("clerk", ",".join(sorted(session.roles & kind.roles)))


def note(ports: Ports, session: Session, kind: ListKind, list_id: str, what: str) -> None:
    """Write in the list's history that somebody took its people along ("csv", "pdf", "print")."""

    def write(now_is: VoterList) -> None:
        changed, event = happened(
            now_is,
            "downloaded",
            at=ports.clock.now(),
            actor=clerk(session, kind),
            data={"what": what},
        )
        ports.lists.record(changed, event)

    on_newest(ports, list_id, write)


def public_record(found: VoterList) -> dict[str, Any]:
    """What anybody may know, as verify-draw reads it: the hash; after the draw its salt and what
    was drawn. Nothing about a person."""
    last = found.published[-1]
    record: dict[str, Any] = {
        "list": found.id,
        "form": "burgerloket-voters-1",
        "hash": last.hash,
        "lines": last.lines,
        "published": last.at.isoformat(timespec="seconds"),
    }
    if found.draw:
        record |= {
            "salt": found.salt,
            "drawn": list(found.draw.numbers),
            "held": found.draw.at.isoformat(timespec="minutes"),
            **found.draw.ages.model_dump(),
        }
        if found.prepared is not None:
            record |= {"kept": found.prepared, "outside": found.outside}
    return record


def is_voter(
    ports: Ports, election: str, national_number: str, *, kind: str = "voters"
) -> bool | None:
    """Whether someone is on the imported list of an election; None while there is no list.

    Two small reads of a file of keyed hashes (docs/decisions/0010-lists.md).
    """
    found = ports.lists.get(f"{kind}-{election}")
    if found is None or not found.file:
        return None
    wanted = bytes.fromhex(ports.pseudonym(national_number))
    name = index_name(found.file)
    head = ports.list_files.read_range(found.id, name, 0, voter_index.HEAD)
    start, length = voter_index.place(head, wanted)
    if not length:
        return False
    return voter_index.holds(ports.list_files.read_range(found.id, name, start, length), wanted)


def canonical_name(file: str) -> str:
    """The file of a list in its canonical form. `file`: the id of its import."""
    return f"{file}.txt"


def index_name(file: str) -> str:
    return f"{file}.index"


def canonical_lines(ports: Ports, found: VoterList, name: str = "") -> Iterator[str]:
    """The lines of a list's canonical file (or of another in that form)."""
    rest = b""
    for piece in ports.list_files.read(found.id, name or canonical_name(found.file)):
        *whole, rest = (rest + piece).split(b"\n")
        yield from (f"{line.decode()}\n" for line in whole)


def kept_until(kind: ListKind, start: datetime) -> datetime:
    return start + timedelta(days=kind.retention_days)
