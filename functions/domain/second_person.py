"""A second person in a case, as the applicant names them, and what is asked of any of them."""

from collections.abc import Iterator
from typing import Annotated

from functions.domain.facts import Facts
from functions.domain.forms import Ask, Topic
from functions.domain.kinds import Line, Mail, NationalNumber
from functions.domain.person import ADULT, age_on, birth_date
from functions.domain.problems import Problem
from functions.domain.texts import N_, say


class SecondPerson(Topic):
    """Who confirms with a sign-in of their own; a procedure gives it a title and `shown_to`."""

    given_name: Annotated[
        Line, Ask(N_("Voornaam"), missing=N_("Vul de voornaam van deze persoon in."))
    ]
    family_name: Annotated[
        Line, Ask(N_("Achternaam"), missing=N_("Vul de achternaam van deze persoon in."))
    ]
    national_number: Annotated[
        NationalNumber,
        Ask(
            N_("Rijksregisternummer"),
            hint=N_("11 cijfers, op de achterkant van de identiteitskaart: 85.07.30-033.28"),
            missing=N_("Vul het rijksregisternummer van deze persoon in."),
            width="m",
        ),
    ]
    mail: Annotated[
        Mail,
        Ask(
            N_("E-mailadres"),
            hint=N_("We mailen deze persoon als we iets van hem of haar nodig hebben."),
            missing=N_("Vul het e-mailadres van deze persoon in."),
        ),
    ]


def is_someone_else(topic: str, person: SecondPerson | None, facts: Facts) -> Iterator[Problem]:
    """A problem at `topic` when the applicant names themselves."""
    if person and person.national_number == facts.applicant.national_number:
        yield Problem(
            f"{topic}.national_number",
            say(N_("Dit is jouw eigen nummer. Vul het nummer van de andere persoon in.")),
        )


def is_under_age(national_number: str, facts: Facts) -> bool:
    """Whether that person is surely under 18 today; what the register does not know is not."""
    born = birth_date(national_number)
    return bool(born and age_on(born, facts.today) < ADULT)
