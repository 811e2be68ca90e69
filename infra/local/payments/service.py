"""The endpoints and the checkout page."""

import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, make_response, render_template, request

from infra.local.payments.ledger import Clock, Ledger, Payment
from infra.local.payments.shapes import (
    Wrong,
    check_amount,
    check_payment,
    error_answer,
    payment_answer,
    refund_answer,
)
from infra.local.payments.texts import TEXTS
from infra.local.payments.webhooks import Webhooks

_NAMES = {401: "Unauthorized Request", 404: "Not Found", 422: "Unprocessable Entity"}


class PaymentService:
    """A WSGI application (`app`). `url`: its own address; `key`: what the desk must show.

    A test may set `down` (every call of the API is 503) and `webhooks.lost`.
    """

    def __init__(
        self, *, url: str, key: str, clock: Clock, webhooks: Webhooks | None = None
    ) -> None:
        self.url = url
        self.down = False
        self.ledger = Ledger(clock)
        self.webhooks = webhooks or Webhooks()
        self._key = key
        # One look for all stand-ins: the test identity provider's own style.
        self.app = Flask(__name__, static_folder="../identity/assets", static_url_path="/assets")
        # Another name that points at this machine (DNS rebinding) gets no answer.
        self.app.config["TRUSTED_HOSTS"] = ["localhost", "127.0.0.1"]
        self.app.register_blueprint(self._routes())

    def _routes(self) -> Blueprint:
        views = Blueprint("payments", __name__)
        views.before_request(self._may_ask)
        views.after_request(_harden)
        views.get("/")(self._index)
        views.post("/v2/payments")(self._create)
        views.get("/v2/payments/<payment_id>")(self._get)
        views.post("/v2/payments/<payment_id>/refunds")(self._refund)
        views.get("/v2/payments/<payment_id>/refunds")(self._refunds)
        views.get("/checkout/<payment_id>")(self._checkout)
        views.post("/checkout/<payment_id>")(self._choose)
        views.post("/_local/reset")(self._reset)
        return views

    def _may_ask(self) -> Response | None:
        if not request.path.startswith("/v2/"):
            return None
        if self.down:
            return _error(503, "The service is not available")
        if request.headers.get("Authorization") != f"Bearer {self._key}":
            return _error(401, "Missing authentication, or failed to authenticate")
        return None

    # the API

    def _create(self) -> Response:
        try:
            asked = _body()
            check_payment(asked)
        except Wrong as wrong:
            return _error(422, wrong.detail, wrong.field)
        key = request.headers.get("Idempotency-Key", "")
        answer = self.ledger.once(key, lambda: payment_answer(self.ledger.add(asked), self.url))
        return _hal(answer, 201)

    def _get(self, payment_id: str) -> Response:
        payment = self.ledger.payments.get(payment_id)
        return _hal(payment_answer(payment, self.url)) if payment else _unknown(payment_id)

    def _refund(self, payment_id: str) -> Response:
        payment = self.ledger.payments.get(payment_id)
        if payment is None:
            return _unknown(payment_id)
        try:
            asked = _body()
            amount = check_amount(asked.get("amount"))
            key = request.headers.get("Idempotency-Key", "")
            answer = self.ledger.once(
                key, lambda: self._give_back(payment, amount, str(asked.get("description", "")))
            )
        except Wrong as wrong:
            return _error(422, wrong.detail, wrong.field)
        return _hal(answer, 201)

    def _give_back(self, payment: Payment, amount: Decimal, description: str) -> dict[str, Any]:
        refund = self.ledger.refund(payment, amount, description)
        if refund is None:
            raise Wrong("amount", "The amount is higher than the maximum")
        # Mollie tells of a refund too; the payment itself stays "paid".
        self.webhooks.tell(payment.asked["webhookUrl"], payment.id)
        return refund_answer(payment, refund, self.url)

    def _refunds(self, payment_id: str) -> Response:
        payment = self.ledger.payments.get(payment_id)
        if payment is None:
            return _unknown(payment_id)
        found = [refund_answer(payment, refund, self.url) for refund in payment.refunds]
        return _hal({"count": len(found), "_embedded": {"refunds": found}})

    # the pages

    def _checkout(self, payment_id: str) -> Response:
        payment = self.ledger.payments.get(payment_id)
        return (
            self._page("checkout.html", payment) if payment else self._page("none.html", status=404)
        )

    def _choose(self, payment_id: str) -> Response:
        """The form of the checkout: the payment ends so, and the browser goes back."""
        payment = self.ledger.payments.get(payment_id)
        if payment is None:
            return self._page("none.html", status=404)
        if self.ledger.end(payment, request.form.get("status", "")):
            self.webhooks.tell(payment.asked["webhookUrl"], payment.id)
        elif payment.status == "open":
            return self._page("checkout.html", payment, status=422)
        return Response(status=303, headers={"Location": payment.asked["redirectUrl"]})

    def _index(self) -> Response:
        return self._page("index.html", payments=list(self.ledger.payments.values())[::-1])

    def _page(
        self,
        template: str,
        payment: Payment | None = None,
        *,
        status: int = 200,
        **values: object,
    ) -> Response:
        lang = payment.asked["locale"][:2] if payment else "nl"
        html = render_template(template, lang=lang, t=TEXTS[lang], payment=payment, **values)
        response = make_response(html, status)
        # Browsers hold the redirect after a form to `form-action` too.
        back = urlsplit(payment.asked["redirectUrl"]) if payment else None
        form_to = f" {back.scheme}://{back.netloc}" if back else ""
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; style-src 'self'; form-action 'self'{form_to}; "
            "base-uri 'none'; frame-ancestors 'none'"
        )
        return response

    def _reset(self) -> Response:
        # No page elsewhere may empty this: browsers say where a request comes from.
        if request.headers.get("Sec-Fetch-Site", "none") != "none":
            return _error(401, "From this machine only")
        self.forget()
        return Response(status=204)

    def forget(self) -> None:
        """Empty, and as it was at the start."""
        self.down = False
        self.webhooks.forget()
        self.ledger.forget()


def _body() -> dict[str, Any]:
    found = request.get_json(force=True, silent=True)
    if not isinstance(found, dict) or request.mimetype != "application/json":
        raise Wrong("", "The body is no JSON object")
    return found


def _hal(answer: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(answer), status, mimetype="application/hal+json")


def _error(status: int, detail: str, field: str = "") -> Response:
    title = _NAMES.get(status, "Service Unavailable")
    return _hal(error_answer(status, title, detail, field), status)


def _unknown(payment_id: str) -> Response:
    return _error(404, f"No payment exists with token {payment_id}.")


def _harden(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
