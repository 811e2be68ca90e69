"""Asking an identity card: what the applicant tells. Sources: kinrooi.be, schelle.be, wervik.be;
the number of DocStop: politie.be."""

from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain.forms import Application, Ask, Contact, Known, Topic, When, when
from functions.domain.issuing import Declaration as _Declaration
from functions.domain.issuing import Loss as _Loss
from functions.domain.issuing import Urgency, urgencies
from functions.domain.kinds import Date, Declared, Kind, YesNo
from functions.domain.texts import N_
from functions.domain.whom import Child, Whom

KEY = "identity-card/request"


class Reason(StrEnum):
    FIRST = "first"
    EXPIRY = "expiry"
    LOST = "lost"
    STOLEN = "stolen"
    DAMAGED = "damaged"
    PHOTO = "photo"
    NAME = "name"
    LANGUAGE = "language"
    RETURN = "return"


# For these the old card is gone, so the law asks for a declaration. middelkerke.be
GONE = (Reason.LOST, Reason.STOLEN)
_GONE = when("why.reason", *(reason.value for reason in GONE))


class Why(Topic):
    title: ClassVar[str] = N_("Waarom je een kaart vraagt")

    reason: Annotated[
        Reason,
        Kind("choice"),
        Ask(
            N_("Waarom is er een nieuwe kaart nodig?"),
            missing=N_("Kies waarom er een nieuwe kaart nodig is."),
            options={
                Reason.FIRST: N_("Het is een eerste kaart"),
                Reason.EXPIRY: N_("De kaart is vervallen of vervalt binnenkort"),
                Reason.LOST: N_("De kaart is verloren"),
                Reason.STOLEN: N_("De kaart is gestolen"),
                Reason.DAMAGED: N_("De kaart is beschadigd"),
                Reason.PHOTO: N_("De foto lijkt niet meer"),
                Reason.NAME: N_("De naam of het geslacht is veranderd"),
                Reason.LANGUAGE: N_("De kaart moet in een andere taal"),
                Reason.RETURN: N_("Terug uit het buitenland"),
            },
            option_hints={
                Reason.FIRST: N_(
                    "Een Kids-ID voor een kind jonger dan 12 jaar, of de kaart vanaf 12 jaar. Een geldige Kids-ID mag nog doorlopen tot ten laatste 14 jaar en 9 maanden."
                ),
                Reason.LOST: N_(
                    "Blokkeer de kaart meteen bij DocStop (00800 2123 2123) en doe aangifte."
                ),
                Reason.STOLEN: N_(
                    "Blokkeer de kaart meteen bij DocStop (00800 2123 2123) en doe aangifte."
                ),
            },
        ),
    ]


class OldCard(Topic):
    title: ClassVar[str] = N_("De oude kaart")
    intro: ClassVar[str] = N_(
        "Je krijgt een brief voor je kaart vervalt. Kreeg je 3 weken voor die dag nog geen brief? Vraag de kaart dan nu."
    )
    asked_when: ClassVar[When | None] = when("why.reason", Reason.EXPIRY.value)

    valid_until: Annotated[
        Date,
        Ask(
            N_("Tot welke dag is de kaart geldig?"),
            hint=N_("De datum staat op de kaart, bijvoorbeeld 31 3 2027."),
            missing=N_("Vul de dag in tot wanneer de kaart geldig is."),
        ),
    ]
    was_summoned: Annotated[
        YesNo,
        Ask(
            N_("Kreeg je al een brief om de kaart te vernieuwen?"),
            missing=N_("Kies of je al een brief kreeg."),
        ),
    ]


class Loss(_Loss):
    asked_when: ClassVar[When | None] = _GONE


class Declaration(_Declaration):
    asked_when: ClassVar[When | None] = _GONE


class Speed(Topic):
    title: ClassVar[str] = N_("Hoe snel je de kaart nodig hebt")
    intro: ClassVar[str] = N_("Hoe sneller, hoe duurder. Je ziet de prijs voor je betaalt.")

    urgency: Annotated[
        Urgency,
        Kind("choice"),
        Ask(
            N_("Hoe snel heb je de kaart nodig?"),
            hint=N_("De tijd telt vanaf je bezoek aan het loket."),
            missing=N_("Kies hoe snel je de kaart nodig hebt."),
            options=urgencies(KEY),
        ),
    ]


class Place(Topic):
    title: ClassVar[str] = N_("Waar je de kaart aanvraagt")

    needs_visit: Annotated[
        YesNo,
        Ask(
            N_("Moeten we aan huis komen?"),
            hint=N_(
                "Alleen voor wie door ziekte of een beperking niet naar het loket kan. Anders kies je straks een moment aan het loket."
            ),
            missing=N_("Kies of we aan huis moeten komen."),
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


class CardApplication(Application):
    known: Known
    whom: Whom
    child: Child | None = None
    why: Why
    old_card: OldCard | None = None
    loss: Loss | None = None
    declaration: Declaration | None = None
    speed: Speed
    place: Place
    contact: Contact
    declarations: Declarations
