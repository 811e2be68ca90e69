"""DOSIS is told of every change of a case, once, whatever it answers."""

from collections.abc import Iterator

import pytest

from functions import wiring
from functions.domain.numbers import write_case_number
from functions.processes import all_procedures
from functions.services import telling_dosis
from infra.local.stack import LocalStack
from tests.applications import NAME
from tests.contract.test_journeys import ask_proxy, persona_number
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


@pytest.mark.parametrize("mood", ["down", "refusing", "denying", "nonsense", "stranger"])
def test_a_wrong_answer_loses_and_doubles_nothing(desk: LocalStack, mood: str) -> None:
    dosis = desk.neighbours.dosis
    dosis.mood = mood
    giver = asked(desk)
    desk.tell()
    confirm(desk, giver)
    desk.tell()
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
    assert telling_dosis.gone(ports, case)
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
    assert operator(desk, monkeypatch, "result", "--case", case) == 0
    assert '"Success": true' in capsys.readouterr().out
    dosis.mood = "down"
    assert operator(desk, monkeypatch, "remove", "--all") == 1
    dosis.mood = "up"
    assert operator(desk, monkeypatch, "remove", "--all") == 0
    assert dosis.dossiers == {}
    assert operator(desk, monkeypatch, "resend", "--case", "no number") == 2
