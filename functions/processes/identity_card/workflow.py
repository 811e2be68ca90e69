"""The road of an identity card: checked, paid, photo and fingerprints, made, collected in person."""

from collections.abc import Callable, Iterator, Mapping

from functions.domain import life_events, whom
from functions.domain.facts import Facts
from functions.domain.forms import Answers
from functions.domain.issuing import (
    CHECK_TERM,
    brussels,
    collecting,
    destroyed_end,
    for_those,
    is_super_urgent,
    making,
    urgency_in,
)
from functions.domain.links import Act
from functions.domain.person import birth_date
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Guide, Hurdle, Procedure
from functions.domain.steps import (
    ESCALATE,
    decide,
    lapsed_end,
    payment,
    refusal,
    supplement,
    visit,
)
from functions.domain.texts import N_, say
from functions.domain.workflow import End, Outcome, Step, within, workflow
from functions.processes.identity_card import rules
from functions.processes.identity_card.application import CardApplication

_OWN_TERM = "(u) the municipality's own term"


def _order(answers: Answers, facts: Facts) -> Mapping[str, str]:
    """What the card producer needs: whose card, which one, how fast and where to. The name and the
    photo it has from the register and the counter."""
    number = whom.number_in(answers, facts)
    born = birth_date(number)
    until = {"valid_until": rules.valid_until(born, facts.today, facts).isoformat()} if born else {}
    return {
        "document": rules.card_in(answers, facts),
        "national_number": number,
        "urgency": urgency_in(answers),
        "deliver_to": "brussels" if is_super_urgent(answers, facts) else facts.tenant.nis,
        **until,
    }


_check = Step(
    name="check",
    title=N_("De dienst bevolking kijkt je aanvraag na"),
    waiting=N_("De dienst bevolking kijkt de aanvraag na."),
    ask=N_(
        "Kijk na: wie vraagt de kaart, mag die dat, is de persoon Belg en hier ingeschreven, klopt de reden?"
    ),
    role="population",
    term=CHECK_TERM,
    outcomes=(
        Outcome(
            "approve",
            N_("Aanvraag goedkeuren"),
            "payment",
            N_("De aanvrager krijgt een mail om te betalen. Daarna volgt de afspraak."),
            N_("De aanvraag is nagekeken en in orde."),
            style="primary",
        ),
        refusal(
            N_("Aanvraag weigeren"),
            told=N_("De aanvraag is geweigerd."),
            reasons={
                "not-belgian": N_("De persoon is geen Belg."),
                "not-resident": N_("De persoon is niet ingeschreven in onze gemeente."),
                "no-authority": N_("De aanvrager is geen ouder of voogd van het kind."),
                "declaration": N_("De aangifte van verlies of diefstal is niet in orde."),
                "not-needed": N_(
                    "De huidige kaart is nog geldig en er is geen reden voor een nieuwe."
                ),
            },
        ),
    ),
    lapse=ESCALATE,
)

_home_visit = Step(
    name="home_visit",
    title=N_("We komen bij je thuis voor de aanvraag"),
    waiting=N_("We mailen om een huisbezoek af te spreken."),
    ask=N_(
        "Spreek een huisbezoek af. Neem de foto, de vingerafdrukken (vanaf 12 jaar) en de handtekening, en ontvang zo nodig het geld."
    ),
    role="population",
    needed=rules.wants_home_visit,
    term=within("home_visit", days=15, working=True, source=_OWN_TERM),
    outcomes=(
        Outcome(
            "done",
            N_("Huisbezoek gedaan, kaart bestellen"),
            "application_booking",
            N_("De kaart wordt besteld."),
            N_("De foto en de handtekening zijn thuis genomen."),
            style="primary",
        ),
        refusal(
            N_("Aanvraag weigeren"),
            told=N_("De aanvraag is geweigerd."),
            reasons={
                "identity": N_("De identiteit van de persoon staat niet vast."),
                "no-health-reason": N_("De persoon kan zelf naar het loket komen."),
            },
        ),
    ),
    lapse=ESCALATE,
)

_application = visit(
    "application",
    service="identity",
    bring=(
        N_("Een recente pasfoto, hoogstens 6 maanden oud."),
        N_("De oude kaart, als je die nog hebt."),
        N_("Het kind zelf, als de kaart voor een kind is."),
    ),
    title=N_("Je komt langs voor je foto en handtekening"),
    ask=N_(
        "Kijk de identiteit na. Neem de foto, de vingerafdrukken (vanaf 12 jaar) en de handtekening, en ontvang zo nodig het geld. Wordt de kaart in Brussel afgehaald? Zeg waar."
    ),
    done=N_("In orde, kaart bestellen"),
    told=N_("De foto en de handtekening zijn genomen aan het loket."),
    then="production",
    more=(
        refusal(
            N_("Aanvraag weigeren"),
            told=N_("De aanvraag is geweigerd."),
            reasons={"identity": N_("De identiteit van de persoon staat niet vast.")},
        ),
    ),
)

