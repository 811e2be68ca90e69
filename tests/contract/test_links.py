"""What the good end of a case does elsewhere: once, however often and late its record comes."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions import wiring
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, Draft, first_break, happened
from functions.domain.links import Invite
from functions.domain.person import Person
from functions.domain.procedure import Procedure
from infra.local.stack import LocalStack
from tests.applications import hand_in, new_number, someone
from tests.contract.test_delivery import twice
from tests.contract.test_journeys import persona_number
from tests.faults import dead_letters, executions, file_of, subjects, take
from tests.people import Someone
from tests.pretend import (
    ENDED,
    birth,
    carry,
    marriage,
    order,
    order_end,
    procedure,
    proof,
    report,
    simple,
    union,
)
from tests.walks import Walk

pytestmark = pytest.mark.usefixtures("hasty")
READY = "Er staat een formulier voor je klaar: Proefbewijs"
ALL = (birth, proof, report, union, marriage, order, order_end, simple)


@pytest.fixture(autouse=True)
def _carried(desk: LocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    carry(desk, monkeypatch, ALL)


def handed_in(desk: LocalStack, which: Procedure, number: str = "") -> Walk:
    ports = wiring.ports()
    walk = Walk(which, {}, [], "", session=someone(ports, number))
    assert walk.session
    walk.case = hand_in(ports, which, walk.session, {})
    desk.settle()
    return walk


def approved(desk: LocalStack, which: Procedure, number: str = "") -> Walk:
    """A case of this person that ended well, with what follows from it."""
    walk = handed_in(desk, which, number)
    take(walk, "check", "approve")
    desk.settle()
    assert file_of(walk).case.outcome == "granted"
    return walk


def of(walk: Walk) -> tuple[list[Case], list[Draft]]:
    """All that this person has, but for the case itself."""
    assert walk.session
    cases, drafts = wiring.ports().store.cases_of(walk.session.person.ref)
    return [case for case in cases if walk.case and case.id != walk.case.id], drafts


def mails(desk: LocalStack, walk: Walk) -> list[str]:
    assert walk.case
    return [subject for subject in subjects(desk, walk.case.mail) if "Proefbewijs" in subject]


# a form that stands ready


def test_a_form_stands_ready_with_what_is_known_until_its_day(desk: LocalStack) -> None:
    walk = approved(desk, birth, persona_number("lena-peeters"))
    assert walk.case
    cases, (draft,) = of(walk)
    assert cases == []
    assert draft.answers == {"child": walk.case.answers["child"]}
    assert draft.due == desk.clock.now().astimezone(BRUSSELS).date() + timedelta(days=60)
    assert mails(desk, walk) == [READY]
    (mail,) = [m for m in desk.mails() if m.subject == READY]
    assert f"/nl/desk/pretend/proof/{draft.case_id}/questions/contact" in mail.text
    assert walk.case.answers["child"]["national_number"] not in mail.text

    mother = Someone(desk, "lena-peeters")
    mother.sign_in()
    asked = mother.text.partition("Dit vragen we van jou")[2]
    assert "Proefbewijs" in asked.partition("<h2>")[0]
    assert "Ten laatste op" in asked.partition("<h2>")[0]
    assert "Nog niet ingediend" not in mother.text
    mother.get(f"/nl/desk/pretend/proof/{draft.case_id}/questions/child")
    assert f'value="{walk.case.answers["child"]["name"]}"' in mother.text
    assert 'href="/nl/desk/my"' in mother.text
    mother.get(f"/nl/desk/pretend/proof/{draft.case_id}/questions/contact")
    mother.answer(mail="lena@example.org")
    mother.submit()
    assert mother.at.endswith(f"{draft.case_id}/receipt")

    desk.settle()
    desk.forward(days=61)
    cases, drafts = of(walk)
    assert ([case.procedure for case in cases], drafts) == (["proof"], [])
    assert mails(desk, walk) == [READY]


def test_nobody_is_asked_for_what_the_municipality_does_not_offer(desk: LocalStack) -> None:
    own = wiring.ports().tenant.model_copy(update={"processes": ("elections",)})
    wiring.override(clock=desk.clock, tenant=own)
    walk = approved(desk, birth)
    assert of(walk) == ([], [])
    assert mails(desk, walk) == []
    assert dead_letters(desk) == 0


def test_what_else_follows_does_so_where_the_process_is_off(desk: LocalStack) -> None:
    """A mandate in an order that was decided is no offer."""
    own = wiring.ports().tenant.model_copy(update={"processes": ("elections",)})
    wiring.override(clock=desk.clock, tenant=own)
    walk = approved(desk, order)
    assert walk.session
    assert wiring.ports().store.mandates_of(walk.session.person.ref)


def test_what_is_known_of_a_page_stands_in_its_boxes_and_the_rest_is_asked(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a birth: the child has a name, and no national number yet."""
    known = {"child": {"name": "Noor"}}
    half = replace(birth, follow=lambda _, given: [replace(made_by(given), answers=known)])
    carry(desk, monkeypatch, (half, proof, report))
    walk = approved(desk, half, persona_number("lena-peeters"))
    _, (draft,) = of(walk)
    assert (draft.answers, draft.typed) == ({}, {"child": {"name": "Noor"}})
    page = f"/nl/desk/pretend/proof/{draft.case_id}/questions/child"
    (mail,) = [m for m in desk.mails() if m.subject == READY]
    assert page in mail.text

    mother = Someone(desk, "lena-peeters")
    mother.sign_in(page)
    assert 'value="Noor"' in mother.text
    assert "We vulden al in wat we weten." in mother.text
    mother.answer("later", name="Noor Elise")
    mother.get(page)
    assert "Je antwoorden zijn bewaard." in mother.text
    mother.answer(name="Noor Elise", national_number=CHILD["national_number"])
    mother.answer(mail="lena@example.org")
    mother.submit()
    assert mother.at.endswith(f"{draft.case_id}/receipt")


