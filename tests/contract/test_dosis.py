"""DOSIS is told of every change of a case, once, whatever it answers."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from functions import wiring
from functions.adapters import dosis as adapter
from functions.domain.case import Case
from functions.domain.numbers import write_case_number
from functions.processes import all_procedures
from functions.services import telling_dosis
from functions.services.telling_dosis import Told
from infra.local.stack import LocalStack
from tests.applications import NAME, hand_in, someone
from tests.contract.test_journeys import ask_proxy, persona_number
from tests.contract.test_reopening import decide, procedure_of, refused, reopen
from tests.load.meter import Meter
from tests.people import Someone


@pytest.fixture(autouse=True)
def told(desk: LocalStack, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every procedure has a number in the product catalogue; no pause between retries."""
    tenant = wiring.ports().in_force.file[0]
    numbers = {procedure.key: "1234" for procedure in all_procedures()}
    wiring.override(tenant=tenant.model_copy(update={"products": numbers}))
    monkeypatch.setattr(desk.dossiers, "_sleep", lambda _: None)
    yield
    desk.reset()


def number(desk: LocalStack) -> str:
    (found,) = desk.neighbours.dosis.dossiers
    return found


def state(desk: LocalStack) -> tuple[str, str, bool]:
    status = desk.neighbours.dosis.dossiers[number(desk)].dossier["Status"]
    return status["VlaamsFase"], status["Detail1"], status["Actie"]["ActieNodig"]


def asked(desk: LocalStack) -> Someone:
    giver = ask_proxy(desk)
    desk.settle()
    return giver


def confirm(desk: LocalStack, giver: Someone) -> None:
    holder = Someone(desk, "karim-el-amrani")
    holder.sign_in(giver.at.removesuffix("/receipt"))
    hidden = holder.form("/decisions/holder")
    holder.post(hidden.pop("_action"), {**hidden, "choice": "confirm"})
    desk.settle()


def withdraw(giver: Someone, desk: LocalStack) -> None:
    giver.get(giver.at.removesuffix("/receipt"))
    hidden = giver.form("/withdraw")
    giver.post(hidden.pop("_action"), hidden)
    desk.settle()


def test_each_state_is_told_in_its_turn(desk: LocalStack) -> None:
    giver = asked(desk)
    desk.tell()
    assert state(desk) == ("Behandeling", "We wachten tot de volmachtdrager bevestigt.", False)
    confirm(desk, giver)
    desk.tell()
    kept = desk.neighbours.dosis.dossiers[number(desk)]
    assert kept.dossier["Naam"] == "Volmacht geven"
    assert len(kept.uploads) == len(set(kept.uploads)) == 2
    withdraw(giver, desk)
    desk.tell()
    assert state(desk)[0] == "Afgerond"
    assert kept.dossier["Status"]["VlaamsCode"] == "Stopgezet"


def test_nothing_but_the_number_of_the_applicant_is_told(desk: LocalStack) -> None:
    confirm(desk, asked(desk))
    desk.tell()
    body = str(desk.neighbours.dosis.dossiers[number(desk)].dossier)
    assert persona_number("lena-peeters") in body
    for secret in (persona_number("karim-el-amrani"), "Karim", "Lena", "Peeters", "@example.org",
                   NAME):  # fmt: skip
        assert secret not in body, secret


