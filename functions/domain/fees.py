"""What a procedure costs: the keys are the procedure's, the amounts the municipality's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from functions.domain.facts import Facts

Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Price:
    """The fee of a procedure ("identity-card/request"), by variant where it has some ("urgent").

    variant: which one these answers ask for; variant_today: the same where it also depends on the
    day or the person (an age). labels: what each is called, for the public page.
    """

    procedure: str
    variant: Callable[[Answers], str] = lambda _: ""
    labels: Mapping[str, str] = field(default_factory=dict)
    variant_today: Callable[[Answers, Facts], str] | None = None

    def key(self, variant: str) -> str:
        """How the tenant's file names it: "identity-card/request/urgent"."""
        return f"{self.procedure}/{variant}" if variant else self.procedure

    def amount(self, answers: Answers, facts: Facts) -> Decimal | None:
        """EUR today; None where the municipality has set none."""
        key = self.key(self.chosen(answers, facts))
        return facts.tenant.fee(key, facts.today, facts.now)

    def chosen(self, answers: Answers, facts: Facts) -> str:
        """The variant that these answers ask for today."""
        if self.variant_today:
            return self.variant_today(answers, facts)
        return self.variant(answers)

    def is_asked(self, answers: Answers, facts: Facts) -> bool:
        """Whether there is anything to pay."""
        return bool(self.amount(answers, facts))
