"""A process for tests: it shows what the register knows, and an administrator may act in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, ClassVar

import pytest

from functions import processes
from functions.domain.facts import Facts
from functions.domain.forms import Application, Ask, Contact, Known, Topic
from functions.domain.kinds import Declared, Line
from functions.domain.links import Act
from functions.domain.problems import Problem
from functions.domain.procedure import Guide, Procedure, Process, rule
from functions.domain.steps import ESCALATE, decide, refusal
from functions.domain.texts import say
from functions.domain.workflow import End, Outcome, Step, within, workflow
from infra.local.gateway import Api
from infra.local.stack import LocalStack

PROCESS = "practice"
START = "/nl/desk/practice/request/start"
FOR = "/nl/desk/practice/request/for"


class Family(Known):
    shows_family: ClassVar[bool] = True


class Wish(Topic):
    title: ClassVar[str] = "Wat je vraagt"

    what: Annotated[Line, Ask("Wat vraag je?", missing="Vul in wat je vraagt.")]


class Truth(Topic):
    title: ClassVar[str] = "Wat je verklaart"
    on_check: ClassVar[bool] = True

    truth: Annotated[Declared, Ask("Dit is juist.", missing="Vink aan dat dit juist is.")]


class Request(Application):
    known: Family
    wish: Wish
    contact: Contact
    declarations: Truth


@rule(title="De aanvrager woont hier", source="test", needs=("wish",))
def lives_here(application: Request, facts: Facts) -> Iterator[Problem]:
    del application
    if facts.lives_here is False:
        yield Problem("wish.what", say("Je woont niet in onze gemeente."))


_road = workflow(
    decide(
        Step(
            name="decision",
            title="De dienst bevolking beslist",
            waiting="De dienst bevolking kijkt dit na.",
            ask="Kijk dit na.",
            role="population",
            term=within("decision", days=14, source="test"),
            outcomes=(
                Outcome("approve", "Goedkeuren", "done", "Klaar.", "Goedgekeurd.", style="primary"),
                refusal("Weigeren", told="Geweigerd.", reasons={"no": "Neen."}),
            ),
            lapse=ESCALATE,
        ),
        supplement=within("supplement", days=10, source="test"),
    ),
    End("done", "De aanvraag is goedgekeurd.", "Je hoeft niets te doen.", positive=True),
    End("refused", "De aanvraag is geweigerd.", "Je kan opnieuw vragen.", appeal="Bel ons."),
)

request = Procedure(
    name="request",
    process="practice",
    mails_say_what=True,
    application=Request,
    workflow=_road,
    rules=(lives_here,),
    submit_label="Indienen",
    acts=frozenset({Act.IDENTITY_DOCUMENTS}),
    guide=Guide(
        title="Oefenaanvraag",
        summary="Een oefening.",
        life_event="Een kind",
        who=("Iedereen.",),
        needed=("Niets.",),
        duration="Kort.",
        legal=("Geen.",),
        counter="Aan het loket.",
        paper="Op papier.",
    ),
)
process = Process("practice", "Oefening", (request,))


@contextmanager
def practised() -> Iterator[LocalStack]:
    """A desk that carries this process too."""
    known = (*processes.all_processes(), process)
    with LocalStack() as stack, pytest.MonkeyPatch.context() as patch:
        from functions.app import create_app  # it reads the environment of the stack

        patch.setattr(processes, "all_processes", lambda: known)
        patch.setattr(stack.desk.gateway, "_api", Api(create_app()))
        yield stack
