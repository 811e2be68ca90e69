"""The people to sign in as, and who else the register knows. They are invented; their numbers only
pass the check."""

import hashlib
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator
from stdnum.be import bis, nn

PERSONAS_FILE = Path(__file__).with_name("personas.toml")

Role = Literal[
    "counter", "population", "registrar", "elections", "permits", "court_liaison", "tenant_admin"
]


def _national_number(number: str) -> str:
    """Accept a national register number or a BIS number, 11 digits."""
    if len(number) != 11 or not (nn.is_valid(number) or bis.is_valid(number)):
        raise ValueError("not a valid national register or BIS number")
    return number


Group = Literal["inhabitants", "families", "nationalities", "protection", "moved"]
NationalNumber = Annotated[str, AfterValidator(_national_number)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Address(_Record):
    """Where somebody is registered."""

    street: str
    number: str
    postcode: str
    municipality: str


class Persona(_Record):
    """Somebody to sign in as: a citizen, or a clerk when `org_code` is given."""

    key: str
    given_name: str
    family_name: str
    rrn: NationalNumber
    birth_date: date
    why: str
    """In one line, in Dutch: what this person is handy for."""
    group: Group = "inhabitants"
    """Under which heading of the provider's page."""
    signs_in: bool = True
    """False: only the register knows this person."""
    nationality: str = "BE"
    """ISO 3166-1 alpha-2; "XX" is stateless."""
    refugee: bool = False
    nis: str | None = None
    """Statistical code of the municipality of residence; None: not registered in Belgium."""
    address: Address | None = None
    since: date | None = None
    """Registered in that municipality from this day."""
    civil_status: Literal["single", "married", "divorced", "widowed"] = "single"
    cohabiting: bool = False
    """Legally, with the partner."""
    partner: str | None = None
    """Key of the husband, wife or legal cohabitant; said at one of the two."""
    parents: tuple[str, ...] = ()
    """Keys of the parents."""
    name_lang: str | None = None
    """Language of the name when it is not one of the page's, for the screen reader."""
    org_code: str | None = None
    org_name: str | None = None
    roles: tuple[Role, ...] = ()

    @model_validator(mode="after")
    def _roles_belong_to_an_organisation(self) -> Self:
        if self.roles and not self.org_code:
            raise ValueError("a role needs an organisation")
        return self

    @property
    def is_clerk(self) -> bool:
        return self.org_code is not None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def sub(self) -> str:
        """An opaque identifier that stays the same over restarts."""
        return hashlib.sha256(f"burgerloket test person {self.key}".encode()).hexdigest()[:40]

    def age_on(self, day: date) -> int:
        """Age in whole years."""
        birthday_to_come = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - birthday_to_come

    def claims(self, scope: str) -> dict[str, Any]:
        """The claims that ACM/IDM gives for these scopes (authenticatie.vlaanderen.be/docs)."""
        by_scope: dict[str, dict[str, Any]] = {
            "profile": {"given_name": self.given_name, "family_name": self.family_name},
            "rrn": {"rrn": self.rrn},
            "vo": {"vo_id": self.sub, "vo_doelgroepcode": "LB" if self.is_clerk else "BUR"},
        }
        if self.is_clerk:
            by_scope["vo"] |= {"vo_orgcode": self.org_code, "vo_orgnaam": self.org_name}
        if self.roles:
            # Somebody without a right has no such claim at all, rather than an empty list.
            roles = [f"{role}:{self.org_code}" for role in self.roles]
            by_scope["burgerloket"] = {"burgerloket_rol_3d": roles}
        claims: dict[str, Any] = {"sub": self.sub}
        for name in scope.split():
            claims |= by_scope.get(name, {})
        return claims


def load_personas(path: Path = PERSONAS_FILE) -> Sequence[Persona]:
    """Read the persona file; a doubtful entry stops the start.

    Raises
    ------
    ValueError
        When an entry is not valid, a key or number occurs twice, or a relative is unknown.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["persona"]
    personas = tuple(Persona.model_validate(entry) for entry in entries)
    if len({p.key for p in personas}) < len(personas) or len({p.rrn for p in personas}) < len(
        personas
    ):
        raise ValueError(f"{path}: a key or a national number occurs twice")
    related = {key for p in personas for key in (*p.parents, *((p.partner,) if p.partner else ()))}
    if unknown := related - {p.key for p in personas}:
        raise ValueError(f"{path}: nobody has the key {', '.join(sorted(unknown))}")
    return personas
