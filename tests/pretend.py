"""Procedures that exist in tests only: the desk carries them beside its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any, ClassVar

import pytest

from functions import processes
from functions.domain.facts import Facts
from functions.domain.forms import Application, Ask, Contact, Topic
from functions.domain.kinds import Declared, Line, NationalNumber
from functions.domain.links import Act, Ends, FollowInput, Grants, Invite, Mandate, Revokes
from functions.domain.person import Person
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Guide, Procedure, Process
from functions.domain.steps import ESCALATE, answer, external
from functions.domain.texts import say
from functions.domain.workflow import Answers, End, Lapse, Outcome, Step, within, workflow
from infra.local import provision
from infra.local.gateway import Api
from infra.local.stack import LocalStack

DAY = timedelta(days=1)


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
        mails_say_what=True,
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

proof = procedure("proof", opened_by="invitation", guide=replace(GUIDE, title="Proefbewijs"))
report = procedure("report", opened_by="desk", guide=replace(GUIDE, title="Melding"))


def _invite(application: Form, given: FollowInput) -> Iterator[Invite]:
    """Every child of a birth: a proof within 60 days, or else a report."""
    yield Invite(
        procedure="pretend/proof",
        owner=given.facts.applicant.ref,
        mail=given.mail,
        answers={"child": application.child.model_dump(mode="json")},
        due=given.facts.today + 60 * DAY,
        reminders=(given.facts.today + 30 * DAY, given.facts.today + 57 * DAY),
        overdue="pretend/report",
    )


birth = procedure("birth", follow=_invite)


def _union(application: Form, pseudonym: Callable[[str], str], ref: str) -> Iterator[Claim]:
    del application, pseudonym
    yield Claim(f"union/{ref}", Problem("child.name", say("Je woont al wettelijk samen.")))


ENDED = "De samenwoning eindigde door een huwelijk."
union = procedure("union", claims=_union)
marriage = procedure(
    "marriage", follow=lambda _, given: [Ends(f"union/{given.facts.applicant.ref}", ENDED)]
)


def _grant(application: Form, given: FollowInput) -> Iterator[Grants]:
    """The applicant may act for the child; the order is named by the child's number here."""
    child = application.child
    person = Person(
        given_name=child.name,
        family_name="",
        national_number=child.national_number,
        ref=given.pseudonym(child.national_number),
    )
    acts = frozenset({Act.PERMITS})
    yield Grants(
        Mandate(
            id=person.ref,
            holder=given.facts.applicant.ref,
            person=person,
            acts=acts,
            starts=given.facts.today,
        )
    )


def _revoke(application: Form, given: FollowInput) -> Iterator[Revokes]:
    yield Revokes(given.facts.applicant.ref, given.pseudonym(application.child.national_number))


order = procedure("order", follow=_grant)
order_end = procedure("order-end", follow=_revoke)


def carry(desk: LocalStack, patch: pytest.MonkeyPatch, procedures: Iterable[Procedure]) -> None:
    """Let this desk have these procedures too, with their state machines and pages."""
    from functions.app import create_app

    process = Process("pretend", "Proef", tuple(procedures))
    known = (*(p for p in processes.all_processes() if p.name != process.name), process)
    patch.setattr(processes, "all_processes", lambda: known)
    patch.setattr(desk.desk.gateway, "_api", Api(create_app()))
    provision.state_machines(desk.local)
