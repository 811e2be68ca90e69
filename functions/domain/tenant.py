"""A municipality: everything that differs from one to the next, as data with a date.

Read from infra/tenants/<name>.toml once per process.
"""

import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from functions.domain.elsewhere import Source
from functions.domain.texts import N_

ROLES = (
    "counter", "population", "registrar", "elections", "permits", "court_liaison", "tenant_admin",
)  # fmt: skip


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Style(_Part):
    accent: str = Field(pattern=r"^#[0-9a-f]{6}$")
    accent_dark: str = Field(pattern=r"^#[0-9a-f]{6}$")


class ContactDetails(_Part):
    street: str
    postal_code: str
    phone: str
    mail: str


_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"


class Hours(_Part):
    """Opening hours of the counter. `days`: 1 is Monday; `open`, `close`: "HH:MM" local time."""

    days: tuple[int, ...]
    open: str = Field(pattern=_CLOCK)
    close: str = Field(pattern=_CLOCK)

    @field_validator("close")
    @classmethod
    def _after_opening(cls, close: str, info: ValidationInfo) -> str:
        if close <= info.data.get("open", ""):
            text = N_("Het einduur komt niet na het beginuur.")
            raise PydanticCustomError("hours_order", text)
        return close


class Schedule(_Part):
    """Opening hours from that day on, until those of a later one begin."""

    valid_from: date
    hours: tuple[Hours, ...]


def _hours_on(
    day: date, usual: tuple[Hours, ...], schedules: tuple[Schedule, ...]
) -> tuple[Hours, ...]:
    begun = [s for s in schedules if s.valid_from <= day]
    return max(begun, key=lambda s: s.valid_from).hours if begun else usual


class Service(_Part):
    """What people come to the counter for. `capacity`: people at the same moment; `lead_hours`: how
    long before a moment it can last be booked; `desk_lead_hours`: the same for a clerk who books
    for someone (0: until it begins, or at once; more where the law sets it); `horizon_days`: how
    far ahead; `hours`: own hours where they differ from the counter's; `title`: by language."""

    title: dict[str, str]
    minutes: int = Field(ge=5, le=480)
    capacity: int = Field(ge=1, le=50)
    lead_hours: int = 24
    desk_lead_hours: int = 0
    horizon_days: int = 60
    hours: tuple[Hours, ...] = ()
    place: str = ""
    schedules: tuple[Schedule, ...] = ()

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """Its own hours on that day; none: the counter's."""
        return _hours_on(day, self.hours, self.schedules)


class Outside(_Part):
    """An outside party: where its messages go. `note` says what was not confirmed."""

    title: str
    url: str
    note: str = ""


class Overview(_Part):
    """Affairs with other authorities. `fresh_minutes`: how long what a source told is not asked
    again; `kept_days`: how long it is shown when the source does not answer any more."""

    fresh_minutes: int = Field(default=10, ge=0)
    kept_days: int = Field(default=30, ge=1, le=365)


class Dosis(_Part):
    """Telling DOSIS of our cases. `source`: our "bron" there, a URI; `scope`: of the access token;
    `not_sent`: procedures of which it is told nothing."""

    source: str = ""
    scope: str = ""
    not_sent: tuple[str, ...] = ()


class EBox(_Part):
    """How we are known as a sender in the e-Box: the municipality's enterprise number, and what was
    agreed with the e-Box. `note` says what was not confirmed."""

    organisation: str = Field(pattern=r"^[01]\d{9}$")
    application: str
    message_type: str
    note: str = ""


class Payments(_Part):
    """Online payment. `refund_on_refusal`: what was paid goes back when the case ends badly."""

    online: bool = False
    refund_on_refusal: bool = True


class MandateRules(_Part):
    """Which mandates the desk knows besides those of a judge. `parents`: for minor children, by the
    register; `given`: by the person, for at most so many days."""

    parents: bool = False
    given: bool = False
    longest_days: int = Field(default=365, ge=1, le=366)


class Fee(_Part):
    """EUR for a procedure ("elections/proxy") or a variant of it ("identity-card/request/urgent"),
    from that day on."""

    procedure: str
    amount: Decimal
    valid_from: date
    written: datetime | None = None  # when the municipality changed it itself


