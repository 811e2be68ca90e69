"""What the service remembers: payments, refunds and the answers to idempotency keys, in memory."""

import secrets
import string
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

# https://docs.mollie.com/overview/api-idempotency
KEY_LIVES = timedelta(hours=1)
ENDS = ("paid", "failed", "canceled", "expired")
_SIGNS = string.ascii_letters + string.digits


class Clock(Protocol):
    """Tells the time, so that the local desk can move it."""

    def now(self) -> datetime:
        """The time now, aware, in UTC."""


def new_id(prefix: str) -> str:
    """An id of Mollie's shape: "tr_7UhSN1zuXS"."""
    return prefix + "_" + "".join(secrets.choice(_SIGNS) for _ in range(10))


@dataclass
class Refund:
    """EUR that went back."""

    id: str
    amount: Decimal
    description: str
    created: datetime


@dataclass
class Payment:
    """A payment and what became of it. `asked`: the request as it came."""

    id: str
    created: datetime
    asked: dict[str, Any]
    status: str = "open"
    refunds: list[Refund] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        """EUR."""
        return Decimal(self.asked["amount"]["value"])

    @property
    def refunded(self) -> Decimal:
        """EUR that went back."""
        return sum((refund.amount for refund in self.refunds), Decimal(0))


class Ledger:
    """Payments by id, in the order in which they came."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.RLock()
        self.payments: dict[str, Payment] = {}
        self._answers: dict[str, tuple[datetime, Any]] = {}

    def now(self) -> datetime:
        """The time, as the desk has it."""
        return self._clock.now()

    def once(self, key: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - an answer
        """What `make` answered the first time within the hour; without a key always anew."""
        with self._lock:
            known = self._answers.get(key)
            if key and known and self.now() < known[0] + KEY_LIVES:
                return known[1]
            made = make()
            self._answers[key] = (self.now(), made)
            return made

    def add(self, asked: dict[str, Any]) -> Payment:
        """A new payment, open."""
        with self._lock:
            payment = Payment(new_id("tr"), self.now(), asked)
            self.payments[payment.id] = payment
            return payment

    def end(self, payment: Payment, status: str) -> bool:
        """End an open payment; False when it had ended already."""
        with self._lock:
            if payment.status != "open" or status not in ENDS:
                return False
            payment.status = status
            return True

    def refund(self, payment: Payment, amount: Decimal, description: str) -> Refund | None:
        """Give back; None when there is not so much left."""
        with self._lock:
            if payment.status != "paid" or amount > payment.amount - payment.refunded:
                return None
            refund = Refund(new_id("re"), amount, description, self.now())
            payment.refunds.append(refund)
            return refund

    def forget(self) -> None:
        """Empty."""
        with self._lock:
            self.payments.clear()
            self._answers.clear()
