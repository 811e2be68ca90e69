"""The road of a declaration: the FAVV registers the owner if needed, the permits office decides."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from functions.domain import life_events
from functions.domain.certificates import Certificate
from functions.domain.facts import Facts
from functions.domain.links import Act
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Guide, Hurdle, Procedure, rules_in
from functions.domain.steps import ESCALATE, answer, decide, external, refusal
from functions.domain.texts import N_, Text, say
from functions.domain.workflow import Answers, End, Lapse, Outcome, Step, within, workflow
from functions.processes.slaughter_permit import rules
from functions.processes.slaughter_permit.application import SlaughterApplication

_OWN = "(u) the municipality's own term"


def _to_the_favv(answers: Answers, facts: Facts) -> Mapping[str, str]:
    """Who is to be registered and where the animals come from; nothing about the slaughter."""
    person = facts.applicant
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "address": person.record.address if person.record else "",
        "species": answers["animal"]["species"],
        "herd": answers["animal"]["herd"],
    }


def _declared(application: SlaughterApplication, facts: Facts) -> Iterator[Text]:
    del application
    yield say(
        N_("%(name)s gaf bij %(municipality)s aan om thuis te slachten, voor het eigen gezin."),
        name=facts.applicant.name,
        municipality=facts.tenant.title,
    )


def _until(application: SlaughterApplication, facts: Facts) -> date:
    """The proof counts from the day on which it is given. (u) from which day the law means."""
    del application
    return rules.last_day(facts, registered=True)


_road = workflow(
    external(
        "favv",
        party="favv",
        title=N_("Het FAVV registreert je"),
        waiting=N_("We wachten tot het FAVV je registreert."),
        message=_to_the_favv,
        needed=rules.is_not_registered,
        term=within("favv", days=rules.REGISTRATION_DAYS, working=True, source=_OWN),
        answers=(
            answer("registered", N_("Het FAVV registreerde de eigenaar."), "decision"),
            answer("refused", N_("Het FAVV registreerde de eigenaar niet."), "unregistered"),
        ),
        lapse=Lapse(N_("Het FAVV antwoordde niet op tijd. We bekijken het zelf."), then="decision"),
    ),
    decide(
        Step(
            name="decision",
            title=N_("De dienst vergunningen kijkt de aangifte na"),
            waiting=N_("De dienst vergunningen kijkt de aangifte na."),
            ask=N_(
                "Kijk na: bestaan het registratienummer, het beslagnummer en de oormerken? Kan de slacht nog op die dag?"
            ),
            role="permits",
            term=within("decision", days=1, working=True, source=_OWN),
            outcomes=(
                Outcome(
                    "issue",
                    N_("Bewijs van aangifte geven"),
                    "issued",
                    N_("De eigenaar krijgt een mail en mag slachten."),
                    N_("Het bewijs van aangifte is gegeven."),
                    style="primary",
                ),
                refusal(
                    N_("Aangifte weigeren"),
                    told=N_("De aangifte is geweigerd."),
                    reasons={
                        "numbers": N_("Een van de nummers bestaat niet of is van een ander dier."),
                        "owner": N_("Het dier is niet van de aanvrager."),
                        "registration": N_("De aanvrager is niet geregistreerd bij het FAVV."),
                        "too-late": N_("De dag van de slacht is te dichtbij of voorbij."),
                    },
                ),
            ),
            lapse=ESCALATE,
        ),
        supplement=within("supplement", days=2, source=_OWN),
    ),
    End(
        "issued",
        N_("Je aangifte is in orde. Je hebt een bewijs van aangifte."),
        N_(
            "Op het bewijs staat tot wanneer je mag slachten. Bewaar het bewijs tot het einde van het volgende kalenderjaar."
        ),
        positive=True,
        issues=Certificate(
            N_("Bewijs van aangifte: thuis slachten"),
            _declared,
            N_("Slachten voor eigen gebruik: aangifte in de gemeente waar je woont"),
            rows=(
                "number.number",
                "animal.species",
                "animal.herd",
                "tags.animals",
                "slaughter.day",
                "slaughter.place",
            ),
            until=_until,
        ),
    ),
    End(
        "unregistered",
        N_("Het FAVV heeft je niet geregistreerd. Je mag het dier niet thuis slachten."),
        N_("Bel het FAVV om te weten waarom. Daarna kan je een nieuwe aangifte doen."),
        appeal=N_("Ben je het niet eens? Vraag het FAVV om je registratie opnieuw te bekijken."),
    ),
    End(
        "refused",
        N_("De aangifte is geweigerd. Je mag het dier niet thuis slachten."),
        N_("Je kan een nieuwe aangifte doen met juiste nummers of een andere dag."),
        appeal=N_("Ben je het niet eens? Bel of mail de dienst vergunningen."),
    ),
)


def _claims(
    application: SlaughterApplication, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """One declaration per animal and day; another day is another declaration. hamme.be"""
    del applicant
    for i, animal in enumerate(application.tags.animals):
        yield Claim(
            f"slaughter/{application.slaughter.day}/{pseudonym(animal.tag)}",
            Problem(
                f"tags.animals.{i}.tag",
                say(
                    N_(
                        "Voor dit dier is al een aangifte gedaan voor dezelfde dag. Kijk het nummer na."
                    )
                ),
            ),
        )


_HURDLES = (
    Hurdle(
        "slaughterhouse",
        N_("Wil je een rund, een paard, een pony of een ezel slachten?"),
        if_yes=N_("Dat mag alleen in een slachthuis. Een aangifte bij ons helpt dan niet."),
    ),
    Hurdle(
        "small",
        N_("Gaat het alleen om pluimvee of konijnen?"),
        if_yes=N_("Daarvoor heb je geen aangifte nodig. Je hoeft niets te doen."),
    ),
    Hurdle(
        "residence",
        N_("Woon je in onze gemeente?"),
        if_no=N_("Doe de aangifte in de gemeente waar je woont."),
    ),
    Hurdle(
        "stunned",
        N_("Wordt het dier verdoofd voor de slacht?"),
        if_no=N_("Slachten zonder verdoving is verboden. Je kan geen aangifte doen."),
    ),
    Hurdle(
        "household",
        N_("Is het vlees alleen voor je gezin en je gasten?"),
        if_no=N_(
            "Vlees dat je verkoopt of weggeeft, komt uit een slachthuis. Je kan geen aangifte doen."
        ),
    ),
)

declaration = Procedure(
    name="declaration",
    process="slaughter-permit",
    application=SlaughterApplication,
    workflow=_road,
    rules=rules_in(rules),
    submit_label=N_("Aangifte indienen"),
    claims=_claims,
    hurdles=_HURDLES,
    acts=frozenset({Act.PERMITS}),
    by_mandate=True,
    # As long as the owner keeps the proof: to the end of the following calendar year. brugge.be
    retention_days=730,
    retention_note="as long as the owner keeps the proof; (u) the municipality's archive plan",
    guide=Guide(
        title=N_("Thuis slachten aangeven"),
        summary=N_("Geef aan dat je thuis een varken, schaap of geit slacht voor je eigen gezin."),
        life_event=life_events.ANIMALS,
        who=(
            N_("Je bent eigenaar van het dier en woont in onze gemeente."),
            N_("Het vlees is alleen voor je gezin en je gasten."),
            N_("Runderen en paarden mogen alleen in een slachthuis geslacht worden."),
            N_("Voor pluimvee en konijnen heb je geen aangifte nodig."),
        ),
        needed=(
            N_("Je registratienummer van het FAVV. Heb je er geen? We vragen het voor jou aan."),
            N_("Het beslagnummer: BE en 8 cijfers."),
            N_("Het nummer van het oormerk van elk dier."),
        ),
        duration=N_(
            "Invullen duurt ongeveer 5 minuten. Doe het minstens 2 volle werkdagen voor de slacht. Het bewijs is 8 kalenderdagen geldig."
        ),
        legal=(N_("Slachten voor eigen gebruik: aangifte in de gemeente waar je woont"),),
        counter=N_("Je kan de aangifte ook doen aan het loket. Breng de nummers mee."),
        paper=N_("Liever op papier? Haal het formulier aan het loket."),
        keywords=N_("slachten slacht dier varken schaap geit lam offerfeest oormerk aangifte"),
    ),
)
