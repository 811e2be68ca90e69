"""For whom something is asked: the applicant, or a child that they speak for.

The children whom the register knows stand in the list; a child that it does not know is typed in.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar

from functions.domain.facts import Facts
from functions.domain.forms import Answers, Ask, Option, Topic, When, when
from functions.domain.kinds import Choice, Line, NationalNumber
from functions.domain.person import (
    ADULT,
    Relative,
    age_on,
    birth_date,
    write_national_number,
)
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.texts import N_, Text, say

SELF = "self"
OTHER_CHILD = "other-child"


def self_or_child(facts: Facts) -> Sequence[Option]:
    """The applicant, each of their children who is a minor today, or a child to be typed in."""
    children = [
        (child.national_number, _for_child(child))
        for child in facts.applicant.children
        if not _is_adult(child.born, facts)
    ]
    return [
        (SELF, say(N_("Voor mezelf"))),
        *children,
        (OTHER_CHILD, say(N_("Voor een kind dat hier niet staat"))),
    ]


class Whom(Topic):
    title: ClassVar[str] = N_("Voor wie het is")

    who: Annotated[
        Choice,
        Ask(
            N_("Voor wie vraag je dit?"),
            hint=N_("Voor een kind doe je dit als ouder of voogd."),
            missing=N_("Kies voor wie je dit vraagt."),
            options=self_or_child,
        ),
    ]


class Child(Topic):
    """A child that the register does not give as the applicant's own (a ward, for instance)."""

    title: ClassVar[str] = N_("Het kind")
    asked_when: ClassVar[When | None] = when("whom.who", OTHER_CHILD)

    given_name: Annotated[
        Line, Ask(N_("Voornaam van het kind"), missing=N_("Vul de voornaam van het kind in."))
    ]
    family_name: Annotated[
        Line, Ask(N_("Achternaam van het kind"), missing=N_("Vul de achternaam van het kind in."))
    ]
    national_number: Annotated[
        NationalNumber,
        Ask(
            N_("Rijksregisternummer van het kind"),
            hint=N_("11 cijfers, op de Kids-ID of op het formulier dat je kreeg bij de geboorte."),
            missing=N_("Vul het rijksregisternummer van het kind in."),
            width="m",
        ),
    ]


def as_child(child: Relative) -> dict[str, dict[str, Any]]:
    """What is answered when a parent chose at sign-in to act for this child."""
    return {"whom": {"who": child.national_number}}


def number_in(answers: Answers, facts: Facts) -> str:
    """The national number of the person it is for; "" while it is not answered."""
    who = answers.get("whom", {}).get("who", "")
    if who == SELF:
        return facts.applicant.national_number
    if who == OTHER_CHILD:
        return str(answers.get("child", {}).get("national_number", ""))
    return str(who)


def age_in(answers: Answers, facts: Facts) -> int | None:
    """How old the person it is for is today; None when the date of birth is not known."""
    if answers.get("whom", {}).get("who") == SELF:
        return facts.age
    number = number_in(answers, facts)
    born = birth_date(number) if number else None
    return age_on(born, facts.today) if born else None


def ref_in(application: Any, pseudonym: Callable[[str], str], applicant: str) -> str:  # noqa: ANN401
    """The pseudonym of the person it is for, for a claim of one running case per person.

    application: one with the topics `whom` and `child`. applicant: their pseudonym.
    """
    who: str = application.whom.who
    if who == SELF:
        return applicant
    return pseudonym(application.child.national_number if who == OTHER_CHILD else who)


def _for_child(child: Relative) -> Text:
    """With the number: the office looks the child up with it."""
    number = write_national_number(child.national_number)
    return say(N_("Voor %(name)s (%(number)s)"), name=child.name, number=number)


def _is_adult(born: date | None, facts: Facts) -> bool:
    return bool(born and age_on(born, facts.today) >= ADULT)


@rule(
    title=N_("Wie zelf aanvraagt, is 18 jaar of ouder"),
    source="old Civil Code, articles 388 and 488; schelle.be, bilzen.be",
    needs=("whom",),
)
def only_adults_ask_for_themselves(application: Any, facts: Facts) -> Iterator[Problem]:  # noqa: ANN401
    """Someone whose date of birth the register does not know is left to the office."""
    del application
    if facts.age is not None and facts.age < ADULT:
        yield Problem(
            "whom.who",
            say(N_("Je bent nog geen 18 jaar. Vraag aan je ouder of voogd om dit aan te vragen.")),
        )


@rule(
    title=N_("Wie voor zichzelf aanvraagt, is ingeschreven in onze gemeente"),
    source="middelkerke.be, bilzen.be",
    needs=("whom",),
)
def applicant_lives_here(application: Any, facts: Facts) -> Iterator[Problem]:  # noqa: ANN401
    """Of a child the office looks it up: parents may live elsewhere than the child."""
    if application.whom.who == SELF and facts.lives_here is False:
        yield Problem(
            "whom.who",
            say(
                N_(
                    "Je bent ingeschreven in een andere gemeente. Vraag het daar aan, of geef "
                    "eerst je nieuwe adres door."
                )
            ),
        )


@rule(
    title=N_("Het kind is jonger dan 18 jaar"),
    source="old Civil Code, article 388",
    needs=("whom", "child"),
)
def child_is_a_minor(application: Any, facts: Facts) -> Iterator[Problem]:  # noqa: ANN401
    if _is_adult(birth_date(application.child.national_number), facts):
        yield Problem(
            "child.national_number",
            say(N_("Deze persoon is 18 jaar of ouder en vraagt dit zelf aan.")),
        )


RULES = (only_adults_ask_for_themselves, applicant_lives_here, child_is_a_minor)
