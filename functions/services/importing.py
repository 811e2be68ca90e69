"""A voters' list comes in as a CSV file: looked at line by line, then current at once, or not."""

import secrets
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import IO

from functions.domain import lists, voter_index
from functions.domain.agenda import Dated
from functions.domain.case import happened
from functions.domain.list_kinds import ListKind
from functions.domain.lists import Import, VoterList
from functions.domain.numbers import new_id
from functions.domain.person import Actor
from functions.domain.problems import Conflict
from functions.domain.session import Session
from functions.domain.voters import Report, Voter, list_hash, read_voters
from functions.services.lists import (
    AlreadyDrawn,
    canonical_name,
    index_name,
    kept_until,
    kinds,
    on_newest,
)  # fmt: skip
from functions.services.ports import Ports

_SPOOLED = 1024 * 1024  # bytes in memory before a file goes to disk


def ask_import(
    ports: Ports, session: Session, voter_list: VoterList, *, back: str
) -> tuple[str, dict[str, str]]:
    """(address, hidden fields) for a file; AlreadyDrawn once the draw was held."""
    if voter_list.draw:
        raise AlreadyDrawn
    import_id = new_id()
    return ports.list_files.upload_form(
        voter_list.id, import_id, by=session.person.ref, back=back + import_id
    )


def receive(ports: Ports, list_id: str, import_id: str) -> Import | None:
    """Look at what was sent and make it the list, all or nothing; safe to do twice.

    None when nothing was sent, or when it was looked at before: the address of an upload can be
    used for an hour, and what was seen then stays what it was.
    """
    if ports.lists.import_of(list_id, import_id):
        ports.list_files.discard(list_id, import_id)
        return None
    sent = ports.list_files.received(list_id, import_id)
    if sent is None:
        return None
    size, by, pieces = sent
    voter_list = ports.lists.get(list_id)
    kind = kinds().get(voter_list.kind) if voter_list else None
    if voter_list is None or kind is None:
        ports.list_files.discard(list_id, import_id)
        return None
    found = Import(list_id=list_id, id=import_id, at=ports.clock.now())
    if voter_list.draw:
        found.why = lists.DRAWN
    elif size > lists.MOST_BYTES:
        found.why = lists.TOO_LARGE
    else:
        with closing(Reading(ports)) as reading:
            report = reading.read(pieces)
            found.lines, found.wrong = report.voters, report.wrong
            found.errors = tuple(report.errors)
            if found.is_good:
                _keep(ports, kind, reading, found, by)
                ports.list_files.discard(list_id, import_id)
                return found
    _refuse(ports, found)
    return found


def _refuse(ports: Ports, found: Import) -> None:
    try:
        ports.lists.save_import(found)
    except Conflict:  # delivered twice at the same time: the other one wrote it
        return
    finally:
        ports.list_files.discard(found.list_id, found.id)


def _keep(ports: Ports, kind: ListKind, reading: "Reading", found: Import, by: str) -> None:
    """Its files first; then one conditional write makes it the list."""
    salt = secrets.token_hex(16)
    with tempfile.SpooledTemporaryFile(_SPOOLED) as canonical:
        digest = reading.write(canonical, salt)
        ports.list_files.keep(found.list_id, canonical_name(found.id), canonical)
    with tempfile.SpooledTemporaryFile(_SPOOLED) as index:
        index.writelines(voter_index.build(reading.hashes))
        ports.list_files.keep(found.list_id, index_name(found.id), index)

    def write(now_is: VoterList) -> None:
        if now_is.draw:
            raise AlreadyDrawn
        changed, event = happened(
            now_is,
            "imported",
            at=found.at,
            actor=Actor(kind="clerk", ref=by),
            data={"hash": digest, "lines": str(found.lines)},
            file=found.id,
            lines=found.lines,
            hash=digest,
            salt=salt,
            imported=found.at,
        )
        ports.lists.record(changed, event, imported=found, dated=_deletion(kind, changed))

    try:
        on_newest(ports, found.list_id, write)
    except AlreadyDrawn:  # between our look and our write
        found.why = lists.DRAWN
        _refuse(ports, found)
    except Conflict:
        if ports.lists.import_of(found.list_id, found.id) is None:
            raise


def _deletion(kind: ListKind, voter_list: VoterList) -> list[Dated]:
    """A list that nobody is drawn from is never sent on: it goes some time after it came."""
    if kind.card or voter_list.imported is None:
        return []
    at = kept_until(kind, voter_list.imported)
    return [Dated(case_id=voter_list.id, kind="list-delete", name="list", at=at)]


class Reading:
    """One pass over a file: canonical lines on disk in the order of the file, and where each is."""

    def __init__(self, ports: Ports) -> None:
        self.hashes: list[bytes] = []
        self._pseudonym = ports.pseudonym
        self._ranks = array("Q")
        self._starts = array("Q")
        self._lines: IO[bytes] = tempfile.SpooledTemporaryFile(_SPOOLED)  # noqa: SIM115

    def read(self, pieces: Iterable[bytes]) -> Report:
        report = Report()
        at = 0
        for voter in read_voters(pieces, report):
            if not report.wrong:  # the rest is looked at only for its errors
                at = self._take(voter, at)
        return report

    def _take(self, voter: Voter, at: int) -> int:
        line = voter.line().encode()
        self._lines.write(line)
        self._ranks.append(voter.rank)
        self._starts.append(at)
        self.hashes.append(bytes.fromhex(self._pseudonym(voter.national_number)))
        return at + len(line)

    def write(self, to: IO[bytes], salt: str) -> str:
        """Write the canonical form, sorted; answers its hash."""
        order = sorted(range(len(self._ranks)), key=self._ranks.__getitem__)

        def sorted_lines() -> Iterator[str]:
            for place in order:
                self._lines.seek(self._starts[place])
                line = self._lines.readline()
                to.write(line)
                yield line.decode()

        return list_hash(salt, sorted_lines())

    def close(self) -> None:
        self._lines.close()
