"""The road of a passport: checked, paid, photo and fingerprints, made, collected in person."""

from collections.abc import Callable, Iterator, Mapping

from functions.domain import life_events, whom
from functions.domain.facts import Facts
from functions.domain.forms import Answers
from functions.domain.issuing import (
    CHECK_TERM,
    brussels,
    collecting,
    destroyed_end,
    is_super_urgent,
    making,
    urgency_in,
)
from functions.domain.links import Act
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Guide, Hurdle, Procedure
from functions.domain.steps import ESCALATE, decide, lapsed_end, payment, refusal, supplement, visit
from functions.domain.texts import N_, say
from functions.domain.workflow import End, Outcome, Step, workflow
from functions.processes.passport import rules
from functions.processes.passport.application import PassportApplication


def _order(answers: Answers, facts: Facts) -> Mapping[str, str]:
    """What the producer needs: whose passport, which one, for how long, how fast and where to."""
    passport = rules.passport_in(answers, facts)
    return {
        "document": f"passport-{passport}",
        "national_number": whom.number_in(answers, facts),
        "years": str(rules.years_valid(passport, facts)),
        "urgency": urgency_in(answers),
        "deliver_to": "brussels" if is_super_urgent(answers, facts) else facts.tenant.nis,
    }


_check = Step(
    name="check",
    title=N_("De dienst bevolking kijkt je aanvraag na"),
    waiting=N_("De dienst bevolking kijkt de aanvraag na."),
    ask=N_(
        "Kijk na: wie vraagt het paspoort, mag die dat, is de persoon hier ingeschreven, klopt de nationaliteit, en is er geen verbod om een paspoort te geven?"
    ),
    role="population",
    term=CHECK_TERM,
    outcomes=(
        Outcome(
            "approve",
            N_("Aanvraag goedkeuren"),
            "payment",
            N_("De aanvrager krijgt een mail om te betalen en een moment te kiezen."),
            N_("De aanvraag is nagekeken en in orde."),
            style="primary",
        ),
        refusal(
            N_("Aanvraag weigeren"),
            told=N_("De aanvraag is geweigerd."),
            reasons={
                "status": N_("De persoon is geen Belg, erkend vluchteling of staatloze."),
                "not-resident": N_("De persoon is niet ingeschreven in onze gemeente."),
                "no-authority": N_("De aanvrager is geen ouder of voogd van het kind."),
                "declaration": N_("De aangifte van verlies of diefstal is niet in orde."),
                "forbidden": N_(
                    "Een gerecht of een andere overheid verbiedt een paspoort te geven."
                ),
            },
        ),
    ),
    lapse=ESCALATE,
)

_road = workflow(
    decide(_check, supplement=supplement()),
    payment("payment", price=rules.PRICE, then="application_booking"),
    visit(
        "application",
        service="identity",
        bring=(
            N_("Je identiteitskaart of verblijfskaart."),
            N_("Een recente pasfoto, hoogstens 6 maanden oud."),
            N_("Het oude paspoort, als dat er nog is."),
            N_("Het kind zelf, als het paspoort voor een kind is: het komt mee met een ouder."),
        ),
        title=N_("Je komt langs voor je foto en handtekening"),
        ask=N_(
            "Kijk de identiteit na. Neem de foto, de vingerafdrukken (vanaf 12 jaar) en de handtekening (een kind tekent vanaf 6 jaar), en ontvang zo nodig het geld. Wordt het paspoort in Brussel afgehaald? Zeg waar."
        ),
        done=N_("In orde, paspoort bestellen"),
        told=N_("De foto en de handtekening zijn genomen aan het loket."),
        then="production",
        more=(
            refusal(
                N_("Aanvraag weigeren"),
                told=N_("De aanvraag is geweigerd."),
                reasons={
                    "identity": N_("De identiteit van de persoon staat niet vast."),
                    "no-parent": N_("Het kind kwam zonder ouder of voogd."),
                },
            ),
        ),
    ),
    making(message=_order, then="brussels", again="application_booking"),
    brussels(then="collection_booking"),
    collecting(
        bring=(
            N_("Je identiteitskaart of verblijfskaart."),
            N_("Het oude paspoort, als dat er nog is."),
        ),
        ask=N_("Geef het paspoort af en maak het oude paspoort ongeldig."),
    ),
    End(
        "issued",
        N_("Het paspoort is afgegeven."),
        N_("Kijk na of alles in het paspoort juist is, en voor je reis hoelang het nog geldig is."),
        positive=True,
    ),
    End(
        "refused",
        N_("De aanvraag van het paspoort is geweigerd."),
        N_("Lees de reden hieronder. Is ze opgelost? Doe dan een nieuwe aanvraag."),
        appeal=N_(
            "Ben je het niet eens? Bel of mail de dienst bevolking. Blijft de weigering, dan kan je beroep instellen bij de Raad van State."
        ),
    ),
    lapsed_end(),
    destroyed_end(),
)


