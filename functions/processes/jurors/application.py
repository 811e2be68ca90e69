"""The card of the inquiry: what someone who is drawn tells. Sources: zaventem.be, hove.be."""

from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain.forms import Application, Ask, Contact, Topic, When, when
from functions.domain.kinds import Declared, Kind, Line, LongText, YesNo
from functions.domain.texts import N_


class Office(StrEnum):
    """What the law does not combine with being a juror. Judicial Code, article 224; zaventem.be."""

    NONE = "none"
    MANDATE = "mandate"
    MAGISTRATE = "magistrate"
    COUNCIL = "council"
    GOVERNOR = "governor"
    RELIGION = "religion"
    SOLDIER = "soldier"


class Language(Topic):
    title: ClassVar[str] = N_("Lezen, schrijven en taal")
    intro: ClassVar[str] = N_(
        "Je bent geloot. We vragen wat de wet nodig heeft om te weten of je gezworene kan zijn."
    )

    can_read: Annotated[
        YesNo,
        Ask(
            N_("Kan je lezen en schrijven?"),
            missing=N_("Kies of je kan lezen en schrijven."),
        ),
    ]
    understands: Annotated[
        YesNo,
        Ask(
            N_("Versta je Nederlands goed genoeg om een proces te volgen?"),
            hint=N_("In onze provincie gebeurt het proces in het Nederlands."),
            missing=N_("Kies of je genoeg Nederlands verstaat om een proces te volgen."),
        ),
    ]


class Work(Topic):
    title: ClassVar[str] = N_("Je beroep en je ambt")

    occupation: Annotated[
        Line,
        Ask(
            N_("Wat is je beroep?"),
            hint=N_("Bijvoorbeeld verpleegkundige, student, gepensioneerd of zonder werk."),
            missing=N_("Vul je beroep in. Werk je niet, schrijf dat dan."),
            autocomplete="organization-title",
        ),
    ]
    office: Annotated[
        Office,
        Kind("choice"),
        Ask(
            N_("Heb je nu een van deze functies?"),
            hint=N_("Wie een van deze functies heeft, kan geen gezworene zijn."),
            missing=N_("Kies je functie, of kies dat je er geen hebt."),
            options={
                Office.NONE: N_("Nee, geen van deze"),
                Office.MANDATE: N_("Een politiek mandaat, bijvoorbeeld in een parlement"),
                Office.MAGISTRATE: N_("Magistraat of griffier bij een rechtbank"),
                Office.COUNCIL: N_("Lid van de Raad van State of het Grondwettelijk Hof"),
                Office.GOVERNOR: N_("Gouverneur of arrondissementscommissaris"),
                Office.RELIGION: N_("Bedienaar van een eredienst, bijvoorbeeld priester of imam"),
                Office.SOLDIER: N_("Militair in actieve dienst"),
            },
        ),
    ]


class OfficeDetail(Topic):
    title: ClassVar[str] = N_("Je functie")
    asked_when: ClassVar[When | None] = when(
        "work.office", *(office.value for office in Office if office is not Office.NONE)
    )

    what: Annotated[
        Line,
        Ask(
            N_("Welke functie is dat, en waar?"),
            hint=N_("Bijvoorbeeld: lid van het Vlaams Parlement."),
            missing=N_("Vul in welke functie je hebt en waar."),
        ),
    ]


class Remarks(Topic):
    title: ClassVar[str] = N_("Wat we nog moeten weten")
    intro: ClassVar[str] = N_(
        "Ben je ziek of verhuis je? Dan blijf je nu op de lijst. Je kan dat later aan het hof van "
        "assisen vertellen, als je opgeroepen wordt."
    )

    remark: Annotated[
        LongText | None,
        Kind("long-text"),
        Ask(N_("Wil je nog iets vertellen?"), optional=True, sensitive="medical"),
    ] = None


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Ik verklaar dat wat ik invulde juist is."),
            missing=N_("Vink aan dat je antwoorden juist zijn."),
        ),
    ]


class CardApplication(Application):
    language: Language
    work: Work
    office: OfficeDetail | None = None
    remarks: Remarks
    contact: Contact
    declarations: Declarations
