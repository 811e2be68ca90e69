"""What we tell people, which of it the law makes us tell, and where each person wants to read it.

A mail is read by whoever has the telephone, the mailbox or the preview in hand: it says that there
is something, not what (docs/decisions/0018-messages.md). An e-Box is behind a sign-in.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

Channel = Literal["mail", "ebox"]
MOST_CHANGES = 100  # of a person's choices, that are kept with them
KEPT = timedelta(days=3 * 365)  # a person's choices, after the last one
MARKED = timedelta(days=365)  # an address that refused our mail
CODE_LASTS = timedelta(hours=24)
MOST_TRIES = 5  # of a code
MOST_CODES = 5  # mailed to somebody within CODE_LASTS
_LEGAL, _INFORMATIVE = True, False


class Kind(StrEnum):
    """Every message that we send to a person."""

    RECEIVED = "received"
    ASKED = "asked"
    INVITED = "invited"
    DECIDED = "decided"
    INVOLVED = "involved"
    REOPENED = "reopened"
    CANCELLED_BY_US = "cancelled-by-us"
    MOVED_BY_US = "moved-by-us"
    CANCELLED = "cancelled"
    BOOKED = "booked"
    REMINDED = "reminded"
    NEWS = "news"
    PAID_BACK = "paid-back"
    MANDATE_ENDED = "mandate-ended"


# Legal: a right or a term hangs on it, so nobody can refuse it. Why, beside each.
_CLASSES: dict[Kind, bool] = {
    Kind.RECEIVED: _INFORMATIVE,  # the receipt page says the same; (u) Bestuursdecreet, II.22
    Kind.ASKED: _LEGAL,  # a term runs, and who does not answer loses something by it
    Kind.INVITED: _LEGAL,  # the law asks an answer before a day (jurors, polio, convocations)
    Kind.DECIDED: _LEGAL,  # a decision is made known, and the term of appeal begins (II.21)
    Kind.INVOLVED: _LEGAL,  # the same, to another party
    Kind.REOPENED: _LEGAL,  # what was decided no longer stands
    Kind.CANCELLED_BY_US: _LEGAL,  # who does not know of it comes for nothing
    Kind.MOVED_BY_US: _LEGAL,  # the same
    Kind.CANCELLED: _INFORMATIVE,  # by one of those who come: they can tell each other
    Kind.BOOKED: _INFORMATIVE,  # the page confirmed it
    Kind.REMINDED: _INFORMATIVE,  # of what a legal message said before
    Kind.NEWS: _INFORMATIVE,  # it is in the case too, and no term of ours runs
    Kind.PAID_BACK: _INFORMATIVE,  # the bank tells it too
    Kind.MANDATE_ENDED: _LEGAL,  # what they do by it from now on does not count
}


def is_legal(kind: Kind) -> bool:
    """Whether it is sent to who wants no messages too."""
    return _CLASSES[kind]


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, defer_build=True)


class Change(_Kept):
    """One choice of a person with its moment, as proof of what they wanted (GDPR, article 7(1)).
    `what`: via, only-legal, address-asked, address-confirmed, address-removed; `value`: no
    address."""

    at: datetime
    what: str
    value: str = ""


class Pending(_Kept):
    """An address that is not confirmed yet: a code was mailed to it."""

    address: str
    asked: datetime
    tries: int = 0

    def is_live(self, now: datetime) -> bool:
        """Whether its code can still be given."""
        return now < self.asked + CODE_LASTS and self.tries < MOST_TRIES


class Unreached(_Kept):
    """Mail to a person that came back. `hint`: the address as only its owner knows it again."""

    at: datetime
    kind: Literal["bounce", "complaint"]
    hint: str
    address: str  # its keyed hash


class Preferences(_Kept):
    """Where a person wants our messages. `address`: confirmed, for all their messages; empty: the
    one of each case. `no_ebox`: when the e-Box told that this person does not use it."""

    ref: str
    via: Channel = "mail"
    only_legal: bool = False
    address: str = ""
    pending: Pending | None = None
    unreached: Unreached | None = None
    no_ebox: datetime | None = None
    changes: tuple[Change, ...] = ()
    lang: str = "nl"  # of the page on which they chose
    version: int = 0

    def chose(self, at: datetime, what: str, value: str = "", **changes: object) -> "Preferences":
        """With these changes, and the choice among those that are kept."""
        kept = (*self.changes, Change(at=at, what=what, value=value))[-MOST_CHANGES:]
        return self.model_copy(update={**changes, "changes": kept})

    def codes_since(self, moment: datetime) -> int:
        """How often an address was asked to be confirmed since then."""
        return sum(c.what == "address-asked" and c.at > moment for c in self.changes)


class Mark(_Kept):
    """What is known of a mail address, under a keyed hash of it. `kind`: why mail does not arrive;
    empty: it does. `at`: since when that is so."""

    kind: Literal["", "bounce", "complaint"] = ""
    at: datetime


def route(preferences: Preferences, kind: Kind, *, has_ebox: bool, can_mail: bool) -> list[Channel]:
    """The channels to try, one after the other; none: it is not sent, or reaches nobody.

    An informative message goes where the person wants it; who wants the e-Box and has none is
    mailed. A legal one also goes where they did not choose, when their own way is closed.
    """
    is_open = {"ebox": has_ebox, "mail": can_mail}
    if is_legal(kind):
        order: list[Channel] = ["ebox", "mail"] if preferences.via == "ebox" else ["mail", "ebox"]
        return [channel for channel in order if is_open[channel]]
    if preferences.only_legal:
        return []
    if preferences.via == "ebox" and has_ebox:
        return ["ebox"]
    return ["mail"] if can_mail else []


def hint_of(address: str) -> str:
    """`lena.peeters@example.be` as `l***@example.be`."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}"
