"""Which clerk has a case: one at a time, told to all, and gone with the task."""

import threading

import pytest

from functions import wiring
from functions.domain.case import first_break
from functions.domain.problems import HeldByColleague, NotAllowed, NotFound
from functions.domain.staff import SHARING
from functions.services import deciding, holding, reacting
from functions.services.queue import Filters, Queue
from functions.services.writing import Words
from functions.web.histories import history
from infra.local.stack import LocalStack
from tests.applications import someone
from tests.contract.test_sessions import csrf
from tests.faults import THROTTLED, broken
from tests.queueing import (
    SECOND,
    VOTER,
    WORK,
    at_check,
    at_step,
    case_of,
    clerk,
    colleague,
    hold,
    item_of,
    path_of,
    procedure_at,
    task_of,
)
from tests.walks import move

DIRK = "Dirk Dewit"  # who signs in as FIRST
HELD = {"holder", "holder_name", "holder_from", "holder_note", "GSI1PK", "GSI1SK"}


def kinds(walk):
    return [event.kind for event in case_of(walk).events]


def test_a_clerk_takes_a_case_sees_it_among_theirs_and_gives_it_back(desk: LocalStack) -> None:
    walk = at_check(desk)
    dirk, oona = clerk(desk), clerk(desk, SECOND)
    assert "nog niemand" in dirk.text
    hold(dirk, walk, "claim")
    assert "Jij hebt deze zaak." in dirk.text
    for who, shown in ((dirk, "jij"), (oona, task_of(walk).holder_name)):
        who.get(WORK)
        assert shown in who.text
    dirk.get(f"{WORK}?whose=mine")
    assert path_of(walk) in dirk.text
    oona.get(f"{WORK}?whose=mine")
    assert path_of(walk) not in oona.text
    assert "Jij hebt nu geen zaken." in oona.text
    hold(dirk, walk, "release")
    assert dirk.at == WORK
    assert not HELD & set(item_of(walk))
    assert [kind for kind in kinds(walk) if kind in SHARING] == ["claimed", "released"]
    file = case_of(walk)
    assert first_break(file.events, file.case.head) is None


def test_what_a_colleague_has_is_not_decided_before_it_is_taken_over(desk: LocalStack) -> None:
    walk = at_check(desk)
    dirk, oona = clerk(desk), clerk(desk, SECOND)
    oona.get(f"{path_of(walk)}/review")
    form = oona.form("/decisions/check")
    hold(dirk, walk, "claim")
    answer = oona.post(
        form.pop("_action"), {**form, "choice": "advise-against", "reason": "Woont hier niet."}
    )
    assert answer.status_code == 409
    assert "heeft deze zaak. Neem de zaak over als jij beslist" in oona.text
    assert "/decisions/check" not in oona.text
    assert task_of(walk).state == "open"
    hold(oona, walk, "take-over")
    assert "Jij hebt deze zaak." in oona.text
    assert "Woont hier niet." in oona.text, "what was typed is kept"
    oona.decide("check", "advise")
    desk.settle()
    file = case_of(walk)
    assert file.case.stage == "college"
    taken = next(event for event in file.events if event.kind == "taken-over")
    assert taken.data == {"step": "check", "from": DIRK}
    assert not HELD & set(item_of(walk)), "what is decided is nobody's"


