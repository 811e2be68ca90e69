"""Conditions that several licences share. Ages and terms are tenant data (u)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from functions.domain.facts import Facts
from functions.domain.person import years_after
from functions.domain.problems import Problem
from functions.domain.procedure import Rule, rule
from functions.domain.texts import N_, say

IN_THE_FUTURE = N_("Deze datum ligt in de toekomst.")


@rule(
    title=N_("Je bent ingeschreven in onze gemeente"),
    source="houthulst.be, begijnendijk.be",
    needs=("known",),
)
def applicant_lives_here(application: Any, facts: Facts) -> Iterator[Problem]:  # noqa: ANN401
    del application
    if facts.lives_here is False:
        yield Problem(
            "known.is_right",
            say(
                N_(
                    "Je bent ingeschreven in een andere gemeente. Vraag het daar aan, of geef eerst je nieuwe adres door."
                )
            ),
        )


def too_young(facts: Facts, procedure: str, fact: str) -> int | None:
    """The age that is asked, if the applicant has not reached it today; whoever's date of birth the
    register does not know is left to the office."""
    asked = facts.tenant.facts[procedure][fact]
    return asked if facts.age is not None and facts.age < asked else None


def exam_counts(procedure: str, day: Callable[[Any], date]) -> Rule:
    """The exam was passed already, and not so long ago that it no longer counts.

    day: where the form holds it; the question is "exam.day". The years are the tenant's.
    """

    @rule(
        title=N_("Het examen is afgelegd en telt nog"),
        source="houthulst.be (exam centre's form); how long it counts: tenant data (u)",
        needs=("exam",),
    )
    def exam_still_counts(application: Any, facts: Facts) -> Iterator[Problem]:  # noqa: ANN401
        passed = day(application)
        years = facts.tenant.facts[procedure]["exam_years"]
        if passed > facts.today:
            yield Problem("exam.day", say(IN_THE_FUTURE))
        elif years_after(passed, years) < facts.today:
            yield Problem(
                "exam.day",
                say(
                    N_("Dit examen telt niet meer: het is langer dan %(years)s jaar geleden."),
                    years=years,
                ),
            )

    return exam_still_counts


def too_early(until: date, facts: Facts, days: int) -> date | None:
    """The day from which it can be renewed, if that is still to come."""
    first = until - timedelta(days=days)
    return first if facts.today < first else None
