"""What goes back, and what is paid at the counter."""

from decimal import Decimal

import boto3
import pytest

from functions import wiring
from functions.services.ports import NewPayment
from infra.local.stack import LocalStack
from tests.contract.test_delivery import twice
from tests.faults import assert_sound, dead_letters
from tests.paying import AMOUNT, Payer, apply, charge, token
from tests.people import Someone

pytestmark = pytest.mark.xdist_group("payments")


def clerk(desk: LocalStack) -> Someone:
    found = Someone(desk, "mechelen-population")
    found.sign_in("/nl/desk/work")
    return found


def refuse(payer: Payer) -> None:
    payer.settle()
    desk = clerk(payer.desk)
    desk.get(f"{payer.case}/review")
    desk.decide("decision", "refuse", "Het mag niet.")
    payer.settle()


def given_back(payer: Payer) -> list[Decimal]:
    payments = payer.desk.payments.ledger.payments.values()
    return [refund.amount for payment in payments for refund in payment.refunds]


def assert_refunded(payer: Payer) -> None:
    assert given_back(payer) == [AMOUNT]
    assert payer.kinds().count("refunded") == 1
    payment = payer.payment
    assert payment
    assert payment.state == "refunded"
    assert "€ 25,00, teruggestort" in payer.see()
    assert "Betaling teruggestort" in payer.see()


def mails(payer: Payer) -> str:
    found = "\n".join(mail.subject + "\n" + mail.text for mail in payer.desk.mails())
    return found.replace("\xa0", " ")


def test_who_is_refused_gets_back_what_was_paid_once(payer: Payer) -> None:
    payer.desk.pump.handler = twice(payer.desk.pump.handler)
    payer.pay()
    refuse(payer)
    assert payer.file.case.outcome == "refused"
    assert_refunded(payer)
    assert mails(payer).count("Je krijgt terug wat je betaalde: € 25,00.") == 1
    assert_sound(payer.file, "paid", "refuse")


