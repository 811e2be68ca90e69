"""What the public pages tell about administration, and the short check before each form."""

from functions.domain import life_events
from functions.domain.procedure import Guide, Hurdle
from functions.domain.texts import N_

_EVENT = life_events.CARE
_LEGAL = (
    N_("Oud Burgerlijk Wetboek, artikelen 488/1 tot 502: beschermde personen"),
    N_("Centraal Register van Bescherming van de Personen"),
)
_COUNTER = N_("Je kan dit ook doen aan het loket. Breng de beschikking en je identiteitskaart mee.")
_PAPER = N_("Liever op papier? Stuur een kopie van de beschikking met de post.")
_DURATION = N_("Invullen duurt ongeveer 10 minuten. We beslissen meestal binnen 4 weken.")
_WHO = (
    N_("Je bent door de vrederechter aangesteld als bewindvoerder."),
    N_("De beschermde persoon is meerderjarig en woont in onze gemeente."),
)
_NEEDED = (
    N_("De beschikking van de vrederechter: een foto is goed."),
    N_("Het rijksregisternummer van iedereen die in de beschikking staat."),
)

_ORDER = Hurdle(
    "order",
    N_("Heb je de beschikking van de vrederechter?"),
    if_no=N_("Vraag de beschikking aan de griffie van het vredegerecht. Kom daarna terug."),
)
_ADMINISTRATOR = Hurdle(
    "administrator",
    N_("Sta jij in de beschikking als bewindvoerder?"),
    if_no=N_("Alleen de bewindvoerder kan dit online doen. Vraag het aan hem of haar."),
)
_RESIDENCE = Hurdle(
    "residence",
    N_("Woont de beschermde persoon in onze gemeente?"),
    if_no=N_("Doe dit bij de gemeente waar de beschermde persoon woont."),
)

REGISTRATION_HURDLES = (
    _ORDER,
    _ADMINISTRATOR,
    Hurdle(
        "adult",
        N_("Is de beschermde persoon 18 jaar of ouder?"),
        if_no=N_("Voor een minderjarige handelen de ouders of de voogd. Je hoeft niets te doen."),
    ),
    _RESIDENCE,
)
CHANGE_HURDLES = (
    Hurdle(
        "registered",
        N_("Is de bewindvoering al geregistreerd bij onze gemeente?"),
        if_no=N_("Registreer dan eerst de bewindvoering, met de nieuwe beschikking."),
    ),
    _ORDER,
    _ADMINISTRATOR,
)
ENDING_HURDLES = (
    Hurdle(
        "registered",
        N_("Is de bewindvoering geregistreerd bij onze gemeente?"),
        if_no=N_("Dan hoef je bij ons niets te doen."),
    ),
)

REGISTRATION = Guide(
    title=N_("Bewindvoering registreren"),
    summary=N_(
        "Laat weten dat je bewindvoerder bent, zodat je voor de beschermde persoon kan handelen."
    ),
    life_event=_EVENT,
    who=_WHO,
    needed=_NEEDED,
    duration=_DURATION,
    legal=_LEGAL,
    counter=_COUNTER,
    paper=_PAPER,
    keywords=N_("bewindvoerder bewind beschermde persoon vrederechter beschikking voorlopig"),
)
CHANGE = Guide(
    title=N_("Bewindvoering wijzigen"),
    summary=N_("Is er een nieuwe beschikking? Geef door wie bewindvoerder is en waarvoor."),
    life_event=_EVENT,
    who=(
        N_("Je staat als bewindvoerder in de nieuwe beschikking."),
        N_("De bewindvoering is al bij ons geregistreerd."),
    ),
    needed=_NEEDED,
    duration=_DURATION,
    legal=_LEGAL,
    counter=_COUNTER,
    paper=_PAPER,
    keywords=N_("bewindvoerder bewind wijziging nieuwe beschikking vervangen vrederechter"),
)
ENDING = Guide(
    title=N_("Einde van de bewindvoering doorgeven"),
    summary=N_("Is je opdracht als bewindvoerder voorbij? Geef het door."),
    life_event=_EVENT,
    who=(N_("Je was bewindvoerder en je opdracht is voorbij."),),
    needed=(N_("De beschikking, als de vrederechter het bewind beëindigde of je verving."),),
    duration=N_("Invullen duurt ongeveer 5 minuten. We beslissen meestal binnen 4 weken."),
    legal=_LEGAL,
    counter=_COUNTER,
    paper=_PAPER,
    keywords=N_("bewindvoerder bewind einde stoppen opheffen overleden vrederechter"),
)
