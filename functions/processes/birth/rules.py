"""When a birth can be declared online, and by whom. The numbers are tenant data, with their law."""

from collections.abc import Iterator
from datetime import date, timedelta

from functions.domain.facts import Facts
from functions.domain.forms import Answers
from functions.domain.holidays import next_working_day
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.second_person import is_someone_else
from functions.domain.texts import N_, say
from functions.processes.birth.application import (
    BirthApplication,
    Bond,
    Declarant,
    FamilyName,
    Where,
)

KEY = "birth/declaration"


def last_day(born: date, facts: Facts) -> date:
    """The last day to declare: so many days after the day of birth, moved to a working day when it
    is a Saturday, Sunday or holiday. menen.be, heusden-zolder.be"""
    return next_working_day(born + timedelta(days=facts.tenant.facts[KEY]["term_days"]))


@rule(
    title=N_("Het kind is al geboren, en de aangifte is op tijd: 15 dagen na de geboorte"),
    source="menen.be, waregem.be, heusden-zolder.be",
    needs=("birth",),
)
def declared_in_time(application: BirthApplication, facts: Facts) -> Iterator[Problem]:
    born = application.birth.day
    if born > facts.today:
        yield Problem("birth.day", say(N_("Deze datum ligt in de toekomst.")))
    elif facts.today > last_day(born, facts):
        yield Problem(
            "birth.day",
            say(
                N_(
                    "Deze geboorte kon je aangeven tot %(day)s. Online kan dat nu niet meer: misschien "
                    "is eerst een beslissing van de rechtbank nodig. Bel vandaag nog de dienst "
                    "burgerlijke stand op %(phone)s. Breng het medisch attest mee."
                ),
                day=last_day(born, facts),
                phone=facts.tenant.contact.phone,
            ),
        )


@rule(
    title=N_("Het kind is in deze gemeente geboren"),
    source="menen.be",
    needs=("birth",),
)
def born_here(application: BirthApplication, facts: Facts) -> Iterator[Problem]:
    if not application.birth.is_here:
        yield Problem(
            "birth.is_here",
            say(
                N_(
                    "Je geeft een geboorte aan in de gemeente waar het kind geboren is, ook als je "
                    "in %(place)s woont. Kijk op de website van die gemeente."
                ),
                place=facts.tenant.place,
            ),
        )


@rule(
    title=N_("Wie niet de moeder is, geeft de geboorte aan als ouder van het kind"),
    source="menen.be, hoeselt.be",
    needs=("you",),
)
def declarant_is_a_parent(application: BirthApplication, facts: Facts) -> Iterator[Problem]:
    del facts
    you = application.you
    if you.declarant == Declarant.OTHER and you.bond == Bond.ALONE:
        yield Problem(
            "you.bond",
            say(
                N_(
                    "Als tweede ouder kan je de geboorte alleen aangeven als je met de moeder getrouwd "
                    "bent of het kind erkent. Laat anders de moeder de aangifte doen."
                )
            ),
        )


@rule(
    title=N_("Ouders die zeggen dat ze getrouwd zijn, zijn dat ook in het Rijksregister"),
    source="hoeselt.be; National Register",
    needs=("you", "parent"),
)
def married_as_the_register_knows(application: BirthApplication, facts: Facts) -> Iterator[Problem]:
    record, parent = facts.applicant.record, application.parent
    if application.you.bond != Bond.MARRIED or not record or not record.civil_status:
        return
    spouse = facts.applicant.partner
    if record.civil_status != "married":
        yield Problem(
            "parent.national_number",
            say(
                N_(
                    "In het Rijksregister staat niet dat je getrouwd bent. Ga terug en kies een "
                    "erkenning, of kom met je huwelijksakte naar het loket."
                )
            ),
        )
    elif parent and spouse and spouse.national_number != parent.national_number:
        yield Problem(
            "parent.national_number",
            say(
                N_(
                    "Dit is niet het nummer van de persoon met wie je getrouwd bent. Kijk het na, "
                    "of ga terug en kies een erkenning."
                )
            ),
        )


@rule(
    title=N_("De andere ouder is iemand anders dan wie de aangifte doet"),
    source="hoeselt.be",
    needs=("parent",),
)
def other_parent_is_someone_else(application: BirthApplication, facts: Facts) -> Iterator[Problem]:
    yield from is_someone_else("parent", application.parent, facts)


def must_confirm(answers: Answers, facts: Facts) -> bool:
    """Whether the other parent has a say: a recognition in the act, or the name of the first child
    they have together. waregem.be, kindengezin.be"""
    del facts
    bond = answers["you"]["bond"]
    if bond == Bond.ALONE:
        return False
    return bond == Bond.NOW or answers.get("naming", {}).get("choice") != FamilyName.SAME


def in_hospital(answers: Answers, facts: Facts) -> bool:
    """Whether a hospital sent a notice of this birth."""
    del facts
    return bool(answers["birth"]["where"] == Where.HOSPITAL)
