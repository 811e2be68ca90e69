"""A foreign licence, handed in for a Belgian one: what the holder tells. Source: houthulst.be."""

from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain.forms import Application, Ask, Contact, Known, Topic
from functions.domain.kinds import Date, Documents, Kind, Line
from functions.domain.texts import N_
from functions.processes.driving_licence.topics import FitDeclarations, Photo


class Area(StrEnum):
    EEA = "eea"
    RECOGNISED = "recognised"
    OTHER = "other"


class Foreign(Topic):
    title: ClassVar[str] = N_("Je buitenlandse rijbewijs")

    area: Annotated[
        Area,
        Kind("choice"),
        Ask(
            N_("Waar komt je rijbewijs vandaan?"),
            hint=N_(
                "De lijst van erkende landen staat op de website van de federale overheidsdienst Mobiliteit."
            ),
            missing=N_("Kies waar je rijbewijs vandaan komt."),
            options={
                Area.EEA: N_(
                    "Uit een land van de Europese Economische Ruimte (de EU, IJsland, Liechtenstein of Noorwegen)"
                ),
                Area.RECOGNISED: N_("Uit een ander land dat België erkent"),
                Area.OTHER: N_("Uit een land dat België niet erkent"),
            },
        ),
    ]
    country: Annotated[
        Line,
        Ask(N_("Land"), missing=N_("Vul het land in dat je rijbewijs gaf."), width="m"),
    ]
    number: Annotated[
        Line,
        Ask(
            N_("Nummer van het rijbewijs"),
            hint=N_("Op een Europees rijbewijs staat het bij 5."),
            missing=N_("Vul het nummer van je rijbewijs in."),
            width="m",
        ),
    ]
    categories: Annotated[
        Line,
        Ask(
            N_("Categorieën die je wil omruilen"),
            hint=N_("Bijvoorbeeld A en B."),
            missing=N_("Vul in welke categorieën je wil omruilen."),
            width="m",
        ),
    ]
    issued: Annotated[
        Date,
        Ask(
            N_("Op welke dag kreeg je het?"),
            hint=N_("Op een Europees rijbewijs staat het bij 4a."),
            missing=N_("Vul de dag in waarop je het rijbewijs kreeg."),
        ),
    ]
    valid_until: Annotated[
        Date | None,
        Kind("date"),
        Ask(
            N_("Tot welke dag is het geldig?"),
            hint=N_("Laat dit leeg als er geen einddatum op staat."),
            optional=True,
        ),
    ] = None


class Residence(Topic):
    title: ClassVar[str] = N_("Sinds wanneer je hier woont")

    since: Annotated[
        Date,
        Ask(
            N_("Sinds welke dag ben je in België ingeschreven?"),
            hint=N_("De eerste dag in het bevolkingsregister, in welke gemeente ook."),
            missing=N_("Vul in sinds welke dag je in België ingeschreven bent."),
        ),
    ]


class Papers(Topic):
    title: ClassVar[str] = N_("Je documenten")
    intro: ClassVar[str] = N_("Een leesbare foto met je telefoon is goed.")

    licence: Annotated[
        Documents,
        Ask(
            N_("Voorkant en achterkant van je buitenlandse rijbewijs"),
            missing=N_("Voeg de voorkant en de achterkant van je rijbewijs toe."),
        ),
    ] = ()
    translation: Annotated[
        Documents,
        Ask(
            N_("Vertaling door een beëdigde vertaler"),
            hint=N_(
                "Alleen als we het rijbewijs niet kunnen lezen, bijvoorbeeld in een ander schrift."
            ),
            optional=True,
        ),
    ] = ()
    medical: Annotated[
        Documents,
        Ask(
            N_("Medisch attest groep 2"),
            hint=N_("Alleen voor vrachtwagens en bussen."),
            optional=True,
            sensitive="medical",
        ),
    ] = ()


class ExchangeApplication(Application):
    known: Known
    foreign: Foreign
    residence: Residence
    papers: Papers
    photo: Photo
    contact: Contact
    declarations: FitDeclarations
