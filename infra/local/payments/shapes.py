"""What the API takes and answers. Sources: docs.mollie.com/reference, "Create payment", "Get
payment", "Create payment refund" and "Error handling"."""

import json
import re
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from infra.local.payments.ledger import Payment, Refund

_VALUE = re.compile(r"\d{1,7}\.\d{2}")
# Of those that the API knows, the ones of our languages.
_LOCALES = frozenset(
    {"nl_NL", "nl_BE", "fr_FR", "fr_BE", "de_DE", "de_AT", "de_CH", "en_US", "en_GB"}
)
_KNOWN = frozenset({"amount", "description", "redirectUrl", "webhookUrl", "metadata", "locale"})


class Wrong(Exception):  # noqa: N818 - an answer of 422
    """A field that is not right."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field
        self.detail = detail


def check_payment(asked: dict[str, Any]) -> None:
    """Raise Wrong for a request to create a payment that is not as documented. Stricter than the
    real service: it takes only the fields that the desk has a reason to send."""
    for name in set(asked) - _KNOWN:
        raise Wrong(name, "This stand-in does not know the field")
    check_amount(asked.get("amount"))
    if not isinstance(asked.get("description"), str) or not 0 < len(asked["description"]) <= 255:
        raise Wrong("description", "The description is invalid")
    for name in ("redirectUrl", "webhookUrl"):
        parts = urlsplit(str(asked.get(name, "")))
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise Wrong(name, "The URL is invalid")
    if asked.get("locale") not in _LOCALES:
        raise Wrong("locale", "The locale is invalid")
    if len(json.dumps(asked.get("metadata"))) > 1024:
        raise Wrong("metadata", "The metadata is too large")


def check_amount(amount: Any) -> Decimal:  # noqa: ANN401 - what was sent
    """EUR, above zero, as text with two decimals; Wrong otherwise."""
    if not isinstance(amount, dict) or set(amount) != {"currency", "value"}:
        raise Wrong("amount", "The amount is missing or invalid")
    if amount["currency"] != "EUR":
        raise Wrong("amount.currency", "The currency is not supported")
    if not isinstance(amount["value"], str) or not _VALUE.fullmatch(amount["value"]):
        raise Wrong("amount.value", "The amount contains an invalid value")
    if Decimal(amount["value"]) <= 0:
        raise Wrong("amount.value", "The amount is lower than the minimum")
    return Decimal(amount["value"])


def payment_answer(payment: Payment, url: str) -> dict[str, Any]:
    """A payment as the API shows it; the checkout only while it is open."""
    own = f"{url}/v2/payments/{payment.id}"
    links = {"self": _link(own), "refunds": _link(f"{own}/refunds")}
    if payment.status == "open":
        links["checkout"] = _link(f"{url}/checkout/{payment.id}", "text/html")
    amounts = {}
    if payment.status == "paid":
        amounts = {
            "amountRefunded": money(payment.refunded),
            "amountRemaining": money(payment.amount - payment.refunded),
        }
    return {
        "resource": "payment",
        "id": payment.id,
        "mode": "test",
        "createdAt": _moment(payment.created),
        "status": payment.status,
        "isCancelable": False,
        **payment.asked,
        **amounts,
        "profileId": "pfl_localdesk",
        "sequenceType": "oneoff",
        "method": "bancontact" if payment.status == "paid" else None,
        "_links": links,
    }


def refund_answer(payment: Payment, refund: Refund, url: str) -> dict[str, Any]:
    """A refund as the API shows it."""
    own = f"{url}/v2/payments/{payment.id}"
    return {
        "resource": "refund",
        "id": refund.id,
        "mode": "test",
        "amount": money(refund.amount),
        "status": "refunded",
        "createdAt": _moment(refund.created),
        "description": refund.description,
        "paymentId": payment.id,
        "_links": {"self": _link(f"{own}/refunds/{refund.id}"), "payment": _link(own)},
    }


def error_answer(status: int, title: str, detail: str, field: str = "") -> dict[str, Any]:
    """An error as the API tells it; `title` is the status in words."""
    answer: dict[str, Any] = {"status": status, "title": title, "detail": detail}
    if field:
        answer["field"] = field
    link = _link("https://docs.mollie.com/reference/error-handling", "text/html")
    return answer | {"_links": {"documentation": link}}


def money(amount: Decimal) -> dict[str, str]:
    return {"currency": "EUR", "value": f"{amount:.2f}"}


def _link(href: str, kind: str = "application/hal+json") -> dict[str, str]:
    return {"href": href, "type": kind}


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
