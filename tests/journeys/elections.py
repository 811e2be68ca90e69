"""Stories of the elections office."""

from datetime import date

from functions import wiring
from infra.local.stack import LocalStack
from tests.journeys.story import DOCUMENT, Stories, Story, clerk_with, number_of
from tests.people import Someone


def _election() -> str:
    return wiring.ports().calendar.elections[0].id


def proxy(today: date) -> Story:
    del today
    return Story(
        applicant="lena-peeters",
        answers={
            "voter": {"election": _election(), "is_belgian": "yes"},
            "why": {"reason": "illness"},
            "evidence": {"medical": DOCUMENT},
            "holder": {
                "given_name": "Karim",
                "family_name": "El Amrani",
                "national_number": number_of("karim-el-amrani"),
                "mail": "karim@example.org",
                "is_belgian": "yes",
            },
            "contact": {"mail": "lena@example.org"},
        },
        end="approved",
    )


def convocation(today: date) -> Story:
    del today
    return Story(
        applicant="lena-peeters",
        answers={
            "known": {"is_right": "yes"},
            "letter": {"election": _election(), "reason": "not-received"},
            "contact": {"mail": "lena@example.org"},
        },
        end="issued",
    )


def non_belgian_voter(today: date) -> Story:
    del today
    return Story(
        applicant="fatima-benali",
        answers={
            "known": {"is_right": "yes"},
            "voter": {"election": _election(), "group": "non-eu"},
            "residence": {"since": date(2016, 5, 12)},
            "proof": {"permit": DOCUMENT},
            "contact": {"mail": "fatima@example.org"},
        },
        end="recognised",
    )


def voter_ending(today: date) -> Story:
    del today
    return Story(
        applicant="giulia-bianchi",
        begins=_registered,
        answers={
            "known": {"is_right": "yes"},
            "vote": {"kind": "local"},
            "contact": {"mail": "giulia@example.org"},
        },
        end="removed",
    )


def _registered(stack: LocalStack) -> str:
    """Giulia Bianchi was recognised as a voter; she now gives that up."""
    giulia = Someone(stack, "giulia-bianchi")
    giulia.sign_in("/nl/desk/elections/non-belgian-voter/start")
    giulia.answer(is_right="yes")
    giulia.answer(election=_election(), group="eu")
    giulia.answer(mail="giulia@example.org")
    giulia.submit(able="yes")
    assert giulia.at.endswith("/receipt"), giulia.text
    stack.settle()
    case = giulia.at.removesuffix("/receipt")
    for step, choice in (("check", "advise"), ("college", "recognise")):
        clerk = Someone(stack, clerk_with("elections", is_second=step == "college"))
        clerk.sign_in(f"{case}/review")
        clerk.decide(step, choice)
        stack.settle()
    giulia.get(case)
    assert "Het college heeft je erkend als kiezer." in giulia.text, giulia.text
    return "/nl/desk/elections/voter-ending/start"


STORIES: Stories = {
    "elections/proxy": proxy,
    "elections/convocation": convocation,
    "elections/non-belgian-voter": non_belgian_voter,
    "elections/voter-ending": voter_ending,
}
