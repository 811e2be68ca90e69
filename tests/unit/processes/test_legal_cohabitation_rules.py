"""The rules of legal cohabitation: to begin it, to end it, to prove it; and who can have one."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from functions.domain.facts import Facts
from functions.domain.links import Act, Ends, FollowInput
from functions.domain.person import Relative
from functions.domain.procedure import Procedure
from functions.domain.workflow import TermInput
from functions.processes.legal_cohabitation.certificate import certificate
from functions.processes.legal_cohabitation.declaration import declaration
from functions.processes.legal_cohabitation.ending_alone import ending_alone
from functions.processes.legal_cohabitation.ending_together import ending_together
from tests.unit.known import NOON, births, facts, number_of, person, registered, tenant

TODAY = date(2026, 11, 2)
ADULT = date(2008, 11, 2)  # eighteen today
PARTNER = number_of(date(1986, 5, 6), 44)
STRANGER = number_of(date(1980, 1, 2))
NAMED = {"given_name": "Karim", "family_name": "El Amrani", "national_number": PARTNER}
ENDINGS = [(ending_together, "partner"), (ending_alone, "other")]
each_ending = pytest.mark.parametrize(("ending", "topic"), ENDINGS, ids=["together", "alone"])


def answers(**changed: Any) -> dict[str, dict[str, Any]]:
    """Answers to every procedure of the process, which break no rule."""
    found: dict[str, dict[str, Any]] = {
        "known": {"is_right": True, "correction": None},
        "partner": {**NAMED, "mail": "karim@example.org"},
        "other": {**NAMED, "address": None},
        "home": {"is_shared": True, "address": "Proefplein 3, 2800 Mechelen"},
        "births": {"own_place": "Mechelen", "partner_place": "Antwerpen"},
        "status": {"are_free": True, "are_able": True, "has_agreement": False},
        "began": {"day": "2019-03-31"},
        "request": {"purpose": "notary"},
    }
    for path, value in changed.items():
        topic, _, name = path.partition("__")
        found[topic][name] = value
    return found


def broken(
    procedure: Procedure, given_answers: dict[str, Any], known: Facts | None = None
) -> list[str]:
    return [problem.field for problem in procedure.broken_rules(given_answers, known or facts())]


def road(procedure: Procedure, given_answers: dict[str, Any]) -> list[str]:
    return [step.name for step in procedure.workflow.road(given_answers, facts())]


def knowing(**known: Any) -> Facts:
    return facts(applicant=registered(**known))


@pytest.mark.parametrize("procedure", [declaration, ending_together, ending_alone, certificate])
def test_usual_answers_break_no_rule(procedure: Procedure):
    assert broken(procedure, answers()) == []


def test_every_rule_is_tested_here():
    assert {rule.name for rule in declaration.rules} == {
        "applicant_is_an_adult",
        "applicant_is_free",
        "home_is_here_and_shared",
        "partner_is_another_adult",
        "both_are_free_and_able",
    }
    for ending, _ in ENDINGS:
        assert {rule.name for rule in ending.rules} == {
            "there_is_a_cohabitation",
            "other_is_the_partner",
            "began_before_today",
        }
    assert {rule.name for rule in certificate.rules} == {"there_is_a_cohabitation"}


@given(births)
def test_both_are_eighteen(born: date):
    young = born > ADULT
    applicant = facts(applicant=person(born))
    assert broken(declaration, answers(), applicant) == (["known.is_right"] if young else [])
    partner = answers(partner__national_number=number_of(born, 55))
    assert broken(declaration, partner) == (["partner.national_number"] if young else [])


@pytest.mark.parametrize(
    ("known", "fields"),
    [
        ({}, []),
        ({"civil_status": "single"}, []),
        ({"civil_status": "widowed"}, []),
        ({"civil_status": "married"}, ["known.is_right"]),
        ({"is_cohabiting": True}, ["known.is_right"]),
    ],
)
def test_who_is_married_or_cohabits_already_cannot_declare_it(
    known: dict[str, Any], fields: list[str]
):
    assert broken(declaration, answers(), knowing(**known)) == fields


def test_the_declaration_is_made_where_both_live():
    here, elsewhere = tenant().nis, tenant("leuven").nis
    wrong = ["home.is_shared"]
    assert broken(declaration, answers(), knowing(nis=here)) == []
    assert broken(declaration, answers(), knowing(nis=elsewhere)) == wrong
    assert broken(declaration, answers(home__is_shared=False), knowing(nis=here)) == wrong
    assert broken(declaration, answers(home__is_shared=False)) == wrong


def test_nobody_cohabits_with_themselves():
    own = person().national_number
    wrong = answers(partner__national_number=own)
    assert broken(declaration, wrong) == ["partner.national_number"]


@pytest.mark.parametrize("name", ["are_free", "are_able"])
def test_both_are_free_and_able(name: str):
    assert broken(declaration, answers(**{f"status__{name}": False})) == [f"status.{name}"]


@pytest.mark.parametrize("procedure", [ending_together, ending_alone, certificate])
def test_what_the_register_does_not_know_is_not_ended_or_proved(procedure: Procedure):
    assert broken(procedure, answers(), knowing(is_cohabiting=True)) == []
    assert broken(procedure, answers(), knowing(is_cohabiting=False)) == ["known.is_right"]


@each_ending
def test_the_other_person_is_the_one_in_the_register(ending: Procedure, topic: str):
    relative = Relative(relation="partner", **NAMED)
    known = knowing(is_cohabiting=True, relatives=(relative,))
    field = f"{topic}__national_number"
    assert broken(ending, answers(), known) == []
    for number in (STRANGER, person().national_number):
        assert broken(ending, answers(**{field: number}), known) == [f"{topic}.national_number"]
    assert broken(ending, answers(**{field: STRANGER})) == []  # the office looks it up


@each_ending
def test_a_cohabitation_that_ends_has_begun(ending: Procedure, topic: str):
    del topic
    assert broken(ending, answers(began__day=str(TODAY))) == []
    tomorrow = str(TODAY + timedelta(days=1))
    assert broken(ending, answers(began__day=tomorrow)) == ["began.day"]


def test_a_declaration_is_confirmed_signed_looked_at_and_registered():
    assert road(declaration, answers()) == [
        "partner",
        "signing_booking",
        "signing",
        "check",
        "registration",
    ]


def test_both_sign_to_end_it_together():
    expected = ["partner", "signing_booking", "signing", "registration"]
    assert road(ending_together, answers()) == expected


def test_who_ends_it_alone_pays_the_bailiff_first():
    assert road(ending_alone, answers()) == [
        "check",
        "fee",
        "signing_booking",
        "signing",
        "bailiff",
        "registration",
    ]
    assert list(ending_alone.parties(ending_alone.read(answers()))) == []


def test_a_certificate_is_one_step():
    assert road(certificate, answers()) == ["issue"]


def test_only_the_certificate_can_be_asked_for_a_protected_person():
    assert certificate.acts == {Act.RESIDENCE}
    for procedure in (declaration, ending_together, ending_alone):
        assert procedure.acts == frozenset()


@pytest.mark.parametrize("name", ["mechelen", "leuven"])
def test_a_deferral_takes_at_most_two_months_and_its_extension_three_more(name: str):
    known = Facts(NOON, person(), facts().calendar, tenant(name))

    def days_of(step: str) -> int:
        given_term = TermInput(declaration.key, answers(), known, NOON)
        return (declaration.workflow.step(step).term.due(given_term) - NOON).days

    assert days_of("advice") + days_of("deferred") <= 60
    assert days_of("extended") <= 90


def test_without_a_decision_in_time_the_cohabitation_is_registered():
    for name in ("deferred", "extended"):
        assert declaration.workflow.step(name).lapse.then == "registration"


def test_the_prosecutor_hears_who_wants_to_cohabit_and_no_more():
    step = declaration.workflow.step("advice")
    assert step.message
    assert step.message(answers(), facts()) == {
        "subject": "legal-cohabitation",
        "one": "Lena Peeters",
        "one_number": person().national_number,
        "other": "Karim El Amrani",
        "other_number": PARTNER,
    }


def test_each_of_the_two_claims_the_cohabitation_with_an_own_hand():
    application = declaration.read(answers())
    (own,) = declaration.claims(application, str, "l")
    (other,) = declaration.step_claims("partner", application, lambda n: f"hash({n})")
    assert own.key == "cohabitation/l"
    assert other.key == f"cohabitation/hash({PARTNER})"
    assert list(declaration.step_claims("check", application, str)) == []


@each_ending
def test_an_ending_frees_both_for_another_cohabitation(ending: Procedure, topic: str):
    del topic
    application = ending.read(answers())
    known = facts(applicant=person())

    def freed(end: str) -> set[str]:
        given_input = FollowInput("id", end, "l@example.org", "nl", known, lambda n: f"hash({n})")
        return {
            link.claim for link in ending.follow(application, given_input) if isinstance(link, Ends)
        }

    assert freed("ended") == {"cohabitation/l", f"cohabitation/hash({PARTNER})"}
    assert not ending.keeps_claims
    assert freed("refused") == freed("withdrawn") == set()
