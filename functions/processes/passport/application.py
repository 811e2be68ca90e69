"""Asking a passport: what the applicant tells. Sources: mechelen.be, bilzen.be, oudenburg.be;
the number of DocStop: politie.be."""

from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain.forms import Application, Ask, Contact, Known, Topic, When, when
from functions.domain.issuing import Declaration as _Declaration
from functions.domain.issuing import Loss as _Loss
from functions.domain.issuing import Urgency, urgencies
from functions.domain.kinds import Date, Declared, Kind
from functions.domain.texts import N_
from functions.domain.whom import Child, Whom

KEY = "passport/request"


class Status(StrEnum):
    BELGIAN = "belgian"
    REFUGEE = "refugee"
    STATELESS = "stateless"


class Old(StrEnum):
    NONE = "none"
    HERE = "here"
    LOST = "lost"
    STOLEN = "stolen"


_GONE = when("old_passport.old", Old.LOST.value, Old.STOLEN.value)


class Nationality(Topic):
    title: ClassVar[str] = N_("Welk soort paspoort")
    intro: ClassVar[str] = N_(
        "Een erkende vluchteling of staatloze persoon krijgt een reisdocument: dat geldt minder lang."
    )

    status: Annotated[
        Status,
        Kind("choice"),
        Ask(
            N_("Is de persoon voor wie het paspoort is Belg, erkend vluchteling of staatloos?"),
            missing=N_("Kies of de persoon Belg, erkend vluchteling of staatloos is."),
            options={
                Status.BELGIAN: N_("Belg"),
                Status.REFUGEE: N_("Erkend vluchteling"),
                Status.STATELESS: N_("Staatloos"),
            },
        ),
    ]


class OldPassport(Topic):
    title: ClassVar[str] = N_("Het oude paspoort")

    old: Annotated[
        Old,
        Kind("choice"),
        Ask(
            N_("Had die persoon al een paspoort?"),
            missing=N_("Kies of de persoon al een paspoort had."),
            options={
                Old.NONE: N_("Nee, dit is het eerste"),
                Old.HERE: N_("Ja, en het is er nog"),
                Old.LOST: N_("Ja, maar het is verloren"),
                Old.STOLEN: N_("Ja, maar het is gestolen"),
            },
            option_hints={
                Old.HERE: N_(
                    "Breng het oude paspoort mee naar het loket, ook als het vervallen is."
                ),
                Old.LOST: N_(
                    "Blokkeer het paspoort meteen bij DocStop (00800 2123 2123) en doe aangifte."
                ),
                Old.STOLEN: N_(
                    "Blokkeer het paspoort meteen bij DocStop (00800 2123 2123) en doe aangifte bij de politie."
                ),
            },
        ),
    ]


class Loss(_Loss):
    asked_when: ClassVar[When | None] = _GONE


class Declaration(_Declaration):
    asked_when: ClassVar[When | None] = _GONE


class Trip(Topic):
    title: ClassVar[str] = N_("Je reis")
    intro: ClassVar[str] = N_(
        "Let op: veel landen vragen dat je paspoort na je reis nog minstens 6 maanden geldig is. Kijk dat na voor je bestemming, op de website van Buitenlandse Zaken."
    )

    day: Annotated[
        Date | None,
        Kind("date"),
        Ask(
            N_("Op welke dag vertrek je?"),
            hint=N_("Alleen als je al een reis hebt. Bijvoorbeeld 31 3 2027."),
            optional=True,
        ),
    ] = None


class Speed(Topic):
    title: ClassVar[str] = N_("Hoe snel je het paspoort nodig hebt")
    intro: ClassVar[str] = N_(
        "Hoe sneller, hoe duurder. Je ziet de prijs voor je betaalt. Van mei tot juli is het druk: vraag je paspoort op tijd."
    )

    urgency: Annotated[
        Urgency,
        Kind("choice"),
        Ask(
            N_("Hoe snel heb je het paspoort nodig?"),
            hint=N_("De tijd telt vanaf je bezoek aan het loket."),
            missing=N_("Kies hoe snel je het paspoort nodig hebt."),
            options=urgencies(KEY),
        ),
    ]


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Wat ik invulde is juist. Vraag ik dit voor een kind, dan ben ik ouder of voogd."),
            missing=N_("Vink aan dat je antwoorden juist zijn."),
        ),
    ]


class PassportApplication(Application):
    known: Known
    whom: Whom
    child: Child | None = None
    nationality: Nationality
    old_passport: OldPassport
    loss: Loss | None = None
    declaration: Declaration | None = None
    trip: Trip
    speed: Speed
    contact: Contact
    declarations: Declarations