@pytest.mark.parametrize("mood", ["down", "failing", "slow", "denying", "nonsense", "stranger"])
def test_a_wrong_answer_loses_and_doubles_nothing(
    desk: LocalStack, mood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dosis = desk.neighbours.dosis
    monkeypatch.setattr(adapter, "_SECONDS", 0.3)
    dosis.slowness = 0.5
    dosis.mood = mood
    giver = asked(desk)
    desk.tell()
    confirm(desk, giver)
    desk.tell()
    time.sleep(dosis.slowness if mood == "slow" else 0)  # the last one is still at work
    dosis.dossiers.clear()  # whatever it kept while it answered wrongly
    dosis.mood = "up"
    assert desk.redrive() > 0
    kept = dosis.dossiers[number(desk)]
    assert kept.dossier["Status"]["Detail1"] != "We wachten tot de volmachtdrager bevestigt."
    assert len(kept.uploads) == 1  # the newest state, once, though several letters waited
    assert desk.redrive() == 0


def test_the_desk_goes_on_while_dosis_is_down(desk: LocalStack) -> None:
    desk.neighbours.dosis.mood = "down"
    giver = asked(desk)
    desk.tell()
    assert any("We kregen je aanvraag" in mail.subject for mail in desk.mails())
    confirm(desk, giver)
    page = giver.get(giver.at.removesuffix("/receipt")).get_data(as_text=True)
    assert "We wachten tot de volmachtdrager bevestigt." not in page


def test_a_doubled_record_is_told_once(desk: LocalStack) -> None:
    handler = desk.dossiers.handler

    def twice(event, context):
        handler(event, context)
        return handler(event, context)

    desk.dossiers.handler = twice
    asked(desk)
    desk.tell()
    assert desk.neighbours.dosis.posts == 1


def test_a_late_record_tells_what_is_true_now(desk: LocalStack) -> None:
    giver = asked(desk)
    withdraw(giver, desk)
    desk.tell()  # of the first record on
    kept = desk.neighbours.dosis.dossiers[number(desk)]
    assert kept.dossier["Status"]["VlaamsCode"] == "Stopgezet"
    assert len(kept.uploads) == 1


def test_a_token_that_is_refused_once_is_asked_anew(desk: LocalStack) -> None:
    desk.neighbours.dosis.denied = 1
    asked(desk)
    desk.tell()
    assert desk.neighbours.dosis.posts == 1
    assert desk.redrive() == 0


def test_an_erased_case_is_taken_away_once(desk: LocalStack) -> None:
    giver = asked(desk)
    withdraw(giver, desk)
    desk.tell()
    ports = wiring.ports()
    (case,) = ports.store.cases_of(ports.pseudonym(persona_number("lena-peeters")))[0]
    ports.personal_data.drop(case, "erased", "request")
    desk.neighbours.dosis.mood = "down"
    desk.tell()
    assert desk.neighbours.dosis.removed == []
    desk.neighbours.dosis.mood = "up"
    assert desk.redrive() == 1
    assert desk.neighbours.dosis.removed == [write_case_number(case.number)]
    assert desk.neighbours.dosis.dossiers == {}
    assert telling_dosis.gone(ports, case) is Told.GONE
    assert len(desk.neighbours.dosis.removed) == 1


def test_what_has_no_product_or_is_not_to_be_told_of_is_not_sent(desk: LocalStack) -> None:
    tenant = wiring.ports().in_force.file[0]
    wiring.override(tenant=tenant.model_copy(update={"products": {}}))
    asked(desk)
    desk.tell()
    assert desk.neighbours.dosis.posts == 0


def test_a_desk_without_dosis_tells_nobody(desk: LocalStack) -> None:
    from functions.adapters.dosis import NoDosis

    wiring.override(dossiers=NoDosis())
    asked(desk)
    desk.tell()
    assert desk.neighbours.dosis.posts == 0
    assert desk.redrive() == 0


def test_a_change_that_is_no_change_of_state_asks_nothing(desk: LocalStack) -> None:
    giver = asked(desk)
    desk.tell()
    giver.get(giver.at.removesuffix("/receipt"))
    with Meter(desk) as meter:
        desk.tell()
        assert [r.operation for r in meter.take() if r.service == "dynamodb"] == []


def test_what_dosis_found_later_can_be_asked(desk: LocalStack) -> None:
    desk.neighbours.dosis.mood = "faulty"
    asked(desk)
    desk.tell()
    ports = wiring.ports()
    found = ports.dossiers.result(ports.tenant.dosis.source, number(desk))
    assert (found["Success"], found["Fout"]) == (False, "AGENT_ONBEKEND")
    assert ports.dossiers.result(ports.tenant.dosis.source, "XXXX") == {}


def operator(desk: LocalStack, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The command, against this desk: its environment is there already."""
    from infra import dosis as command

    monkeypatch.setattr(command, "reach", lambda _: desk.clock)
    monkeypatch.setattr(command.wiring, "reset", lambda **_: None)
    return command.main(arguments)


def test_an_operator_sends_again_asks_and_takes_away(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(desk)
    desk.tell()
    dosis, case = desk.neighbours.dosis, number(desk)
    dosis.dossiers.clear()  # lost on the other side
    assert operator(desk, monkeypatch, "resend") == 0
    assert number(desk) == case
    assert operator(desk, monkeypatch, "resend", "--case", case) == 0
    assert len(dosis.dossiers[case].uploads) == 2
    capsys.readouterr()
    assert operator(desk, monkeypatch, "results", "--case", case) == 0
    assert '"Success": true' in capsys.readouterr().out
    dosis.mood = "down"
    assert operator(desk, monkeypatch, "remove", "--all") == 1
    dosis.mood = "up"
    assert operator(desk, monkeypatch, "remove", "--all") == 0
    assert dosis.dossiers == {}
    assert operator(desk, monkeypatch, "resend", "--case", "no number") == 2


def the_case(desk: LocalStack) -> Case:
    del desk
    ports = wiring.ports()
    (case,) = ports.store.cases_of(ports.pseudonym(persona_number("lena-peeters")))[0]
    return case


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let something happen between the first look at a case and the POST that follows from it."""
    real, todo = adapter.HttpDosis.send, [act]

    def send(self: adapter.HttpDosis, dossier: Any) -> None:
        if todo:
            todo.pop()()
        real(self, dossier)

    monkeypatch.setattr(adapter.HttpDosis, "send", send)


def test_of_two_at_once_the_last_word_is_the_newest(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    giver = asked(desk)
    old = the_case(desk)

    def overtake() -> None:
        withdraw(giver, desk)
        assert telling_dosis.changed(wiring.ports(), old) is Told.SENT

    meanwhile(monkeypatch, overtake)
    assert telling_dosis.changed(wiring.ports(), old) is Told.SENT
    kept = desk.neighbours.dosis.dossiers[number(desk)]
    assert kept.dossier["Status"]["VlaamsCode"] == "Stopgezet"
    assert len(kept.uploads) == 3  # the newest, the old one that came late, the newest again
    desk.tell()
    assert desk.neighbours.dosis.dossiers[number(desk)].uploads == kept.uploads


def test_what_is_erased_while_it_is_told_does_not_come_back(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdraw(asked(desk), desk)
    ports, case = wiring.ports(), the_case(desk)

    def erase() -> None:
        ports.personal_data.drop(case, "erased", "request")
        telling_dosis.gone(ports, case)

    meanwhile(monkeypatch, erase)
    assert telling_dosis.changed(ports, case) is Told.GONE
    desk.tell()
    assert desk.neighbours.dosis.dossiers == {}


def test_a_late_record_of_an_erased_case_tells_nothing(desk: LocalStack) -> None:
    withdraw(asked(desk), desk)
    ports, case = wiring.ports(), the_case(desk)
    ports.personal_data.drop(case, "erased", "request")
    desk.tell()  # of its first record on
    assert desk.neighbours.dosis.posts == 0
    assert desk.neighbours.dosis.dossiers == {}


@pytest.mark.parametrize(("mood", "code"), [
    ("refusing", "400 BRON_ONBEKEND"), ("forbidding", "403 GEEN_RECHT"),
])  # fmt: skip
def test_what_is_refused_for_good_is_parked_and_holds_up_nothing(
    desk: LocalStack, mood: str, code: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    dosis = desk.neighbours.dosis
    dosis.mood = mood
    giver = asked(desk)
    desk.tell()
    assert dosis.posts == 1  # not retried
    (parked,) = wiring.ports().refusals.parked(most=10)
    assert parked.code == code
    confirm(desk, giver)
    desk.tell()
    (parked,) = wiring.ports().refusals.parked(most=10)  # the newest, in its place
    assert dosis.posts == 2
    assert desk.redrive() == 0
    capsys.readouterr()
    assert operator(desk, monkeypatch, "refused") == 1
    shown = capsys.readouterr().out
    assert write_case_number(parked.number) in shown
    assert code in shown
    assert persona_number("lena-peeters") not in shown + parked.model_dump_json()
    assert operator(desk, monkeypatch, "refused", "--again") == 1
    assert dosis.posts == 3
    dosis.mood = "up"
    assert operator(desk, monkeypatch, "refused", "--again") == 0
    assert len(dosis.dossiers[number(desk)].uploads) == 1
    assert wiring.ports().refusals.parked(most=10) == []
    assert operator(desk, monkeypatch, "refused") == 0


def test_what_was_parked_goes_with_its_case(desk: LocalStack) -> None:
    desk.neighbours.dosis.mood = "refusing"
    withdraw(asked(desk), desk)
    desk.tell()
    ports, case = wiring.ports(), the_case(desk)
    (parked,) = ports.refusals.parked(most=10)
    ports.personal_data.drop(case, "erased", "request")
    ports.personal_data.drop_rest(case.id)
    assert ports.refusals.parked(most=10) == []
    ports.refusals.park(parked)  # who was still at it
    assert ports.refusals.parked(most=10) == []
    desk.neighbours.dosis.mood = "up"
    assert telling_dosis.try_again(ports, parked) is Told.GONE


def test_a_newer_refusal_is_not_settled_with_an_older_one(desk: LocalStack) -> None:
    desk.neighbours.dosis.mood = "refusing"
    giver = asked(desk)
    desk.tell()
    (older,) = wiring.ports().refusals.parked(most=10)
    withdraw(giver, desk)
    desk.tell()
    wiring.ports().refusals.settled(older)
    (left,) = wiring.ports().refusals.parked(most=10)
    assert left.upload != older.upload


def test_three_changes_while_it_is_down_end_in_the_newest_once(desk: LocalStack) -> None:
    dosis = desk.neighbours.dosis
    dosis.mood = "down"
    giver = asked(desk)
    desk.tell()
    confirm(desk, giver)
    desk.tell()
    withdraw(giver, desk)
    desk.tell()
    dosis.mood = "up"
    assert desk.redrive() >= 3
    kept = dosis.dossiers[number(desk)]
    assert kept.dossier["Status"]["VlaamsCode"] == "Stopgezet"
    assert (len(kept.uploads), dosis.posts) == (1, 1)


def test_a_reopened_case_is_in_appeal_then_ends_anew(desk: LocalStack) -> None:
    case_id = refused(desk)
    desk.tell()
    ports = wiring.ports()
    kept = desk.neighbours.dosis.dossiers[number(desk)]
    assert kept.dossier["Status"]["VlaamsCode"] == "Geweigerd"
    reopen(case_id)
    desk.settle()
    desk.tell()
    assert kept.dossier["Status"]["VlaamsFase"] == "Beroep"
    decide(case_id, "registration", "register")
    desk.settle()
    desk.tell()
    assert kept.dossier["Status"]["VlaamsCode"] == "Goedgekeurd"
    assert len(set(kept.uploads)) == len(kept.uploads)
    assert "niet leesbaar" not in str(kept.dossier)
    assert ports.refusals.parked(most=1) == []


def test_a_question_to_the_applicant_is_an_action(desk: LocalStack) -> None:
    ports = wiring.ports()
    case = hand_in(ports, procedure_of(), someone(ports), {})
    desk.settle()
    decide(case.id, "registration", "ask")
    desk.settle()
    desk.tell()
    status = desk.neighbours.dosis.dossiers[number(desk)].dossier["Status"]
    assert status["VlaamsCode"] == "DossierOnvolledig"
    assert status["Actie"]["ActieNodig"] is True
    assert "niet leesbaar" not in str(status)


def test_a_source_that_it_does_not_know_is_refused_and_seen_beforehand(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert operator(desk, monkeypatch, "check") == 0
    desk.neighbours.dosis.sources = frozenset({"https://other.example/"})
    assert operator(desk, monkeypatch, "check") == 1
    asked(desk)
    desk.tell()
    assert [p.fields for p in wiring.ports().refusals.parked(most=9)] == [("Identificatie.Bron",)]
    desk.neighbours.dosis.mood = "down"
    assert operator(desk, monkeypatch, "check") == 2


def test_when_a_tenant_leaves_closed_cases_go_too(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdraw(asked(desk), desk)
    desk.tell()
    assert number(desk)
    assert operator(desk, monkeypatch, "remove", "--all") == 0
    assert desk.neighbours.dosis.dossiers == {}


def test_sending_again_takes_up_where_it_stopped(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    dosis = desk.neighbours.dosis
    asked(desk)
    desk.tell()
    dosis.mood = "down"
    assert operator(desk, monkeypatch, "resend", "--run", "night") == 1
    dosis.mood = "up"
    for _ in range(2):
        assert operator(desk, monkeypatch, "resend", "--run", "night") == 0
    assert dosis.posts == 2
    assert operator(desk, monkeypatch, "resend", "--run", "other") == 0
    assert dosis.posts == 3


def test_sending_all_again_tells_of_closed_cases(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdraw(asked(desk), desk)
    desk.tell()
    desk.neighbours.dosis.dossiers.clear()
    assert operator(desk, monkeypatch, "resend") == 0
    assert desk.neighbours.dosis.dossiers == {}
    assert operator(desk, monkeypatch, "resend", "--all") == 0
    assert state(desk)[0] == "Afgerond"


def test_what_it_could_not_work_through_is_listed(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert operator(desk, monkeypatch, "results") == 0
    desk.neighbours.dosis.mood = "faulty"
    asked(desk)
    desk.tell()
    capsys.readouterr()
    assert operator(desk, monkeypatch, "results") == 1
    assert "AGENT_ONBEKEND" in capsys.readouterr().out


def test_a_told_state_costs_two_reads_and_two_writes(desk: LocalStack) -> None:
    asked(desk)
    with Meter(desk) as meter:
        desk.tell()
        taken = [r.operation for r in meter.take() if r.service == "dynamodb"]
    told = ["BatchGetItem", "PutItem", "UpdateItem", "BatchGetItem"]
    # of the record that says where it stands by now: it was told
    assert taken == [*told, "BatchGetItem", "PutItem"]


@pytest.mark.parametrize("mood", ["down", "refusing", "denying", "nonsense", "stranger"])
def test_no_log_names_a_person(
    desk: LocalStack, mood: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.neighbours.dosis.mood = mood
    asked(desk)
    capsys.readouterr()
    desk.tell()
    logged = capsys.readouterr().out
    assert "dosis" in logged
    for secret in (persona_number("lena-peeters"), "Lena", "Peeters", "@example.org"):
        assert secret not in logged, secret
