"""The pages of the desk that a clerk can go to from everywhere: by role, so without any process."""

from collections.abc import Callable
from dataclasses import dataclass

from functions.domain.authorisation import Action, Duty
from functions.domain.session import Session
from functions.domain.texts import N_
from functions.domain.views import Link
from functions.processes import all_procedures
from functions.services import rights
from functions.services.writing import Words


@dataclass(frozen=True)
class Entry:
    """`path`: below /{lang}/desk/. `shows`: to which clerks."""

    text: str
    path: str
    shows: Callable[[Session], bool] = lambda _: True


def _with(duty: Duty) -> Callable[[Session], bool]:
    return lambda session: rights.has(session, duty)


def _receives(session: Session) -> bool:
    return any(rights.held(session, Action.BOOK, procedure) for procedure in all_procedures())


ENTRIES: tuple[Entry, ...] = (
    Entry(N_("Werklijst"), "work"),
    Entry(N_("Afspraken"), "visits", _receives),
    Entry(N_("Terugbellen"), "calls", _with(Duty.CALLS)),
    Entry(N_("Volmachten"), "mandates", _with(Duty.MANDATES)),
    Entry(N_("Cijfers"), "statistics"),  # every role counts something (authorisation.COUNT)
    Entry(N_("Overzicht per mail"), "digest"),
    Entry(N_("Persoonsgegevens"), "inspect", _with(Duty.INSPECT)),
    Entry(N_("Bewaren en wissen"), "retention", _with(Duty.RETAIN)),
    Entry(N_("Beheer"), "settings", _with(Duty.MANAGE)),
    Entry(N_("Controle"), "audit", _with(Duty.AUDIT)),
)


def links(words: Words, session: Session, path: str) -> tuple[tuple[Link, bool], ...]:
    """(link, whether this is the page) for a clerk; nothing for a citizen."""
    if not session.roles:
        return ()
    base = f"/{words.lang}/desk/"
    return tuple(
        (Link(words.write(entry.text), base + entry.path), path == base + entry.path)
        for entry in ENTRIES
        if entry.shows(session)
    )
