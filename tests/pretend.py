"""Procedures that exist in tests only: the desk carries them beside its own."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Annotated, Any, ClassVar

import pytest

from functions import processes
from functions.domain.facts import Facts
from functions.domain.forms import Application, Ask, Contact, Topic
from functions.domain.kinds import Declared, Line, NationalNumber
from functions.domain.procedure import Guide, Procedure, Process
from functions.domain.steps import ESCALATE, answer, external
from functions.domain.workflow import Answers, End, Lapse, Outcome, Step, within, workflow
from infra.local import provision
from infra.local.gateway import Api
from infra.local.stack import LocalStack


class Child(Topic):
    title: ClassVar[str] = "Het kind"

    name: Annotated[Line, Ask("Naam", missing="Vul de naam in.")]
    national_number: Annotated[NationalNumber, Ask("Nummer", missing="Vul het nummer in.")]


class Declarations(Topic):
    title: ClassVar[str] = "Wat je verklaart"
    on_check: ClassVar[bool] = True

    truth: Annotated[Declared, Ask("Het is juist.", missing="Vink het aan.")]


class Form(Application):
    child: Child
    contact: Contact
    declarations: Declarations


GUIDE = Guide(
    title="Proefaanvraag", summary="Voor tests.", life_event="Een kind", who=("Iedereen.",),
    needed=("Niets.",), duration="Kort.", legal=("Geen.",), counter="Kom langs.", paper="Schrijf.",
    closed="Je kan dit niet zelf beginnen.",
)  # fmt: skip
GRANTED = End("granted", "Het is in orde.", "Klaar.", positive=True)
REFUSED = End("refused", "Het is geweigerd.", "Jammer.", appeal="Bel ons.")
DESK_STEP = Step(
    name="check",
    title="Nakijken",
    waiting="We kijken het na.",
    ask="Kijk het na.",
    role="population",
    term=within("check", days=10, source="test"),
    outcomes=(
        Outcome("approve", "Goed", "granted", "Dan is het in orde.", "Goedgekeurd."),
        Outcome("refuse", "Niet goed", "refused", "Dan niet.", "Geweigerd.", needs_reason=True),
    ),
    lapse=ESCALATE,
)


def procedure(name: str, *steps: Step, **more: Any) -> Procedure:
    """A procedure of the pretended process, with an end that is good and one that is not."""
    return Procedure(
        name=name,
        process="pretend",
        guide=more.pop("guide", GUIDE),
        application=more.pop("application", Form),
        workflow=workflow(*(steps or (DESK_STEP,)), GRANTED, REFUSED),
        rules=(),
        submit_label="Indienen",
        **more,
    )


def _advice(answers: Answers, facts: Facts) -> Mapping[str, str]:
    return {"municipality": facts.tenant.place, "child": answers["child"]["name"]}


advice = procedure(
    "advice",
    external(
        "prosecutor",
        party="prosecutor",
        title="Het parket geeft advies",
        waiting="We wachten op het parket.",
        answers=(
            answer("no-objection", "Het parket maakt geen bezwaar.", "granted"),
            answer("objection", "Het parket maakt bezwaar.", "check"),
        ),
        term=within("prosecutor", days=30, source="test"),
        lapse=Lapse("Het parket antwoordde niet.", then="granted"),
        message=_advice,
    ),
    DESK_STEP,
)
made = procedure(
    "made",
    external(
        "production",
        party="card-producer",
        title="De kaart wordt gemaakt",
        waiting="De kaart wordt gemaakt.",
        answers=(answer("arrived", "De kaart is er.", "granted"),),
        term=within("production", days=21, source="test"),
        lapse=ESCALATE,
    ),
)
simple = procedure("simple")


def carry(desk: LocalStack, patch: pytest.MonkeyPatch, procedures: Iterable[Procedure]) -> None:
    """Let this desk have these procedures too, with their state machines and pages."""
    from functions.app import create_app

    process = Process("pretend", "Proef", tuple(procedures))
    known = (*processes.all_processes(), process)
    patch.setattr(processes, "all_processes", lambda: known)
    patch.setattr(desk.desk.gateway, "_api", Api(create_app()))
    provision.state_machines(desk.local)


DAY = timedelta(days=1)
