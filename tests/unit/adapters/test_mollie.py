"""The adapter speaks Mollie's public API: what it sends, and what it makes of each answer."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from functions.adapters.mollie import Mollie, PaymentRefused
from functions.domain.problems import Busy
from functions.services.ports import NewPayment
from infra.local.payments import PaymentService
from infra.local.serve import Served

KEY = "test_a-key"
NEW = NewPayment(
    key="01JD/pay/1",
    amount=Decimal("25.5"),
    description="Stad Mechelen ABCD-EFGH-JKLM",
    back="http://localhost:1/nl/desk/x/y/01JD/payment/pay/return",
    webhook="http://localhost:1/api/payments/webhook",
    lang="de",
    about={"case_id": "01JD", "step": "pay"},
)
# As in Mollie's own examples ("Get payment").
EXAMPLE = {
    "resource": "payment",
    "id": "tr_7UhSN1zuXS",
    "mode": "test",
    "createdAt": "2018-03-20T09:13:37+00:00",
    "amount": {"value": "10.00", "currency": "EUR"},
    "description": "Order #12345",
    "method": "ideal",
    "metadata": {"order_id": "12345"},
    "status": "open",
    "isCancelable": False,
    "expiresAt": "2018-03-20T09:28:37+00:00",
    "details": None,
    "profileId": "pfl_QkEhN94Ba",
    "sequenceType": "oneoff",
    "redirectUrl": "https://webshop.example.org/order/12345/",
    "webhookUrl": "https://webshop.example.org/payments/webhook/",
    "_links": {
        "checkout": {
            "href": "https://www.mollie.com/payscreen/select-method/7UhSN1zuXS",
            "type": "text/html",
        }
    },
}


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass
class Wire:
    """The test payment service, with what came over the wire; or an answer of the test's own."""

    service: PaymentService
    seen: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    instead: Response | None = None

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        sent = request.get_data()
        environ["wsgi.input"] = BytesIO(sent)  # for who answers
        body = json.loads(sent or b"null")
        self.seen.append((request.method, request.path, dict(request.headers), body))
        answer = self.instead or self.service.app
        return answer(environ, start)


@pytest.fixture
def wire() -> Iterator[Wire]:
    service = PaymentService(url="", key=KEY, clock=Clock())
    service.webhooks.lost = True
    found = Wire(service)
    with Served(found) as served:
        service.url = served.url
        yield found


@pytest.fixture
def mollie(wire: Wire) -> Mollie:
    return Mollie(wire.service.url, KEY)


def answer(wire: Wire, status: int, body: Any = None) -> None:
    wire.instead = Response(json.dumps(body or {}), status, mimetype="application/hal+json")


def test_a_new_payment_is_asked_for_as_documented(wire: Wire, mollie: Mollie):
    made = mollie.begin(NEW)
    ((method, path, headers, body),) = wire.seen
    assert (method, path) == ("POST", "/v2/payments")
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert headers["Content-Type"] == "application/json"
    assert headers["Idempotency-Key"] == "01JD/pay/1"
    assert body == {
        "amount": {"currency": "EUR", "value": "25.50"},
        "description": NEW.description,
        "redirectUrl": NEW.back,
        "webhookUrl": NEW.webhook,
        "metadata": {"case_id": "01JD", "step": "pay"},
        "locale": "de_DE",
    }
    assert (made.state, made.amount, dict(made.about)) == ("open", NEW.amount, dict(NEW.about))
    assert made.checkout == f"{wire.service.url}/checkout/{made.id}"


@pytest.mark.parametrize("lang", ["nl", "fr", "de", "en"])
def test_every_language_of_the_desk_is_one_that_the_service_knows(mollie: Mollie, lang: str):
    assert mollie.begin(NewPayment(**{**vars(NEW), "lang": lang})).id


def test_the_same_key_is_the_same_payment(wire: Wire, mollie: Mollie):
    assert mollie.begin(NEW) == mollie.begin(NEW)
    assert len(wire.service.ledger.payments) == 1
    assert mollie.begin(NewPayment(**{**vars(NEW), "key": "2"})).id not in {mollie.begin(NEW).id}


@pytest.mark.parametrize("status", ["paid", "failed", "canceled", "expired"])
def test_a_payment_is_found_as_it_ended(wire: Wire, mollie: Mollie, status: str):
    made = mollie.begin(NEW)
    wire.service.ledger.end(wire.service.ledger.payments[made.id], status)
    found = mollie.find(made.id)
    assert found
    assert (found.state, found.checkout, found.amount) == (status, "", NEW.amount)
    assert wire.seen[-1][:2] == ("GET", f"/v2/payments/{made.id}")


