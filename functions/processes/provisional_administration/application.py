"""The three forms about an order: it is new, it changed, it ended."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from functions.domain.forms import Application, Ask, Contact, Known, Topic, When, when
from functions.domain.kinds import Date, Declared, Kind, YesNo
from functions.domain.texts import N_
from functions.processes.provisional_administration.topics import (
    YES,
    Acts,
    Administrators,
    Capacity,
    ChangedCapacity,
    Confidant,
    Leaving,
    Order,
    OrderDocument,
    Protected,
    Scope,
    Someone,
    Until,
)


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Ik ben bewindvoerder en wat ik invulde staat zo in de beschikking."),
            missing=N_("Vink aan dat je antwoorden zo in de beschikking staan."),
        ),
    ]


class RegistrationApplication(Application):
    known: Known
    capacity: Capacity
    protected: Protected
    administrators: Administrators | None = None
    confidant: Confidant | None = None
    order: Order
    scope: Scope
    acts: Acts
    until: Until | None = None
    document: OrderDocument
    contact: Contact
    declarations: Declarations


class ChangeApplication(Application):
    """All as the new order has it, and who it no longer names."""

    known: Known
    capacity: ChangedCapacity
    protected: Protected
    administrators: Administrators | None = None
    leaving: Leaving | None = None
    confidant: Confidant | None = None
    order: Order
    scope: Scope
    acts: Acts
    until: Until | None = None
    document: OrderDocument
    contact: Contact
    declarations: Declarations


class Why(StrEnum):
    LIFTED = "lifted"
    REPLACED = "replaced"
    EXPIRED = "expired"
    DECEASED = "deceased"


class Ending(Topic):
    title: ClassVar[str] = N_("Het einde van het bewind")

    why: Annotated[
        Why,
        Kind("choice"),
        Ask(
            N_("Waarom stopt het bewind?"),
            missing=N_("Kies waarom het bewind stopt."),
            options={
                Why.LIFTED: N_("De vrederechter heeft het bewind beëindigd"),
                Why.REPLACED: N_("De vrederechter stelde iemand anders aan in mijn plaats"),
                Why.EXPIRED: N_("De termijn in de beschikking is voorbij"),
                Why.DECEASED: N_("De beschermde persoon is overleden"),
            },
        ),
    ]
    day: Annotated[
        Date,
        Ask(
            N_("Sinds wanneer ben je geen bewindvoerder meer?"),
            hint=N_("Bijvoorbeeld 31 3 2026"),
            missing=N_("Vul in sinds wanneer je geen bewindvoerder meer bent."),
        ),
    ]
    has_others: Annotated[
        YesNo,
        Ask(
            N_("Stoppen er samen met jou nog andere bewindvoerders?"),
            missing=N_("Kies of er nog andere bewindvoerders stoppen."),
        ),
    ]


class Stopping(Topic):
    title: ClassVar[str] = N_("De andere bewindvoerders die stoppen")
    asked_when: ClassVar[When | None] = When("ending.has_others", YES)

    others: Annotated[
        list[Someone],
        Field(min_length=1, max_length=4),
        Ask(
            N_("Wie stopt samen met jou?"),
            entry=N_("Bewindvoerder %(number)s"),
            add=N_("Nog een bewindvoerder toevoegen"),
            remove=N_("Deze bewindvoerder weghalen"),
            most=4,
        ),
    ]


class EndingDocument(OrderDocument):
    """What the municipality cannot see itself: the register knows a death and a term."""

    asked_when: ClassVar[When | None] = when("ending.why", Why.LIFTED.value, Why.REPLACED.value)


class EndingDeclarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Het bewind is gestopt en ik handel niet meer voor deze persoon."),
            missing=N_("Vink aan dat het bewind gestopt is."),
        ),
    ]


class EndingApplication(Application):
    known: Known
    ending: Ending
    protected: Protected
    stopping: Stopping | None = None
    document: EndingDocument | None = None
    contact: Contact
    declarations: EndingDeclarations
