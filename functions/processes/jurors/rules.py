"""Who can be a juror. Judicial Code, articles 217 to 224; the ages are tenant data."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from functions.domain.facts import Facts
from functions.domain.list_kinds import CardSummary
from functions.domain.person import age_on
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.texts import N_, say
from functions.processes.jurors.application import CardApplication, Office

KEY = "jurors/card"

# zaventem.be, hove.be. A medical reason or a removal is none: the person stays on the list.
GROUNDS = {
    "reading": N_("Kan niet lezen of schrijven."),
    "language": N_("Verstaat de taal van het proces niet."),
    Office.MANDATE: N_("Heeft een politiek mandaat."),
    Office.MAGISTRATE: N_("Is magistraat of griffier."),
    Office.COUNCIL: N_("Is lid van de Raad van State of het Grondwettelijk Hof."),
    Office.GOVERNOR: N_("Is gouverneur of arrondissementscommissaris."),
    Office.RELIGION: N_("Is bedienaar van een eredienst."),
    Office.SOLDIER: N_("Is militair in actieve dienst."),
    "deceased": N_("Is overleden."),
    "civil-rights": N_("Is uit de burgerlijke en politieke rechten ontzet."),
}


@rule(
    title=N_("Op 1 januari is een gezworene oud genoeg en niet te oud"),
    source="Judicial Code, article 217; wetteren.be, beringen.be",
    needs=("language",),
)
def age_fits(application: CardApplication, facts: Facts) -> Iterator[Problem]:
    """Only someone whose date of birth was not in the list can come this far with another age."""
    del application
    own, born = facts.tenant.facts[KEY], facts.applicant.born
    youngest, oldest = own["youngest"], own["oldest"]
    if born and not youngest <= age_on(born, date(facts.today.year, 1, 1)) <= oldest:
        yield Problem(
            "language.can_read",
            say(
                N_(
                    "Een gezworene is op 1 januari tussen %(youngest)s en %(oldest)s jaar. Dat ben "
                    "jij niet: je hoeft deze kaart niet in te vullen. Bel ons even."
                ),
                youngest=youngest,
                oldest=oldest,
            ),
        )


def summary(answers: Mapping[str, Mapping[str, Any]]) -> CardSummary:
    """What a card tells the office; the mayor decides on the grounds."""
    language, work = answers.get("language", {}), answers.get("work", {})
    found = []
    if language.get("can_read") is False:
        found.append(GROUNDS["reading"])
    if language.get("understands") is False:
        found.append(GROUNDS["language"])
    office = work.get("office", Office.NONE)
    if office != Office.NONE:
        found.append(GROUNDS[office])
    return CardSummary(str(work.get("occupation", "")), tuple(found))
