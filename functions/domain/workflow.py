"""A workflow as a list of steps, each with who takes it, its term and the law's consequence.

Compiled to Step Functions by asl.py; nothing here runs it. Common to every step: the applicant may
withdraw. What several procedures share (a question of the office, a second person, a visit, a
payment, an outside party) is made by steps.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from functions.domain.appointments import Appointment
from functions.domain.certificates import Certificate
from functions.domain.facts import Facts
from functions.domain.holidays import add_working_days
from functions.domain.texts import N_

WITHDRAWN = "withdrawn"
RESTARTED = "restarted"  # the state of a task whose execution is gone: it is asked anew
LAPSED = "lapsed"
ESCALATED = "escalated"
ASK = "ask"
SUPPLEMENT = "supplement"
BOOKED = "booked"  # the applicant chose a moment at the counter
MOVED = "moved"  # ... and then another one
CANCELLED = "cancelled"  # ... or none
PAID = "paid"
AT_COUNTER = "counter"  # pays when they come
_RESERVED = frozenset({WITHDRAWN, LAPSED, ESCALATED, MOVED, CANCELLED})  # no answer of a step

Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class TermInput:
    """What a term is computed from. `procedure` is its key ("elections/proxy")."""

    procedure: str
    answers: Answers
    facts: Facts
    entered: datetime
    appointments: Mapping[str, Appointment] = field(default_factory=dict)


@dataclass(frozen=True)
class Term:
    """When a step must be done. A fixed moment (an election's closing) is never suspended.

    name, days, working: as in `within`, to be read by people; 0 days: a fixed moment. source: for
    who changes it; "(u)" marks what the municipality has to see to. law: what the clerk reads of
    it, where a law or a calendar sets the term; empty: the municipality sets it.
    """

    due: Callable[[TermInput], datetime]
    suspends: bool
    source: str = ""
    name: str = ""
    days: int = 0
    working: bool = False
    law: str = ""

    @property
    def is_confirmed(self) -> bool:
        return "(u)" not in self.source


def within(name: str, *, days: int, working: bool = False, source: str = "", law: str = "") -> Term:
    """So many days from the start of the step; the tenant may set "<procedure>/<name>". Working
    days leave out Saturdays, Sundays and Belgian public holidays."""

    def due(given: TermInput) -> datetime:
        own = given.facts.tenant.terms.get(f"{given.procedure}/{name}", days)
        if working:
            return add_working_days(given.entered, own)
        return given.entered + timedelta(days=own)

    return Term(due, suspends=True, source=source, name=name, days=days, working=working, law=law)


def until(moment: Callable[[TermInput], datetime], *, source: str = "", law: str = "") -> Term:
    """A moment that the calendar fixes."""
    return Term(moment, suspends=False, source=source, law=law)


@dataclass(frozen=True)
class Outcome:
    """One way in which a step can end. `then` names the next step or an end.

    label: on the button. consequence: what happens then, in plain words. told: how history and
    timeline tell it. reasons: standard reasons by key, where a reason is asked.
    announced: though it ends nothing, everybody in the case is mailed, and the applicant reads why.
    in_bulk: the desk may choose it for many cases at once (a list that a college decides on).
    """

    value: str
    label: str
    then: str
    consequence: str
    told: str
    needs_reason: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict)
    style: Literal["primary", "secondary", "warning"] = "secondary"
    announced: bool = False
    in_bulk: bool = False


@dataclass(frozen=True)
class Lapse:
    """What the rules attach to a term that runs out: an end, a next step, or another role."""

    told: str
    then: str = ""
    escalate_to: str = ""


@dataclass(frozen=True)
class Booking:
    """What the applicant chooses a moment for. `service`: a name in the tenant's file. `parties`:
    who comes along, so is told the moment."""

    service: str
    bring: tuple[str, ...]
    parties: tuple[str, ...] = ()


Message = Callable[[Answers, Facts], Mapping[str, str]]


@dataclass(frozen=True)
class Step:
    """A step taken by a role of the desk (`role`), a party of the case (`party`) or an outside
    party (`external`, a name in the tenant's file): exactly one of the three.

    title: in the timeline. waiting: the status while it is open. ask: what is asked of who takes
    it. needed: whether these answers lead past it. claiming: the outcome with which the claims of
    this step are taken (see procedure.Claim). books: it ends when a moment is chosen. visit_of: the
    booking step whose moment this step is. pays: it ends when the fee is paid. message: what the
    outside party is told, and no more. mail_subject: of the mail to who must act; at an outside
    party's step to the applicant, where they have to do something there. remind: so many days
    before the term, who must act is reminded. aside: off the usual road (a deferral), so shown only
    when it comes. can_be_withdrawn: False after what the applicant cannot take back any more (an
    act was drawn up). second_look_of: the earlier step; who took that one does not take this one,
    where the municipality asks for it (`four_eyes` in its file).
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
    external: str = ""
    needed: Callable[[Answers, Facts], bool] | None = None
    claiming: str = ""
    mail_subject: str = ""
    supplement_of: str = ""
    books: Booking | None = None
    visit_of: str = ""
    pays: bool = False
    message: Message | None = None
    remind: tuple[int, ...] = (2,)
    aside: bool = False
    can_be_withdrawn: bool = True
    second_look_of: str = ""

    def outcome(self, value: str) -> Outcome | None:
        return next((o for o in self.outcomes if o.value == value), None)

    @property
    def judges(self) -> bool:
        """Whether the office weighs here what was handed in: on the usual road, not while someone
        is at the counter, and it can refuse or ask for more."""
        asks = any(outcome.needs_reason for outcome in self.outcomes)
        return bool(self.role) and not self.visit_of and not self.aside and asks


@dataclass(frozen=True)
class End:
    """How a case ends. `appeal`: what the person can do against it. `keeps_fee`: what was paid for
    was done, so nothing goes back. `issues`: the certificate that the applicant gets; without one,
    an end that the office decided gives a decision on paper, but for where `is_decision` is False
    (nobody answered in time)."""

    name: str
    status: str
    explanation: str
    positive: bool = False
    appeal: str = ""
    keeps_fee: bool = False
    issues: Certificate | None = None
    is_decision: bool = True


_WITHDRAWN = End(
    WITHDRAWN,
    N_("Je hebt deze aanvraag ingetrokken."),
    N_("Er gebeurt niets meer mee. Je kan altijd een nieuwe aanvraag doen."),
    is_decision=False,
)


@dataclass(frozen=True)
class Workflow:
    steps: tuple[Step, ...]
    ends: tuple[End, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "ends", (*self.ends, _WITHDRAWN))
        names = {s.name for s in self.steps} | {e.name for e in self.ends}
        for step in self.steps:
            if taken := _RESERVED & {o.value for o in step.outcomes}:
                raise ValueError(f"{step.name} uses a name that the desk gives itself: {taken}")
            for target in (*(o.then for o in step.outcomes), step.lapse.then):
                if target and target not in names:
                    raise ValueError(f"{step.name} leads to {target}, which does not exist")
        self._check_the_desk_s()

    def _check_the_desk_s(self) -> None:
        """A second look is a later one of the desk; what is chosen in bulk needs no reason."""
        earlier: set[str] = set()
        for step in self.steps:
            looked = step.second_look_of
            if looked and not (step.role and looked in earlier):
                raise ValueError(f"{step.name} looks again at {looked}, which is no earlier step")
            for outcome in step.outcomes:
                if outcome.in_bulk and (outcome.needs_reason or not step.role):
                    raise ValueError(f"{step.name}: {outcome.value} cannot be chosen in bulk")
            earlier |= {step.name} if step.role else set()

    def step(self, name: str) -> Step:
        return next(s for s in self.steps if s.name == name)

    def end(self, name: str) -> End:
        return next(e for e in self.ends if e.name == name)

    def road(self, answers: Answers, facts: Facts) -> tuple[Step, ...]:
        """The usual steps that these answers lead past: no deferral, no question of the office."""
        return tuple(
            step
            for step in self.steps
            if not (step.supplement_of or step.aside)
            and (step.needed is None or step.needed(answers, facts))
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
