"""What the procedures of an election share: who may vote, and how an election is named."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from functions.domain.calendar import Election
from functions.domain.facts import Facts
from functions.domain.forms import Option
from functions.domain.person import age_on
from functions.domain.texts import N_, Text, say
from functions.domain.workflow import TermInput, within

VOTING_AGE = (
    18  # years on election day; Constitution, article 61; local: Lokaal en Provinciaal Kiesdecreet
)
CALENDAR = N_("De verkiezingskalender")


def too_young(born: date | None, election: Election | None) -> bool:
    """Whether that person cannot vote yet; what is not known is left to the office."""
    return bool(born and election and age_on(born, election.day) < VOTING_AGE)


def options(elections: Iterable[Election], facts: Facts) -> list[Option]:
    """Elections to choose from, with their day."""
    return [
        (e.id, say(N_("%(title)s, %(day)s"), title=e.title[facts.lang], day=e.day))
        for e in elections
    ]


def every_election(facts: Facts) -> list[Option]:
    """Those that are over or closed too: a case stays readable after its election."""
    return options(facts.calendar.elections, facts)


def open_rows(
    elections: Iterable[Election], closes: Callable[[Election], datetime | None], facts: Facts
) -> list[tuple[Text, Text]]:
    """(election, until when) for the public page."""
    return [
        (say("%(title)s", title=e.title[facts.lang]), say(N_("tot %(closes)s"), closes=last))
        for e in elections
        if (last := closes(e))
    ]


def by(closing: Callable[[TermInput], datetime]) -> Callable[[TermInput], datetime]:
    """The municipality's own term for an answer to its question, but never past the closing."""

    def due(given: TermInput) -> datetime:
        return min(within("supplement", days=3).due(given), closing(given))

    return due
