"""What people tell who begin, end or prove a legal cohabitation. Civil Code, articles 1475-1479."""

from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain import registered
from functions.domain.forms import Application, Ask, Contact, Known, Topic, When
from functions.domain.kinds import Date, Declared, Documents, Kind, Line, NationalNumber, YesNo
from functions.domain.second_person import SecondPerson
from functions.domain.texts import N_


class Partner(SecondPerson):
    title: ClassVar[str] = N_("De persoon met wie je samenwoont")
    intro: ClassVar[str] = N_(
        "Dat kan je partner zijn, maar ook een familielid of vriend. Deze persoon bevestigt met een "
        "eigen aanmelding."
    )
    shown_to: ClassVar[frozenset[str]] = frozenset({"partner"})


class Home(Topic):
    title: ClassVar[str] = N_("Waar jullie samen wonen")
    shown_to: ClassVar[frozenset[str]] = frozenset({"partner"})

    is_shared: Annotated[
        YesNo,
        Ask(
            N_("Zijn jullie allebei op hetzelfde adres in onze gemeente ingeschreven?"),
            missing=N_("Kies of jullie op hetzelfde adres ingeschreven zijn."),
        ),
    ]
    address: Annotated[
        Line,
        Ask(
            N_("Het adres waar jullie samen wonen"),
            hint=N_("Straat, nummer en gemeente. Dit adres komt in de verklaring."),
            missing=N_("Vul het adres in waar jullie samen wonen."),
            known=registered.address,
            autocomplete="street-address",
        ),
    ]


class Births(Topic):
    title: ClassVar[str] = N_("Waar jullie geboren zijn")
    intro: ClassVar[str] = N_("De wet vraagt de geboorteplaats van allebei in de verklaring.")
    shown_to: ClassVar[frozenset[str]] = frozenset({"partner"})

    own_place: Annotated[
        Line,
        Ask(N_("Jouw geboorteplaats"), missing=N_("Vul de plaats in waar jij geboren bent.")),
    ]
    partner_place: Annotated[
        Line,
        Ask(
            N_("Geboorteplaats van de andere persoon"),
            missing=N_("Vul de plaats in waar de andere persoon geboren is."),
        ),
    ]


class Status(Topic):
    title: ClassVar[str] = N_("Kunnen jullie wettelijk samenwonen?")
    shown_to: ClassVar[frozenset[str]] = frozenset({"partner"})

    are_free: Annotated[
        YesNo,
        Ask(
            N_("Zijn jullie allebei vrij: niet getrouwd en niet wettelijk samenwonend?"),
            hint=N_("Ook een geregistreerd partnerschap in het buitenland telt mee."),
            missing=N_("Kies of jullie allebei vrij zijn."),
            known=registered.not_both_free,
        ),
    ]
    are_able: Annotated[
        YesNo,
        Ask(
            N_("Mogen jullie allebei zelf een contract sluiten?"),
            hint=N_("Dat is zo, tenzij een rechter anders besliste."),
            missing=N_("Kies of jullie allebei zelf een contract mogen sluiten."),
        ),
    ]
    has_agreement: Annotated[
        YesNo,
        Ask(
            N_("Maakten jullie bij de notaris een samenlevingsovereenkomst?"),
            hint=N_("Dat hoeft niet. Als ze er is, komt ze in de verklaring."),
            missing=N_("Kies of jullie een samenlevingsovereenkomst hebben."),
        ),
    ]


class Agreement(Topic):
    title: ClassVar[str] = N_("De samenlevingsovereenkomst")
    asked_when: ClassVar[When | None] = When("status.has_agreement", frozenset({True}))

    deed: Annotated[
        Documents,
        Ask(
            N_("Overeenkomst van de notaris"),
            missing=N_("Voeg de samenlevingsovereenkomst toe."),
        ),
    ] = ()


class ForeignPapers(Topic):
    title: ClassVar[str] = N_("Documenten uit het buitenland")
    intro: ClassVar[str] = N_(
        "Alleen als een van jullie geen Belg is. Sla anders deze pagina over."
    )

    status: Annotated[
        Documents,
        Ask(
            N_("Bewijs dat die persoon niet getrouwd is"),
            hint=N_("Van het eigen land, gelegaliseerd en vertaald door een beëdigd vertaler."),
            optional=True,
        ),
    ] = ()


