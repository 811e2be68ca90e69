"""Mollie's Payments API, version 2 (services.ports.Payments).

https://docs.mollie.com/reference/payments-api and /reference/create-refund. An `Idempotency-Key`
answers a repeated POST for an hour with the first answer (/overview/api-idempotency).
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from functions.domain.problems import Busy
from functions.services.ports import NewPayment, OnlinePayment, PaymentState

_SECONDS = 8
# Mollie knows no de_BE and no en_BE.
_LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "de": "de_DE", "en": "en_GB"}
# Ids reach us from outside (the webhook) and become part of an address.
_ID = re.compile(r"tr_[A-Za-z0-9]{1,64}")


class PaymentRefused(Exception):  # noqa: N818 - named as what the service did
    """An answer that trying again does not mend: a wrong key, a request that is not understood."""


class Mollie:
    """`url`: "https://api.mollie.com", without a slash at the end; `key` is a secret."""

    def __init__(self, url: str, key: str) -> None:
        self._url = url
        self._key = key

    def begin(self, new: NewPayment) -> OnlinePayment:
        made = self._call(
            "POST",
            "/v2/payments",
            key=new.key,
            body={
                "amount": _money(new.amount),
                "description": new.description,
                "redirectUrl": new.back,
                "webhookUrl": new.webhook,
                "metadata": dict(new.about),
                "locale": _LOCALES[new.lang],
            },
        )
        found = _read(made) if made else None
        if found is None or not found.checkout:
            raise PaymentRefused("no checkout")
        return found

    def find(self, payment_id: str) -> OnlinePayment | None:
        if not _ID.fullmatch(payment_id):
            return None
        answer = self._call("GET", f"/v2/payments/{payment_id}")
        return _read(answer) if answer else None

    def refund(self, payment_id: str, amount: Decimal, *, description: str, key: str) -> None:
        path = f"/v2/payments/{payment_id}/refunds"
        body = {"amount": _money(amount), "description": description}
        if not _ID.fullmatch(payment_id) or self._call("POST", path, body=body, key=key) is None:
            raise PaymentRefused("no such payment")

    def _call(
        self, method: str, path: str, *, body: Mapping[str, Any] | None = None, key: str = ""
    ) -> dict[str, Any] | None:
        """The answer, or None where there is no such thing. Raises Busy when trying again helps."""
        import urllib3  # comes with botocore

        headers = {"Authorization": f"Bearer {self._key}", "Accept": "application/hal+json"}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": key}
        try:
            answer = urllib3.request(
                method,
                self._url + path,
                body=json.dumps(body) if body is not None else None,
                headers=headers,
                timeout=_SECONDS,
                retries=False,
                redirect=False,
            )
        except urllib3.exceptions.HTTPError as error:
            raise Busy from error
        # 409: the same request is still being handled.
        if answer.status >= 500 or answer.status in (409, 429):
            raise Busy
        if answer.status in (404, 410):
            return None
        if answer.status not in (200, 201):
            raise PaymentRefused(f"status {answer.status}")
        found: dict[str, Any] = json.loads(answer.data)
        return found


def _money(amount: Decimal) -> dict[str, str]:
    return {"currency": "EUR", "value": f"{amount:.2f}"}


def _euro(money: Mapping[str, Any] | None) -> Decimal | None:
    try:
        return Decimal(money["value"]) if money and money["currency"] == "EUR" else None
    except (InvalidOperation, KeyError):
        return None


def _read(payment: Mapping[str, Any]) -> OnlinePayment | None:
    """None for what can be none of ours: another currency, a state that we do not know."""
    amount = _euro(payment.get("amount"))
    if amount is None or payment.get("status") not in get_args(PaymentState):
        return None
    about = payment.get("metadata")
    return OnlinePayment(
        id=payment["id"],
        state=payment["status"],
        amount=amount,
        about={k: str(v) for k, v in about.items()} if isinstance(about, dict) else {},
        checkout=payment.get("_links", {}).get("checkout", {}).get("href", ""),
        refunded=_euro(payment.get("amountRefunded")) or Decimal(0),
    )