def test_a_payment_of_their_own_example_is_read(wire: Wire, mollie: Mollie):
    answer(wire, 200, EXAMPLE)
    found = mollie.find("tr_7UhSN1zuXS")
    assert found
    assert (found.amount, found.state) == (Decimal(10), "open")
    assert found.about == {"order_id": "12345"}
    assert found.checkout == "https://www.mollie.com/payscreen/select-method/7UhSN1zuXS"


@pytest.mark.parametrize("about", [None, "text", ["a"], {}])
def test_other_metadata_than_ours_says_nothing(wire: Wire, mollie: Mollie, about: Any):
    answer(wire, 200, {**EXAMPLE, "metadata": about})
    found = mollie.find("tr_7UhSN1zuXS")
    assert found
    assert found.about == {}


@pytest.mark.parametrize(
    "change",
    [
        {"amount": {"currency": "USD", "value": "10.00"}},
        {"amount": {"currency": "EUR", "value": "ten"}},
        {"status": "something-new"},
    ],
)
def test_what_can_be_none_of_ours_is_not_found(wire: Wire, mollie: Mollie, change: dict[str, Any]):
    answer(wire, 200, EXAMPLE | change)
    assert mollie.find("tr_7UhSN1zuXS") is None


@pytest.mark.parametrize("payment_id", ["", "../customers", "tr_", "tr_a/refunds", "tr_a?x=1", "x"])
def test_an_id_that_cannot_be_one_is_never_asked_for(wire: Wire, mollie: Mollie, payment_id: str):
    assert mollie.find(payment_id) is None
    with pytest.raises(PaymentRefused):
        mollie.refund(payment_id, Decimal(1), description="", key="k")
    assert wire.seen == []


def test_an_unknown_payment_is_none(mollie: Mollie):
    assert mollie.find("tr_unknown") is None


def test_a_refund_is_asked_for_as_documented_and_once_a_key(wire: Wire, mollie: Mollie):
    made = mollie.begin(NEW)
    wire.service.ledger.end(wire.service.ledger.payments[made.id], "paid")
    for _ in range(2):
        mollie.refund(made.id, Decimal("5.5"), description="Terug", key="refund/1")
    method, path, headers, body = wire.seen[-1]
    assert (method, path) == ("POST", f"/v2/payments/{made.id}/refunds")
    assert headers["Idempotency-Key"] == "refund/1"
    assert body == {"amount": {"currency": "EUR", "value": "5.50"}, "description": "Terug"}
    found = mollie.find(made.id)
    assert found
    assert (found.state, found.refunded) == ("paid", Decimal("5.5"))


def test_more_than_was_paid_never_goes_back(wire: Wire, mollie: Mollie):
    made = mollie.begin(NEW)
    wire.service.ledger.end(wire.service.ledger.payments[made.id], "paid")
    with pytest.raises(PaymentRefused):
        mollie.refund(made.id, NEW.amount + 1, description="Terug", key="r")


@pytest.mark.parametrize("status", [429, 409, 500, 502, 503])
def test_what_passes_is_busy(wire: Wire, mollie: Mollie, status: int):
    answer(wire, status)
    with pytest.raises(Busy):
        mollie.begin(NEW)
    with pytest.raises(Busy):
        mollie.find("tr_a")


@pytest.mark.parametrize("status", [400, 401, 403, 422])
def test_what_trying_again_does_not_mend_is_a_fault_without_secrets(
    wire: Wire, mollie: Mollie, status: int
):
    answer(wire, status)
    with pytest.raises(PaymentRefused) as fault:
        mollie.begin(NEW)
    assert KEY not in str(fault.value)
    assert str(status) in str(fault.value)


def test_nobody_there_is_busy():
    with pytest.raises(Busy):
        Mollie("http://127.0.0.1:9", KEY).begin(NEW)


def test_the_service_takes_no_wrong_key(wire: Wire):
    with pytest.raises(PaymentRefused, match="401"):
        Mollie(wire.service.url, "test_another").begin(NEW)


@pytest.mark.parametrize(
    "change",
    [
        {"amount": Decimal(0)},
        {"amount": Decimal(-1)},
        {"description": ""},
        {"back": "nowhere"},
        {"webhook": ""},
        {"about": {"text": "x" * 2000}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_service_refuses_what_the_real_one_would(mollie: Mollie, change: dict[str, Any]):
    with pytest.raises(PaymentRefused, match="422"):
        mollie.begin(NewPayment(**{**vars(NEW), **change}))