class DeclarationWords(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    will: Annotated[
        Declared,
        Ask(
            N_("Wij willen wettelijk samenwonen."),
            missing=N_("Vink aan dat jullie wettelijk willen samenwonen."),
        ),
    ]
    rules_known: Annotated[
        Declared,
        Ask(
            N_(
                "Wij kennen de regels: artikelen 1475 tot 1479 van het oud Burgerlijk Wetboek, over "
                "onder meer de gezinswoning, de kosten en de schulden van het huishouden."
            ),
            missing=N_("Vink aan dat jullie de regels over wettelijk samenwonen kennen."),
        ),
    ]
    truth: Annotated[
        Declared,
        Ask(
            N_("Wat ik invulde is juist."),
            missing=N_("Vink aan dat je antwoorden juist zijn."),
        ),
    ]


class DeclarationApplication(Application):
    known: Known
    partner: Partner
    home: Home
    births: Births
    status: Status
    agreement: Agreement | None = None
    papers: ForeignPapers
    contact: Contact
    declarations: DeclarationWords


class EndingWords(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Ik wil de wettelijke samenwoning beëindigen en wat ik invulde is juist."),
            missing=N_("Vink aan dat je de samenwoning wil beëindigen."),
        ),
    ]


class Began(Topic):
    title: ClassVar[str] = N_("Jullie wettelijke samenwoning")
    shown_to: ClassVar[frozenset[str]] = frozenset({"partner"})

    day: Annotated[
        Date,
        Ask(
            N_("Wanneer begon de wettelijke samenwoning?"),
            hint=N_("De datum van de verklaring, ongeveer is goed. Bijvoorbeeld 31 3 2019."),
            missing=N_("Vul in wanneer de wettelijke samenwoning begon."),
        ),
    ]


class TogetherApplication(Application):
    known: Known
    partner: Partner
    began: Began
    contact: Contact
    declarations: EndingWords


class BeganAlone(Began):
    shown_to: ClassVar[frozenset[str]] = frozenset()


class Other(Topic):
    title: ClassVar[str] = N_("De persoon met wie je samenwoont")
    intro: ClassVar[str] = N_(
        "Een gerechtsdeurwaarder brengt deze persoon op de hoogte. Wij vragen hem of haar niets."
    )

    given_name: Annotated[
        Line, Ask(N_("Voornaam"), missing=N_("Vul de voornaam van deze persoon in."))
    ]
    family_name: Annotated[
        Line, Ask(N_("Achternaam"), missing=N_("Vul de achternaam van deze persoon in."))
    ]
    national_number: Annotated[
        NationalNumber,
        Ask(
            N_("Rijksregisternummer"),
            hint=N_("11 cijfers, op de achterkant van de identiteitskaart: 85.07.30-033.28"),
            missing=N_("Vul het rijksregisternummer van deze persoon in."),
            width="m",
        ),
    ]
    address: Annotated[
        Line | None,
        Kind("text"),
        Ask(
            N_("Waar woont deze persoon nu?"),
            hint=N_("Alleen als het niet jullie gezamenlijke adres is."),
            optional=True,
        ),
    ] = None


class AloneWords(EndingWords):
    costs: Annotated[
        Declared,
        Ask(
            N_("Ik betaal vooraf de kosten van de gerechtsdeurwaarder."),
            missing=N_("Vink aan dat je de kosten van de gerechtsdeurwaarder betaalt."),
        ),
    ]


class AloneApplication(Application):
    known: Known
    other: Other
    began: BeganAlone
    contact: Contact
    declarations: AloneWords


class Purpose(StrEnum):
    NOTARY = "notary"
    EMPLOYER = "employer"
    INSURER = "insurer"
    ABROAD = "abroad"
    OTHER = "other"


class Request(Topic):
    title: ClassVar[str] = N_("Waarvoor je het attest nodig hebt")

    purpose: Annotated[
        Purpose,
        Kind("choice"),
        Ask(
            N_("Voor wie is het attest?"),
            missing=N_("Kies voor wie het attest is."),
            options={
                Purpose.NOTARY: N_("Een notaris"),
                Purpose.EMPLOYER: N_("Mijn werkgever"),
                Purpose.INSURER: N_("Een verzekeraar of ziekenfonds"),
                Purpose.ABROAD: N_("Een dienst in het buitenland"),
                Purpose.OTHER: N_("Iemand anders"),
            },
        ),
    ]


class CertificateWords(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Wat ik invulde is juist."),
            missing=N_("Vink aan dat je antwoorden juist zijn."),
        ),
    ]


class CertificateApplication(Application):
    known: Known
    request: Request
    contact: Contact
    declarations: CertificateWords
