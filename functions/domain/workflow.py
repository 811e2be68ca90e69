"""A workflow as a list of steps that people take, each with its term and the law's consequence.

Compiled to Step Functions by asl.py; nothing here runs it. Common to every human step: the
applicant may withdraw, and (where the step says `may_ask`) the office may ask for more information,
which suspends the term.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from functions.domain.facts import Facts
from functions.domain.texts import N_

WITHDRAWN = "withdrawn"
LAPSED = "lapsed"
ESCALATED = "escalated"
ASK = "ask"
SUPPLEMENT = "supplement"


@dataclass(frozen=True)
class TermInput:
    """What a term is computed from. `procedure` is its key ("elections/proxy")."""

    procedure: str
    answers: Mapping[str, Mapping[str, Any]]
    facts: Facts
    entered: datetime


@dataclass(frozen=True)
class Term:
    """When a step must be done. A fixed moment (an election's closing) is never suspended."""

    due: Callable[[TermInput], datetime]
    suspends: bool
    source: str = ""


def within(name: str, *, days: int, source: str = "") -> Term:
    """So many calendar days from the start of the step; the tenant may set "<procedure>/<name>"."""

    def due(given: TermInput) -> datetime:
        own = given.facts.tenant.terms.get(f"{given.procedure}/{name}", days)
        return given.entered + timedelta(days=own)

    return Term(due, suspends=True, source=source)


def until(moment: Callable[[TermInput], datetime], *, source: str = "") -> Term:
    """A moment that the calendar fixes."""
    return Term(moment, suspends=False, source=source)


@dataclass(frozen=True)
class Outcome:
    """One way in which a step can end. `then` names the next step or an end.

    label: on the button. consequence: what happens then, in plain words. told: how history and
    timeline tell it. reasons: standard reasons by key, where a reason is asked.
    """

    value: str
    label: str
    then: str
    consequence: str
    told: str
    needs_reason: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict)
    style: Literal["primary", "secondary", "warning"] = "secondary"


@dataclass(frozen=True)
class Lapse:
    """What the rules attach to a term that runs out: an end, a next step, or another role."""

    told: str
    then: str = ""
    escalate_to: str = ""


@dataclass(frozen=True)
class Step:
    """A step taken by a role of the desk (`role`) or by a party of the case (`party`).

    title: in the timeline. waiting: the status while it is open. ask: what is asked of who takes
    it. claims: taken in the same write as the first outcome (see procedure.Claim).
    """

    name: str
    title: str
    waiting: str
    ask: str
    term: Term
    outcomes: tuple[Outcome, ...]
    lapse: Lapse
    role: str = ""
    party: str = ""
    needed: Callable[[Mapping[str, Mapping[str, Any]]], bool] | None = None
    claiming: str = ""  # the outcome with which the claims of this step are taken
    mail_subject: str = ""
    supplement_of: str = ""

    def outcome(self, value: str) -> Outcome | None:
        return next((o for o in self.outcomes if o.value == value), None)


@dataclass(frozen=True)
class End:
    """How a case ends. `appeal`: what the person can do against it."""

    name: str
    status: str
    explanation: str
    positive: bool = False
    appeal: str = ""


_WITHDRAWN = End(
    WITHDRAWN,
    N_("Je hebt deze aanvraag ingetrokken."),
    N_("Er gebeurt niets meer mee. Je kan altijd een nieuwe aanvraag doen."),
)


@dataclass(frozen=True)
class Workflow:
    steps: tuple[Step, ...]
    ends: tuple[End, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "ends", (*self.ends, _WITHDRAWN))
        names = {s.name for s in self.steps} | {e.name for e in self.ends}
        for step in self.steps:
            for target in (*(o.then for o in step.outcomes), step.lapse.then):
                if target and target not in names:
                    raise ValueError(f"{step.name} leads to {target}, which does not exist")

    def step(self, name: str) -> Step:
        return next(s for s in self.steps if s.name == name)

    def end(self, name: str) -> End:
        return next(e for e in self.ends if e.name == name)

    def road(self, answers: Mapping[str, Mapping[str, Any]]) -> tuple[Step, ...]:
        """The steps that these answers lead past, without those that ask for more information."""
        return tuple(
            s for s in self.steps if not s.supplement_of and (s.needed is None or s.needed(answers))
        )


def workflow(*parts: Step | tuple[Step, ...] | End) -> Workflow:
    """Steps in order, then ends."""
    steps: list[Step] = []
    for part in parts:
        if isinstance(part, Step):
            steps.append(part)
        elif isinstance(part, tuple):
            steps.extend(part)
    return Workflow(tuple(steps), tuple(p for p in parts if isinstance(p, End)))


def refusal(label: str, *, told: str, reasons: Mapping[str, str]) -> Outcome:
    """A refusal with its reasons, which ends the case as "refused"."""
    return Outcome(
        "refuse",
        label,
        "refused",
        N_("De aanvrager krijgt je reden en hoort wat nog kan."),
        told,
        needs_reason=True,
        reasons=reasons,
        style="warning",
    )


def decide(step: Step, *, supplement: Term) -> tuple[Step, Step]:
    """A decision by the office that may first ask the applicant for more information.

    The term of `step` is suspended while the answer is awaited; without an answer in time the
    office decides on what is there.
    """
    answer = f"{step.name}_supplement"
    asking = Outcome(
        ASK,
        N_("Meer informatie vragen"),
        answer,
        N_("De aanvrager krijgt een mail met je vraag. De termijn staat stil tot het antwoord."),
        N_("We vroegen meer informatie."),
        needs_reason=True,
    )
    answering = Step(
        name=answer,
        title=N_("Jouw antwoord op onze vraag"),
        waiting=N_("We hebben nog iets van de aanvrager nodig."),
        ask=N_("We hebben nog iets van je nodig. Lees onze vraag en antwoord hieronder."),
        mail_subject=N_("We hebben nog iets van je nodig"),
        term=supplement,
        party="applicant",
        outcomes=(
            Outcome(
                SUPPLEMENT,
                N_("Antwoord versturen"),
                step.name,
                N_("We gaan verder met je aanvraag."),
                N_("De aanvrager antwoordde op onze vraag."),
                needs_reason=True,
                style="primary",
            ),
        ),
        lapse=Lapse(N_("Er kwam geen antwoord. We beslissen met wat we hebben."), then=step.name),
        supplement_of=step.name,
    )
    return replace(step, outcomes=(*step.outcomes, asking)), answering
