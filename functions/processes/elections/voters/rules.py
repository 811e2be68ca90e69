"""Who can become a voter without being Belgian. Sources: poperinge.be, kortessem.be; dates and
years are in the election calendar."""

from collections.abc import Iterator
from datetime import date

from functions.domain.calendar import BRUSSELS, Election
from functions.domain.facts import Facts
from functions.domain.person import age_on
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.texts import N_, say
from functions.processes.elections.voters.application import Group, VoterApplication
from functions.processes.elections.voting import too_young

# Member states other than Belgium, by ISO 3166-1; Treaty on European Union, article 52.
EUROPEAN_UNION = frozenset(
    [
        "AT",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)


def _election(application: VoterApplication, facts: Facts) -> Election | None:
    return facts.calendar.election(application.voter.election)


def residence_day(election: Election) -> date | None:
    """The day on which who is from outside the Union lives here long enough."""
    closes = election.registration_closes
    return election.residence_by or (closes.astimezone(BRUSSELS).date() if closes else None)


@rule(
    title=N_("Wie kiezer wordt, woont in onze gemeente"),
    source="poperinge.be: in the population or aliens register",
    needs=("known",),
)
def voter_lives_here(application: VoterApplication, facts: Facts) -> Iterator[Problem]:
    del application
    if facts.lives_here is False:
        yield Problem(
            "known.is_right",
            say(
                N_(
                    "Je woont volgens het Rijksregister niet in onze gemeente. Schrijf je in als kiezer in de gemeente waar je woont."
                )
            ),
        )


@rule(
    title=N_("Wie zich inschrijft, is geen Belg en kiest de juiste groep"),
    source="poperinge.be",
    needs=("voter",),
)
def nationality_is_that_of_the_register(
    application: VoterApplication, facts: Facts
) -> Iterator[Problem]:
    record = facts.applicant.record
    if record is None or not record.nationality:
        return
    in_union = record.nationality in EUROPEAN_UNION
    if record.is_belgian:
        yield Problem(
            "voter.group",
            say(N_("Volgens het Rijksregister ben je Belg. Je bent vanzelf kiezer.")),
        )
    elif in_union != (application.voter.group == Group.EU):
        told = (
            N_(
                "Volgens het Rijksregister heb je de nationaliteit van een land van de Europese Unie."
            )
            if in_union
            else N_(
                "Volgens het Rijksregister heb je de nationaliteit van een land buiten de Europese Unie."
            )
        )
        yield Problem("voter.group", say(told))


@rule(
    title=N_("De inschrijving komt op tijd"),
    source="31 July before local elections: poperinge.be; European Parliament: calendar (u)",
    needs=("voter",),
)
def registered_in_time(application: VoterApplication, facts: Facts) -> Iterator[Problem]:
    election = _election(application, facts)
    if election and not election.registers(facts.now):
        yield Problem(
            "voter.election",
            say(
                N_(
                    "De inschrijving voor deze verkiezing is afgesloten. Je kan je inschrijven voor een volgende verkiezing."
                )
            ),
        )


@rule(
    title=N_("Wie kiezer wordt, is 18 jaar op de dag van de verkiezing"),
    source="poperinge.be",
    needs=("voter",),
)
def voter_is_an_adult(application: VoterApplication, facts: Facts) -> Iterator[Problem]:
    if too_young(facts.applicant.born, _election(application, facts)):
        yield Problem(
            "voter.election",
            say(
                N_(
                    "Je bent nog geen 18 jaar op de dag van deze verkiezing. Je kan je nog niet inschrijven."
                )
            ),
        )


@rule(
    title=N_("Wie van buiten de Europese Unie komt, stemt alleen bij lokale verkiezingen"),
    source="poperinge.be; European Parliament: citizens of the Union",
    needs=("voter",),
)
def from_outside_votes_locally(application: VoterApplication, facts: Facts) -> Iterator[Problem]:
    election = _election(application, facts)
    outside = application.voter.group == Group.NON_EU
    if election and (election.kind == "federal" or (outside and election.kind == "european")):
        yield Problem(
            "voter.election",
            say(N_("Met jouw nationaliteit kan je bij deze verkiezing niet stemmen.")),
        )


@rule(
    title=N_("Wie van buiten de Europese Unie komt, woont al lang genoeg wettig in België"),
    source="5 years by 31 July: poperinge.be, kortessem.be; the calendar",
    needs=("voter", "residence"),
)
def lives_here_long_enough(application: VoterApplication, facts: Facts) -> Iterator[Problem]:
    election = _election(application, facts)
    day = residence_day(election) if election else None
    if not election or not day or not application.residence:
        return
    if age_on(application.residence.since, day) < election.residence_years:
        yield Problem(
            "residence.since",
            say(
                N_("Op %(day)s moet je %(years)s jaar wettig in België wonen. Dat is nog niet zo."),
                day=day,
                years=election.residence_years,
            ),
        )