def test_a_refund_that_was_made_but_not_noted_is_not_made_again(
    payer: Payer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Days later, when the service has long forgotten the key and the desk the mark."""
    payer.pay()
    once = type(wiring.ports().once)
    monkeypatch.setattr(once, "__call__", lambda _, __, effect: effect())
    payments = payer.desk.payments
    whole = payments.ledger.refund

    def refund_and_die(*arguments: object) -> None:
        whole(*arguments)  # type: ignore[arg-type]
        payments.down = True
        raise RuntimeError

    monkeypatch.setattr(payments.ledger, "refund", refund_and_die)
    refuse(payer)
    assert given_back(payer) == [AMOUNT]
    assert "refunded" not in payer.kinds()
    assert dead_letters(payer.desk) == 1
    payments.down = False
    payments.ledger._answers.clear()
    payer.desk.redrive()
    payer.settle()
    assert_refunded(payer)


def test_a_refund_waits_for_a_service_that_is_down(payer: Payer) -> None:
    payer.pay()
    payer.settle()
    payer.desk.payments.down = True
    refuse(payer)
    assert payer.file.case.status == "closed"
    assert "Je krijgt terug wat je betaalde" in mails(payer)
    assert given_back(payer) == []
    payer.desk.payments.down = False
    assert payer.desk.redrive() == 1
    payer.settle()
    assert_refunded(payer)
    assert mails(payer).count("Je krijgt terug wat je betaalde") == 1


def test_a_good_end_keeps_the_fee(payer: Payer) -> None:
    payer.pay()
    payer.settle()
    desk = clerk(payer.desk)
    desk.get(f"{payer.case}/review")
    desk.decide("decision", "approve")
    payer.settle()
    assert payer.file.case.outcome == "approved"
    assert given_back(payer) == []
    assert "Je krijgt terug" not in mails(payer)


def test_a_municipality_may_keep_the_fee_of_a_refusal(bank: LocalStack) -> None:
    charge(refund_on_refusal=False)
    payer = apply(bank)
    payer.pay()
    refuse(payer)
    assert given_back(payer) == []
    assert "online betaald" in payer.see()


def withdraw(payer: Payer) -> None:
    payer.see()
    hidden = payer.someone.form("/withdraw")
    payer.someone.post(hidden.pop("_action"), hidden)


@pytest.mark.parametrize("keeps", [False, True])
def test_a_payment_for_what_was_withdrawn_meanwhile_goes_back(
    bank: LocalStack, *, keeps: bool
) -> None:
    charge(refund_on_refusal=not keeps)
    payer = apply(bank)
    payer.desk.pump.handler = twice(payer.desk.pump.handler)
    checkout = payer.begin()
    withdraw(payer)
    payer.settle()
    payer.end(checkout, "paid")
    payer.settle()
    assert payer.file.case.outcome == "withdrawn"
    assert_refunded(payer)
    assert mails(payer).count("Je krijgt € 25,00 terug.") == 1
    assert_sound(payer.file, "withdrawn")


def test_a_payment_between_the_withdrawal_and_the_end_goes_back_once(payer: Payer) -> None:
    """The case is still running when the money comes: its end then asks the same refund."""
    checkout = payer.begin()
    withdraw(payer)
    payer.end(checkout, "paid")
    payer.settle()
    assert payer.file.case.outcome == "withdrawn"
    assert_refunded(payer)


def test_a_payment_after_the_term_goes_back(payer: Payer) -> None:
    checkout = payer.begin()
    payer.desk.forward(days=31)
    assert payer.file.case.outcome == "lapsed"
    payer.end(checkout, "paid")
    payer.settle()
    assert given_back(payer) == [AMOUNT]
    assert payer.kinds()[-2:] == ["overpaid", "refunded"]


def test_a_second_payment_goes_back_and_the_first_stays(payer: Payer) -> None:
    payer.pay()
    case, ports = payer.file.case, wiring.ports()
    second = ports.payments.begin(
        NewPayment(
            key="another",
            amount=AMOUNT,
            description="Nog eens",
            back=payer.desk.url,
            webhook=f"{payer.desk.url}/api/payments/webhook",
            lang="nl",
            about={"case_id": case.id, "step": "pay"},
        )
    )
    payer.end(second.checkout, "paid")
    payer.settle()
    assert given_back(payer) == [AMOUNT]
    payment = payer.payment
    assert payment
    assert (payment.state, payment.id) == ("paid", case.payment and case.payment.id)
    assert_sound(payer.file, "paid")


def test_another_amount_than_was_asked_pays_nothing(payer: Payer) -> None:
    checkout = payer.begin()
    (payment,) = payer.desk.payments.ledger.payments.values()
    payment.asked["amount"]["value"] = "0.01"
    payer.someone.get(payer.end(checkout, "paid"))
    payer.settle()
    assert payer.file.case.stage == "pay"
    assert given_back(payer) == [Decimal("0.01")]
    payer.pay()
    payer.settle()
    assert payer.file.case.stage == "decision"


def test_who_pays_at_the_counter_goes_on_and_the_desk_sees_what_is_owed(payer: Payer) -> None:
    payer.see()
    payer.someone.decide("pay", "counter")
    payer.settle()
    assert "€ 25,00, te betalen aan het loket" in payer.see()
    assert_sound(payer.file, "counter")
    desk = clerk(payer.desk)
    desk.get(f"{payer.case}/review")
    assert "€ 25,00, te betalen aan het loket" in desk.text.replace("\xa0", " ")
    hidden = desk.form("/payment/received")
    where = hidden.pop("_action")
    desk.post(where, hidden)
    assert desk.at == f"{payer.case}/review"
    assert "€ 25,00, betaald aan het loket" in desk.text.replace("\xa0", " ")
    assert payer.kinds().count("paid") == 1
    assert desk.post(where, hidden).status_code == 409
    assert payer.kinds().count("paid") == 1
    refuse(payer)
    assert given_back(payer) == []  # cash goes back over the counter


def test_a_citizen_cannot_note_that_the_fee_was_received(payer: Payer) -> None:
    payer.see()
    payer.someone.decide("pay", "counter")
    answer = payer.someone.post(f"{payer.case}/payment/received", {"csrf": token(payer.someone)})
    assert answer.status_code == 403
    assert "paid" not in payer.kinds()


def test_who_chose_the_counter_and_pays_online_after_all_has_paid(payer: Payer) -> None:
    checkout = payer.begin()
    payer.see()
    payer.someone.decide("pay", "counter")
    payer.end(checkout, "paid")
    payer.settle()
    assert "€ 25,00, online betaald" in payer.see()
    assert given_back(payer) == []
    assert_sound(payer.file, "counter")


def test_an_emptied_desk_has_an_empty_payment_service(payer: Payer) -> None:
    payer.begin()
    payer.desk.reset()
    assert payer.desk.payments.ledger.payments == {}
    assert boto3.client("dynamodb").scan(TableName=payer.desk.local.table)["Count"] == 0
