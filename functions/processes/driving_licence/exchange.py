"""A foreign licence, judged and exchanged. Sources: houthulst.be, begijnendijk.be."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from functions.domain import life_events
from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.forms import Answers
from functions.domain.issuing import destroyed_end
from functions.domain.problems import Problem
from functions.domain.procedure import Guide, Hurdle, Procedure, rule
from functions.domain.steps import (
    ESCALATE,
    answer,
    external,
    lapsed_end,
    payment,
    refusal,
    visit,
)
from functions.domain.texts import N_, say
from functions.domain.workflow import Lapse, Outcome, Step, within, workflow
from functions.processes.driving_licence import rules, steps
from functions.processes.driving_licence.exchange_form import Area, ExchangeApplication

KEY = "driving-licence/exchange"
PRICE = Price(KEY)


@rule(
    title=N_("Het rijbewijs komt uit een Europees of erkend land"),
    source="houthulst.be; Royal Decree of 23 March 1998, article 27",
    needs=("foreign",),
)
def country_is_recognised(application: ExchangeApplication, facts: Facts) -> Iterator[Problem]:
    del facts
    if application.foreign.area is Area.OTHER:
        yield Problem(
            "foreign.area",
            say(
                N_(
                    "Een rijbewijs uit dit land kan je niet omruilen. Je doet in België een theorie-examen en een praktijkexamen."
                )
            ),
        )


@rule(
    title=N_("Het rijbewijs is gegeven en nog geldig"),
    source="houthulst.be, begijnendijk.be",
    needs=("foreign",),
)
def licence_is_valid(application: ExchangeApplication, facts: Facts) -> Iterator[Problem]:
    foreign = application.foreign
    if foreign.issued > facts.today:
        yield Problem("foreign.issued", say(rules.IN_THE_FUTURE))
    if foreign.valid_until and foreign.valid_until < facts.today:
        yield Problem(
            "foreign.valid_until",
            say(
                N_(
                    "Een vervallen rijbewijs kan je niet omruilen. Vernieuw het eerst in het land dat het gaf."
                )
            ),
        )


@rule(
    title=N_("Je woont lang genoeg in België"),
    source="Royal Decree of 23 March 1998, article 3; days: tenant data (u)",
    needs=("residence",),
)
def lives_here_long_enough(application: ExchangeApplication, facts: Facts) -> Iterator[Problem]:
    since = application.residence.since
    first = since + timedelta(days=facts.tenant.facts[KEY]["residence_days"])
    if since > facts.today:
        yield Problem("residence.since", say(rules.IN_THE_FUTURE))
    elif first > facts.today:
        yield Problem(
            "residence.since",
            say(
                N_("Je woont nog niet lang genoeg in België. Je kan dit vragen vanaf %(day)s."),
                day=first,
            ),
        )


def _question(answers: Answers, facts: Facts) -> Mapping[str, str]:
    """What the police needs to judge the document: what it says it is, and not whose it is; the
    counter sends the card itself along."""
    del facts
    foreign = answers["foreign"]
    return {
        "document": "driving-licence",
        "country": str(foreign["country"]),
        "number": str(foreign["number"]),
        "issued": str(foreign["issued"]),
    }


def _order(answers: Answers, facts: Facts) -> Mapping[str, str]:
    categories = str(answers["foreign"]["categories"])
    return steps.ordered("licence-exchanged", answers, facts, category=categories)


_hand_in = visit(
    "hand_in",
    service="driving",
    bring=(
        steps.BRING_CARD,
        N_("Je buitenlandse rijbewijs: dat geef je af."),
        N_("Een recente pasfoto, als je niet de foto van je identiteitskaart wil."),
    ),
    title=N_("Je geeft je buitenlandse rijbewijs af"),
    ask=N_(
        "Kijk de identiteit na, neem het rijbewijs in en geef een ontvangstbewijs. Wil de persoon een nieuwe foto? Neem die ook over. Stuur het rijbewijs naar de politie."
    ),
    done=N_("Rijbewijs ingenomen"),
    told=N_("Het buitenlandse rijbewijs is afgegeven aan het loket."),
    then="authenticity",
)

_authenticity = external(
    "authenticity",
    party="police",
    title=N_("De politie kijkt na of je rijbewijs echt is"),
    waiting=N_("De politie kijkt na of het rijbewijs echt is."),
    message=_question,
    answers=(
        answer("authentic", N_("Het rijbewijs is echt."), "production"),
        answer("not-authentic", N_("De politie twijfelt of het rijbewijs echt is."), "review"),
    ),
    term=within("authenticity", days=60, source="(u) the term that the police works with"),
    lapse=Lapse(N_("De politie antwoordde niet op tijd. We zoeken het uit."), then="review"),
)

_review = Step(
    name="review",
    title=N_("De dienst bevolking beslist over je rijbewijs"),
    waiting=N_("De dienst bevolking bekijkt wat de politie antwoordde."),
    ask=N_("Lees het antwoord van de politie, of vraag ernaar. Beslis of het rijbewijs echt is."),
    role="population",
    aside=True,
    term=within("review", days=10, working=True, source="(u) the municipality's own term"),
    outcomes=(
        Outcome(
            "accept",
            N_("Het rijbewijs is echt"),
            "production",
            N_("Het Belgische rijbewijs wordt besteld."),
            N_("Het rijbewijs is echt."),
            style="primary",
        ),
        Outcome(
            "ask-again",
            N_("Opnieuw aan de politie vragen"),
            "authenticity",
            N_("De politie krijgt de vraag opnieuw."),
            N_("De vraag is opnieuw aan de politie gesteld."),
        ),
        refusal(
            N_("Omruilen weigeren"),
            told=N_("De aanvraag is geweigerd."),
            reasons={
                "not-authentic": N_("Het rijbewijs is niet echt."),
                "not-confirmed": N_("Het land dat het rijbewijs gaf, bevestigt het niet."),
            },
        ),
    ),
    lapse=ESCALATE,
)

_road = workflow(
    steps.check(
        ask=N_(
            "Kijk na: kan dit rijbewijs omgeruild worden, voor welke categorieën, en woont de persoon hier lang genoeg?"
        ),
        reasons={
            "not-recognised": N_("Het land of de categorie is niet erkend."),
            "expired": N_("Het rijbewijs is niet meer geldig."),
            "residence": N_("De persoon woont nog niet lang genoeg in België."),
        },
    ),
    payment("payment", price=PRICE, then="hand_in_booking"),
    _hand_in,
    _authenticity,
    _review,
    steps.made_and_collected(
        _order,
        bring=(),
        ask=N_("Kijk de identiteit na en geef het Belgische rijbewijs af."),
    ),
    steps.ISSUED,
    steps.REFUSED,
    lapsed_end(),
    destroyed_end(),
)

exchange = Procedure(
    name="exchange",
    process="driving-licence",
    mails_say_what=True,
    application=ExchangeApplication,
    workflow=_road,
    rules=(
        rules.applicant_lives_here,
        country_is_recognised,
        licence_is_valid,
        lives_here_long_enough,
    ),
    submit_label=N_("Omruiling aanvragen"),
    claims=steps.one_running("driving-licence-exchange", "foreign.number"),
    keeps_claims=False,
    price=PRICE,
    retention_days=365,
    retention_note="(u) to be set by the municipality's archive plan",
    hurdles=(
        steps.RESIDENT,
        Hurdle(
            "have",
            N_("Heb je het buitenlandse rijbewijs zelf nog?"),
            if_no=N_(
                "Vraag eerst een duplicaat aan het land dat je rijbewijs gaf. Je moet het hier afgeven."
            ),
        ),
    ),
    guide=Guide(
        title=N_("Buitenlands rijbewijs omruilen"),
        summary=N_("Ruil je buitenlandse rijbewijs om voor een Belgisch."),
        life_event=life_events.DRIVING,
        who=(
            N_("Je bent ingeschreven in onze gemeente en woont lang genoeg in België."),
            N_("Je rijbewijs is geldig en komt uit een Europees of erkend land."),
        ),
        needed=(
            N_("Je buitenlandse rijbewijs: eerst een foto, daarna geef je het zelf af."),
            N_("Soms een vertaling door een beëdigde vertaler."),
        ),
        duration=N_(
            "Invullen duurt ongeveer 8 minuten. De politie kijkt na of je rijbewijs echt is: dat kan enkele weken duren."
        ),
        legal=(N_("Koninklijk besluit van 23 maart 1998 over het rijbewijs"),),
        counter=N_("Je kan je rijbewijs ook aan het loket omruilen."),
        paper=N_("Liever op papier? Haal het formulier aan het loket."),
        keywords=N_("rijbewijs buitenlands omruilen omwisselen europees erkend land"),
    ),
)
