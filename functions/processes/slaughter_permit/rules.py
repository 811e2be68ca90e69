"""When a home slaughter may be declared. The numbers are tenant data, (u) where not confirmed."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from functions.domain.calendar import BRUSSELS
from functions.domain.facts import Facts
from functions.domain.forms import Answers
from functions.domain.holidays import add_working_days
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.texts import N_, say
from functions.processes.slaughter_permit.application import SlaughterApplication, Species

KEY = "slaughter-permit/declaration"
REGISTRATION_DAYS = 5  # working days of the FAVV, where the tenant sets none
_HERD = re.compile(r"BE[0-9]{8}")
_TAG = re.compile(r"(?:[A-Z]{2})?([0-9]+)")
_ONLY_IN_A_SLAUGHTERHOUSE = frozenset({Species.CATTLE, Species.HORSE})
_DAY = timedelta(days=1)


def is_not_registered(answers: Answers, facts: Facts) -> bool:
    """Whether the FAVV has to register the owner first. brugge.be"""
    del facts
    return not answers["registration"]["has_number"]


def _ready(facts: Facts, *, registered: bool) -> datetime:
    """From when the declaration counts: now, or when the FAVV has had its time to register."""
    if registered:
        return facts.now
    days = facts.tenant.terms.get(f"{KEY}/favv", REGISTRATION_DAYS)
    return add_working_days(facts.now, days)


def first_day(facts: Facts, *, registered: bool) -> date:
    """The first day after so many full working days. hamme.be, brugge.be, overijse.be"""
    days = facts.tenant.facts[KEY]["full_working_days"]
    last_full = add_working_days(_ready(facts, registered=registered), days)
    return last_full.astimezone(BRUSSELS).date() + _DAY


def last_day(facts: Facts, *, registered: bool) -> date:
    """The last day on which a proof that is given at once is still valid."""
    ready = _ready(facts, registered=registered).astimezone(BRUSSELS).date()
    return ready + timedelta(days=facts.tenant.facts[KEY]["valid_days"])


@rule(
    title=N_("De eigenaar woont in onze gemeente"),
    source="hamme.be, overijse.be",
    needs=("known",),
)
def owner_lives_here(application: SlaughterApplication, facts: Facts) -> Iterator[Problem]:
    del application
    if facts.lives_here is False:
        yield Problem(
            "known.is_right",
            say(
                N_(
                    "Je woont volgens het Rijksregister niet in onze gemeente. Doe de aangifte in de gemeente waar je woont."
                )
            ),
        )


@rule(
    title=N_("Het dier mag thuis geslacht worden, na een aangifte"),
    source="brasschaat.be; farmed deer: grimbergen.be, zwevegem.be",
    needs=("animal",),
)
def species_may_be_declared(application: SlaughterApplication, facts: Facts) -> Iterator[Problem]:
    species = application.animal.species
    if species in _ONLY_IN_A_SLAUGHTERHOUSE:
        yield Problem(
            "animal.species",
            say(N_("Dit dier mag je alleen in een slachthuis laten slachten. Bel een slachthuis.")),
        )
    elif species == Species.SMALL:
        yield Problem(
            "animal.species",
            say(
                N_("Voor pluimvee en konijnen heb je geen aangifte nodig. Je hoeft niets te doen.")
            ),
        )
    elif species == Species.DEER and not facts.tenant.facts[KEY]["deer"]:
        yield Problem(
            "animal.species",
            say(
                N_("Voor een gekweekt hert kan dit nog niet online. Bel ons of kom naar het loket.")
            ),
        )


@rule(
    title=N_("Het beslagnummer is BE met 8 cijfers"),
    source="brugge.be, hamme.be",
    needs=("animal",),
)
def herd_number_is_complete(application: SlaughterApplication, facts: Facts) -> Iterator[Problem]:
    del facts
    if not _HERD.fullmatch(application.animal.herd):
        yield Problem(
            "animal.herd",
            say(N_("Een beslagnummer is BE met 8 cijfers, bijvoorbeeld BE12345678.")),
        )


@rule(
    title=N_("Elk oormerk heeft een mogelijk nummer"),
    source="brasschaat.be; length: tenant data (u)",
    needs=("tags",),
)
def tags_can_be_right(application: SlaughterApplication, facts: Facts) -> Iterator[Problem]:
    own = facts.tenant.facts[KEY]
    least, most = own["tag_digits_least"], own["tag_digits_most"]
    for i, animal in enumerate(application.tags.animals):
        found = _TAG.fullmatch(animal.tag)
        if not (found and least <= len(found[1]) <= most):
            yield Problem(
                f"tags.animals.{i}.tag",
                say(
                    N_(
                        "Een oormerk heeft %(least)s tot %(most)s cijfers, soms met BE ervoor. Kijk het nummer na."
                    ),
                    least=least,
                    most=most,
                ),
            )


@rule(
    title=N_("Er is één aangifte per dier"),
    source="hamme.be, brugge.be",
    needs=("tags",),
)
def each_animal_once(application: SlaughterApplication, facts: Facts) -> Iterator[Problem]:
    del facts
    seen: set[str] = set()
    for i, animal in enumerate(application.tags.animals):
        if animal.tag in seen:
            yield Problem(
                f"tags.animals.{i}.tag", say(N_("Dit dier vulde je al in. Haal het weg."))
            )
        seen.add(animal.tag)


@rule(
    title=N_("De aangifte komt op tijd: enkele volle werkdagen voor de slacht"),
    source="hamme.be, brugge.be, overijse.be",
    needs=("registration", "slaughter"),
)
def declared_in_time(application: SlaughterApplication, facts: Facts) -> Iterator[Problem]:
    first = first_day(facts, registered=application.registration.has_number)
    if application.slaughter.day < first:
        yield Problem(
            "slaughter.day", say(N_("Dit is te vroeg: je kan slachten vanaf %(day)s."), day=first)
        )


@rule(
    title=N_("De slacht valt binnen de geldigheid van het bewijs"),
    source="hamme.be, brugge.be, overijse.be; from which day it counts: (u)",
    needs=("registration", "slaughter"),
)
def slaughtered_while_valid(application: SlaughterApplication, facts: Facts) -> Iterator[Problem]:
    last = last_day(facts, registered=application.registration.has_number)
    if application.slaughter.day > last:
        yield Problem(
            "slaughter.day",
            say(
                N_(
                    "Dit is te ver weg: het bewijs zou niet meer geldig zijn. Kies een dag tot %(day)s, of doe je aangifte later."
                ),
                day=last,
            ),
        )
