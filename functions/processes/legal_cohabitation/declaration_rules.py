"""Who can declare a legal cohabitation. Civil Code, articles 1475 and 1476; maaseik.be, schilde.be."""

from collections.abc import Iterator

from functions.domain.facts import Facts
from functions.domain.person import ADULT
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.second_person import is_someone_else, is_under_age
from functions.domain.texts import N_, say
from functions.processes.legal_cohabitation.application import DeclarationApplication

_CONDITIONS = "Civil Code, article 1475; maaseik.be, schilde.be"


@rule(
    title=N_("Wie de verklaring indient, is 18 jaar of ouder"),
    source=_CONDITIONS,
    needs=("known",),
)
def applicant_is_an_adult(application: DeclarationApplication, facts: Facts) -> Iterator[Problem]:
    del application
    if facts.age is not None and facts.age < ADULT:
        yield Problem(
            "known.is_right",
            say(N_("Je kan wettelijk samenwonen vanaf 18 jaar. Kom terug als je 18 bent.")),
        )


@rule(
    title=N_("Volgens het Rijksregister ben je niet getrouwd en niet al wettelijk samenwonend"),
    source=f"{_CONDITIONS}; National Register",
    needs=("known",),
)
def applicant_is_free(application: DeclarationApplication, facts: Facts) -> Iterator[Problem]:
    del application
    record = facts.applicant.record
    if record and record.civil_status == "married":
        yield Problem(
            "known.is_right",
            say(
                N_(
                    "In het Rijksregister staat dat je getrouwd bent. Dan kan je niet wettelijk "
                    "samenwonen. Klopt dat niet? Bel de dienst burgerlijke stand op %(phone)s."
                ),
                phone=facts.tenant.contact.phone,
            ),
        )
    elif record and record.is_cohabiting:
        yield Problem(
            "known.is_right",
            say(
                N_(
                    "In het Rijksregister staat dat je al wettelijk samenwoont. Beëindig eerst die "
                    "samenwoning: kijk bij “Wettelijke samenwoning beëindigen”."
                )
            ),
        )


@rule(
    title=N_("De verklaring gebeurt in de gemeente waar jullie samen wonen"),
    source="Civil Code, article 1476; National Register",
    needs=("home",),
)
def home_is_here_and_shared(application: DeclarationApplication, facts: Facts) -> Iterator[Problem]:
    if facts.lives_here is False:
        yield Problem(
            "home.is_shared",
            say(
                N_(
                    "Je bent niet in %(place)s ingeschreven. Doe de verklaring in de gemeente waar "
                    "jullie samen wonen."
                ),
                place=facts.tenant.place,
            ),
        )
    elif not application.home.is_shared:
        yield Problem(
            "home.is_shared",
            say(
                N_(
                    "Jullie moeten op hetzelfde adres ingeschreven zijn. Geef eerst de verhuizing aan "
                    "en kom daarna terug."
                )
            ),
        )


@rule(
    title=N_("De andere persoon is iemand anders, en 18 jaar of ouder"),
    source=_CONDITIONS,
    needs=("partner",),
)
def partner_is_another_adult(
    application: DeclarationApplication, facts: Facts
) -> Iterator[Problem]:
    yield from is_someone_else("partner", application.partner, facts)
    if is_under_age(application.partner.national_number, facts):
        yield Problem(
            "partner.national_number",
            say(N_("Deze persoon is nog geen 18 jaar. Wettelijk samenwonen kan vanaf 18 jaar.")),
        )


@rule(
    title=N_("Jullie zijn allebei vrij en mogen allebei zelf een contract sluiten"),
    source=_CONDITIONS,
    needs=("status",),
)
def both_are_free_and_able(application: DeclarationApplication, facts: Facts) -> Iterator[Problem]:
    del facts
    if not application.status.are_free:
        yield Problem(
            "status.are_free",
            say(
                N_(
                    "Wie getrouwd is of al wettelijk samenwoont, kan geen nieuwe verklaring doen. "
                    "Beëindig eerst die band."
                )
            ),
        )
    if not application.status.are_able:
        yield Problem(
            "status.are_able",
            say(
                N_(
                    "Wie niet zelf een contract mag sluiten, kan deze verklaring niet online doen. Bel "
                    "ons: we kijken samen wat de rechter besliste."
                )
            ),
        )
