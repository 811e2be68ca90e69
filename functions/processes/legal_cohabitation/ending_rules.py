"""Who can end a legal cohabitation, alone or together. Civil Code, article 1476, paragraph 2."""

from collections.abc import Iterator

from functions.domain.facts import Facts
from functions.domain.problems import Problem
from functions.domain.procedure import Rule, rule
from functions.domain.texts import N_, say
from functions.processes.legal_cohabitation.application import (
    AloneApplication,
    CertificateApplication,
    TogetherApplication,
)

_ENDING = "Civil Code, article 1476, paragraph 2"
_Any = TogetherApplication | AloneApplication | CertificateApplication


@rule(
    title=N_("Volgens het Rijksregister woon je wettelijk samen"),
    source=f"{_ENDING}; National Register",
    needs=("known",),
)
def there_is_a_cohabitation(application: _Any, facts: Facts) -> Iterator[Problem]:
    """Marriage of the two ends it too, so a married person has none to end or prove."""
    del application
    record = facts.applicant.record
    if record and not record.is_cohabiting:
        yield Problem(
            "known.is_right",
            say(
                N_(
                    "In het Rijksregister staat niet dat je nu wettelijk samenwoont. Klopt dat niet? Bel "
                    "de dienst burgerlijke stand op %(phone)s."
                ),
                phone=facts.tenant.contact.phone,
            ),
        )


def _is_the_partner(topic: str) -> Rule:
    @rule(
        title=N_("De andere persoon is wie volgens het Rijksregister met je samenwoont"),
        source=f"{_ENDING}; National Register",
        needs=(topic,),
    )
    def other_is_the_partner(application: _Any, facts: Facts) -> Iterator[Problem]:
        number = getattr(application, topic).national_number
        partner = facts.applicant.partner
        if number == facts.applicant.national_number:
            text = N_("Dit is jouw eigen nummer. Vul het nummer van de andere persoon in.")
        elif partner and number != partner.national_number:
            text = N_(
                "Dit is niet het nummer van de persoon met wie je wettelijk samenwoont. Kijk het na."
            )
        else:
            return
        yield Problem(f"{topic}.national_number", say(text))

    return other_is_the_partner


@rule(
    title=N_("De samenwoning begon voor vandaag"),
    source=_ENDING,
    needs=("began",),
)
def began_before_today(
    application: TogetherApplication | AloneApplication, facts: Facts
) -> Iterator[Problem]:
    if application.began.day > facts.today:
        yield Problem("began.day", say(N_("Deze datum ligt in de toekomst.")))


TOGETHER = (there_is_a_cohabitation, _is_the_partner("partner"), began_before_today)
ALONE = (there_is_a_cohabitation, _is_the_partner("other"), began_before_today)
CERTIFICATE = (there_is_a_cohabitation,)