def test_nobody_else_opens_the_form(desk: LocalStack) -> None:
    _, (draft,) = of(approved(desk, birth, persona_number("lena-peeters")))
    stranger = Someone(desk, "karim-el-amrani")
    stranger.sign_in(f"/nl/desk/pretend/proof/{draft.case_id}/questions/child")
    assert stranger.last.status_code == 404


def test_who_does_not_hand_it_in_is_reminded_and_then_the_desk_begins_its_own_case(
    desk: LocalStack,
) -> None:
    walk = approved(desk, birth, persona_number("lena-peeters"))
    assert walk.case
    desk.forward(days=29)
    assert mails(desk, walk) == [READY]
    desk.forward(days=2)
    assert mails(desk, walk) == sorted([READY, f"Herinnering: {READY}"])
    desk.forward(days=27)
    assert len(mails(desk, walk)) == 3
    assert of(walk)[0] == []
    desk.forward(days=4)
    (opened,), (draft,) = of(walk)
    assert (opened.procedure, opened.applicant.ref) == ("report", walk.case.applicant.ref)
    assert opened.applicant.name == walk.case.applicant.name
    assert opened.answers == {"child": walk.case.answers["child"]}
    assert opened.mail == walk.case.mail
    assert (opened.stage, draft.procedure) == ("check", "proof")
    file = wiring.ports().store.case_file(opened.id)
    assert file
    assert [(e.kind, e.actor.kind) for e in file.events[:2]] == [
        ("submitted", "system"), ("entered", "system"),
    ]  # fmt: skip
    assert not any("Melding" in mail.subject for mail in desk.mails())
    page = wiring.ports().store.queue("population", "pretend", after="", most=5)
    assert [task.case_id for task in page.tasks] == [opened.id]

    mother = Someone(desk, "lena-peeters")
    mother.sign_in(f"/nl/desk/pretend/report/{opened.id}")
    assert "We openden deze zaak zelf" in mother.text
    assert "Aanvraag ingediend" not in mother.text  # nobody handed anything in
    mother.get(f"/nl/desk/pretend/proof/{draft.case_id}/check")
    assert mother.last.status_code == 200  # late is still better than not at all
    desk.forward(days=30)
    mother.sign_in()
    assert "Proefbewijs" not in mother.text
    assert dead_letters(desk) == 0


