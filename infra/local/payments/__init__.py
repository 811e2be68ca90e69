"""The test payment service: Mollie's Payments API (version 2) on its own port, with a checkout.

It speaks the public protocol over a real socket (payments, refunds, idempotency keys, webhooks that
are tried again), but moves no money: its page asks how the payment should end.
"""

from infra.local.payments.ledger import Clock, Ledger, Payment
from infra.local.payments.service import PaymentService
from infra.local.payments.webhooks import Webhooks

__all__ = ["Clock", "Ledger", "Payment", "PaymentService", "Webhooks"]
