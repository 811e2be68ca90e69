"""Declaring a home slaughter: what the owner tells. Sources: hamme.be, brugge.be, brasschaat.be."""

import re
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from functions.domain.forms import Application, Ask, Contact, Known, Topic, When
from functions.domain.kinds import Date, Declared, Kind, Line, YesNo
from functions.domain.texts import N_


class Species(StrEnum):
    PIG = "pig"
    SHEEP = "sheep"
    GOAT = "goat"
    DEER = "deer"
    CATTLE = "cattle"
    HORSE = "horse"
    SMALL = "small"


def _compact(number: str) -> str:
    """`be 123-456.78` as the registers write it: `BE12345678`."""
    return re.sub(r"[\s.\-/]", "", number).upper()


Number = Annotated[Line, AfterValidator(_compact)]


class Registration(Topic):
    title: ClassVar[str] = N_("Jouw registratie bij het FAVV")
    intro: ClassVar[str] = N_(
        "Wie thuis slacht, is één keer geregistreerd bij het FAVV, het federaal agentschap voor "
        "de voedselketen. Je krijgt dan een persoonlijk registratienummer."
    )

    has_number: Annotated[
        YesNo,
        Ask(
            N_("Heb je al een registratienummer?"),
            hint=N_("Zo niet, dan vragen we het voor jou aan. Dat duurt enkele werkdagen langer."),
            missing=N_("Kies of je al een registratienummer hebt."),
        ),
    ]


class RegistrationNumber(Topic):
    title: ClassVar[str] = N_("Jouw registratienummer")
    asked_when: ClassVar[When | None] = When("registration.has_number", frozenset({True}))

    number: Annotated[
        Number,
        Ask(
            N_("Registratienummer van het FAVV"),
            hint=N_("Het staat op je vorige aangifte of op de brief van het FAVV."),
            missing=N_("Vul je registratienummer van het FAVV in."),
            width="m",
        ),
    ]


class Animal(Topic):
    title: ClassVar[str] = N_("Het dier")

    species: Annotated[
        Species,
        Kind("choice"),
        Ask(
            N_("Welk dier wil je slachten?"),
            hint=N_("Verschillende soorten? Doe voor elke soort een aangifte."),
            missing=N_("Kies welk dier je wil slachten."),
            options={
                Species.PIG: N_("Een varken"),
                Species.SHEEP: N_("Een schaap"),
                Species.GOAT: N_("Een geit"),
                Species.DEER: N_("Een gekweekt hert"),
                Species.CATTLE: N_("Een rund"),
                Species.HORSE: N_("Een paard, pony of ezel"),
                Species.SMALL: N_("Pluimvee of konijnen"),
            },
        ),
    ]
    herd: Annotated[
        Number,
        Ask(
            N_("Beslagnummer"),
            hint=N_("Het nummer van de kudde waar het dier vandaan komt: BE en 8 cijfers."),
            missing=N_("Vul het beslagnummer in, bijvoorbeeld BE12345678."),
            width="m",
        ),
    ]


class Tag(Topic):
    title: ClassVar[str] = N_("Dier")

    tag: Annotated[
        Number,
        Ask(
            N_("Nummer van het oormerk of Sanitelnummer"),
            hint=N_("Het staat op het oormerk van het dier."),
            missing=N_("Vul het nummer van het oormerk in."),
            width="m",
        ),
    ]


class Tags(Topic):
    title: ClassVar[str] = N_("De oormerken")
    intro: ClassVar[str] = N_("Elk dier heeft een eigen aangifte. Vul elk dier apart in.")

    animals: Annotated[
        list[Tag],
        Field(min_length=1, max_length=6),
        Ask(
            N_("De dieren die je wil slachten"),
            entry=N_("Dier %(number)s"),
            add=N_("Nog een dier toevoegen"),
            remove=N_("Dit dier weghalen"),
        ),
    ]


class Slaughter(Topic):
    title: ClassVar[str] = N_("Wanneer en waar je slacht")

    day: Annotated[
        Date,
        Ask(
            N_("Op welke dag slacht je?"),
            hint=N_(
                "Kies een dag na enkele volle werkdagen, maar niet te lang na je aangifte: het bewijs is maar enkele dagen geldig."
            ),
            missing=N_("Vul in op welke dag je slacht."),
        ),
    ]
    place: Annotated[
        Line,
        Ask(
            N_("Op welk adres slacht je?"),
            hint=N_("Straat, nummer en gemeente."),
            missing=N_("Vul het adres in waar je slacht."),
        ),
    ]


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    stunned: Annotated[
        Declared,
        Ask(
            N_("Elk dier wordt verdoofd voor de slacht."),
            missing=N_(
                "Vink aan dat elk dier verdoofd wordt. Zonder verdoving mag je niet slachten."
            ),
        ),
    ]
    household: Annotated[
        Declared,
        Ask(
            N_(
                "Het dier is van mij. Het vlees is alleen voor mijn gezin en mijn gasten: ik verkoop het niet en geef het niet weg."
            ),
            missing=N_("Vink aan dat het vlees alleen voor je gezin en je gasten is."),
        ),
    ]
    truth: Annotated[
        Declared,
        Ask(
            N_("Wat ik invulde is juist."),
            missing=N_("Vink aan dat je antwoorden juist zijn."),
        ),
    ]


class SlaughterApplication(Application):
    known: Known
    registration: Registration
    number: RegistrationNumber | None = None
    animal: Animal
    tags: Tags
    slaughter: Slaughter
    contact: Contact
    declarations: Declarations
