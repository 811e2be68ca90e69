"""The road of an order: the court confirms, the court liaison checks, the population service notes.

Among the most sensitive data of the desk: a term that runs out goes to the other of these two
services, never to anyone else.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from functions.domain.facts import Facts
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Procedure
from functions.domain.steps import answer, decide, external, refusal, supplement
from functions.domain.texts import N_, say
from functions.domain.workflow import (
    Answers,
    End,
    Lapse,
    Message,
    Outcome,
    Step,
    Workflow,
    within,
    workflow,
)
from functions.processes.provisional_administration import guides, mandates, rules
from functions.processes.provisional_administration.application import (
    ChangeApplication,
    EndingApplication,
    RegistrationApplication,
)

_OWN = "(u) the municipality's own term"
_RETENTION = "(u) to be set by the municipality's archive plan; the mandate itself ends by its date"


def _people(answers: Answers, facts: Facts, topic: str) -> dict[str, str]:
    others = [person["national_number"] for person in answers.get(topic, {}).get("others", ())]
    return {
        "protected": answers["protected"]["national_number"],
        "administrators": ",".join([facts.applicant.national_number, *others]),
    }


def _about_the_order(answers: Answers, facts: Facts) -> Mapping[str, str]:
    """By what the court finds the order, and whom it must name; the court knows the scope."""
    order = answers["order"]
    found = {name: str(order[name]) for name in ("court", "day", "reference")}
    return _people(answers, facts, "administrators") | found


def _about_the_end(answers: Answers, facts: Facts) -> Mapping[str, str]:
    """Whose administration ended and when, for the court to confirm."""
    return _people(answers, facts, "stopping") | {
        "why": answers["ending"]["why"],
        "day": str(answers["ending"]["day"]),
    }


@dataclass(frozen=True)
class _Words:
    """What differs between the three roads."""

    check: str
    note: str
    button: str
    consequence: str
    told: str


def _road(message: Message, words: _Words, end: End) -> Workflow:
    return workflow(
        external(
            "court",
            party="court",
            title=N_("Het Centraal Register bevestigt"),
            waiting=N_("We vragen het Centraal Register van de rechtbanken om te bevestigen."),
            message=message,
            term=within("court", days=7, source=_OWN),
            answers=(
                answer("confirmed", N_("Het Centraal Register bevestigde."), "check"),
                answer("unknown", N_("Het Centraal Register kent dit niet."), "check"),
            ),
            lapse=Lapse(
                N_("Het Centraal Register antwoordde niet. We kijken het zelf na."), then="check"
            ),
        ),
        decide(
            Step(
                name="check",
                title=N_("De gemeente vergelijkt met de beschikking"),
                waiting=N_("De gemeente vergelijkt je antwoorden met de beschikking."),
                ask=words.check,
                role="court_liaison",
                term=within("check", days=14, source=_OWN),
                outcomes=(
                    Outcome(
                        "agree",
                        N_("Het klopt"),
                        "note",
                        N_("De dienst bevolking noteert het in het register."),
                        N_("De gemeente vergeleek met de beschikking: het klopt."),
                        style="primary",
                    ),
                    refusal(
                        N_("Weigeren"),
                        told=N_("De gemeente weigerde dit."),
                        reasons={
                            "unknown": N_("Het Centraal Register kent deze beschikking niet."),
                            "administrator": N_(
                                "De aanvrager is geen bewindvoerder in de beschikking."
                            ),
                            "different": N_("De antwoorden zijn anders dan de beschikking."),
                            "not-resident": N_(
                                "De beschermde persoon woont niet in onze gemeente."
                            ),
                        },
                    ),
                ),
                lapse=Lapse(
                    N_("De termijn liep af. De dienst bevolking neemt het over."),
                    escalate_to="population",
                ),
            ),
            supplement=supplement(),
        ),
        Step(
            name="note",
            title=N_("De dienst bevolking noteert het"),
            waiting=N_("De dienst bevolking noteert het in het register."),
            ask=words.note,
            role="population",
            term=within("note", days=7, source=_OWN),
            outcomes=(
                Outcome(
                    "noted",
                    words.button,
                    end.name,
                    words.consequence,
                    words.told,
                    style="primary",
                ),
            ),
            lapse=Lapse(
                N_("De termijn liep af. De contactpersoon voor het gerecht neemt het over."),
                escalate_to="court_liaison",
            ),
        ),
        end,
        End(
            "refused",
            N_("De gemeente heeft dit geweigerd."),
            N_("Kijk de beschikking na. Je kan het opnieuw indienen."),
            appeal=N_(
                "Ben je het niet eens? Bel of mail de dienst bevolking. Over de beschikking zelf beslist alleen de vrederechter."
            ),
        ),
    )


def _claims(
    application: RegistrationApplication, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """An administrator registers an order about a person once; later ones are changes."""
    yield Claim(
        mandates.claim_key(application.protected.national_number, applicant, pseudonym),
        Problem(
            "protected.national_number",
            say(
                N_(
                    "Je hebt je bewindvoering voor deze persoon al geregistreerd. Is er een nieuwe beschikking? Geef dan een wijziging door."
                )
            ),
        ),
    )


registration = Procedure(
    name="registration",
    process="provisional-administration",
    application=RegistrationApplication,
    workflow=_road(
        _about_the_order,
        _Words(
            check=N_(
                "Vergelijk met het Centraal Register: personen, vredegerecht, datum, nummer, waarvoor het bewind geldt en tot wanneer."
            ),
            note=N_("Noteer de bewindvoering bij de beschermde persoon in het bevolkingsregister."),
            button=N_("De bewindvoering is genoteerd"),
            consequence=N_(
                "De bewindvoerder krijgt een mail en kan handelen binnen wat de beschikking noemt."
            ),
            told=N_("De bewindvoering is genoteerd in het register."),
        ),
        End(
            "registered",
            N_("Je bewindvoering is geregistreerd."),
            N_(
                "Vertegenwoordig je de beschermde persoon? Dan kan je hier voor hem of haar handelen, alleen voor wat de beschikking noemt."
            ),
            positive=True,
        ),
    ),
    rules=rules.REGISTRATION,
    submit_label=N_("Bewindvoering registreren"),
    claims=_claims,
    about_orders=True,
    follow=mandates.after_registration,
    hurdles=guides.REGISTRATION_HURDLES,
    retention_days=730,
    retention_note=_RETENTION,
    guide=guides.REGISTRATION,
)

change = Procedure(
    name="change",
    process="provisional-administration",
    application=ChangeApplication,
    workflow=_road(
        _about_the_order,
        _Words(
            check=N_(
                "Vergelijk de nieuwe beschikking met het Centraal Register: wie is bewindvoerder, waarvoor en tot wanneer?"
            ),
            note=N_(
                "Pas de bewindvoering van de beschermde persoon aan in het bevolkingsregister."
            ),
            button=N_("De wijziging is genoteerd"),
            consequence=N_(
                "De bewindvoerder krijgt een mail. Vanaf nu geldt alleen wat de nieuwe beschikking noemt."
            ),
            told=N_("De wijziging is genoteerd in het register."),
        ),
        End(
            "changed",
            N_("De wijziging van je bewindvoering is geregistreerd."),
            N_("Vanaf nu geldt alleen wat de nieuwe beschikking noemt."),
            positive=True,
        ),
    ),
    rules=rules.CHANGE,
    submit_label=N_("Wijziging doorgeven"),
    about_orders=True,
    follow=mandates.after_change,
    hurdles=guides.CHANGE_HURDLES,
    retention_days=730,
    retention_note=_RETENTION,
    guide=guides.CHANGE,
)

ending = Procedure(
    name="ending",
    process="provisional-administration",
    application=EndingApplication,
    workflow=_road(
        _about_the_end,
        _Words(
            check=N_(
                "Vergelijk met het Centraal Register: is het bewind gestopt, en sinds wanneer?"
            ),
            note=N_(
                "Haal de bewindvoering van de beschermde persoon weg uit het bevolkingsregister."
            ),
            button=N_("Het einde is genoteerd"),
            consequence=N_(
                "De bewindvoerder krijgt een mail en kan niet meer voor deze persoon handelen."
            ),
            told=N_("Het einde is genoteerd in het register."),
        ),
        End(
            "ended",
            N_("Het einde van je bewindvoering is geregistreerd."),
            N_("Je kan hier niet meer voor deze persoon handelen."),
            positive=True,
        ),
    ),
    rules=rules.ENDING,
    submit_label=N_("Einde doorgeven"),
    about_orders=True,
    follow=mandates.after_ending,
    hurdles=guides.ENDING_HURDLES,
    retention_days=730,
    retention_note=_RETENTION,
    guide=guides.ENDING,
)
