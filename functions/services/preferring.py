"""A person chooses where our messages go; an address of their own counts once a code that was
mailed to it came back."""

from dataclasses import dataclass

from functions.domain.messages import (
    CODE_LASTS,
    KEPT,
    MOST_CODES,
    Channel,
    Pending,
    Preferences,
)
from functions.domain.problems import Conflict, Invalid, Problem
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.services import confirming, messaging
from functions.services.confirming import TOO_MANY, read_address
from functions.services.ports import Ports


@dataclass(frozen=True)
class Choice:
    """What the form says. `address`: as typed; empty: the address of each case."""

    via: Channel
    only_legal: bool
    address: str
    lang: str = "nl"


def of(ports: Ports, session: Session) -> Preferences:
    return ports.messages.preferences(session.person.ref)


def choose(ports: Ports, session: Session, choice: Choice, *, version: int) -> Preferences:
    """Write what changed, each with its moment. Raises Invalid, and Conflict when another
    window was first."""
    known = _still(ports, session, version)
    if choice.via == "ebox" and not ports.post_box.is_there:
        raise Invalid([Problem("via", say(N_("Kies hoe je onze berichten wil krijgen.")))])
    address = read_address(choice.address) if choice.address.strip() else ""
    now = ports.clock.now()
    changed = known
    if choice.via != known.via:
        # who chooses the e-Box is asked there again, whatever it told before
        changed = changed.chose(now, "via", choice.via, via=choice.via, no_ebox=None)
    if choice.only_legal != known.only_legal:
        told = "yes" if choice.only_legal else "no"
        changed = changed.chose(now, "only-legal", told, only_legal=choice.only_legal)
    if not address and (known.address or known.pending):
        changed = changed.chose(now, "address-removed", address="", pending=None)
    elif address and _is_new(ports, known, address):
        if known.codes_since(now - CODE_LASTS) >= MOST_CODES:
            raise Invalid([Problem("address", say(TOO_MANY))])
        pending = Pending(address=address, asked=now)
        changed = changed.chose(now, "address-asked", pending=pending, lang=choice.lang)
    return _save(ports, known, changed)


def _is_new(ports: Ports, known: Preferences, address: str) -> bool:
    """Whether it must be confirmed: also one that was, when mail to it came back since."""
    if known.pending and known.pending.address == address:
        return not known.pending.is_live(ports.clock.now())
    closed = known.unreached and known.unreached.address == messaging.address_key(ports, address)
    return address != known.address or bool(closed)


def confirm(ports: Ports, session: Session, code: str, *, version: int) -> Preferences:
    """The code came back: from now on this is their address. Raises Invalid, Conflict."""
    known = _still(ports, session, version)

    def tried(pending: Pending) -> None:
        _save(ports, known, known.model_copy(update={"pending": pending}))

    now = ports.clock.now()
    address = confirming.confirmed(ports, known.ref, known.pending, code, tried)
    # the mark first: done again, it does the same
    ports.messages.arrives(messaging.address_key(ports, address), now)
    changed = known.chose(now, "address-confirmed", address=address, pending=None, unreached=None)
    return _save(ports, known, changed)


def _still(ports: Ports, session: Session, version: int) -> Preferences:
    known = of(ports, session)
    if known.version != version:
        raise Conflict
    return known


def _save(ports: Ports, known: Preferences, changed: Preferences) -> Preferences:
    if changed == known:
        return known
    changed = changed.model_copy(update={"version": known.version + 1})
    ports.messages.save(changed, ports.clock.now() + KEPT)
    return changed
