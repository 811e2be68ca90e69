"""Every mandate in which a person has a part, whatever became of it. Not those of parents: they
follow from the register."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from functions.domain.calendar import BRUSSELS
from functions.domain.links import Given, Mandate
from functions.services.ports import Ports

Part = Literal["giver", "holder"]


@dataclass(frozen=True)
class MandateOf:
    """`part`: of the person in it (who is protected is the giver of an order). `given`: as its
    giver keeps it; None: an order of a judge."""

    part: Part
    mandate: Mandate
    given: Given | None = None

    def is_open(self, day: date) -> bool:
        """Whether it holds, or still can begin."""
        if self.given is not None:
            return self.given.is_open(day)
        return self.mandate.ends is None or day <= self.mandate.ends

    @property
    def was_used(self) -> bool:
        """Whether it can ever have been in force."""
        return self.given is None or self.given.state in ("accepted", "revoked")

    @property
    def ended(self) -> date | None:
        """The day after which nothing could be done by it; None: not known yet."""
        if self.given is not None and self.given.state in ("revoked", "refused"):
            return self.given.changed.astimezone(BRUSSELS).date()
        return self.mandate.ends


def of_person(ports: Ports, ref: str) -> list[MandateOf]:
    """Four requests, and two more for what others gave them or a judge ordered about them."""
    store = ports.store
    orders = [m for m in store.mandates_of(ref) if m.origin == "court"]
    about = [m for m in store.mandates_about(ref) if m.origin == "court"]
    return [
        *(MandateOf("giver", given.mandate, given) for given in store.given_by(ref)),
        *(MandateOf("holder", given.mandate, given) for given in store.given_to(ref)),
        *(MandateOf("giver", order) for order in about),
        *(MandateOf("holder", order) for order in orders),
    ]
