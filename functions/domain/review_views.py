"""What the case at the desk shows besides the answers and the decision (see views.py)."""

from dataclasses import dataclass

from functions.domain.issued_views import IssuedView
from functions.domain.views import CaseLine, ErrorView, FieldView, Link


@dataclass(frozen=True, eq=False, repr=False)
class TermView:
    """The clock of a step. `kind`: late, soon, normal, still (it stands still) or over. `rows`:
    begun on, ends on, and the like; `note`: why its term is not certain."""

    title: str
    left: str
    kind: str
    rows: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class PersonView:
    """Another person in the case, and what they answered so far."""

    name: str
    answers: tuple[tuple[str, str], ...]  # what, when
    waiting: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class NoteView:
    who: str
    when: str
    iso: str
    text: str


@dataclass(frozen=True, eq=False, repr=False)
class NotesView:
    """Notes of the desk, newest first. `field`: None for who may not write one."""

    notes: tuple[NoteView, ...]
    field: FieldView | None
    action: str
    csrf: str
    errors: tuple[ErrorView, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class ReopenView:
    """The form by which a closed case goes on. `explained`: where, and what follows from it."""

    fields: tuple[FieldView, ...]
    explained: tuple[str, ...]
    action: str
    csrf: str
    errors: tuple[ErrorView, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class DeskParts:
    """`related`: other cases of the same people in this process that this reader may see.
    `related_all`: the address of those of every process."""

    terms: tuple[TermView, ...] = ()
    past_terms: tuple[TermView, ...] = ()
    people: tuple[PersonView, ...] = ()
    related: tuple[CaseLine, ...] = ()
    related_all: str = ""
    notes: NotesView | None = None
    letters: tuple[Link, ...] = ()
    issued: tuple[IssuedView, ...] = ()
    issued_late: str = ""
    reopen: ReopenView | None = None
    unreached: str = ""  # who must get a letter, since our message did not arrive


@dataclass(frozen=True, eq=False, repr=False)
class LetterSheet:
    """One letter in one language."""

    lang: str
    language: str
    place_and_day: str
    address: tuple[str, ...]
    reference: tuple[tuple[str, str], ...]
    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    added: str
    closing: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class LetterPage:
    """A letter before it is made (with the form for what the clerk adds), or as it was made."""

    title: str
    sheets: tuple[LetterSheet, ...]
    field: FieldView | None
    action: str
    csrf: str
    errors: tuple[ErrorView, ...] = ()
    made: str = ""  # "Gemaakt op ... door ..."
    back: Link | None = None
    no_address: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class PictureView:
    """A page of a document: `alt` says which."""

    href: str
    alt: str


@dataclass(frozen=True, eq=False, repr=False)
class PreviewPage:
    """A document as pictures. `problem`: why it cannot be shown; `more`: not all pages are."""

    title: str
    subject: str
    pictures: tuple[PictureView, ...]
    download: Link
    problem: str = ""
    more: str = ""
    back: Link | None = None
