"""Proof of polio vaccination: what the parent tells. Sources: aalter.be, rotz.be, tienen.be."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from functions.domain.forms import Application, Ask, Contact, Topic, When, when
from functions.domain.kinds import Date, Declared, Documents, Kind, Line, NationalNumber
from functions.domain.texts import N_


class Kinds(StrEnum):
    DOSES = "doses"
    DEFERRAL = "deferral"


class Child(Topic):
    title: ClassVar[str] = N_("Het kind")

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
            hint=N_("11 cijfers, op de Kids-ID of op het formulier dat je kreeg bij de geboorte."),
            missing=N_("Vul het rijksregisternummer van het kind in."),
            width="m",
        ),
    ]


class What(Topic):
    title: ClassVar[str] = N_("Wat je bewijst")

    kind: Annotated[
        Kinds,
        Kind("choice"),
        Ask(
            N_("Wat wil je bewijzen?"),
            missing=N_("Kies wat je wil bewijzen."),
            sensitive="medical",
            options={
                Kinds.DOSES: N_("Het kind is gevaccineerd"),
                Kinds.DEFERRAL: N_("Een arts raadt de vaccinatie nu af"),
            },
        ),
    ]


class Dose(Topic):
    title: ClassVar[str] = N_("Dosis")

    day: Annotated[
        Date,
        Ask(
            N_("Datum"),
            hint=N_("Bijvoorbeeld 31 3 2026"),
            missing=N_("Vul de datum van de dosis in."),
        ),
    ]
    vaccinator: Annotated[
        Line,
        Ask(
            N_("Wie gaf de dosis?"),
            hint=N_("De arts of de dienst, bijvoorbeeld Kind en Gezin."),
            missing=N_("Vul in wie de dosis gaf."),
        ),
    ]


class Doses(Topic):
    title: ClassVar[str] = N_("De doses")
    intro: ClassVar[str] = N_("Neem het vaccinatieboekje erbij. Begin met de eerste dosis.")
    asked_when: ClassVar[When | None] = when("what.kind", Kinds.DOSES.value)

    given: Annotated[
        list[Dose],
        Field(min_length=1, max_length=6),
        Ask(
            N_("De doses die het kind kreeg"),
            entry=N_("Dosis %(number)s"),
            add=N_("Nog een dosis toevoegen"),
            remove=N_("Deze dosis weghalen"),
            sensitive="medical",
        ),
    ]


class Certificate(Topic):
    title: ClassVar[str] = N_("Het bewijs")
    intro: ClassVar[str] = N_("Een leesbare foto met je telefoon is goed.")

    vaccination: Annotated[
        Documents,
        Ask(
            N_("Vaccinatiebewijs"),
            hint=N_("Het formulier met handtekening of de bladzijde van het boekje."),
            missing=N_("Voeg het vaccinatiebewijs toe."),
            sensitive="medical",
            when=when("what.kind", Kinds.DOSES.value),
        ),
    ] = ()
    deferral: Annotated[
        Documents,
        Ask(
            N_("Medisch attest van uitstel"),
            hint=N_("Het attest waarin de arts de vaccinatie nu afraadt."),
            missing=N_("Voeg het medisch attest toe."),
            sensitive="medical",
            when=when("what.kind", Kinds.DEFERRAL.value),
        ),
    ] = ()


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Ik ben ouder of voogd van dit kind en wat ik invulde is juist."),
            missing=N_("Vink aan dat je ouder of voogd bent en dat je antwoorden juist zijn."),
        ),
    ]


class PolioApplication(Application):
    child: Child
    what: What
    doses: Doses | None = None
    certificate: Certificate
    contact: Contact
    declarations: Declarations
