"""When a proof is plausible. Royal Decree of 26 October 1966; the numbers are tenant data."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from functions.domain.facts import Facts
from functions.domain.person import ADULT, age_on, birth_date
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.texts import N_, say
from functions.processes.polio_vaccination.application import PolioApplication

_FACTS = "polio-vaccination/proof"
_SOURCE = "Royal Decree of 26 October 1966; intervals: tenant data (u)"


@rule(
    title=N_("Het gaat over een kind"),
    source="Royal Decree of 26 October 1966",
    needs=("child",),
)
def child_is_a_minor(application: PolioApplication, facts: Facts) -> Iterator[Problem]:
    born = birth_date(application.child.national_number)
    if born and age_on(born, facts.today) >= ADULT:
        yield Problem(
            "child.national_number",
            say(N_("Dit is het nummer van een volwassene. Vul het nummer van het kind in.")),
        )


@rule(
    title=N_("De doses liggen tussen de geboorte en vandaag"),
    source=_SOURCE,
    needs=("child", "doses"),
)
def doses_are_in_the_childs_life(application: PolioApplication, facts: Facts) -> Iterator[Problem]:
    doses = application.doses.given if application.doses else []
    born = birth_date(application.child.national_number)
    youngest = timedelta(days=facts.tenant.facts[_FACTS]["first_dose_days"])
    for i, dose in enumerate(doses):
        place = f"doses.given.{i}.day"
        if dose.day > facts.today:
            yield Problem(place, say(N_("Deze datum ligt in de toekomst.")))
        elif born and dose.day < born + youngest:
            yield Problem(
                place,
                say(
                    N_("Dit is te vroeg: een eerste dosis kan vanaf %(day)s."), day=born + youngest
                ),
            )


@rule(
    title=N_("De doses staan op volgorde, met genoeg tijd ertussen"),
    source=_SOURCE,
    needs=("doses",),
)
def doses_are_in_order(application: PolioApplication, facts: Facts) -> Iterator[Problem]:
    doses = application.doses.given if application.doses else []
    interval = facts.tenant.facts[_FACTS]["interval_days"]
    for i, (before, after) in enumerate(pairwise(doses), start=1):
        if after.day < before.day + timedelta(days=interval):
            yield Problem(
                f"doses.given.{i}.day",
                say(
                    N_("Tussen twee doses liggen minstens %(days)s dagen. Kijk de datums na."),
                    days=interval,
                ),
            )


@rule(
    title=N_("De reeks is volledig"),
    source=_SOURCE,
    needs=("doses",),
)
def schedule_is_complete(application: PolioApplication, facts: Facts) -> Iterator[Problem]:
    doses = application.doses.given if application.doses else []
    needed = facts.tenant.facts[_FACTS]["doses"]
    if len(doses) < needed:
        yield Problem(
            "doses.given",
            say(
                N_(
                    "Een volledige reeks heeft %(doses)s doses. Dien het bewijs in na de laatste dosis."
                ),
                doses=needed,
            ),
        )
