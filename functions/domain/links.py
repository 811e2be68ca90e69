"""What the good end of one procedure leads to in another, as data: the stream makes it so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from functions.domain.facts import Facts
from functions.domain.person import Person
from functions.domain.texts import N_

# What the administrator reads in the case that registered it.
ORDER_ENDED = N_("Het bewind is gestopt. Je handelt niet meer voor deze persoon.")


class Act(StrEnum):
    """What an administrator may do for a protected person, as the order of the justice of the peace
    lists it (old Civil Code, articles 492/1 and 499/7). Acts that are strictly personal (marriage,
    recognition, voting: article 497/2) are in none of them."""

    IDENTITY_DOCUMENTS = "identity-documents"
    RESIDENCE = "residence"
    PERMITS = "permits"
    COURT = "court"


class Mandate(BaseModel):
    """What one person may do for another. `id`: of the orders about that person, the same for a
    later one that changes or ends it, no personal data; `ends` None: open.

    origin: an order of a judge, parental authority (never stored: it follows from the register), or
    given by the person. acts: of an order; procedures: keys ("slaughter-permit/declaration") of the
    others. organisation: for which the holder works, as the giver wrote it. claim: what its holder
    claimed when an order was registered; free again when it ends.
    """

    model_config = ConfigDict(defer_build=True)

    id: str
    holder: str  # pseudonym of who may act
    person: Person  # for whom
    acts: frozenset[Act] = frozenset()
    starts: date
    ends: date | None = None
    origin: Literal["court", "parent", "given"] = "court"
    procedures: frozenset[str] = frozenset()
    organisation: str = ""
    claim: str = ""

    @property
    def scope(self) -> frozenset[str]:
        """The acts and procedures that it allows."""
        return self.acts | self.procedures

    def is_in_force(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)

    def covers(self, scope: frozenset[str], day: date) -> bool:
        """Whether it allows one of these acts or procedures on that day."""
        return self.is_in_force(day) and bool(self.scope & scope)


class Given(BaseModel):
    """A mandate as its giver keeps it: to whom, and what became of it.

    `mandate.starts`, `mandate.ends`: the days of the giver; the holder acts from accepting on.
    changed: when `state` came about; by_desk: a clerk ended it, for who asked.
    """

    model_config = ConfigDict(defer_build=True)

    mandate: Mandate
    given_name: str  # of the holder, as the giver typed it
    family_name: str
    mail: str = ""  # of the holder
    giver_mail: str = ""
    lang: str = "nl"  # of the giver, for the mails
    state: Literal["offered", "accepted", "refused", "revoked"] = "offered"
    at: datetime
    changed: datetime
    by_desk: bool = False

    @property
    def holder_name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def is_open(self, day: date) -> bool:
        """Whether it holds, or still can be accepted."""
        ends = self.mandate.ends
        return self.state in ("offered", "accepted") and (ends is None or day <= ends)


@dataclass(frozen=True)
class FollowInput:
    """What a follow-up is made from. `end`: the end that the case came to. `pseudonym`: of a
    national number."""

    case_id: str
    end: str
    mail: str
    lang: str
    facts: Facts
    pseudonym: Callable[[str], str]


@dataclass(frozen=True)
class Invite:
    """A form that stands ready for someone, with what is known filled in, until a day.

    owner: pseudonym of who fills it in. reminders: days on which they get a mail while it is not
    handed in. overdue: a procedure of the desk that begins, with the same answers, when the day
    has passed without it; answers: by topic, as the form stores them.
    """

    procedure: str
    owner: str
    mail: str
    answers: Mapping[str, Mapping[str, Any]]
    due: date
    reminders: tuple[date, ...] = ()
    overdue: str = ""


@dataclass(frozen=True)
class Ends:
    """What a claim stands for has ended: it is free again, and the case that held it is told."""

    claim: str
    told: str


@dataclass(frozen=True)
class Grants:
    """A mandate begins (or, with the same id, changes)."""

    mandate: Mandate


@dataclass(frozen=True)
class Revokes:
    """A mandate ends."""

    holder: str
    mandate_id: str


Link = Invite | Ends | Grants | Revokes