_home_delivery = Step(
    name="home_delivery",
    title=N_("We brengen je kaart bij je thuis"),
    waiting=N_("De kaart is er. We mailen om ze te brengen."),
    ask=N_("Breng de kaart, activeer ze met de pincode en neem de oude kaart mee terug."),
    role="population",
    needed=rules.wants_home_visit,
    term=within("home_delivery", days=15, working=True, source=_OWN_TERM),
    outcomes=(
        Outcome(
            "done",
            N_("Kaart afgegeven"),
            "collection_booking",
            N_("De zaak is klaar."),
            N_("De kaart is thuis afgegeven."),
            style="primary",
        ),
        Outcome(
            "nobody",
            N_("De kaart kan niet afgegeven worden"),
            "destroy",
            N_("De kaart wordt vernietigd."),
            N_("De kaart kon niet afgegeven worden."),
            needs_reason=True,
        ),
    ),
    lapse=ESCALATE,
)

_road = workflow(
    decide(_check, supplement=supplement()),
    payment(
        "payment",
        price=rules.PRICE,
        then="home_visit",
        later=N_("Je betaalt wanneer je bij ons langskomt, of wanneer wij bij jou komen."),
    ),
    _home_visit,
    for_those(_application, rules.comes_to_apply),
    making(message=_order, then="brussels", again="home_visit"),
    brussels(then="home_delivery"),
    _home_delivery,
    collecting(
        bring=(
            N_("De oude kaart, als je die nog hebt."),
            N_("De brief met de pincode en de pukcode."),
            N_("Het kind zelf, als de kaart voor een kind vanaf 12 jaar is."),
        ),
        ask=N_("Geef de kaart af, activeer ze met de pincode en neem de oude kaart in."),
        needed=rules.comes_to_collect,
    ),
    End(
        "issued",
        N_("De identiteitskaart is afgegeven."),
        N_(
            "Bewaar de pincode en de pukcode goed. Is de kaart weg? Blokkeer ze bij DocStop: 00800 2123 2123."
        ),
        positive=True,
    ),
    End(
        "refused",
        N_("De aanvraag van de identiteitskaart is geweigerd."),
        N_("Lees de reden hieronder. Is ze opgelost? Doe dan een nieuwe aanvraag."),
        appeal=N_(
            "Ben je het niet eens? Bel of mail de dienst bevolking. Blijft de weigering, dan kan je beroep instellen bij de Raad van State."
        ),
    ),
    lapsed_end(),
    destroyed_end(),
)


def _claims(
    application: CardApplication, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """One running application per person, whoever asks it."""
    yield Claim(
        f"identity-card/{whom.ref_in(application, pseudonym, applicant)}",
        Problem(
            "whom.who",
            say(
                N_(
                    "Voor deze persoon loopt al een aanvraag van een kaart. Kijk bij je zaken, of trek ze eerst in."
                )
            ),
        ),
    )


request = Procedure(
    name="request",
    process="identity-card",
    mails_say_what=True,
    application=CardApplication,
    workflow=_road,
    rules=rules.RULES,
    submit_label=N_("Kaart aanvragen"),
    claims=_claims,
    keeps_claims=False,
    price=rules.PRICE,
    acts=frozenset({Act.IDENTITY_DOCUMENTS}),
    for_child=whom.as_child,
    retention_days=365,
    retention_note="(u) to be set by the municipality's archive plan",
    hurdles=(
        Hurdle(
            "resident",
            N_("Is de persoon voor wie de kaart is in onze gemeente ingeschreven?"),
            if_no=N_(
                "Vraag de kaart aan de gemeente waar die persoon ingeschreven is. In het buitenland vraag je ze aan de ambassade of het consulaat."
            ),
        ),
        Hurdle(
            "belgian",
            N_("Is die persoon Belg?"),
            if_no=N_("Maak een afspraak aan het loket voor een verblijfskaart: bel of mail ons."),
        ),
        Hurdle(
            "today",
            N_("Heb je vandaag nog een kaart nodig?"),
            if_yes=N_(
                "Kom tijdens de openingsuren meteen naar het loket. We bekijken daar of een heel dringende aanvraag nog kan."
            ),
        ),
    ),
    guide=Guide(
        title=N_("Identiteitskaart aanvragen"),
        summary=N_("Vraag een identiteitskaart (eID) of een Kids-ID voor jezelf of je kind."),
        life_event=life_events.IDENTITY,
        who=(
            N_("De persoon voor wie de kaart is, is Belg en woont in onze gemeente."),
            N_("Voor een kind vraagt een ouder of voogd de kaart."),
            N_(
                "Jonger dan 12 jaar: een Kids-ID, 3 jaar geldig. Van 12 tot 17 jaar: 6 jaar geldig. Van 18 tot 74 jaar: 10 jaar. Vanaf 75 jaar: 30 jaar."
            ),
        ),
        needed=(
            N_("Een recente pasfoto, hoogstens 6 maanden oud: die breng je mee naar het loket."),
            N_("Is de kaart verloren of gestolen? De aangifte: een foto is goed."),
        ),
        duration=N_(
            "Invullen duurt ongeveer 5 minuten. Je komt twee keer langs: voor je foto en om de kaart af te halen. Gewoon duurt het 2 tot 3 weken."
        ),
        legal=(
            N_("Wet van 19 juli 1991 over de bevolkingsregisters en de identiteitskaarten"),
            N_("Koninklijk besluit van 25 maart 2003 over de identiteitskaarten"),
        ),
        counter=N_("Je kan de kaart ook helemaal aan het loket aanvragen."),
        paper=N_("Liever op papier? Haal het formulier aan het loket."),
        keywords=N_("eid kids-id paspoort kaart verloren gestolen vernieuwen kind huisbezoek"),
    ),
)
