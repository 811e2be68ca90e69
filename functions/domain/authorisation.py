"""Who at the desk may do what: one table, role by action by procedure.

The code asks it (`may`, `require` in services/rights.py), `docs/authorisation.md` is made from it
and a test walks every line of it. A right comes from the part that a role has in a procedure, so a
thirteenth process brings its own lines. A citizen's rights are not here: they are those of the
parties of a case (services/deciding.part_of).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from functions.domain.procedure import Procedure
from functions.domain.tenant import ROLES


class Part(Enum):
    """The part of a role in a procedure."""

    STEP = "takes a step"
    DECIDES = "takes a step that is no visit to the counter"
    JUDGES = "weighs what was handed in: it can refuse or ask for more"
    OVER = "takes over a step whose term ran out: only in such a case"
    RECEIVES = "is the counter, where people come for whatever they come"
    MANAGES = "manages the desk of the municipality"


class Action(StrEnum):
    """What can be done at the desk with a case, or with the cases of a procedure."""

    SEE = "see"  # a case: answers, register, history
    SEE_SENSITIVE = "see-sensitive"  # its medical and court documents, and answers
    TAKE = "take"  # a step: decide, in bulk too
    HOLD = "hold"  # claim, release, hand over
    NOTE = "note"  # write an internal note
    LETTER = "letter"  # print a letter to the applicant
    REOPEN = "reopen"  # after an appeal
    REVOKE = "revoke"  # take an issued document back
    CORRECT = "correct"  # what is not right (GDPR, article 16)
    ENTER = "enter"  # fill in the form for someone
    BOOK = "book"  # choose, move or cancel a moment for someone; see who comes
    COUNT = "count"  # read the statistics


class Duty(StrEnum):
    """What can be done at the desk that is about no procedure."""

    CALLS = "calls"  # call back who asked for it
    MANAGE = "manage"  # fees, hours, calendar, texts, terms of the municipality
    AUDIT = "audit"  # read and verify the audit chains
    INSPECT = "inspect"  # gather all data of one person, and erase what may go (GDPR, 15 and 17)
    MANDATES = "mandates"  # find the mandates of who calls or comes, and end one
    RETAIN = "retain"  # delete what was kept long enough


_ALL = (Part.STEP, Part.OVER)
_GRANTS: Mapping[Action, tuple[Part, ...]] = {
    Action.SEE: _ALL,
    Action.SEE_SENSITIVE: (Part.JUDGES, Part.OVER),
    Action.TAKE: _ALL,
    Action.HOLD: _ALL,
    Action.NOTE: _ALL,
    Action.LETTER: (Part.DECIDES, Part.OVER),
    Action.REOPEN: (Part.DECIDES,),
    Action.REVOKE: (Part.DECIDES,),
    Action.CORRECT: (Part.DECIDES,),
    Action.ENTER: (Part.STEP, Part.RECEIVES),
    Action.BOOK: (Part.STEP, Part.RECEIVES),
    Action.COUNT: (Part.STEP, Part.MANAGES),
}
_COUNTER, _MANAGER = "counter", "tenant_admin"
_POPULATION, _COURT = "population", "court_liaison"
_DUTIES: Mapping[Duty, frozenset[str]] = {
    Duty.CALLS: frozenset({_COUNTER, _MANAGER}),
    Duty.MANAGE: frozenset({_MANAGER}),
    Duty.AUDIT: frozenset({_MANAGER}),
    Duty.INSPECT: frozenset({_MANAGER}),
    Duty.MANDATES: frozenset({_COUNTER, _POPULATION, _COURT, _MANAGER}),
    Duty.RETAIN: frozenset({_MANAGER}),
}


class Access(Enum):
    """`TAKEN_OVER`: only in a case of which a step was taken over from another role."""

    NO = "no"
    TAKEN_OVER = "taken over"
    YES = "yes"


def _with(part: Part, procedure: Procedure) -> Iterator[str]:
    for step in procedure.workflow.steps:
        takes = (
            part is Part.STEP
            or (part is Part.DECIDES and not step.visit_of)
            or (part is Part.JUDGES and step.judges)
        )
        if step.role and takes:
            yield step.role
    if part is Part.RECEIVES:
        yield _COUNTER
    if part is Part.MANAGES:
        yield _MANAGER


def _is_possible(action: Action, procedure: Procedure) -> bool:
    """Whether a procedure has such a thing at all."""
    if action is Action.ENTER:
        return procedure.opened_by == "citizen"
    if action is Action.BOOK:
        return any(step.books for step in procedure.workflow.steps)
    return True


def roles_for(action: Action, procedure: Procedure) -> frozenset[str]:
    """The roles that may do this in every case of the procedure."""
    if not _is_possible(action, procedure):
        return frozenset()
    return frozenset(role for part in _GRANTS[action] for role in _with(part, procedure))


def roles_over(action: Action, procedure: Procedure, escalated: Iterable[str]) -> frozenset[str]:
    """The roles that may do this because these steps were taken over."""
    if Part.OVER not in _GRANTS[action]:
        return frozenset()
    names = set(escalated)
    return frozenset(
        step.lapse.escalate_to
        for step in procedure.workflow.steps
        if step.name in names and step.lapse.escalate_to
    )


def duty_roles(duty: Duty) -> frozenset[str]:
    return _DUTIES[duty]


def access(role: str, action: Action, procedure: Procedure) -> Access:
    if role in roles_for(action, procedure):
        return Access.YES
    every = [step.name for step in procedure.workflow.steps]
    return Access.TAKEN_OVER if role in roles_over(action, procedure, every) else Access.NO


@dataclass(frozen=True)
class Line:
    """One line of the table; `procedure` is empty for a duty."""

    role: str
    action: Action | Duty
    procedure: str
    access: Access


def table(procedures: Iterable[Procedure]) -> Iterator[Line]:
    """Every role by every action of every procedure, then by every duty."""
    for procedure in procedures:
        for action in Action:
            for role in ROLES:
                yield Line(role, action, procedure.key, access(role, action, procedure))
    for duty in Duty:
        for role in ROLES:
            yield Line(role, duty, "", Access.YES if role in _DUTIES[duty] else Access.NO)