def test_of_two_clerks_at_once_one_gets_it_and_the_other_reads_who(desk: LocalStack) -> None:
    walk = at_check(desk)
    ports, procedure = wiring.ports(), procedure_at(VOTER)
    file, told = case_of(walk), []

    def press() -> None:
        session = someone(ports, "", "elections")
        try:
            holding.claim(ports, procedure, session, file, "check")
            told.append("taken")
        except HeldByColleague:
            told.append("held")

    presses = [threading.Thread(target=press) for _ in range(2)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    assert sorted(told) == ["held", "taken"]
    assert kinds(walk).count("claimed") == 1


def test_two_windows_and_a_second_press_change_nothing(desk: LocalStack) -> None:
    walk = at_check(desk)
    dirk = clerk(desk)
    hold(dirk, walk, "claim")
    form = dirk.form("/holding/check")
    where = form.pop("_action")
    assert dirk.post(where, {**form, "action": "claim"}).status_code == 200
    assert dirk.post(where, {**form, "action": "release"}).status_code == 200
    assert dirk.post(where, {**form, "action": "release"}).status_code == 200
    assert dirk.post(where, {**form, "action": "else"}).status_code == 404
    assert [kind for kind in kinds(walk) if kind in SHARING] == ["claimed", "released"]


def test_a_case_is_handed_to_a_colleague_with_words_that_only_the_desk_reads(
    desk: LocalStack,
) -> None:
    walk = at_check(desk)
    dirk = clerk(desk)
    assert colleague(dirk, walk, "Oona Peeters") == "", "who never signed in is not offered"
    oona, other = clerk(desk, SECOND), clerk(desk, "mechelen-permits")
    assert other.last.status_code == 200
    to = colleague(dirk, walk, "Oona Peeters")
    assert to
    assert dirk.text.count("<option") == 2, "only who has the role, and not oneself"
    hold(dirk, walk, "hand-over", to=to, note="Kijk jij het verblijf na?\x00 ")
    assert dirk.at == WORK
    oona.get(f"{WORK}?whose=mine")
    assert "Kijk jij het verblijf na?" in oona.text
    oona.get(f"{path_of(walk)}/review")
    assert "Zaak doorgegeven aan Oona Peeters" in oona.text
    assert "gaf de zaak door. Kijk jij het verblijf na?" in oona.text
    file = case_of(walk)
    assert file.events[-2].data["reason"] == "Kijk jij het verblijf na?"

    rows = history(Words("nl"), walk.procedure, file, names=False)
    assert not [row for row in rows if "doorgegeven" in row.what or "verblijf" in row.detail]


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ({"to": "", "note": ""}, "Kies aan wie je de zaak doorgeeft."),
        ({"to": "f" * 32, "note": "Hier."}, "Kies aan wie je de zaak doorgeeft."),
        ({"to": "", "note": "x" * 501}, "hoogstens 500 tekens"),
    ],
)
def test_a_hand_over_without_a_colleague_or_with_a_letter_says_what_to_mend(
    desk: LocalStack, boxes: dict[str, str], told: str
) -> None:
    walk = at_check(desk)
    clerk(desk, SECOND)
    dirk = clerk(desk)
    assert hold(dirk, walk, "hand-over", **boxes) == 422
    assert told in dirk.text
    assert boxes["note"] in dirk.text
    assert task_of(walk).holder == ""


def test_nobody_hands_over_or_gives_back_what_a_colleague_has(desk: LocalStack) -> None:
    walk = at_check(desk)
    dirk, oona = clerk(desk), clerk(desk, SECOND)
    to = colleague(oona, walk, DIRK)
    assert to
    form = oona.form("/holding/check")
    hold(dirk, walk, "claim")
    where = form.pop("_action")
    for boxes in ({"action": "release"}, {"action": "hand-over", "to": to}):
        assert oona.post(where, {**form, **boxes}).status_code == 409
        assert f"{DIRK} heeft deze zaak." in oona.text
    assert task_of(walk).holder_name == DIRK


def test_another_role_a_citizen_and_a_step_of_others_are_turned_away(desk: LocalStack) -> None:
    walk = at_check(desk)
    form = clerk(desk)
    form.get(f"{path_of(walk)}/review")
    where = form.form("/holding/check")["_action"]
    for key, status in (
        ("mechelen-permits", 403),
        ("lena-peeters", 404),
        ("leuven-elections", 404),
    ):
        who = clerk(desk, key, "/nl/desk/my")

        answer = who.post(where, {"csrf": csrf(who), "action": "claim"})
        assert answer.status_code == status, key
        assert "Zaak" not in answer.get_data(as_text=True).split("<main")[1]
    ports, procedure = wiring.ports(), procedure_at(VOTER)
    with pytest.raises(NotFound):
        holding.claim(ports, procedure, someone(ports, "", "elections"), case_of(walk), "nowhere")
    with pytest.raises(NotAllowed):
        holding.claim(ports, procedure, someone(ports, "", "counter"), case_of(walk), "check")


def test_a_table_that_is_throttled_leaves_the_case_as_it_was(desk: LocalStack, hasty: None) -> None:
    walk = at_check(desk)
    dirk = clerk(desk)
    dirk.get(f"{path_of(walk)}/review")
    form = dirk.form("/holding/check")
    where = form.pop("_action")
    with broken("dynamodb", "TransactWriteItems", code=THROTTLED):
        assert dirk.post(where, {**form, "action": "claim"}).status_code == 503
    assert "claimed" not in kinds(walk)
    assert dirk.post(where, {**form, "action": "claim"}).status_code == 200
    assert task_of(walk).holder


