"""A procedure with a fee, for tests: there only while `paying_desk` runs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from importlib import import_module
from types import SimpleNamespace
from typing import Annotated, Any, ClassVar

import pytest
import urllib3

import functions.processes
from functions import wiring
from functions.domain.case import CaseFile, Payment
from functions.domain.fees import Price
from functions.domain.forms import Application, Ask, Contact, Topic
from functions.domain.kinds import Declared, Kind
from functions.domain.procedure import Guide, Procedure, Process
from functions.domain.steps import ESCALATE, lapsed_end, payment, refusal
from functions.domain.tenant import Fee, Payments
from functions.domain.workflow import End, Outcome, Step, within, workflow
from infra.local.stack import LocalStack
from tests.faults import file_at
from tests.people import Someone
from tests.walks import end_payment


class Speeds(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"
    FREE = "free"


class What(Topic):
    title: ClassVar[str] = "Wat"

    speed: Annotated[
        Speeds,
        Kind("choice"),
        Ask("Hoe snel?", missing="Kies.", options={speed: speed.value for speed in Speeds}),
    ]


class Declarations(Topic):
    title: ClassVar[str] = "Wat je verklaart"
    on_check: ClassVar[bool] = True

    truth: Annotated[Declared, Ask("Het is waar.", missing="Vink aan.")]


class PermitApplication(Application):
    what: What
    contact: Contact
    declarations: Declarations


KEY = "paid-permit/request"
AMOUNT = Decimal("25.00")
price = Price(
    KEY,
    variant=lambda answers: str(answers["what"]["speed"]),
    labels={"normal": "Gewoon", "urgent": "Dringend", "free": "Voor wie niets betaalt"},
)
permit = Procedure(
    name="request",
    process="paid-permit",
    mails_say_what=True,
    application=PermitApplication,
    rules=(),
    submit_label="Vraag de vergunning",
    price=price,
    guide=Guide(
        title="Een vergunning met een prijs",
        summary="",
        life_event="",
        who=(),
        needed=(),
        duration="",
        legal=(),
        counter="",
        paper="",
    ),
    workflow=workflow(
        payment("pay", price=price, then="decision"),
        Step(
            name="decision",
            title="De dienst beslist",
            waiting="De dienst beslist.",
            ask="Beslis.",
            role="population",
            term=within("decision", days=14, source="test"),
            outcomes=(
                Outcome("approve", "Goedkeuren", "approved", "", "Goed.", style="primary"),
                refusal("Weigeren", told="Geweigerd.", reasons={}),
            ),
            lapse=ESCALATE,
        ),
        End("approved", "De vergunning is er.", "Klaar.", positive=True),
        End("refused", "De vergunning is geweigerd.", "Jammer.", appeal="Bel ons."),
        lapsed_end(),
    ),
)
process = Process("paid-permit", "Vergunning", (permit,))
FEES = tuple(
    Fee(procedure=price.key(variant), amount=amount, valid_from=date(2020, 1, 1))
    for variant, amount in (("normal", AMOUNT), ("urgent", Decimal(60)), ("free", Decimal(0)))
)


@contextmanager
def paying_desk(**options: Any) -> Iterator[LocalStack]:
    """A desk of its own (see LocalStack), with the procedure among those of the house."""
    real = functions.processes.all_processes()

    def load(name: str) -> Any:
        module = import_module(name)  # an app of the house stays as it is
        if name != "functions.app":
            return module
        patch.setattr(functions.processes, "all_processes", lambda: (*real, process))
        return SimpleNamespace(app=module.create_app())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("infra.local.desk.import_module", load)
        with LocalStack(**options) as stack:
            yield stack


def charge(**payments: bool) -> None:
    """Let the municipality of this desk ask fees; again after every reset."""
    tenant = wiring.ports().tenant
    changed = {
        "fees": (*tenant.fees, *FEES),
        "payments": Payments(online=True).model_copy(update=payments),
    }
    wiring.override(tenant=tenant.model_copy(update=changed))


@dataclass
class Payer:
    """Someone at the desk with an application that must be paid."""

    desk: LocalStack
    someone: Someone
    case: str  # its address

    @property
    def file(self) -> CaseFile:
        return file_at(self.case)

    @property
    def payment(self) -> Payment | None:
        return self.file.case.payment

    def see(self) -> str:
        """The page of the case, with plain spaces."""
        self.someone.get(self.case)
        assert self.someone.last.status_code == 200, self.someone.text
        return self.someone.text.replace("\xa0", " ")

    def begin(self) -> str:
        """Press the button; the address of the checkout."""
        self.someone.get(self.case)
        hidden = self.someone.form("/payment/pay")
        where = hidden.pop("_action")
        answer = self.someone.post(where, hidden)
        assert answer.status_code == 303, self.someone.text
        checkout: str = answer.headers["Location"]
        return checkout

    def end(self, checkout: str, status: str) -> str:
        """Press a button of the checkout; the address that the browser is sent to."""
        page = urllib3.request("GET", checkout, redirect=False)
        assert f'value="{status}"' in page.data.decode()
        return end_payment(checkout, status).removeprefix(self.desk.url)

    def pay(self) -> None:
        """The whole way, and back."""
        self.someone.get(self.end(self.begin(), "paid"))

    def settle(self) -> None:
        self.desk.payments.webhooks.wait()
        self.desk.settle()

    def kinds(self) -> list[str]:
        return [event.kind for event in self.file.events]


def token(visitor: Someone) -> str:
    """What a form of theirs carries, from the page that they are on."""
    found = re.search(r'name="csrf" value="([^"]+)"', visitor.text)
    assert found, visitor.text
    return found[1]


def apply(desk: LocalStack, speed: str = "normal", who: str = "lena-peeters") -> Payer:
    """An application that was handed in, from the first page on."""
    someone = Someone(desk, who)
    someone.sign_in(f"/nl/desk/{KEY}/start")
    someone.answer(speed=speed)
    someone.answer(mail="lena@example.org")
    someone.submit()
    assert someone.at.endswith("/receipt"), someone.text
    case = someone.at.removesuffix("/receipt")
    desk.settle()
    return Payer(desk, someone, case)
