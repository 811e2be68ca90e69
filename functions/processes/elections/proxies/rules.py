"""When a proxy may be given. Sources: meerhout.be, kuurne.be, zandhoven.be; the calendar is data."""

from collections.abc import Iterator
from datetime import datetime

from functions.domain.calendar import Election
from functions.domain.facts import Facts
from functions.domain.forms import Answers
from functions.domain.person import birth_date
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.texts import N_, say
from functions.processes.elections.proxies.application import (
    CERTIFIED_BY_MUNICIPALITY,
    ProxyApplication,
)
from functions.processes.elections.voting import too_young


def closing_time(election: Election, reason: str) -> datetime:
    """When the proxy can last be asked, and the office must have decided (UTC)."""
    certified = reason in CERTIFIED_BY_MUNICIPALITY
    return election.closes_certified if certified else election.closes


def _election(application: ProxyApplication, facts: Facts) -> Election | None:
    return facts.calendar.election(application.voter.election)


@rule(
    title=N_("Wie de volmacht geeft, mag zelf stemmen: 18 jaar op de dag van de verkiezing"),
    source="meerhout.be",
    needs=("voter",),
)
def giver_is_a_voter(application: ProxyApplication, facts: Facts) -> Iterator[Problem]:
    if too_young(facts.applicant.born, _election(application, facts)):
        yield Problem(
            "voter.election",
            say(
                N_(
                    "Je bent nog geen 18 jaar op de dag van deze verkiezing. Je hoeft niet te stemmen."
                )
            ),
        )


@rule(
    title=N_("De nationaliteit is die van het Rijksregister"),
    source="meerhout.be: a Belgian gives only to a Belgian",
    needs=("voter",),
)
def nationality_is_that_of_the_register(
    application: ProxyApplication, facts: Facts
) -> Iterator[Problem]:
    known = facts.applicant.is_belgian
    if known is not None and known != application.voter.is_belgian:
        told = (
            N_("Volgens het Rijksregister ben je Belg. Kies ja, of bel ons als dat niet klopt.")
            if known
            else N_(
                "Volgens het Rijksregister ben je geen Belg. Kies nee, of bel ons als dat niet klopt."
            )
        )
        yield Problem("voter.is_belgian", say(told))


@rule(
    title=N_("De aanvraag komt op tijd voor deze reden"),
    source="zandhoven.be",
    needs=("voter", "why"),
)
def asked_in_time(application: ProxyApplication, facts: Facts) -> Iterator[Problem]:
    election = _election(application, facts)
    closes = closing_time(election, application.why.reason) if election else None
    if closes and facts.now >= closes:
        yield Problem(
            "why.reason",
            say(
                N_(
                    "Voor deze reden kon je een volmacht vragen tot %(closes)s. Bel ons of kom "
                    "naar het loket."
                ),
                closes=closes,
            ),
        )


@rule(
    title=N_("De volmachtdrager is 18 jaar op de dag van de verkiezing"),
    source="meerhout.be",
    needs=("voter", "holder"),
)
def holder_is_an_adult(application: ProxyApplication, facts: Facts) -> Iterator[Problem]:
    if too_young(birth_date(application.holder.national_number), _election(application, facts)):
        yield Problem(
            "holder.national_number",
            say(
                N_(
                    "Deze persoon is nog geen 18 jaar op de dag van de verkiezing. Kies iemand anders."
                )
            ),
        )


@rule(
    title=N_("De volmachtdrager is iemand anders dan wie de volmacht geeft"),
    source="meerhout.be, A95",
    needs=("holder",),
)
def holder_is_someone_else(application: ProxyApplication, facts: Facts) -> Iterator[Problem]:
    if application.holder.national_number == facts.applicant.national_number:
        yield Problem(
            "holder.national_number",
            say(N_("Dit is jouw eigen nummer. Vul het nummer in van wie voor jou stemt.")),
        )


@rule(
    title=N_("Een Belg geeft alleen volmacht aan een Belg"),
    source="meerhout.be, kuurne.be",
    needs=("voter", "holder"),
)
def belgian_gives_to_belgian(application: ProxyApplication, facts: Facts) -> Iterator[Problem]:
    del facts
    if application.voter.is_belgian and not application.holder.is_belgian:
        yield Problem(
            "holder.is_belgian",
            say(N_("Als Belg kan je alleen volmacht geven aan een Belg. Kies iemand anders.")),
        )


def needs_certificate(answers: Answers, facts: Facts) -> bool:
    """Whether the mayor certifies the reason: A96a (abroad), A96b (traders). torhout.be"""
    del facts
    return answers["why"]["reason"] in CERTIFIED_BY_MUNICIPALITY