def test_a_step_that_comes_back_is_nobody_s(desk: LocalStack) -> None:
    walk = at_check(desk)
    hold(clerk(desk), walk, "claim")
    ports = wiring.ports()
    session = someone(ports, "", "elections")
    holding.take_over(ports, walk.procedure, session, case_of(walk), "check")
    deciding.decide(
        ports, walk.procedure, session, case_of(walk), "check", choice="ask", reason="Wat?"
    )
    desk.settle()
    walk.moves.append(("check_supplement", "supplement"))

    move(ports, walk, len(walk.moves) - 1)
    desk.settle()
    assert case_of(walk).case.stage == "check"
    assert not HELD & set(item_of(walk))


def test_who_has_a_case_is_nobody_else_s_news(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = at_check(desk)
    before = len(desk.mails())
    told: list[str] = []
    monkeypatch.setattr(reacting, "task_changed", lambda _, task: told.append(task.state))
    dirk = clerk(desk)
    for action in ("claim", "release", "claim"):
        hold(dirk, walk, action)
        desk.settle()
    assert told == [], "no outside party is asked again, nobody is mailed"
    assert len(desk.mails()) == before
    dirk.get(f"{path_of(walk)}/review")
    dirk.decide("check", "advise")
    desk.settle()
    assert told == ["decided"]


def test_four_eyes_who_checked_does_not_write_down_what_the_college_decided(
    desk: LocalStack,
) -> None:
    walk = at_check(desk)
    dirk, oona = clerk(desk), clerk(desk, SECOND)
    dirk.get(f"{path_of(walk)}/review")
    dirk.decide("check", "advise")
    desk.settle()
    dirk.get(f"{path_of(walk)}/review")
    assert "In onze gemeente beslist dan iemand anders over deze stap" in dirk.text
    assert "/decisions/college" not in dirk.text
    assert "Neem deze zaak" not in dirk.text
    form = dirk.form("/holding/college")
    where = form.pop("_action").replace("/holding/", "/decisions/")
    answer = dirk.post(where, {**form, "choice": "recognise"})
    assert answer.status_code == 403
    assert "Geef de zaak door aan een collega." in dirk.text
    assert dirk.post(form_of(dirk), {**form, "action": "claim"}).status_code == 403
    assert hold(dirk, walk, "hand-over", to=colleague(dirk, walk, "Oona Peeters")) == 200
    oona.get(f"{path_of(walk)}/review")
    oona.decide("college", "recognise")
    desk.settle()
    assert case_of(walk).case.outcome == "recognised"


def form_of(who) -> str:
    return who.form("/holding/college")["_action"]


def test_four_eyes_hold_only_where_the_municipality_asks_for_them(desk: LocalStack) -> None:
    ports = wiring.ports()
    wiring.override(clock=desk.clock, tenant=ports.tenant.model_copy(update={"four_eyes": ()}))
    walk = at_check(desk)
    session = someone(wiring.ports(), "", "elections")
    for step, choice in (("check", "advise"), ("college", "recognise")):
        deciding.decide(
            wiring.ports(), walk.procedure, session, case_of(walk), step, choice=choice, reason=""
        )
        desk.settle()
    assert case_of(walk).case.outcome == "recognised"


def test_a_step_whose_first_look_ran_out_is_for_anybody(desk: LocalStack) -> None:
    walk = at_step(desk, VOTER, ("check", "escalated"), ("check", "advise"))
    dirk = clerk(desk)
    dirk.get(f"{path_of(walk)}/review")
    assert "/decisions/college" in dirk.text


def test_who_lost_the_role_does_not_see_what_they_had(desk: LocalStack) -> None:
    walk = at_check(desk)
    ports = wiring.ports()
    oona = clerk(desk, SECOND)
    hold(oona, walk, "claim")
    ref = task_of(walk).holder

    session = someone(ports, "", "population")
    session = session.model_copy(update={"person": session.person.model_copy(update={"ref": ref})})
    assert Queue(ports, session, "mine").page(Filters("mine")).tasks == ()