def _claims(
    application: PassportApplication, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """One running application per person, whoever asks it."""
    yield Claim(
        f"passport/{whom.ref_in(application, pseudonym, applicant)}",
        Problem(
            "whom.who",
            say(
                N_(
                    "Voor deze persoon loopt al een aanvraag van een paspoort. Kijk bij je zaken, of trek ze eerst in."
                )
            ),
        ),
    )


request = Procedure(
    name="request",
    process="passport",
    mails_say_what=True,
    application=PassportApplication,
    workflow=_road,
    rules=rules.RULES,
    submit_label=N_("Paspoort aanvragen"),
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
            N_("Is de persoon voor wie het paspoort is in onze gemeente ingeschreven?"),
            if_no=N_(
                "Vraag het paspoort aan de gemeente waar die persoon ingeschreven is. In het buitenland vraag je het aan de ambassade of het consulaat."
            ),
        ),
        Hurdle(
            "status",
            N_("Is die persoon Belg, erkend vluchteling of staatloos?"),
            if_no=N_("Vraag het paspoort aan de ambassade van het land van die persoon."),
        ),
        Hurdle(
            "today",
            N_("Vertrek je vandaag of morgen?"),
            if_yes=N_(
                "Kom tijdens de openingsuren meteen naar het loket. We bekijken daar of een heel dringende aanvraag nog kan."
            ),
        ),
    ),
    guide=Guide(
        title=N_("Paspoort aanvragen"),
        summary=N_("Vraag een internationaal paspoort voor jezelf of je kind."),
        life_event=life_events.IDENTITY,
        who=(
            N_("De persoon voor wie het paspoort is, is in onze gemeente ingeschreven."),
            N_("Die persoon is Belg, erkend vluchteling of staatloos."),
            N_(
                "Een paspoort is 7 jaar geldig voor een volwassene en 5 jaar voor wie jonger is dan 18. Voor een vluchteling of staatloze persoon is dat 2 jaar."
            ),
        ),
        needed=(
            N_("Een recente pasfoto, hoogstens 6 maanden oud: die breng je mee naar het loket."),
            N_("Het oude paspoort. Is het weg? De aangifte van verlies of diefstal."),
            N_("De dag van je vertrek, als je al een reis hebt."),
        ),
        duration=N_(
            "Invullen duurt ongeveer 5 minuten. Je komt twee keer langs: voor je foto en om het paspoort af te halen. Gewoon duurt het minstens 5 werkdagen, in de zomer langer."
        ),
        legal=(N_("Wet van 21 december 2013: het Consulair Wetboek"),),
        counter=N_("Je kan het paspoort ook helemaal aan het loket aanvragen."),
        paper=N_("Liever op papier? Haal het formulier aan het loket."),
        keywords=N_("paspoort reispas reizen vakantie visum vluchteling staatloos spoed"),
    ),
)
