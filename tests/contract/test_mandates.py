"""An administrator does for a protected person what the order allows, and nothing else."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from functions import wiring
from functions.domain.links import Act, Mandate
from functions.domain.numbers import new_case_id
from functions.domain.person import Person
from infra.local.identity import load_personas
from infra.local.stack import LocalStack
from tests.contract.test_sessions import csrf
from tests.faults import assert_sound, file_at
from tests.load.meter import Meter
from tests.mornings import MORNING
from tests.people import Someone
from tests.practice import FOR, PROCESS, START

pytestmark = pytest.mark.xdist_group("practice")

PEOPLE = {p.key: p for p in load_personas()}
TODAY = MORNING.date()
DAY = timedelta(days=1)
MAIL = "ilse@example.org"
MINE = "/nl/desk/my"


def ref(key: str) -> str:
    return wiring.ports().pseudonym(PEOPLE[key].rrn)


def grant(
    holder: str = "ilse-lambrecht",
    person: str = "roger-lambrecht",
    acts: tuple[Act, ...] = (Act.IDENTITY_DOCUMENTS, Act.COURT),
    starts: date = TODAY - 30 * DAY,
    ends: date | None = None,
    name: str = "order-1",
) -> Mandate:
    known = PEOPLE[person]
    mandate = Mandate(
        id=name,
        holder=ref(holder),
        person=Person(
            given_name=known.given_name,
            family_name=known.family_name,
            national_number=known.rrn,
            ref=ref(person),
        ),
        acts=frozenset(acts),
        starts=starts,
        ends=ends,
    )
    ports = wiring.ports()
    ports.store.put_mandate(mandate, ports.clock.now())
    return mandate


def begin(desk: LocalStack, key: str = "ilse-lambrecht", mandate: str = "order-1") -> Someone:
    """Up to the first page of the form, for the protected person."""
    ilse = Someone(desk, key)
    ilse.sign_in(START)
    assert ilse.at == FOR
    send(ilse, mandate)
    assert ilse.at.endswith("/questions/known"), ilse.text
    return ilse


def send(person: Someone, who: str) -> None:
    hidden = person.form("/for")
    person.post(hidden.pop("_action"), {**hidden, "who": who})


def at_check(desk: LocalStack) -> Someone:
    ilse = begin(desk)
    ilse.answer(is_right="yes")
    ilse.answer(what="Een kaart")
    ilse.answer(mail=MAIL)
    assert ilse.at.endswith("/check"), ilse.text
    return ilse


def handed_in(desk: LocalStack) -> tuple[Someone, str]:
    ilse = at_check(desk)
    ilse.submit()
    assert ilse.at.endswith("/receipt"), ilse.text
    desk.settle()
    return ilse, ilse.at.removesuffix("/receipt")


def cases_of(key: str) -> tuple[int, int]:
    cases, drafts = wiring.ports().store.cases_of(ref(key))
    return len(cases), len(drafts)


# For whom


def test_who_has_no_mandate_is_asked_nothing(practice: LocalStack) -> None:
    lena = Someone(practice, "lena-peeters")
    lena.sign_in(START)
    assert lena.at == START
    assert lena.get(FOR).status_code == 200
    assert lena.at.startswith(START)


def test_an_administrator_chooses_and_reads_for_whom_on_every_page(practice: LocalStack) -> None:
    grant(ends=TODAY + 10 * DAY)
    ilse = Someone(practice, "ilse-lambrecht")
    ilse.sign_in(START)
    assert "Voor wie doe je dit?" in ilse.text
    assert "Roger Lambrecht" in ilse.text
    assert "Je bewind loopt tot" in ilse.text
    send(ilse, "")
    assert ilse.last.status_code == 422
    assert "Kies voor wie je dit doet." in ilse.text
    send(ilse, "order-1")
    told = "Je doet dit voor Roger Lambrecht."
    assert told in ilse.text
    assert "Rusthof 1 bus 12, 2800 Mechelen" in ilse.text  # his address, from the register
    assert "Kerkpad" not in ilse.text  # not hers
    ilse.answer(is_right="yes")
    assert told in ilse.text
    ilse.answer(what="")
    assert ilse.last.status_code == 422
    assert told in ilse.text
    ilse.answer(what="Een kaart")
    ilse.answer(mail=MAIL)
    assert told in ilse.text
    ilse.get(MINE)
    assert "Oefenaanvraag (Roger Lambrecht)" in ilse.text


def test_an_administrator_can_do_it_for_themselves(practice: LocalStack) -> None:
    grant()
    ilse = Someone(practice, "ilse-lambrecht")
    ilse.sign_in(START)
    send(ilse, "self")
    assert "Kerkpad 3" in ilse.text
    assert "Je doet dit voor" not in ilse.text
    ilse.answer(is_right="yes")
    assert ilse.at.endswith("/questions/wish")
    assert "Je doet dit voor" not in ilse.text


def test_the_case_is_the_protected_persons_and_both_see_it(practice: LocalStack) -> None:
    grant()
    ilse, case = handed_in(practice)
    assert "Je diende dit in voor Roger Lambrecht." in ilse.text
    found = file_at(case)
    assert found.case.applicant.ref == ref("roger-lambrecht")
    assert found.case.applicant.record
    assert found.case.acting
    assert (found.case.acting.name, found.case.acting.record) == ("Ilse Lambrecht", None)
    assert (found.case.mandate, found.case.channel) == ("order-1", "online")
    submitted = found.events[0]
    assert (submitted.actor.kind, submitted.actor.name) == ("acting", "Ilse Lambrecht")
    assert submitted.data["for"] == "Roger Lambrecht"
    roger = Someone(practice, "roger-lambrecht")
    roger.sign_in(MINE)
    for person in (ilse, roger):
        person.get(MINE)
        assert case in person.text
        person.get(case)
        assert person.last.status_code == 200
        assert "Ilse Lambrecht vulde dit als bewindvoerder in voor Roger Lambrecht." in person.text
    assert len(practice.mails(MAIL)) == 1
    assert cases_of("ilse-lambrecht") == cases_of("roger-lambrecht") == (1, 0)


def test_the_desk_reads_both_names(practice: LocalStack) -> None:
    grant()
    _, case = handed_in(practice)
    clerk = Someone(practice, "mechelen-population")
    clerk.sign_in(f"{case}/review")
    assert "Oefenaanvraag: Roger Lambrecht" in clerk.text
    assert "Ilse Lambrecht (bewindvoerder)" in clerk.text
    assert "Voor Roger Lambrecht, online." in clerk.text


def test_the_administrator_answers_a_question_of_the_desk(practice: LocalStack) -> None:
    grant()
    ilse, case = handed_in(practice)
    clerk = Someone(practice, "mechelen-population")
    clerk.sign_in(f"{case}/review")
    clerk.decide("decision", "ask", "Welke kaart?")
    practice.settle()
    assert len(practice.mails(MAIL)) == 2
    ilse.get(case)
    ilse.decide("decision_supplement", "supplement", "De eID.")
    practice.settle()
    answered = [e for e in file_at(case).events if e.data.get("choice") == "supplement"]
    assert [(e.actor.kind, e.actor.name) for e in answered] == [("acting", "Ilse Lambrecht")]
    assert_sound(file_at(case), "ask", "supplement")


def test_handing_in_for_someone_is_one_read_and_one_transaction(practice: LocalStack) -> None:
    grant()
    ilse = at_check(practice)
    hidden = ilse.form("/check")
    with Meter(practice) as meter:
        data = {**hidden, "truth": "yes"}
        answer = ilse.browser.post(hidden["_action"], base_url=practice.url, data=data)
        assert answer.status_code == 303
        asked = [request.operation for request in meter.take()]
    assert asked == ["BatchGetItem", "TransactWriteItems"]


# What is not allowed

OTHER_ACTS = (Act.PERMITS,)
NOT_COVERED: dict[str, Callable[[], object]] = {
    "none": lambda: None,
    "outside the scope": lambda: grant(acts=OTHER_ACTS),
    "no acts": lambda: grant(acts=()),
    "expired": lambda: grant(ends=TODAY - DAY),
    "not begun": lambda: grant(starts=TODAY + 2 * DAY),
    "of someone else": lambda: grant(holder="stefan-vercammen"),
}


@pytest.mark.parametrize("why", NOT_COVERED)
def test_what_is_not_covered_is_not_offered_and_a_forged_choice_is_refused(
    practice: LocalStack, why: str
) -> None:
    NOT_COVERED[why]()
    ilse = Someone(practice, "ilse-lambrecht")
    ilse.sign_in(START)
    assert ilse.at == START
    forged = {"csrf": csrf(ilse), "case_id": new_case_id(PROCESS), "who": "order-1"}
    assert ilse.post(FOR, forged).status_code == 404
    assert "Roger" not in ilse.text
    assert cases_of("ilse-lambrecht") == (0, 0)


def test_a_procedure_in_which_nobody_can_act_for_another_offers_it_to_no_one(
    practice: LocalStack,
) -> None:
    grant(acts=tuple(Act))
    ilse = Someone(practice, "ilse-lambrecht")
    start = "/nl/desk/polio-vaccination/proof/start"
    ilse.sign_in(start)
    assert ilse.at == start
    forged = {"csrf": csrf(ilse), "case_id": new_case_id("polio-vaccination"), "who": "order-1"}
    assert ilse.post(start.replace("/start", "/for"), forged).status_code == 404
    assert cases_of("ilse-lambrecht") == (0, 0)


def test_a_choice_without_its_token_is_refused(practice: LocalStack) -> None:
    grant()
    ilse = Someone(practice, "ilse-lambrecht")
    ilse.sign_in(START)
    answer = ilse.post(FOR, {"csrf": "x", "case_id": new_case_id(PROCESS), "who": "order-1"})
    assert answer.status_code == 403
    assert cases_of("ilse-lambrecht") == (0, 0)


def revoke() -> None:
    ports = wiring.ports()
    ports.store.remove_mandate(ref("ilse-lambrecht"), "order-1", ports.clock.now())


BETWEEN: dict[str, Callable[[], object]] = {
    "revoked": revoke,
    "ended": lambda: grant(ends=TODAY - DAY),
    "begins later": lambda: grant(starts=TODAY + 2 * DAY),
    "for other acts": lambda: grant(acts=OTHER_ACTS),
    "for no acts": lambda: grant(acts=()),
    "for another person": lambda: grant(person="dylan-mortier"),
}


@pytest.mark.parametrize("what", BETWEEN)
def test_what_ended_between_start_and_submission_hands_nothing_in(
    practice: LocalStack, what: str
) -> None:
    grant()
    ilse = at_check(practice)
    BETWEEN[what]()
    ilse.submit()
    assert ilse.last.status_code == 403
    assert "Er is nu niets ingediend of gewijzigd." in ilse.text
    assert cases_of("roger-lambrecht") == (0, 0)
    assert cases_of("ilse-lambrecht") == (0, 1)
    grant()  # restored by the judge: the draft is still there
    ilse.at = ""
    _, (draft,) = wiring.ports().store.cases_of(ref("ilse-lambrecht"))
    ilse.get(f"/nl/desk/practice/request/{draft.case_id}/check")
    ilse.submit()
    assert ilse.at.endswith("/receipt")


@pytest.mark.parametrize("what", [name for name in BETWEEN if name != "for another person"])
def test_a_draft_is_closed_to_who_may_no_longer_act(practice: LocalStack, what: str) -> None:
    grant()
    ilse = at_check(practice)
    draft = ilse.at.removesuffix("/check")
    form = ilse.form("/check")
    BETWEEN[what]()
    for page in ("/check", "/questions/known", "/questions/wish"):
        ilse.get(draft + page)
        assert ilse.last.status_code == 403
        assert "Rusthof" not in ilse.text
    ilse.post(f"{draft}/questions/known", {**form, "action": "continue"})
    assert ilse.last.status_code == 403
    assert "Rusthof" not in ilse.text


def test_a_case_is_closed_to_who_may_no_longer_act_and_open_to_the_person(
    practice: LocalStack,
) -> None:
    grant()
    ilse, case = handed_in(practice)
    ilse.get(case)
    withdrawal = ilse.form("/withdraw")
    revoke()
    for page in ("", "/receipt"):
        ilse.get(case + page)
        assert ilse.last.status_code == 403
    ilse.post(withdrawal["_action"], withdrawal)
    assert ilse.last.status_code == 403
    assert file_at(case).case.status == "running"
    ilse.get(MINE)
    assert case not in ilse.text
    roger = Someone(practice, "roger-lambrecht")
    roger.sign_in(case)
    assert roger.last.status_code == 200


def test_another_administrator_and_the_protected_person_do_not_open_a_draft(
    practice: LocalStack,
) -> None:
    grant()
    grant(holder="stefan-vercammen", person="dylan-mortier")
    draft = at_check(practice).at.removesuffix("/check")
    for key in ("stefan-vercammen", "roger-lambrecht", "dylan-mortier", "mechelen-population"):
        other = Someone(practice, key)
        other.sign_in()
        for page in ("", "/check", "/receipt", "/questions/known", "/questions/wish"):
            other.get(draft + page)
            assert other.last.status_code == 404, (key, page)
    stefan = begin(practice, "stefan-vercammen")
    assert "Je doet dit voor Dylan Mortier." in stefan.text


def test_a_case_of_one_protected_person_is_closed_to_another_administrator(
    practice: LocalStack,
) -> None:
    grant()
    _, case = handed_in(practice)
    grant(holder="stefan-vercammen", person="dylan-mortier", name="order-2")
    for key in ("stefan-vercammen", "dylan-mortier"):
        other = Someone(practice, key)
        other.sign_in()
        for page in ("", "/check", "/receipt", "/questions/known"):
            assert other.get(case + page).status_code == 404, (key, page)
        for form in ("/withdraw", "/decisions/decision", "/check"):
            token = {"csrf": csrf(other), "choice": "approve", "version": "1"}
            assert other.post(case + form, token).status_code == 404, (key, form)
    assert_sound(file_at(case))


def test_two_protected_persons_are_two_choices(practice: LocalStack) -> None:
    grant(holder="stefan-vercammen")
    grant(holder="stefan-vercammen", person="dylan-mortier", name="order-2")
    stefan = begin(practice, "stefan-vercammen", "order-2")
    assert "Je doet dit voor Dylan Mortier." in stefan.text


def test_the_same_page_sent_twice_is_one_draft_and_for_another_person_another(
    practice: LocalStack,
) -> None:
    grant(holder="stefan-vercammen")
    grant(holder="stefan-vercammen", person="dylan-mortier", name="order-2")
    stefan = Someone(practice, "stefan-vercammen")
    stefan.sign_in(START)
    hidden = stefan.form("/for")
    for who, name in (("order-1", "Roger"), ("order-1", "Roger"), ("order-2", "Dylan")):
        stefan.post(hidden["_action"], {**hidden, "who": who})
        assert f"Je doet dit voor {name}" in stefan.text
    assert cases_of("stefan-vercammen") == (0, 2)