class Certificates(_Part):
    """Who may ask for the documents that were issued to a person (docs/certificates-api.md).
    `audience`, `scope`: what their access token must say; `clients`: how each client is called in
    the history of a case."""

    audience: str
    scope: str
    clients: dict[str, str]


class OpenData(_Part):
    """What is published of the counts. `least`: no number of fewer; `licence`: its address, and
    `licence_title` how it is called."""

    least: int = Field(default=10, ge=5, multiple_of=5)
    licence: str
    licence_title: str


class OwnText(_Part):
    """A text of the municipality at one of the places for it, by language. `until`: its last day,
    for a notice."""

    text: dict[str, str]
    until: date | None = None


class Tenant(_Part):
    """`hours`: today's; `schedules`: those of other days, where they differ."""

    name: str
    title: str
    place: str
    nis: str
    org_code: str
    languages: tuple[str, ...]
    sender: str
    style: Style
    contact: ContactDetails
    hours: tuple[Hours, ...]
    roles: dict[str, tuple[str, ...]]
    fees: tuple[Fee, ...] = ()
    terms: dict[str, int] = {}
    facts: dict[str, dict[str, int]] = {}
    closed_on: tuple[date, ...] = ()  # besides the public holidays
    services: dict[str, Service] = {}
    outside: dict[str, Outside] = {}
    sources: dict[str, Source] = {}  # of other authorities
    overview: Overview = Overview()
    dosis: Dosis = Dosis()
    payments: Payments = Payments()
    mandates: MandateRules = MandateRules()
    retention: dict[str, int] = {}  # days after the end, by procedure, where it is not the usual
    four_eyes: tuple[str, ...] = ()  # steps ("elections/proxy/decision") that need a second clerk
    feedback_days: int = 730  # how long what people write about the desk is kept
    # Ends after which a person may have the case erased before its term (GDPR, article 17)
    erasable_ends: tuple[str, ...] = ()
    call_back_days: int | None = None  # working days within which is called back; None: not said
    call_kept_days: int = 30  # how long a call is kept once it is done
    alerts: str = ""  # mail address of who is told that a term is about to run out
    ebox: EBox | None = None  # None: not connected
    staff_mail_domains: tuple[str, ...] = ()  # where clerks may have their digest mailed
    schedules: tuple[Schedule, ...] = ()
    texts: dict[str, OwnText] = {}
    # IPDC/LPDC number of each procedure ("elections/proxy"), where it has one; a variant as in fees
    products: dict[str, str] = {}
    open_data: OpenData | None = None  # None: nothing is published
    certificates: Certificates | None = None  # None: nobody asks

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """The counter's opening hours on that day, whether it is a holiday or not."""
        return _hours_on(day, self.hours, self.schedules)

    def text(self, place: str, lang: str) -> str:
        """What the municipality says there today; empty where it says nothing of its own."""
        own = self.texts.get(place)
        return own.text.get(lang, "") if own else ""

    def fee(self, procedure: str, day: date, at: datetime | None = None) -> Decimal | None:
        """EUR on that day; None where the municipality has set no fee. at: as it was known at that
        moment of the day, so without what was changed later on it."""
        known = [
            f
            for f in self.fees
            if f.procedure == procedure
            and f.valid_from <= day
            and not (at and f.written and f.written > at)
        ]
        return max(known, key=_newest).amount if known else None

    def kept_days(self, procedure: str, usual: int) -> int:
        """How long a case of this procedure ("elections/proxy") is kept after its end."""
        return self.retention.get(procedure, usual)

    def roles_of(self, claims: list[str]) -> frozenset[str]:
        """The desk's roles for the rights "<right>:<org code>" of the identity provider.

        Rights at another organisation give nothing here.
        """
        rights = {
            right
            for right, _, org in (claim.partition(":") for claim in claims)
            if org == self.org_code
        }
        return frozenset(role for role, given_by in self.roles.items() if rights & set(given_by))


def _newest(fee: Fee) -> tuple[date, datetime]:
    return fee.valid_from, fee.written or datetime.min.replace(tzinfo=UTC)


def load_tenant(path: Path) -> Tenant:
    """Read a tenant file; raises pydantic.ValidationError with the place of each mistake."""
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    data.pop("deployment", None)  # for who deploys (infra/deployment.py), not for who runs
    return Tenant.model_validate(data)
