"""A fee, from the button to what the case then says, with the test payment service over a real
socket: each message about a payment may be lost, come twice, or before another."""

import threading
from typing import Any

import pytest
import urllib3

from functions import wiring
from functions.domain.problems import Busy
from functions.domain.tenant import Fee
from functions.services import paying
from infra.local.stack import LocalStack
from tests.applications import someone
from tests.faults import assert_sound
from tests.paying import AMOUNT, KEY, Payer, apply, charge, permit, token
from tests.people import Someone
from tests.walks import Walk, begin, file_of, move, walks

pytestmark = pytest.mark.xdist_group("payments")

WEBHOOK = "/api/payments/webhook"


def assert_paid(payer: Payer) -> None:
    payment = payer.payment
    assert payment
    assert (payment.amount, payment.method, payment.state) == (AMOUNT, "online", "paid")
    payer.settle()
    assert payer.file.case.stage == "decision"
    assert_sound(payer.file, "paid")


def test_who_pays_goes_on(payer: Payer) -> None:
    assert "€ 25,00" in payer.see()
    payer.pay()
    assert payer.someone.at == payer.case
    assert_paid(payer)
    (decided,) = (event for event in payer.file.events if event.kind == "decided")
    assert (decided.actor.kind, decided.actor.ref) == ("payments", "")
    assert "€ 25,00, online betaald" in payer.see()
    assert "Er is online betaald." in payer.see()


def test_the_service_is_told_the_amount_and_nothing_about_the_person(payer: Payer) -> None:
    payer.begin()
    (payment,) = payer.desk.payments.ledger.payments.values()
    person = payer.file.case.applicant
    told = str(payment.asked)
    assert payment.asked["amount"] == {"currency": "EUR", "value": "25.00"}
    assert payment.asked["locale"] == "nl_BE"
    assert payment.asked["metadata"] == {"case_id": payer.file.case.id, "step": "pay"}
    for personal in (person.family_name, person.national_number, person.ref, "lena@example.org"):
        assert personal not in told


@pytest.mark.parametrize("status", ["canceled", "failed", "expired"])
def test_a_payment_that_came_to_nothing_can_be_made_again(payer: Payer, status: str) -> None:
    first = payer.begin()
    payer.someone.get(payer.end(first, status))
    assert "Je betaling is niet gelukt." in payer.someone.text
    assert payer.payment is None
    second = payer.begin()
    assert second != first
    assert "Je betaling is niet gelukt." not in payer.see()
    payer.someone.get(payer.end(second, "paid"))
    assert_paid(payer)
    kinds = payer.kinds()
    assert (kinds.count("paying"), kinds.count("unpaid")) == (2, 1)


def test_a_browser_that_comes_back_settles_a_payment_whose_webhook_is_lost(payer: Payer) -> None:
    payer.desk.payments.webhooks.lost = True
    payer.pay()
    assert payer.desk.payments.webhooks.answers == []
    assert_paid(payer)


def test_the_webhook_settles_a_payment_whose_browser_never_comes_back(payer: Payer) -> None:
    payer.end(payer.begin(), "paid")
    payer.desk.payments.webhooks.wait()
    assert [status for _, status in payer.desk.payments.webhooks.answers] == [200]
    assert_paid(payer)


def test_a_payment_that_is_told_again_and_again_counts_once(payer: Payer) -> None:
    back = payer.end(payer.begin(), "paid")
    payment = payer.payment
    assert payment
    for _ in range(3):
        assert payer.desk.payments.webhooks.call(payer.desk.url + WEBHOOK, payment.id) == 200
        payer.someone.get(back)
    assert_paid(payer)
    assert payer.desk.payments.webhooks.call(payer.desk.url + WEBHOOK, payment.id) == 200
    payer.settle()
    assert_sound(payer.file, "paid")
    assert "overpaid" not in payer.kinds()


def test_webhook_and_browser_at_the_same_moment_count_once(payer: Payer) -> None:
    payer.desk.payments.webhooks.lost = True
    payer.end(payer.begin(), "paid")
    payment, faults, ready = payer.payment, [], threading.Barrier(4)
    assert payment

    def tell() -> None:
        ready.wait()
        try:
            paying.told(wiring.ports(), payment.id)
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=tell) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert_paid(payer)


def cut_off(monkeypatch: pytest.MonkeyPatch, payer: Payer) -> None:
    """The payment is made at the service, and then the function dies before it is written down."""
    with monkeypatch.context() as patch:
        patch.setattr(wiring.ports().store, "record", lambda *_, **__: (_ for _ in ()).throw(Busy))
        payer.see()
        hidden = payer.someone.form("/payment/pay")
        assert payer.someone.post(hidden.pop("_action"), hidden).status_code == 503
    assert payer.payment is None
    assert len(payer.desk.payments.ledger.payments) == 1


