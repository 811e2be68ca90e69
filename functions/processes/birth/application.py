"""Declaring a birth: what a parent tells. Sources: menen.be, waregem.be, hoeselt.be, kindengezin.be."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from functions.domain.forms import Application, Ask, Contact, Known, Topic, When, when
from functions.domain.kinds import (
    Date,
    Declared,
    Documents,
    Kind,
    Line,
    WholeNumber,
    YesNo,
)
from functions.domain.second_person import SecondPerson
from functions.domain.texts import N_

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.u]?([0-5][0-9])")


class Declarant(StrEnum):
    MOTHER = "mother"
    OTHER = "other"


class Bond(StrEnum):
    """What ties the child to a second parent besides its mother."""

    NOW = "now"  # recognised in the act itself
    MARRIED = "married"
    RECOGNISED = "recognised"
    ALONE = "alone"


class Sex(StrEnum):
    GIRL = "girl"
    BOY = "boy"
    UNCLEAR = "unclear"


class Where(StrEnum):
    HOSPITAL = "hospital"
    HOME = "home"


class FamilyName(StrEnum):
    OTHER = "other"
    MOTHER = "mother"
    OTHER_FIRST = "other-first"
    MOTHER_FIRST = "mother-first"
    SAME = "same"  # as the children they already have together


class You(Topic):
    title: ClassVar[str] = N_("Jij en het kind")
    shown_to: ClassVar[frozenset[str]] = frozenset({"parent"})

    declarant: Annotated[
        Declarant,
        Kind("choice"),
        Ask(
            N_("Wie ben je voor het kind?"),
            missing=N_("Kies of je de moeder of de andere ouder bent."),
            options={
                Declarant.MOTHER: N_("Ik ben de moeder die het kind gebaard heeft"),
                Declarant.OTHER: N_("Ik ben de vader of de meemoeder"),
            },
        ),
    ]
    bond: Annotated[
        Bond,
        Kind("choice"),
        Ask(
            N_("Hoe is de tweede ouder met het kind verbonden?"),
            hint=N_("De tweede ouder is de vader of de meemoeder."),
            missing=N_("Kies hoe de tweede ouder met het kind verbonden is."),
            options={
                Bond.NOW: N_("De tweede ouder erkent het kind nu, bij deze aangifte"),
                Bond.MARRIED: N_("De ouders zijn met elkaar getrouwd"),
                Bond.RECOGNISED: N_("De tweede ouder heeft het kind voor de geboorte erkend"),
                Bond.ALONE: N_("Er is geen tweede ouder, of die erkent het kind nu niet"),
            },
            option_hints={
                Bond.NOW: N_("De tweede ouder bevestigt. De erkenning staat dan in de akte."),
            },
        ),
    ]


class OtherParent(SecondPerson):
    title: ClassVar[str] = N_("De andere ouder")
    intro: ClassVar[str] = N_(
        "Ben jij de moeder, vul dan de tweede ouder in. Ben je de tweede ouder, vul de moeder in."
    )
    asked_when: ClassVar[When | None] = when(
        "you.bond", Bond.NOW.value, Bond.MARRIED.value, Bond.RECOGNISED.value
    )
    shown_to: ClassVar[frozenset[str]] = frozenset({"parent"})


class Child(Topic):
    title: ClassVar[str] = N_("Het kind")
    shown_to: ClassVar[frozenset[str]] = frozenset({"parent"})

    given_name: Annotated[
        Line,
        Ask(
            N_("Voornamen van het kind"),
            hint=N_("Alle voornamen, in de volgorde waarin ze in de akte komen."),
            missing=N_("Vul de voornamen van het kind in."),
        ),
    ]
    family_name: Annotated[
        Line,
        Ask(
            N_("Achternaam die het kind krijgt"),
            missing=N_("Vul de achternaam van het kind in."),
        ),
    ]
    sex: Annotated[
        Sex,
        Kind("choice"),
        Ask(
            N_("Geslacht"),
            missing=N_("Kies het geslacht van het kind."),
            options={
                Sex.GIRL: N_("Meisje"),
                Sex.BOY: N_("Jongen"),
                Sex.UNCLEAR: N_("Dat is nog niet duidelijk"),
            },
            option_hints={Sex.UNCLEAR: N_("De ambtenaar neemt dan contact met je op.")},
        ),
    ]


class Birth(Topic):
    title: ClassVar[str] = N_("De geboorte")
    shown_to: ClassVar[frozenset[str]] = frozenset({"parent"})

    day: Annotated[
        Date,
        Ask(
            N_("Geboortedatum"),
            hint=N_("Bijvoorbeeld 31 3 2026"),
            missing=N_("Vul de geboortedatum van het kind in."),
        ),
    ]
    time: Annotated[
        Line,
        Ask(
            N_("Uur van de geboorte"),
            hint=N_("Het staat op het medisch attest, bijvoorbeeld 14:35."),
            missing=N_("Vul het uur van de geboorte in, bijvoorbeeld 14:35."),
            width="s",
        ),
    ]
    is_here: Annotated[
        YesNo,
        Ask(
            N_("Is het kind in onze gemeente geboren?"),
            missing=N_("Kies of het kind in onze gemeente geboren is."),
        ),
    ]
    where: Annotated[
        Where,
        Kind("choice"),
        Ask(
            N_("Waar is het kind geboren?"),
            missing=N_("Kies waar het kind geboren is."),
            options={
                Where.HOSPITAL: N_("In het ziekenhuis"),
                Where.HOME: N_("Thuis of ergens anders"),
            },
        ),
    ]
    order: Annotated[
        WholeNumber,
        Field(ge=1, le=9),
        Ask(
            N_("Het hoeveelste kind van deze bevalling is het?"),
            hint=N_("1 als het geen tweeling of meerling is. Elk kind heeft een eigen aangifte."),
            missing=N_("Vul in het hoeveelste kind van deze bevalling het is, bijvoorbeeld 1."),
            width="s",
        ),
    ]

    def mistakes(self) -> Iterable[tuple[str, str]]:
        if not _CLOCK.fullmatch(self.time):
            yield "time", N_("Vul een uur in zoals 14:35.")


class Naming(Topic):
    title: ClassVar[str] = N_("De keuze van de achternaam")
    intro: ClassVar[str] = N_(
        "Voor jullie eerste kind samen kiezen jullie de achternaam. Die geldt ook voor de volgende "
        "kinderen. De andere ouder bevestigt de keuze."
    )
    asked_when: ClassVar[When | None] = OtherParent.asked_when
    shown_to: ClassVar[frozenset[str]] = frozenset({"parent"})

    choice: Annotated[
        FamilyName,
        Kind("choice"),
        Ask(
            N_("Welke achternaam kiezen jullie?"),
            missing=N_("Kies welke achternaam het kind krijgt."),
            options={
                FamilyName.OTHER: N_("De naam van de tweede ouder"),
                FamilyName.MOTHER: N_("De naam van de moeder"),
                FamilyName.OTHER_FIRST: N_("Beide namen: eerst die van de tweede ouder"),
                FamilyName.MOTHER_FIRST: N_("Beide namen: eerst die van de moeder"),
                FamilyName.SAME: N_("Wij hebben al een kind samen: dezelfde naam"),
            },
        ),
    ]


class Papers(Topic):
    title: ClassVar[str] = N_("De documenten")
    intro: ClassVar[str] = N_("Een leesbare foto met je telefoon is goed.")

    medical: Annotated[
        Documents,
        Ask(
            N_("Medisch attest van de geboorte (Model I)"),
            hint=N_("Je krijgt het van het ziekenhuis, de arts of de vroedvrouw."),
            missing=N_("Voeg het medisch attest van de geboorte toe."),
            sensitive="medical",
        ),
    ] = ()
    marriage: Annotated[
        Documents,
        Ask(
            N_("Huwelijksakte of trouwboekje"),
            hint=N_("Alleen als jullie in het buitenland trouwden."),
            optional=True,
            when=when("you.bond", Bond.MARRIED.value),
        ),
    ] = ()
    recognition: Annotated[
        Documents,
        Ask(
            N_("Akte van erkenning"),
            hint=N_("De akte die de tweede ouder kreeg bij de erkenning voor de geboorte."),
            missing=N_("Voeg de akte van erkenning toe."),
            when=when("you.bond", Bond.RECOGNISED.value),
        ),
    ] = ()


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Ik geef deze geboorte aan en wat ik invulde is juist."),
            missing=N_("Vink aan dat je de geboorte aangeeft en dat je antwoorden juist zijn."),
        ),
    ]


class BirthApplication(Application):
    known: Known
    you: You
    parent: OtherParent | None = None
    birth: Birth
    naming: Naming | None = None
    child: Child
    papers: Papers
    contact: Contact
    declarations: Declarations
