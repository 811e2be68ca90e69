"""The pages about an order: people, court, scope. Sources: justitie.belgium.be; old Civil Code,
articles 491 to 501."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from functions.domain.forms import Ask, Topic, When
from functions.domain.kinds import Date, Documents, Kind, Line, NationalNumber, YesNo
from functions.domain.links import Act
from functions.domain.texts import N_

YES = frozenset({True})
NO = frozenset({False})


class Kinds(StrEnum):
    FAMILY = "family"
    PROFESSIONAL = "professional"


class Measure(StrEnum):
    PERSON = "person"
    GOODS = "goods"
    BOTH = "both"


class Form(StrEnum):
    REPRESENTATION = "representation"
    ASSISTANCE = "assistance"


class Capacity(Topic):
    title: ClassVar[str] = N_("Jouw rol")

    kind: Annotated[
        Kinds,
        Kind("choice"),
        Ask(
            N_("Wat voor bewindvoerder ben je?"),
            missing=N_("Kies wat voor bewindvoerder je bent."),
            options={
                Kinds.FAMILY: N_("Een familielid of iemand uit de omgeving"),
                Kinds.PROFESSIONAL: N_("Een professionele bewindvoerder, zoals een advocaat"),
            },
        ),
    ]
    has_others: Annotated[
        YesNo,
        Ask(
            N_("Zijn er in dezelfde beschikking nog andere bewindvoerders?"),
            missing=N_("Kies of er nog andere bewindvoerders zijn."),
        ),
    ]
    has_confidant: Annotated[
        YesNo,
        Ask(
            N_("Is er een vertrouwenspersoon?"),
            hint=N_("Iemand die de beschermde persoon steunt. Die staat ook in de beschikking."),
            missing=N_("Kies of er een vertrouwenspersoon is."),
        ),
    ]


class ChangedCapacity(Capacity):
    has_leaving: Annotated[
        YesNo,
        Ask(
            N_("Is iemand door de nieuwe beschikking geen bewindvoerder meer?"),
            missing=N_("Kies of iemand geen bewindvoerder meer is."),
        ),
    ]


class Protected(Topic):
    title: ClassVar[str] = N_("De beschermde persoon")
    intro: ClassVar[str] = N_("Dat is de persoon voor wie de vrederechter je aanstelde.")

    given_name: Annotated[
        Line, Ask(N_("Voornaam"), missing=N_("Vul de voornaam van de beschermde persoon in."))
    ]
    family_name: Annotated[
        Line, Ask(N_("Achternaam"), missing=N_("Vul de achternaam van de beschermde persoon in."))
    ]
    national_number: Annotated[
        NationalNumber,
        Ask(
            N_("Rijksregisternummer"),
            hint=N_("11 cijfers, op de achterkant van de identiteitskaart: 85.07.30-033.28"),
            missing=N_("Vul het rijksregisternummer van de beschermde persoon in."),
            width="m",
        ),
    ]


class Someone(Topic):
    """Another person that the order names."""

    title: ClassVar[str] = N_("Persoon")

    name: Annotated[
        Line, Ask(N_("Voornaam en achternaam"), missing=N_("Vul de voornaam en achternaam in."))
    ]
    national_number: Annotated[
        NationalNumber,
        Ask(
            N_("Rijksregisternummer"),
            hint=N_("Het staat in de beschikking."),
            missing=N_("Vul het rijksregisternummer van deze persoon in."),
            width="m",
        ),
    ]


class Administrators(Topic):
    title: ClassVar[str] = N_("De andere bewindvoerders")
    asked_when: ClassVar[When | None] = When("capacity.has_others", YES)

    others: Annotated[
        list[Someone],
        Field(min_length=1, max_length=4),
        Ask(
            N_("Wie is nog bewindvoerder?"),
            entry=N_("Bewindvoerder %(number)s"),
            add=N_("Nog een bewindvoerder toevoegen"),
            remove=N_("Deze bewindvoerder weghalen"),
            most=4,
        ),
    ]


class Leaving(Topic):
    title: ClassVar[str] = N_("Wie geen bewindvoerder meer is")
    asked_when: ClassVar[When | None] = When("capacity.has_leaving", YES)

    others: Annotated[
        list[Someone],
        Field(min_length=1, max_length=4),
        Ask(
            N_("Wie is geen bewindvoerder meer?"),
            entry=N_("Persoon %(number)s"),
            add=N_("Nog een persoon toevoegen"),
            remove=N_("Deze persoon weghalen"),
            most=4,
        ),
    ]


class Confidant(Topic):
    title: ClassVar[str] = N_("De vertrouwenspersoon")
    asked_when: ClassVar[When | None] = When("capacity.has_confidant", YES)

    name: Annotated[
        Line,
        Ask(
            N_("Voornaam en achternaam"),
            missing=N_("Vul de naam van de vertrouwenspersoon in."),
        ),
    ]
    national_number: Annotated[
        NationalNumber,
        Ask(
            N_("Rijksregisternummer"),
            hint=N_("Het staat in de beschikking."),
            missing=N_("Vul het rijksregisternummer van de vertrouwenspersoon in."),
            width="m",
        ),
    ]


class Order(Topic):
    title: ClassVar[str] = N_("De beschikking")
    intro: ClassVar[str] = N_("De beschikking is de beslissing van de vrederechter.")

    court: Annotated[
        Line,
        Ask(
            N_("Welk vredegerecht?"),
            hint=N_("Het staat bovenaan de beschikking."),
            missing=N_("Vul in welk vredegerecht besliste."),
        ),
    ]
    day: Annotated[
        Date,
        Ask(
            N_("Datum van de beschikking"),
            hint=N_("Bijvoorbeeld 31 3 2026"),
            missing=N_("Vul de datum van de beschikking in."),
        ),
    ]
    reference: Annotated[
        Line,
        Ask(
            N_("Nummer van de zaak"),
            hint=N_("Het staat bovenaan de beschikking en in het Centraal Register."),
            missing=N_("Vul het nummer van de zaak in."),
            width="m",
        ),
    ]


class Scope(Topic):
    title: ClassVar[str] = N_("Waarvoor je bewindvoerder bent")

    measure: Annotated[
        Measure,
        Kind("choice"),
        Ask(
            N_("Waarover gaat het bewind?"),
            missing=N_("Kies waarover het bewind gaat."),
            options={
                Measure.PERSON: N_("Over de persoon"),
                Measure.GOODS: N_("Over de goederen"),
                Measure.BOTH: N_("Over de persoon en de goederen"),
            },
            option_hints={
                Measure.PERSON: N_("Bijvoorbeeld waar iemand woont."),
                Measure.GOODS: N_("Bijvoorbeeld geld, een huis of een contract."),
            },
        ),
    ]
    form: Annotated[
        Form,
        Kind("choice"),
        Ask(
            N_("Is het vertegenwoordiging of bijstand?"),
            missing=N_("Kies of het vertegenwoordiging of bijstand is."),
            options={
                Form.REPRESENTATION: N_("Vertegenwoordiging"),
                Form.ASSISTANCE: N_("Bijstand"),
            },
            option_hints={
                Form.REPRESENTATION: N_(
                    "Je handelt in de plaats van de beschermde persoon. Dat kan dan ook hier online."
                ),
                Form.ASSISTANCE: N_("De beschermde persoon handelt zelf, samen met jou."),
            },
        ),
    ]
    starts: Annotated[
        Date,
        Ask(
            N_("Vanaf wanneer geldt het?"),
            hint=N_("Bijvoorbeeld 31 3 2026"),
            missing=N_("Vul in vanaf wanneer het geldt."),
        ),
    ]
    is_open: Annotated[
        YesNo,
        Ask(
            N_("Geldt het zonder einddatum?"),
            missing=N_("Kies of het zonder einddatum geldt."),
        ),
    ]


class Acts(Topic):
    title: ClassVar[str] = N_("Wat de beschikking noemt")
    intro: ClassVar[str] = N_(
        "Kies ja als de beschikking dit noemt. Alleen dat kan je daarna hier voor de beschermde "
        "persoon doen. Trouwen, een kind erkennen en stemmen doet iedereen altijd zelf."
    )

    identity_documents: Annotated[
        YesNo,
        Ask(
            N_("Identiteitskaart, paspoort of rijbewijs aanvragen"),
            missing=N_("Kies of de beschikking identiteitsdocumenten noemt."),
        ),
    ]
    residence: Annotated[
        YesNo,
        Ask(
            N_("De verblijfplaats kiezen"),
            missing=N_("Kies of de beschikking de verblijfplaats noemt."),
        ),
    ]
    permits: Annotated[
        YesNo,
        Ask(
            N_("Vergunningen vragen en aangiften doen"),
            missing=N_("Kies of de beschikking vergunningen noemt."),
        ),
    ]
    court: Annotated[
        YesNo,
        Ask(
            N_("Optreden voor de rechtbank"),
            missing=N_("Kies of de beschikking de rechtbank noemt."),
        ),
    ]


# Which question stands for which act of the desk; a new act is a new question.
ACTS = {
    "identity_documents": Act.IDENTITY_DOCUMENTS,
    "residence": Act.RESIDENCE,
    "permits": Act.PERMITS,
    "court": Act.COURT,
}


class Until(Topic):
    title: ClassVar[str] = N_("Tot wanneer")
    asked_when: ClassVar[When | None] = When("scope.is_open", NO)

    ends: Annotated[
        Date,
        Ask(
            N_("Tot en met welke dag geldt het?"),
            hint=N_("Bijvoorbeeld 31 3 2030"),
            missing=N_("Vul de laatste dag in waarop het geldt."),
        ),
    ]


class OrderDocument(Topic):
    title: ClassVar[str] = N_("De beschikking als document")
    intro: ClassVar[str] = N_("Een leesbare foto met je telefoon is goed.")

    order: Annotated[
        Documents,
        Ask(
            N_("Beschikking van de vrederechter"),
            hint=N_("Alle bladzijden, met de datum en het nummer van de zaak."),
            missing=N_("Voeg de beschikking toe."),
            sensitive="court",
        ),
    ] = ()
