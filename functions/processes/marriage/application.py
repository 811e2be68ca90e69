"""Declaring a marriage: what one of the two tells. Sources: berlare.be, waasmunster.be, meerhout.be."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from functions.domain import registered
from functions.domain.facts import Facts
from functions.domain.forms import Application, Ask, Contact, Known, Option, Topic, When
from functions.domain.kinds import Choice, Date, Declared, Documents, Kind, Line, YesNo
from functions.domain.second_person import SecondPerson
from functions.domain.texts import N_, say

# The kinds of ceremony that a municipality can offer: names of services in its file.
TOWN_HALL = "wedding"
SPECIAL = "wedding-special"
CEREMONIES = (TOWN_HALL, SPECIAL)


def ceremonies(facts: Facts) -> Sequence[Option]:
    """Those that this municipality has, with their place."""
    services = facts.tenant.services
    return [
        (name, say(N_("%(title)s: %(place)s"), title=found.title[facts.lang], place=found.place))
        for name in CEREMONIES
        if (found := services.get(name))
    ]


class Partner(SecondPerson):
    title: ClassVar[str] = N_("Met wie je trouwt")
    intro: ClassVar[str] = N_(
        "Deze persoon bevestigt met een eigen aanmelding. Jullie hoeven dus niet samen te komen."
    )
    shown_to: ClassVar[frozenset[str]] = frozenset({"partner"})


class Couple(Topic):
    title: ClassVar[str] = N_("Kunnen jullie trouwen?")
    shown_to: ClassVar[frozenset[str]] = frozenset({"partner"})

    lives_here: Annotated[
        YesNo,
        Ask(
            N_("Is minstens een van jullie in onze gemeente ingeschreven?"),
            missing=N_("Kies of een van jullie in onze gemeente ingeschreven is."),
        ),
    ]
    are_free: Annotated[
        YesNo,
        Ask(
            N_("Zijn jullie allebei vrij om te trouwen?"),
            hint=N_("Niet getrouwd, en niet wettelijk samenwonend met iemand anders."),
            missing=N_("Kies of jullie allebei vrij zijn om te trouwen."),
            known=registered.not_both_unmarried,
        ),
    ]
    are_belgian_born: Annotated[
        YesNo,
        Ask(
            N_("Zijn jullie allebei Belg en in België geboren?"),
            hint=N_("Dan zoeken wij de akten op en hebben we geen documenten nodig."),
            missing=N_("Kies of jullie allebei Belg en in België geboren zijn."),
            known=registered.not_both_belgian,
        ),
    ]


class Papers(Topic):
    title: ClassVar[str] = N_("De documenten")
    intro: ClassVar[str] = N_(
        "Voor wie geen Belg is of niet in België geboren is. De documenten zijn gelegaliseerd en "
        "vertaald door een beëdigd vertaler. Bel ons als je twijfelt."
    )
    asked_when: ClassVar[When | None] = When("couple.are_belgian_born", frozenset({False}))

    birth: Annotated[
        Documents,
        Ask(N_("Geboorteakte"), missing=N_("Voeg de geboorteakte toe.")),
    ] = ()
    identity: Annotated[
        Documents,
        Ask(
            N_("Bewijs van nationaliteit en van woonplaats"),
            hint=N_("Een paspoort of identiteitskaart, en een bewijs van waar die persoon woont."),
            missing=N_("Voeg het bewijs van nationaliteit en woonplaats toe."),
        ),
    ] = ()
    status: Annotated[
        Documents,
        Ask(
            N_("Bewijs van ongehuwd zijn"),
            hint=N_("Of het bewijs dat een vorig huwelijk voorbij is."),
            missing=N_("Voeg het bewijs toe dat die persoon niet getrouwd is."),
        ),
    ] = ()
    custom: Annotated[
        Documents,
        Ask(
            N_("Attest over de wet van het eigen land"),
            hint=N_("Een “wetscertificaat” van de ambassade, als die het geeft."),
            optional=True,
        ),
    ] = ()


class Ceremony(Topic):
    title: ClassVar[str] = N_("Waar en wanneer jullie willen trouwen")
    intro: ClassVar[str] = N_(
        "Jullie kiezen het uur zodra de ambtenaar de aangifte getekend heeft. Trouwen kan vanaf 14 "
        "dagen daarna, en tot 6 maanden na die veertiende dag."
    )
    shown_to: ClassVar[frozenset[str]] = frozenset({"partner"})

    place: Annotated[
        Choice,
        Ask(
            N_("Waar willen jullie trouwen?"),
            missing=N_("Kies waar jullie willen trouwen."),
            options=ceremonies,
        ),
    ]
    wished: Annotated[
        Date | None,
        Kind("date"),
        Ask(
            N_("Welke dag hebben jullie in gedachten?"),
            hint=N_("We zeggen meteen of die dag kan. Bijvoorbeeld 31 3 2027."),
            optional=True,
        ),
    ] = None
    has_witnesses: Annotated[
        YesNo,
        Ask(
            N_("Brengen jullie getuigen mee?"),
            hint=N_("Dat hoeft niet."),
            missing=N_("Kies of jullie getuigen meebrengen."),
        ),
    ]


class Witness(Topic):
    title: ClassVar[str] = N_("Getuige")

    given_name: Annotated[
        Line, Ask(N_("Voornaam"), missing=N_("Vul de voornaam van de getuige in."))
    ]
    family_name: Annotated[
        Line, Ask(N_("Achternaam"), missing=N_("Vul de achternaam van de getuige in."))
    ]
    born: Annotated[
        Date,
        Ask(
            N_("Geboortedatum"),
            hint=N_("Bijvoorbeeld 31 3 1985"),
            missing=N_("Vul de geboortedatum van de getuige in."),
        ),
    ]


class Witnesses(Topic):
    title: ClassVar[str] = N_("De getuigen")
    asked_when: ClassVar[When | None] = When("ceremony.has_witnesses", frozenset({True}))
    shown_to: ClassVar[frozenset[str]] = frozenset({"partner"})

    named: Annotated[
        list[Witness],
        Field(min_length=1, max_length=6),
        Ask(
            N_("Wie zijn jullie getuigen?"),
            entry=N_("Getuige %(number)s"),
            add=N_("Nog een getuige toevoegen"),
            remove=N_("Deze getuige weghalen"),
        ),
    ]


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Ik wil met deze persoon trouwen en wat ik invulde is juist."),
            missing=N_("Vink aan dat je wil trouwen en dat je antwoorden juist zijn."),
        ),
    ]


class MarriageApplication(Application):
    known: Known
    partner: Partner
    couple: Couple
    papers: Papers | None = None
    ceremony: Ceremony
    witnesses: Witnesses | None = None
    contact: Contact
    declarations: Declarations
