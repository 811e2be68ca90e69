"""Giving a proxy (form A95): what the voter tells. Sources: meerhout.be, kuurne.be, zandhoven.be."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain import registered
from functions.domain.facts import Facts
from functions.domain.forms import (
    Application,
    Ask,
    Contact,
    Option,
    Sensitive,
    Topic,
    When,
    when,
)
from functions.domain.kinds import (
    Choice,
    Declared,
    Documents,
    Kind,
    Line,
    Mail,
    NationalNumber,
    YesNo,
)
from functions.domain.texts import N_
from functions.processes.elections import voting


class Reason(StrEnum):
    ILLNESS = "illness"
    WORK = "work"
    SELF_EMPLOYED = "self-employed"
    TRADER = "trader"
    DETAINED = "detained"
    RELIGION = "religion"
    STUDIES = "studies"
    ABROAD = "abroad"


# For these the municipality itself certifies (A96a, A96b), so they close earlier. zandhoven.be
CERTIFIED_BY_MUNICIPALITY = frozenset({Reason.TRADER, Reason.ABROAD})


def open_elections(facts: Facts) -> Sequence[Option]:
    return voting.options(facts.calendar.open_elections(facts.now), facts)


class Voter(Topic):
    title: ClassVar[str] = N_("De verkiezing")
    shown_to: ClassVar[frozenset[str]] = frozenset({"holder"})

    election: Annotated[
        Choice,
        Ask(
            N_("Voor welke verkiezing geef je een volmacht?"),
            missing=N_("Kies de verkiezing waarvoor je een volmacht geeft."),
            options=open_elections,
            no_longer=voting.every_election,
        ),
    ]
    is_belgian: Annotated[
        YesNo,
        Ask(
            N_("Ben je Belg?"),
            missing=N_("Kies of je Belg bent."),
            known=registered.is_belgian,
        ),
    ]


class Why(Topic):
    title: ClassVar[str] = N_("Waarom je niet zelf kan stemmen")

    reason: Annotated[
        Reason,
        Kind("choice"),
        Ask(
            N_("Waarom kan je niet zelf gaan stemmen?"),
            missing=N_("Kies waarom je niet zelf kan gaan stemmen."),
            sensitive="medical",
            options={
                Reason.ILLNESS: N_("Ik ben ziek of heb een beperking"),
                Reason.WORK: N_("Ik moet werken"),
                Reason.SELF_EMPLOYED: N_("Ik ben zelfstandige en moet werken"),
                Reason.TRADER: N_("Ik ben schipper, marktkramer of kermisreiziger"),
                Reason.DETAINED: N_("Ik zit in de gevangenis"),
                Reason.RELIGION: N_("Mijn geloof laat het die dag niet toe"),
                Reason.STUDIES: N_("Ik studeer"),
                Reason.ABROAD: N_("Ik ben in het buitenland, bijvoorbeeld op reis"),
            },
            option_hints={
                Reason.TRADER: N_("De gemeente maakt je attest (A96b). Vraag de volmacht op tijd."),
                Reason.ABROAD: N_("De gemeente maakt je attest (A96a). Vraag de volmacht op tijd."),
            },
        ),
    ]


_SENSITIVE: Mapping[Reason, Sensitive] = {
    Reason.ILLNESS: "medical",
    Reason.DETAINED: "court",
    Reason.RELIGION: "belief",
}


def _proof(reason: Reason, label: str, hint: str, missing: str) -> Ask:
    return Ask(
        label,
        hint=hint,
        missing=missing,
        when=when("why.reason", reason.value),
        sensitive=_SENSITIVE.get(reason, ""),
    )


class Evidence(Topic):
    title: ClassVar[str] = N_("Het bewijs")
    intro: ClassVar[str] = N_("Een leesbare foto met je telefoon is goed.")
    asked_when: ClassVar[When | None] = when(
        "why.reason", *(reason.value for reason in Reason if reason is not Reason.TRADER)
    )

    medical: Annotated[
        Documents,
        _proof(
            Reason.ILLNESS,
            N_("Medisch attest"),
            N_("Een attest van je arts. De arts mag zelf geen kandidaat zijn."),
            N_("Voeg je medisch attest toe."),
        ),
    ] = ()
    employer: Annotated[
        Documents,
        _proof(
            Reason.WORK,
            N_("Attest van je werkgever"),
            N_("Vraag je werkgever om een attest dat je die dag werkt."),
            N_("Voeg het attest van je werkgever toe."),
        ),
    ] = ()
    self_employed: Annotated[
        Documents,
        _proof(
            Reason.SELF_EMPLOYED,
            N_("Bewijs dat je zelfstandige bent en werkt"),
            N_("Elk bewijs is goed, bijvoorbeeld een bestelbon of een contract."),
            N_("Voeg een bewijs toe dat je die dag werkt."),
        ),
    ] = ()
    prison: Annotated[
        Documents,
        _proof(
            Reason.DETAINED,
            N_("Attest van de gevangenis"),
            N_("De directie van de gevangenis geeft dit attest."),
            N_("Voeg het attest van de gevangenis toe."),
        ),
    ] = ()
    religion: Annotated[
        Documents,
        _proof(
            Reason.RELIGION,
            N_("Attest van je religieuze overheid"),
            N_("Vraag het aan je geloofsgemeenschap."),
            N_("Voeg het attest van je religieuze overheid toe."),
        ),
    ] = ()
    school: Annotated[
        Documents,
        _proof(
            Reason.STUDIES,
            N_("Attest van je school"),
            N_("De directie van je school geeft dit attest."),
            N_("Voeg het attest van je school toe."),
        ),
    ] = ()
    travel: Annotated[
        Documents,
        _proof(
            Reason.ABROAD,
            N_("Bewijs van je reis of verblijf"),
            N_("Bijvoorbeeld een ticket of een boeking. De gemeente maakt daarmee het attest."),
            N_("Voeg een bewijs van je reis of verblijf toe."),
        ),
    ] = ()


class Holder(Topic):
    title: ClassVar[str] = N_("Wie voor jou stemt")
    intro: ClassVar[str] = N_(
        "Die persoon heet de volmachtdrager. Hij of zij krijgt een mail om dit te bevestigen."
    )
    shown_to: ClassVar[frozenset[str]] = frozenset({"holder"})

    given_name: Annotated[
        Line, Ask(N_("Voornaam"), missing=N_("Vul de voornaam in van wie voor jou stemt."))
    ]
    family_name: Annotated[
        Line, Ask(N_("Achternaam"), missing=N_("Vul de achternaam in van wie voor jou stemt."))
    ]
    national_number: Annotated[
        NationalNumber,
        Ask(
            N_("Rijksregisternummer"),
            hint=N_("11 cijfers, op de achterkant van de identiteitskaart: 85.07.30-033.28"),
            missing=N_("Vul het rijksregisternummer in van wie voor jou stemt."),
            width="m",
        ),
    ]
    mail: Annotated[
        Mail,
        Ask(
            N_("E-mailadres"),
            hint=N_("We sturen naar dit adres de vraag om te bevestigen."),
            missing=N_("Vul het e-mailadres in van wie voor jou stemt."),
        ),
    ]
    is_belgian: Annotated[
        YesNo,
        Ask(
            N_("Is die persoon Belg?"),
            missing=N_("Kies of de persoon die voor jou stemt Belg is."),
        ),
    ]


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Ik verklaar dat wat ik invulde juist is, en ik geef deze persoon volmacht."),
            missing=N_("Vink aan dat je antwoorden juist zijn en dat je volmacht geeft."),
        ),
    ]


class ProxyApplication(Application):
    voter: Voter
    why: Why
    evidence: Evidence | None = None
    holder: Holder
    contact: Contact
    declarations: Declarations