def test_every_record_twice_and_every_date_twice_is_the_same(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, seen = desk.pump.handler, []

    def remember(event: Any, context: Any) -> Any:
        seen.extend(event["Records"])
        return whole(event, context)

    desk.pump.handler = twice(remember)
    monkeypatch.setattr(wiring.ports().store, "settled", lambda dated: None)  # all stays planned
    walk = approved(desk, birth)
    desk.forward(days=31)
    desk.forward(days=30)
    first = of(walk)
    assert [case.procedure for case in first[0]] == ["report"]
    desk.desk.do_what_is_due()
    random.Random(7).shuffle(seen)
    for record in seen:
        assert whole({"Records": [record]}, None) == {"batchItemFailures": []}
    desk.settle()
    assert of(walk) == first
    assert len(mails(desk, walk)) == 3
    assert len(executions(desk)) == 2


def test_a_record_that_comes_again_brings_no_form_back_that_was_handed_in(desk: LocalStack) -> None:
    whole, seen = desk.pump.handler, []
    desk.pump.handler = lambda event, context: (
        seen.extend(event["Records"]) or whole(event, context)
    )
    walk = approved(desk, birth, persona_number("lena-peeters"))
    _, (draft,) = of(walk)
    mother = Someone(desk, "lena-peeters")
    mother.sign_in(f"/nl/desk/pretend/proof/{draft.case_id}/questions/contact")
    mother.answer(mail="lena@example.org")
    mother.submit()
    desk.settle()
    for record in seen:
        whole({"Records": [record]}, None)
    cases, drafts = of(walk)
    assert ([case.id for case in cases], drafts) == ([draft.case_id], [])


@pytest.mark.parametrize("how", ["refuse", "withdrawn"])
def test_a_case_that_does_not_end_well_leads_to_nothing(desk: LocalStack, how: str) -> None:
    walk = handed_in(desk, birth)
    take(walk, "check", how)
    desk.settle()
    assert of(walk) == ([], [])
    due = wiring.ports().store.due(desk.clock.now() + timedelta(days=1), most=5)
    assert {dated.kind for dated in due} <= {"issue"}  # to look whether the decision was made


def made_by(given: Any) -> Invite:
    (link,) = birth.follow(birth.read({"child": CHILD}), given)
    assert isinstance(link, Invite)
    return link


CHILD = {"name": "Noor", "national_number": "85073003328"}


def test_twins_are_two_forms(desk: LocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    both = replace(birth, follow=lambda a, given: [*birth.follow(a, given), made_by(given)])
    carry(desk, monkeypatch, (both, proof, report))
    desk.pump.handler = twice(desk.pump.handler)
    walk = approved(desk, both)
    _, drafts = of(walk)
    assert {"Noor"} < {draft.answers["child"]["name"] for draft in drafts}
    assert len(drafts) == 2
    desk.forward(days=61)
    assert [case.procedure for case in of(walk)[0]] == ["report", "report"]


@pytest.mark.parametrize(
    "changes",
    [
        {"procedure": "pretend/nothing"},
        {"procedure": "nothing"},
        {"overdue": "pretend/nothing"},
        {"answers": {"other": {}}},
        {"owner": "somebody"},
    ],
)
def test_what_this_version_cannot_make_waits_among_the_dead_letters_for_the_one_that_can(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]
) -> None:
    wrong = replace(
        birth, follow=lambda a, given: [made_by(given), replace(made_by(given), **changes)]
    )
    carry(desk, monkeypatch, (wrong, proof, report))
    walk = approved(desk, wrong)
    assert of(walk) == ([], [])  # the one that could be made is not made alone
    assert dead_letters(desk) == 1
    assert walk.case
    assert len(desk.mails(walk.case.mail)) == 2  # received, decided: nobody waits for this
    desk.redrive()
    assert dead_letters(desk) == 1
    carry(desk, monkeypatch, (birth, proof, report))
    desk.redrive()
    desk.settle()
    assert dead_letters(desk) == 0
    assert len(of(walk)[1]) == 1
    assert len(desk.mails(walk.case.mail)) == 3


def test_what_the_desk_would_begin_is_not_begun_beside_what_runs_already(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    single = replace(report, claims=union.claims)
    carry(desk, monkeypatch, (birth, proof, single, union))
    walk = approved(desk, birth)
    assert walk.session
    other = handed_in(desk, union, walk.session.person.national_number)
    desk.forward(days=61)
    assert other.case
    assert [case.id for case in of(walk)[0]] == [other.case.id]
    assert wiring.ports().store.due(desk.clock.now(), most=5) == []


# what ends


def test_a_marriage_ends_a_union_and_its_file_tells_so(desk: LocalStack) -> None:
    held = approved(desk, union, persona_number("lena-peeters"))
    assert held.session
    claim = f"union/{held.session.person.ref}"
    store = wiring.ports().store
    assert store.claim_holder(claim) == file_of(held).case.id
    approved(desk, marriage, persona_number("lena-peeters"))
    assert store.claim_holder(claim) == ""
    file = file_of(held)
    assert (file.case.claims, file.case.status) == ([], "closed")
    (linked,) = (event for event in file.events if event.kind == "linked")
    assert linked.data["told"] == ENDED
    assert first_break(file.events, file.case.head) is None

    partner = Someone(desk, "lena-peeters")
    partner.sign_in(f"/nl/desk/pretend/union/{file.case.id}")
    timeline = partner.text.partition("timeline")[2]
    assert 0 < timeline.index("Het is in orde.") < timeline.index(ENDED)
    again = handed_in(desk, union, persona_number("lena-peeters"))
    assert file_of(again).case.claims == [claim]


def test_what_is_free_already_ends_nothing(desk: LocalStack) -> None:
    approved(desk, marriage)
    assert dead_letters(desk) == 0


def test_a_late_repeat_frees_nothing_that_was_taken_anew(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even when nobody remembers any more that it was done."""
    whole, seen = desk.pump.handler, []
    desk.pump.handler = lambda event, context: (
        seen.extend(event["Records"]) or whole(event, context)
    )
    number = new_number()
    held = approved(desk, union, number)
    approved(desk, marriage, number)
    again = approved(desk, union, number)
    monkeypatch.setattr(wiring.ports(), "once", lambda key, effect: effect())
    monkeypatch.setattr(wiring.ports().mail, "send", lambda *_, **__: None)
    for record in seen:
        assert whole({"Records": [record]}, None) == {"batchItemFailures": []}
    assert file_of(again).case.claims != []
    assert [e.kind for e in file_of(held).events].count("linked") == 1
    assert [e.kind for e in file_of(again).events].count("linked") == 0


def test_a_union_that_someone_looks_at_just_then_ends_too(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = new_number()
    held = approved(desk, union, number)
    walk = handed_in(desk, marriage, number)
    take(walk, "check", "approve")
    store, whole = wiring.ports().store, wiring.ports().store.record
    viewed: list[str] = []

    def record(case: Case, event: Any, **more: Any) -> None:
        if event.kind == "linked" and not viewed:
            viewed.append(case.id)
            seen = {"at": desk.clock.now(), "actor": someone(wiring.ports()).actor("clerk")}
            whole(*happened(file_of(held).case, "viewed", **seen))
        whole(case, event, **more)

    monkeypatch.setattr(store, "record", record)
    desk.settle()
    assert viewed
    assert file_of(held).case.claims == []
    assert dead_letters(desk) == 0


# mandates


def mandates(walk: Walk) -> list[str]:
    assert walk.session
    found = wiring.ports().store.mandates_of(walk.session.person.ref)
    assert all(isinstance(mandate.person, Person) for mandate in found)
    return [mandate.id for mandate in found]


def test_a_mandate_begins_with_the_order_and_ends_with_its_end(desk: LocalStack) -> None:
    number = new_number()
    given = approved(desk, order, number)
    other = approved(desk, order, number)
    assert given.case
    assert other.case
    child = wiring.ports().pseudonym(given.case.answers["child"]["national_number"])
    assert child in mandates(given)
    assert len(mandates(given)) == 2
    table = boto3.client("dynamodb")
    kept = table.get_item(
        TableName=desk.local.table,
        Key={
            "PK": {"S": f"CITIZEN#{given.case.applicant.ref}"},
            "SK": {"S": f"MANDATE#{child}"},
        },
    )
    assert "Item" in kept
    revoke(desk, given)
    assert mandates(given) == [
        wiring.ports().pseudonym(other.case.answers["child"]["national_number"])
    ]


def revoke(desk: LocalStack, given: Walk) -> Walk:
    """The order of this child ends."""
    assert given.session
    assert given.case
    ports = wiring.ports()
    walk = Walk(order_end, {}, [], "", session=given.session)
    walk.case = hand_in(ports, order_end, given.session, {})
    changed = walk.case.model_copy(
        update={"answers": {**walk.case.answers, "child": given.case.answers["child"]}}
    )
    case, event = happened(changed, "viewed", at=ports.clock.now(), actor=given.session.actor("x"))
    ports.store.record(case, event)
    desk.settle()
    take(walk, "check", "approve")
    desk.settle()
    return walk


@pytest.mark.parametrize("seed", range(3))
def test_the_last_word_on_a_mandate_counts_in_whatever_order_it_comes(
    desk: LocalStack, seed: int
) -> None:
    whole, seen = desk.pump.handler, []
    desk.pump.handler = lambda event, context: (
        seen.extend(event["Records"]) or whole(event, context)
    )
    number = new_number()
    given = approved(desk, order, number)
    revoke(desk, given)
    again = list(seen)
    random.Random(seed).shuffle(again)
    for record in again:
        assert whole({"Records": [record]}, None) == {"batchItemFailures": []}
    assert mandates(given) == []


def test_an_order_after_the_end_of_the_last_one_counts(desk: LocalStack) -> None:
    ports = wiring.ports()
    given = approved(desk, order)
    (mandate,) = ports.store.mandates_of(given.session.person.ref if given.session else "")
    revoke(desk, given)
    assert mandates(given) == []
    ports.store.put_mandate(mandate, ports.clock.now())
    assert mandates(given) == [mandate.id]
    ports.store.remove_mandate(mandate.holder, mandate.id, ports.clock.now() - timedelta(days=1))
    assert mandates(given) == [mandate.id]


# who may begin what


@pytest.mark.parametrize("which", [proof, report])
def test_nobody_begins_what_is_not_theirs_to_begin(desk: LocalStack, which: Procedure) -> None:
    visitor = Someone(desk, "lena-peeters")
    visitor.sign_in("/nl/desk/pretend/simple/start")
    assert visitor.last.status_code == 200
    hidden = visitor.form("/start")
    start = f"/nl/desk/{which.key}/start"
    assert visitor.get(start).status_code == 404
    boxes = {"name": "Noor", "national_number": "85.07.30-033.28"}
    assert visitor.post(start, {**hidden, **boxes}).status_code == 404


def test_only_what_anyone_can_begin_is_found(desk: LocalStack) -> None:
    shown = desk.get("/nl/desk/search?q=proef").text
    assert "Proefaanvraag" in shown
    assert "Proefbewijs" not in shown
    assert "/nl/pretend/report/" not in desk.get("/nl/desk/search?q=").text


def keys(found: Iterable[Procedure]) -> set[str]:
    return {which.key for which in found}


def test_the_public_site_has_no_page_of_them() -> None:
    from frontend import procedures

    assert keys(ALL) - keys(procedures.public()) == {"pretend/proof", "pretend/report"}
    assert procedure("x").opened_by == "citizen"