def test_a_payment_that_was_not_written_down_is_found_again(
    payer: Payer, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(monkeypatch, payer)
    payer.pay()
    assert len(payer.desk.payments.ledger.payments) == 1
    assert_paid(payer)


def test_a_webhook_that_comes_before_the_payment_is_written_down_settles_it(
    payer: Payer, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(monkeypatch, payer)
    (known,) = payer.desk.payments.ledger.payments
    payer.end(f"{payer.desk.local.payments_url}/checkout/{known}", "paid")
    payer.desk.payments.webhooks.wait()
    assert_paid(payer)


def test_the_button_in_two_windows_is_one_payment(payer: Payer) -> None:
    first, second = payer.begin(), payer.begin()
    assert first == second
    assert len(payer.desk.payments.ledger.payments) == 1
    assert payer.kinds().count("paying") == 1
    assert "Verder betalen" in payer.see()


def test_the_button_once_more_after_paying_leads_to_the_case(payer: Payer) -> None:
    payer.see()
    hidden = payer.someone.form("/payment/pay")
    where = hidden.pop("_action")
    payer.desk.payments.webhooks.lost = True
    payer.end(payer.begin(), "paid")
    for _ in range(2):  # it turns out to be paid; then it is known to be
        payer.someone.post(where, hidden)
        assert payer.someone.at == payer.case
    assert_paid(payer)


def test_a_service_that_is_down_at_the_button_leaves_nothing_half(payer: Payer) -> None:
    payer.desk.payments.down = True
    payer.see()
    hidden = payer.someone.form("/payment/pay")
    answer = payer.someone.post(hidden.pop("_action"), hidden)
    assert answer.status_code == 503
    assert "Het is nu te druk" in payer.someone.text
    assert (payer.payment, "paying" in payer.kinds()) == (None, False)
    payer.desk.payments.down = False
    payer.pay()
    assert_paid(payer)


def test_a_service_that_is_down_when_it_should_confirm_is_asked_again(payer: Payer) -> None:
    checkout = payer.begin()
    payer.desk.payments.down = True
    payer.someone.get(payer.end(checkout, "paid"))
    assert payer.someone.at == payer.case
    assert "Je betaling is nog niet bevestigd." in payer.someone.text
    payer.desk.payments.webhooks.wait()
    answers = payer.desk.payments.webhooks.answers
    assert [status for _, status in answers] == [503] * 3
    assert payer.file.case.stage == "pay"
    payer.desk.payments.down = False
    assert payer.desk.payments.webhooks.call(payer.desk.url + WEBHOOK, answers[0][0]) == 200
    assert_paid(payer)


@pytest.mark.parametrize("form", [{"id": "tr_unknown"}, {"id": "../customers"}, {"id": ""}, {}])
def test_a_webhook_about_something_unknown_is_taken_and_changes_nothing(
    payer: Payer, form: dict[str, str]
) -> None:
    payer.begin()
    before = payer.file
    assert payer.desk.client().post(WEBHOOK, base_url=payer.desk.url, data=form).status_code == 200
    assert payer.file == before


def test_a_webhook_about_somebody_elses_payment_changes_nothing(payer: Payer) -> None:
    """The municipality may take other payments with the same service."""
    ledger = payer.desk.payments.ledger
    payer.begin()
    (own,) = ledger.payments.values()
    for about in ({}, {"case_id": "1"}, {"case_id": "0" * 26}, None, "text"):
        other = ledger.add({**own.asked, "metadata": about})
        ledger.end(other, "paid")
        assert payer.desk.payments.webhooks.call(payer.desk.url + WEBHOOK, other.id) == 200
    assert payer.kinds()[-1] == "paying"


def test_who_says_to_have_paid_without_paying_gets_nowhere(payer: Payer) -> None:
    payer.see()
    hidden = payer.someone.form("/decisions/pay")
    where = hidden.pop("_action")
    answer = payer.someone.post(where, {**hidden, "choice": "paid"})
    assert answer.status_code == 422
    payer.begin()
    for query in ("", "?status=paid", "?id=tr_other"):
        payer.someone.get(f"{payer.case}/payment/pay/return{query}")
        assert payer.someone.at == payer.case
    assert payer.file.case.stage == "pay"
    assert (payer.payment or payer).state == "open"  # type: ignore[union-attr]
    assert payer.someone.get(f"{payer.case}/payment/decision/return").status_code == 404


def test_coming_back_without_having_begun_is_no_fault(payer: Payer) -> None:
    payer.someone.get(f"{payer.case}/payment/pay/return")
    assert payer.someone.at == payer.case
    assert payer.payment is None


def test_nobody_else_can_pay_or_look(payer: Payer) -> None:
    payer.begin()
    before = payer.file
    other = Someone(payer.desk, "karim-el-amrani")
    other.sign_in()
    for path in ("payment/pay", "payment/received"):
        other.get("/nl/desk/my")
        answer = other.post(f"{payer.case}/{path}", {"csrf": token(other)})
        assert answer.status_code in (403, 404), path
    assert other.get(f"{payer.case}/payment/pay/return").status_code == 404
    assert payer.file == before


def test_a_form_that_is_not_ours_begins_no_payment(payer: Payer) -> None:
    assert payer.someone.post(f"{payer.case}/payment/pay", {}).status_code == 403
    assert payer.payment is None


def test_a_session_that_ended_at_the_checkout_costs_nothing_but_a_sign_in(payer: Payer) -> None:
    payer.desk.payments.webhooks.lost = True
    back = payer.end(payer.begin(), "paid")
    payer.desk.forward(hours=1)
    stranger = Someone(payer.desk, "lena-peeters")
    answer = stranger.browser.get(back, base_url=payer.desk.url)
    assert "sign-in" in answer.headers["Location"]
    stranger.sign_in(back)
    assert stranger.at == payer.case
    assert_paid(payer)


def test_a_program_is_told_where_to_pay(payer: Payer) -> None:
    payer.see()
    hidden = payer.someone.form("/payment/pay")
    where = hidden.pop("_action")
    answer = payer.someone.post(where, hidden, headers={"Accept": "application/json"})
    assert answer.status_code == 201
    assert answer.json["checkout"].startswith(payer.desk.local.payments_url + "/checkout/tr_")


def test_what_costs_nothing_asks_for_no_payment(bank: LocalStack) -> None:
    payer = apply(bank, "free")
    assert payer.file.case.stage == "decision"
    assert payer.payment is None


def test_the_price_of_the_variant_is_shown_before_and_after_handing_in(bank: LocalStack) -> None:
    applicant = Someone(bank, "lena-peeters")
    applicant.sign_in(f"/nl/desk/{KEY}/start")
    applicant.answer(speed="urgent")
    applicant.answer(mail="lena@example.org")
    assert "€\xa060,00" in applicant.text
    applicant.submit()
    assert applicant.at.endswith("/receipt")
    assert "€\xa060,00" in applicant.text


def test_a_fee_that_rises_while_someone_pays_stays_what_was_shown(payer: Payer) -> None:
    payer.desk.forward(days=1)
    ports = wiring.ports()
    tenant, today = ports.tenant, ports.clock.now().date()
    dearer = Fee(procedure=f"{KEY}/normal", amount=AMOUNT * 2, valid_from=today)
    wiring.override(tenant=tenant.model_copy(update={"fees": (*tenant.fees, dearer)}))
    payer.someone = Someone(payer.desk, "lena-peeters")
    payer.someone.sign_in(payer.case)
    assert "€ 25,00" in payer.see()
    payer.pay()
    assert_paid(payer)


def test_a_municipality_that_takes_no_online_payments_offers_none(bank: LocalStack) -> None:
    charge(online=False)
    payer = apply(bank)
    assert "Online betalen" not in payer.see()
    hidden = payer.someone.form("/decisions/pay")
    assert payer.someone.post(f"{payer.case}/payment/pay", hidden).status_code == 404
    payer.see()
    payer.someone.decide("pay", "counter")
    payer.settle()
    assert payer.file.case.stage == "decision"


def test_browsers_let_the_forms_lead_to_the_checkout_and_back(payer: Payer) -> None:
    payer.see()
    policy = payer.someone.last.headers["Content-Security-Policy"]
    assert payer.desk.local.payments_url in _directive(policy, "form-action")
    page = urllib3.request("GET", payer.begin(), redirect=False)
    assert payer.desk.url in _directive(page.headers["Content-Security-Policy"], "form-action")


def _directive(policy: str, name: str) -> list[str]:
    found: dict[str, Any] = {part.split()[0]: part.split()[1:] for part in policy.split(";")}
    return list(found[name])


def test_every_way_through_a_road_with_a_fee_ends_where_it_says(bank: LocalStack) -> None:
    ports = wiring.ports()
    found: list[Walk] = walks(permit, ports.facts(someone(ports).person))
    assert {choice for walk in found for _, choice in walk.moves} >= {"paid", "counter", "lapsed"}
    for walk in found:
        begin(ports, walk)
    for at in range(max(len(walk.moves) for walk in found)):
        bank.settle()
        for walk in found:
            move(ports, walk, at)
    bank.payments.webhooks.wait()
    bank.settle()
    ended = {walk.name: file_of(ports, walk).case.outcome for walk in found}
    assert ended == {walk.name: walk.end for walk in found}
