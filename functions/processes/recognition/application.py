"""Recognising a child: what the recogniser tells. Sources: azdiest.be, rotselaar.be, moerbeke.be."""

from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain import registered
from functions.domain.forms import Application, Ask, Contact, Known, Topic, When, when
from functions.domain.kinds import Date, Declared, Documents, Kind, Line, NationalNumber, YesNo
from functions.domain.second_person import SecondPerson
from functions.domain.texts import N_


class Situation(StrEnum):
    """How old the child is: it decides who must consent. moerbeke.be"""

    UNBORN = "unborn"
    AT_BIRTH = "at-birth"
    YOUNG = "young"
    TEEN = "teen"
    ADULT = "adult"  # or emancipated, which no number shows


class Moment(Topic):
    title: ClassVar[str] = N_("Wanneer je het kind erkent")
    shown_to: ClassVar[frozenset[str]] = frozenset({"mother", "child"})

    situation: Annotated[
        Situation,
        Kind("choice"),
        Ask(
            N_("Hoe oud is het kind?"),
            missing=N_("Kies hoe oud het kind is."),
            options={
                Situation.UNBORN: N_("Het kind is nog niet geboren"),
                Situation.AT_BIRTH: N_("Het is net geboren en nog niet aangegeven"),
                Situation.YOUNG: N_("Jonger dan 12 jaar"),
                Situation.TEEN: N_("12 tot en met 17 jaar"),
                Situation.ADULT: N_("18 jaar of ouder, of ontvoogd"),
            },
            option_hints={
                Situation.UNBORN: N_("De moeder moet akkoord gaan."),
                Situation.YOUNG: N_("De moeder moet akkoord gaan."),
                Situation.TEEN: N_("De moeder en het kind moeten akkoord gaan."),
                Situation.ADULT: N_(
                    "Alleen het kind zelf moet akkoord gaan. Ontvoogd: de rechtbank besliste dat het "
                    "kind zelfstandig is, of het is getrouwd."
                ),
            },
        ),
    ]


class Unborn(Topic):
    title: ClassVar[str] = N_("De zwangerschap")
    asked_when: ClassVar[When | None] = when("moment.situation", Situation.UNBORN.value)
    shown_to: ClassVar[frozenset[str]] = frozenset({"mother"})

    expected: Annotated[
        Date,
        Ask(
            N_("Vermoedelijke datum van de bevalling"),
            hint=N_("Ze staat op het attest van de arts of de vroedvrouw, bijvoorbeeld 31 3 2027."),
            missing=N_("Vul de vermoedelijke datum van de bevalling in."),
        ),
    ]


class Minor(Topic):
    title: ClassVar[str] = N_("Het kind")
    asked_when: ClassVar[When | None] = when(
        "moment.situation", Situation.YOUNG.value, Situation.TEEN.value
    )
    shown_to: ClassVar[frozenset[str]] = frozenset({"mother"})

    given_name: Annotated[
        Line, Ask(N_("Voornaam van het kind"), missing=N_("Vul de voornaam van het kind in."))
    ]
    family_name: Annotated[
        Line, Ask(N_("Achternaam van het kind"), missing=N_("Vul de achternaam van het kind in."))
    ]
    national_number: Annotated[
        NationalNumber,
        Ask(
            N_("Rijksregisternummer van het kind"),
            hint=N_("11 cijfers, op de Kids-ID of de identiteitskaart van het kind."),
            missing=N_("Vul het rijksregisternummer van het kind in."),
            width="m",
        ),
    ]


class Mother(SecondPerson):
    title: ClassVar[str] = N_("De moeder van het kind")
    intro: ClassVar[str] = N_("De moeder krijgt een mail om akkoord te gaan.")
    asked_when: ClassVar[When | None] = when(
        "moment.situation", Situation.UNBORN.value, Situation.YOUNG.value, Situation.TEEN.value
    )
    shown_to: ClassVar[frozenset[str]] = frozenset({"mother"})


class AdultChild(SecondPerson):
    title: ClassVar[str] = N_("Je kind")
    intro: ClassVar[str] = N_("Je kind krijgt een mail om akkoord te gaan.")
    asked_when: ClassVar[When | None] = when("moment.situation", Situation.ADULT.value)
    shown_to: ClassVar[frozenset[str]] = frozenset({"child"})


class You(Topic):
    title: ClassVar[str] = N_("Jouw huwelijk")
    intro: ClassVar[str] = N_(
        "Ben je getrouwd met iemand anders, dan laten we die persoon weten dat je een kind erkent. "
        "Dat moet volgens de wet. We doen dat met een aangetekende brief, na de erkenning."
    )

    has_spouse: Annotated[
        YesNo,
        Ask(
            N_("Ben je getrouwd met iemand anders dan de moeder van het kind?"),
            missing=N_("Kies of je met iemand anders getrouwd bent."),
            known=registered.has_no_spouse,
        ),
    ]


class Pregnancy(Topic):
    title: ClassVar[str] = N_("Het attest van de zwangerschap")
    intro: ClassVar[str] = N_("Een leesbare foto met je telefoon is goed.")
    asked_when: ClassVar[When | None] = Unborn.asked_when

    medical: Annotated[
        Documents,
        Ask(
            N_("Attest van de arts of de vroedvrouw"),
            hint=N_("Met de vermoedelijke datum van de bevalling."),
            missing=N_("Voeg het attest van de zwangerschap toe."),
            sensitive="medical",
        ),
    ] = ()


class BirthAct(Topic):
    title: ClassVar[str] = N_("De geboorteakte")
    intro: ClassVar[str] = N_(
        "Is het kind in België geboren, dan zoeken wij de akte op. Je hoeft niets toe te voegen."
    )
    asked_when: ClassVar[When | None] = when(
        "moment.situation", Situation.YOUNG.value, Situation.TEEN.value, Situation.ADULT.value
    )

    act: Annotated[
        Documents,
        Ask(
            N_("Geboorteakte uit het buitenland"),
            hint=N_(
                "Alleen als het kind in het buitenland geboren is: hoogstens 1 jaar oud, gelegaliseerd "
                "en vertaald door een beëdigd vertaler."
            ),
            optional=True,
        ),
    ] = ()


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Ik erken dat ik een ouder van dit kind ben en wat ik invulde is juist."),
            missing=N_("Vink aan dat je het kind erkent en dat je antwoorden juist zijn."),
        ),
    ]


class RecognitionApplication(Application):
    known: Known
    moment: Moment
    unborn: Unborn | None = None
    minor: Minor | None = None
    mother: Mother | None = None
    child: AdultChild | None = None
    you: You
    pregnancy: Pregnancy | None = None
    birth_act: BirthAct | None = None
    contact: Contact
    declarations: Declarations
