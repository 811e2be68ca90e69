"""Registering as a voter without being Belgian. Sources: poperinge.be, kortessem.be."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain.facts import Facts
from functions.domain.forms import Application, Ask, Contact, Known, Option, Topic, When, when
from functions.domain.kinds import Choice, Date, Declared, Documents, Kind
from functions.domain.texts import N_
from functions.processes.elections import voting


class Group(StrEnum):
    EU = "eu"
    NON_EU = "non-eu"


def elections_to_register_for(facts: Facts) -> Sequence[Option]:
    return voting.options(facts.calendar.with_registration(facts.now), facts)


class Voter(Topic):
    title: ClassVar[str] = N_("De verkiezing en jouw nationaliteit")
    intro: ClassVar[str] = N_("Eerder ingeschreven? Dan blijf je kiezer en hoef je niets te doen.")

    election: Annotated[
        Choice,
        Ask(
            N_("Voor welke verkiezing schrijf je je in?"),
            missing=N_("Kies de verkiezing waarvoor je je inschrijft."),
            options=elections_to_register_for,
            no_longer=voting.every_election,
        ),
    ]
    group: Annotated[
        Group,
        Kind("choice"),
        Ask(
            N_("Welke nationaliteit heb je?"),
            missing=N_("Kies welke nationaliteit je hebt."),
            options={
                Group.EU: N_("Van een ander land van de Europese Unie"),
                Group.NON_EU: N_("Van een land buiten de Europese Unie"),
            },
        ),
    ]


class Residence(Topic):
    title: ClassVar[str] = N_("Hoelang je in België woont")
    asked_when: ClassVar[When | None] = when("voter.group", Group.NON_EU.value)

    since: Annotated[
        Date,
        Ask(
            N_("Sinds wanneer woon je wettig in België, zonder onderbreking?"),
            hint=N_("De eerste dag waarop je een verblijfsrecht had, bijvoorbeeld 31 3 2019"),
            missing=N_("Vul in sinds wanneer je wettig in België woont."),
        ),
    ]


class ResidenceProof(Topic):
    title: ClassVar[str] = N_("Het bewijs van je verblijf")
    intro: ClassVar[str] = N_("Een leesbare foto met je telefoon is goed.")
    asked_when: ClassVar[When | None] = when("voter.group", Group.NON_EU.value)

    permit: Annotated[
        Documents,
        Ask(
            N_("Verblijfskaart of ander bewijs"),
            hint=N_("Alleen als je vroeger in een andere gemeente woonde."),
            optional=True,
        ),
    ] = ()


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    respect: Annotated[
        Declared | None,
        Kind("declaration"),
        Ask(
            N_(
                "Ik verbind mij ertoe de Grondwet, de wetten van het Belgische volk en het Europees Verdrag voor de Rechten van de Mens na te leven."
            ),
            missing=N_("Vink aan dat je de Grondwet, de wetten en het Verdrag naleeft."),
            when=when("voter.group", Group.NON_EU.value),
        ),
    ] = None
    able: Annotated[
        Declared,
        Ask(
            N_("Ik mag stemmen: geen rechter heeft mijn kiesrecht afgenomen of geschorst."),
            missing=N_("Vink aan dat je kiesrecht niet afgenomen of geschorst is."),
        ),
    ]
    truth: Annotated[
        Declared,
        Ask(
            N_("Wat ik invulde is juist, en ik wil kiezer worden."),
            missing=N_("Vink aan dat je antwoorden juist zijn en dat je kiezer wil worden."),
        ),
    ]


class VoterApplication(Application):
    known: Known
    voter: Voter
    residence: Residence | None = None
    proof: ResidenceProof | None = None
    contact: Contact
    declarations: Declarations
