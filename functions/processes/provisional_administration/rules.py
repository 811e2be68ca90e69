"""What an order can say. Old Civil Code, articles 491 to 501; justitie.belgium.be."""

from collections.abc import Iterable, Iterator

from functions.domain.facts import Facts
from functions.domain.person import ADULT, age_on, birth_date
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.texts import N_, say
from functions.processes.provisional_administration.application import (
    ChangeApplication,
    EndingApplication,
    RegistrationApplication,
)
from functions.processes.provisional_administration.topics import Someone

About = RegistrationApplication | ChangeApplication
Either = About | EndingApplication
_TWICE = N_("Deze persoon vulde je al in. Haal hem of haar weg.")


@rule(
    title=N_("De beschermde persoon is meerderjarig"),
    source="old Civil Code, article 488/1",
    needs=("protected",),
)
def protected_is_an_adult(application: Either, facts: Facts) -> Iterator[Problem]:
    born = birth_date(application.protected.national_number)
    if born and age_on(born, facts.today) < ADULT:
        yield Problem(
            "protected.national_number",
            say(
                N_(
                    "Deze persoon is nog geen 18 jaar. Voor een minderjarige handelen de ouders of de voogd."
                )
            ),
        )


@rule(
    title=N_("De bewindvoerder is iemand anders dan de beschermde persoon"),
    source="old Civil Code, article 496",
    needs=("protected",),
)
def protected_is_someone_else(application: Either, facts: Facts) -> Iterator[Problem]:
    if application.protected.national_number == facts.applicant.national_number:
        yield Problem(
            "protected.national_number",
            say(N_("Dit is jouw eigen nummer. Vul het nummer van de beschermde persoon in.")),
        )


def _not_the_same(
    path: str, people: Iterable[Someone], application: Either, facts: Facts
) -> Iterator[Problem]:
    seen = {application.protected.national_number, facts.applicant.national_number}
    for i, person in enumerate(people):
        if person.national_number in seen:
            yield Problem(f"{path}.{i}.national_number", say(_TWICE))
        seen.add(person.national_number)


@rule(
    title=N_("Elke bewindvoerder wordt één keer genoemd"),
    source="old Civil Code, article 496",
    needs=("protected", "administrators"),
)
def administrators_are_different_people(application: About, facts: Facts) -> Iterator[Problem]:
    if application.administrators:
        others = application.administrators.others
        yield from _not_the_same("administrators.others", others, application, facts)


@rule(
    title=N_("Wie geen bewindvoerder meer is, wordt niet ook als bewindvoerder genoemd"),
    source="old Civil Code, article 496/7",
    needs=("protected", "leaving"),
)
def leaving_are_no_longer_named(application: ChangeApplication, facts: Facts) -> Iterator[Problem]:
    if not application.leaving:
        return
    yield from _not_the_same("leaving.others", application.leaving.others, application, facts)
    staying = application.administrators.others if application.administrators else []
    named = {person.national_number for person in staying}
    for i, person in enumerate(application.leaving.others):
        if person.national_number in named:
            yield Problem(
                f"leaving.others.{i}.national_number",
                say(N_("Je noemde deze persoon als bewindvoerder. Kijk na wie stopt.")),
            )


@rule(
    title=N_("Wie samen stopt, wordt één keer genoemd"),
    source="old Civil Code, article 502",
    needs=("protected", "stopping"),
)
def stopping_are_different_people(
    application: EndingApplication, facts: Facts
) -> Iterator[Problem]:
    if application.stopping:
        others = application.stopping.others
        yield from _not_the_same("stopping.others", others, application, facts)


@rule(
    title=N_("De vertrouwenspersoon is geen bewindvoerder"),
    source="old Civil Code, article 501",
    needs=("protected", "confidant"),
)
def confidant_is_someone_else(application: About, facts: Facts) -> Iterator[Problem]:
    if not application.confidant:
        return
    others = application.administrators.others if application.administrators else []
    taken = {application.protected.national_number, facts.applicant.national_number}
    taken |= {person.national_number for person in others}
    if application.confidant.national_number in taken:
        yield Problem(
            "confidant.national_number",
            say(
                N_(
                    "De vertrouwenspersoon is iemand anders dan de bewindvoerder en de beschermde persoon. Kijk de beschikking na."
                )
            ),
        )


@rule(
    title=N_("De beschikking is er al"),
    source="old Civil Code, article 492/1",
    needs=("order",),
)
def order_is_given(application: About, facts: Facts) -> Iterator[Problem]:
    if application.order.day > facts.today:
        yield Problem("order.day", say(N_("Deze datum ligt in de toekomst.")))


@rule(
    title=N_("Het bewind loopt nog, en eindigt niet voor het begint"),
    source="old Civil Code, article 492/3",
    needs=("scope", "until"),
)
def period_is_still_running(application: About, facts: Facts) -> Iterator[Problem]:
    if not application.until:
        return
    if application.until.ends < application.scope.starts:
        yield Problem(
            "until.ends", say(N_("Het einde ligt voor het begin. Kijk de twee datums na."))
        )
    elif application.until.ends < facts.today:
        yield Problem(
            "until.ends",
            say(N_("Dit bewind is al voorbij. Je hoeft het niet meer te registreren.")),
        )


@rule(
    title=N_("Het bewind is gestopt"),
    source="old Civil Code, articles 492/4 and 502",
    needs=("ending",),
)
def it_has_ended(application: EndingApplication, facts: Facts) -> Iterator[Problem]:
    if application.ending.day > facts.today:
        yield Problem(
            "ending.day", say(N_("Deze datum ligt in de toekomst. Doe dit vanaf die dag."))
        )


REGISTRATION = (
    protected_is_an_adult,
    protected_is_someone_else,
    administrators_are_different_people,
    confidant_is_someone_else,
    order_is_given,
    period_is_still_running,
)
CHANGE = (*REGISTRATION[:3], leaving_are_no_longer_named, *REGISTRATION[3:])
ENDING = (
    it_has_ended,
    protected_is_an_adult,
    protected_is_someone_else,
    stopping_are_different_people,
)
