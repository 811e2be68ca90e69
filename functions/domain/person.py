"""People: national register numbers, names, and who a person is to a case."""

import hashlib
import hmac
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    SerializerFunctionWrapHandler,
    model_serializer,
)
from pydantic_core import PydanticCustomError

from functions.domain.texts import N_


def parse_national_number(value: Any) -> str:  # noqa: ANN401 - what a person typed
    """The 11 digits of a national register or BIS number, however it was spaced or dotted.

    YYMMDD SSS CC with CC = 97 - (first nine digits mod 97), a 2 before them for births from 2000
    on; BIS numbers add 20 or 40 to the month (Royal Decree of 3 April 1984). Raises
    PydanticCustomError with the Dutch source text.
    """
    # Loaded with the first number, not at start.
    from stdnum.be import ssn
    from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError

    typed = str(value).replace("/", "")[:64]
    unknown = PydanticCustomError(
        "national_number_check",
        N_(
            "Dit rijksregisternummer bestaat niet. Kijk de cijfers na: je vindt het nummer op "
            "de achterkant van de identiteitskaart."
        ),
    )
    try:
        return str(ssn.validate(typed))
    except InvalidChecksum as error:
        raise unknown from error
    except InvalidComponent as error:
        raise PydanticCustomError(
            "national_number_date",
            N_("De geboortedatum in dit rijksregisternummer bestaat niet. Kijk de cijfers na."),
        ) from error
    except ValidationError as error:
        if ssn.compact(typed) == "0" * 11:  # no number, but of the right length
            raise unknown from error
        raise PydanticCustomError(
            "national_number_format",
            N_("Een rijksregisternummer heeft 11 cijfers, bijvoorbeeld 85.07.30-033.28."),
        ) from error


ADULT = 18  # years; old Civil Code, article 388

NationalNumber = Annotated[str, BeforeValidator(parse_national_number)]


def birth_date(national_number: str) -> date | None:
    """The date of birth in the number; None where the register does not know it (month 00)."""
    from stdnum.be import ssn

    found: date | None = ssn.get_birth_date(national_number)
    return found


def write_national_number(national_number: str) -> str:
    """`85073003328` as people know it: `85.07.30-033.28`."""
    n = national_number
    return f"{n[:2]}.{n[2:4]}.{n[4:6]}-{n[6:9]}.{n[9:]}"


def age_on(born: date, day: date) -> int:
    """Whole years on that day; born on 29 February: a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March, as for `age_on`."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def pseudonym(national_number: str, key: str) -> str:
    """A keyed hash that indexes a person without showing the number: 128 bits of HMAC-SHA-256."""
    digest = hmac.new(key.encode(), national_number.encode(), hashlib.sha256)
    return digest.hexdigest()[:32]


class Relative(BaseModel):
    """Someone in a person's family, as the population register knows them."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    relation: Literal["partner", "child", "parent"]
    given_name: str
    family_name: str
    national_number: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def born(self) -> date | None:
        return birth_date(self.national_number)


class Record(BaseModel):
    """What the population register knows of a person at sign-in ("only once").

    given_name, family_name: as registered, where they are not the person's own. nationality: ISO
    3166-1 alpha-2, or "XX" for stateless. nis: the municipality of residence. address: one line, as
    on an envelope. since: registered there from that day.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    given_name: str = ""
    family_name: str = ""
    born: date | None = None
    nationality: str = ""
    is_refugee: bool = False
    address: str = ""
    nis: str = ""
    since: date | None = None
    civil_status: Literal["", "single", "married", "divorced", "widowed"] = ""
    is_cohabiting: bool = False  # legally: Civil Code, article 1475
    relatives: tuple[Relative, ...] = ()

    @model_serializer(mode="wrap")
    def _without_what_is_empty(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Short: it is written with every change of a case."""
        return {name: value for name, value in write(self).items() if value}

    @property
    def is_belgian(self) -> bool:
        return self.nationality == "BE"

    def related(self, relation: str) -> tuple[Relative, ...]:
        return tuple(r for r in self.relatives if r.relation == relation)


class Person(BaseModel):
    """A person as the identity provider vouches for them. `ref` is the pseudonym for indexes;
    `record` what the population register knows, None when it could not be asked."""

    model_config = ConfigDict(frozen=True)

    given_name: str
    family_name: str
    national_number: str
    ref: str
    record: Record | None = None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def born(self) -> date | None:
        return (self.record and self.record.born) or birth_date(self.national_number)

    @property
    def is_belgian(self) -> bool | None:
        """None where the register could not be asked."""
        return self.record.is_belgian if self.record else None

    @property
    def children(self) -> tuple[Relative, ...]:
        return self.record.related("child") if self.record else ()

    @property
    def partner(self) -> Relative | None:
        found = self.record.related("partner") if self.record else ()
        return found[0] if found else None


class Actor(BaseModel):
    """Who did something: a citizen or clerk by pseudonym and name, or the desk itself."""

    model_config = ConfigDict(frozen=True)

    kind: str  # applicant, acting (for the applicant), party, clerk, external, payments, system
    ref: str = ""
    name: str = ""
    role: str = ""


SYSTEM = Actor(kind="system")
