"""The public draw: numbers on slips, and which voters they draw.

Ten slips, 0 to 9, in an urn: first the units are drawn, the slip goes back, then the tens. Every
voter whose ranking number ends on that number is on the preparatory list. Judicial Code, article
218 and after; how many draws, and the ages, are the municipality's data.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, StringConstraints

from functions.domain.person import age_on, birth_date
from functions.domain.voters import Voter

Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]


class Ages(BaseModel):
    """Who is kept: from `youngest` to `oldest` years, both included, on 1 January of `year`."""

    model_config = ConfigDict(defer_build=True)

    year: int
    youngest: int
    oldest: int

    def keep(self, voter: Voter) -> bool:
        """Someone whose date of birth the register does not know is kept: a person decides."""
        born = birth_date(voter.national_number)
        return born is None or self.youngest <= age_on(born, date(self.year, 1, 1)) <= self.oldest


class Draw(BaseModel):
    """A draw as it was held. `numbers`: tens then units ("07"), one for each draw; `at`: UTC;
    `present`: the mayor and the aldermen."""

    model_config = ConfigDict(defer_build=True)

    at: datetime
    numbers: tuple[Number, ...]
    present: tuple[str, ...]
    ages: Ages


class Drawn(NamedTuple):
    """A voter whose number was drawn; `kept`: whether their age keeps them on the list."""

    voter: Voter
    kept: bool


def number_of(units: str, tens: str) -> str:
    """The number of the slips "7" (units, drawn first) and "3" (tens): "37"."""
    return tens + units


def is_drawn(rank: int, numbers: Iterable[str]) -> bool:
    """Whether a ranking number ends on one of the numbers; 7 ends on "07" (u)."""
    return f"{rank:02}"[-2:] in numbers


def drawn(voters: Iterable[Voter], numbers: Iterable[str], ages: Ages) -> Iterator[Drawn]:
    """Who is drawn, in the order of the list."""
    wanted = frozenset(numbers)
    return (Drawn(v, ages.keep(v)) for v in voters if is_drawn(v.rank, wanted))
