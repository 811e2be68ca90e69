"""A process and its procedures: the one place where everything about them is said."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.forms import Answers, Application, Topic, asked_topics, topics_of
from functions.domain.links import Act, FollowInput, Link
from functions.domain.list_kinds import ListKind
from functions.domain.person import Relative
from functions.domain.problems import Problem
from functions.domain.texts import Text
from functions.domain.workflow import WITHDRAWN, End, Step, Workflow

Check = Callable[[Any, Facts], Iterable[Problem]]


@dataclass(frozen=True)
class Rule:
    """A condition that the law or the municipality sets. `needs`: topics it looks at."""

    name: str
    title: str
    source: str
    needs: tuple[str, ...]
    check: Check

    @property
    def is_confirmed(self) -> bool:
        """Whether its source is certain: "(u)" marks what the municipality has to see to."""
        return "(u)" not in self.source


def rule(*, title: str, source: str, needs: tuple[str, ...]) -> Callable[[Check], Rule]:
    """Make a rule of a pure function; its docstring may say more than the title."""

    def make(check: Check) -> Rule:
        return Rule(check.__name__, title, source, needs, check)

    return make


@dataclass(frozen=True)
class Claim:
    """Something only one case can have ("the proxy of this holder in this election").

    key: what is claimed, without personal data. taken: what to tell the person who comes second,
    at the question where it can be mended.
    """

    key: str
    taken: Problem


@dataclass(frozen=True)
class PartyData:
    """Another person in the case, as the applicant named them."""

    name: str
    given_name: str
    family_name: str
    national_number: str
    mail: str


@dataclass(frozen=True)
class Guide:
    """What the public page tells before anyone starts; Dutch sources."""

    title: str
    summary: str
    life_event: str
    who: tuple[str, ...]
    needed: tuple[str, ...]
    duration: str
    legal: tuple[str, ...]
    counter: str
    paper: str
    keywords: str = ""
    closed: str = ""


@dataclass(frozen=True)
class Hurdle:
    """A question of "can I do this online?", asked before anyone signs in; answered yes or no.

    if_yes, if_no: why that answer means not online, and what to do instead; empty: go on.
    """

    name: str
    question: str
    if_yes: str = ""
    if_no: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Procedure:
    """One form with one workflow.

    opened_by: who starts it: anyone ("citizen"), who was invited to by a link or the office
    ("invitation"), or the desk itself, with the answers it knows ("desk"). is_open: whether it can
    be started now. claims: taken with the submission, and step_claims with a step's claiming
    outcome (given the national numbers' pseudonym by the caller). open_rows: (what, until when) for
    the public page. keeps_claims: a good end keeps what was claimed (the proxy of an election), or
    frees it like any other end (one running case per person). hurdles: the short check beforehand.
    mails_say_what: its mails may name it; else they say only that there is something (a mail is
    read by others too). price: what it costs. acts: what an administrator's order must cover to act
    here for a protected person; empty: nobody can. by_mandate: whether somebody can be given a
    mandate for it. for_child: what a parent who acts for a child has answered by that, by topic, in
    a form that asks for whom it is; None: a parent cannot act for a child here. follow: what its
    good end leads to in other procedures. about_orders: its cases bring and end orders of a judge,
    so who may see and decide these may see and end an order at the desk.
    """

    name: str
    guide: Guide
    application: type[Application]
    workflow: Workflow
    rules: tuple[Rule, ...]
    version: int = 1
    process: str = ""
    retention_days: int = 365
    retention_note: str = ""
    submit_label: str = ""
    is_open: Callable[[Facts], bool] = lambda _: True
    open_rows: Callable[[Facts], list[tuple[Text, Text]]] = lambda _: []
    parties: Callable[[Any], Iterable[PartyData]] = lambda _: ()
    claims: Callable[[Any, Callable[[str], str], str], Iterable[Claim]] = lambda _a, _p, _r: ()
    step_claims: Callable[[str, Any, Callable[[str], str]], Iterable[Claim]] = lambda _s, _a, _p: ()
    opened_by: Literal["citizen", "invitation", "desk"] = "citizen"
    keeps_claims: bool = True
    hurdles: tuple[Hurdle, ...] = ()
    mails_say_what: bool = False
    price: Price | None = None
    acts: frozenset[Act] = frozenset()
    by_mandate: bool = False
    for_child: Callable[[Relative], Mapping[str, Mapping[str, Any]]] | None = None
    follow: Callable[[Any, FollowInput], Iterable[Link]] = lambda _a, _i: ()
    about_orders: bool = False

    @property
    def key(self) -> str:
        return f"{self.process}/{self.name}"

    @property
    def scope(self) -> frozenset[str]:
        """What a mandate must allow, one of these, to act here for its person."""
        own = {self.key} if self.by_mandate else frozenset[str]()
        return self.acts | own

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether the applicant may take it back: not what the desk itself began."""
        return self.opened_by != "desk"

    @property
    def retention_is_confirmed(self) -> bool:
        """Whether the source of its retention is certain, as for a rule."""
        return "(u)" not in self.retention_note

    @property
    def ends(self) -> tuple[End, ...]:
        """The ends that a case can come to."""
        ends = self.workflow.ends
        return ends if self.can_be_withdrawn else tuple(e for e in ends if e.name != WITHDRAWN)

    def withdraws_from(self, step: Step) -> bool:
        """Whether the applicant may take it back while this step is open."""
        return self.can_be_withdrawn and step.can_be_withdrawn

    def topics(self) -> Mapping[str, type[Topic]]:
        return topics_of(self.application)

    def read(self, answers: Answers) -> Any:  # noqa: ANN401 - the procedure's own application
        """The answers as the procedure's model; topics not answered (or no longer asked) None."""
        asked = {*asked_topics(self.application, answers), *self._declared()}
        topics = self.topics()
        found: dict[str, Any] = {
            name: topic.model_validate(answers[name]) if name in answers and name in asked else None
            for name, topic in topics.items()
        }
        return self.application.model_construct(**found)

    def _declared(self) -> Iterator[str]:
        return (name for name, topic in self.topics().items() if topic.on_check)

    def checked(self, answers: Answers) -> list[Rule]:
        """The rules that look at these answers; not those about topics that were not asked."""
        asked = {*asked_topics(self.application, answers), *self._declared()}
        return [r for r in self.rules if all(n in answers and n in asked for n in r.needs)]

    def broken_rules(
        self, answers: Answers, facts: Facts, *, topic: str | None = None
    ) -> list[Problem]:
        """What the rules say of these answers; with `topic`, only rules that end on that page."""
        order = list(self.topics())
        application = self.read(answers)
        problems: list[Problem] = []
        for rule_ in self.checked(answers):
            last = max(rule_.needs, key=order.index)
            if topic in (None, last):
                problems += rule_.check(application, facts)
        return problems


@dataclass(frozen=True)
class Process:
    """A folder of functions/processes: procedures that one office and one function carry, and the
    lists that this office imports."""

    name: str
    title: str
    procedures: tuple[Procedure, ...]
    lists: tuple[ListKind, ...] = ()

    def procedure(self, name: str) -> Procedure | None:
        return next((p for p in self.procedures if p.name == name), None)


def rules_in(module: object) -> tuple[Rule, ...]:
    """Every rule of a module, in the order of its source."""
    return tuple(value for _, value in _in_order(module) if isinstance(value, Rule))


def _in_order(module: object) -> list[tuple[str, Any]]:
    members = inspect.getmembers(module, lambda value: isinstance(value, Rule))
    return sorted(members, key=lambda pair: pair[1].check.__code__.co_firstlineno)
