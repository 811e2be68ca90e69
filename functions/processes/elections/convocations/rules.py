"""When another letter can be asked. The election calendar is data."""

from collections.abc import Iterator

from functions.domain.facts import Facts
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.texts import N_, say
from functions.processes.elections.convocations.application import ConvocationApplication
from functions.processes.elections.voting import too_young


@rule(
    title=N_("De brief wordt gevraagd tussen het versturen en de verkiezing"),
    source="the election calendar; noon on election day: (u)",
    needs=("letter",),
)
def asked_while_letters_are_given(
    application: ConvocationApplication, facts: Facts
) -> Iterator[Problem]:
    election = facts.calendar.election(application.letter.election)
    if election and not election.has_convocations(facts.now):
        yield Problem(
            "letter.election",
            say(
                N_(
                    "Je kan nu geen nieuwe brief vragen voor deze verkiezing. Is het de dag van de verkiezing? Ga met je identiteitskaart naar het gemeentehuis."
                )
            ),
        )


@rule(
    title=N_("Wie een brief vraagt, mag stemmen: 18 jaar op de dag van de verkiezing"),
    source="meerhout.be",
    needs=("letter",),
)
def asker_is_a_voter(application: ConvocationApplication, facts: Facts) -> Iterator[Problem]:
    election = facts.calendar.election(application.letter.election)
    if too_young(facts.applicant.born, election):
        yield Problem(
            "letter.election",
            say(
                N_(
                    "Je bent nog geen 18 jaar op de dag van deze verkiezing. Je krijgt geen brief en hoeft niet te stemmen."
                )
            ),
        )
