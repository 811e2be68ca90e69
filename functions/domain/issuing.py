"""Documents that are ordered from a producer and collected: how fast, made, chased, handed over.

Shared by identity cards, passports and driving licences. What was ordered cannot be taken back
(nor its fee): so no step from the order on can be withdrawn from. Sources: wervik.be, schelle.be,
middelkerke.be (speeds and places), and where it says "(u)" the municipality's own terms.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain.facts import Facts
from functions.domain.forms import Ask, Option, Topic
from functions.domain.kinds import Date, Documents
from functions.domain.steps import ESCALATE, answer, external, visit
from functions.domain.texts import N_, say
from functions.domain.workflow import (
    Answers,
    End,
    Lapse,
    Message,
    Outcome,
    Step,
    Term,
    TermInput,
    within,
)

_OWN_TERM = "(u) the municipality's own term"


class Urgency(StrEnum):
    """Normal and urgent come to us, super-urgent to the federal office in Brussels."""

    NORMAL = "normal"
    URGENT = "urgent"
    SUPER_URGENT = "super-urgent"


# Working days to make it, where the municipality sets no "<procedure>/production-<urgency>".
_MAKING = {Urgency.NORMAL: 10, Urgency.URGENT: 2, Urgency.SUPER_URGENT: 1}
_CHECKING = {Urgency.NORMAL: 5, Urgency.URGENT: 1, Urgency.SUPER_URGENT: 1}
_HOURS = 24


def making_days(procedure: str, urgency: Urgency, facts: Facts) -> int:
    """Working days that making takes at this speed in this municipality."""
    return facts.tenant.terms.get(f"{procedure}/production-{urgency}", _MAKING[urgency])


def urgencies(procedure: str) -> Callable[[Facts], Sequence[Option]]:
    """The speeds as options, each with the time that the municipality counts on."""

    def options(facts: Facts) -> Sequence[Option]:
        days = making_days(procedure, Urgency.NORMAL, facts)
        hours = making_days(procedure, Urgency.URGENT, facts) * _HOURS
        return [
            (Urgency.NORMAL, say(N_("Gewoon: klaar na ongeveer %(days)s werkdagen"), days=days)),
            (
                Urgency.URGENT,
                say(N_("Dringend: klaar na ongeveer %(hours)s uur, op werkdagen"), hours=hours),
            ),
            (
                Urgency.SUPER_URGENT,
                say(N_("Heel dringend: je haalt het de eerste werkdag zelf af in Brussel")),
            ),
        ]

    return options


def urgency_in(answers: Answers) -> Urgency:
    """The chosen speed; normal for what knows no other."""
    return Urgency(answers.get("speed", {}).get("urgency", Urgency.NORMAL))


def by_speed(kind: str, answers: Answers) -> str:
    """The variant of a fee: a kind ("" is the usual one) with the speed where it is not normal."""
    urgency = urgency_in(answers)
    speed = "" if urgency is Urgency.NORMAL else urgency.value
    return "-".join(part for part in (kind, speed) if part)


def is_super_urgent(answers: Answers, facts: Facts) -> bool:
    """Whether it is handed over in Brussels instead of at the municipality's counter."""
    del facts
    return urgency_in(answers) is Urgency.SUPER_URGENT


def comes_to_us(answers: Answers, facts: Facts) -> bool:
    return not is_super_urgent(answers, facts)


def _by_urgency(name: str, days: Mapping[Urgency, int], source: str) -> Term:
    """Working days by speed; the tenant may set "<procedure>/<name>-<urgency>"."""

    def due(given: TermInput) -> datetime:
        urgency = urgency_in(given.answers)
        return within(f"{name}-{urgency}", days=days[urgency], working=True).due(given)

    usual = days[Urgency.NORMAL]
    return Term(due, suspends=True, source=source, name=f"{name}-normal", days=usual, working=True)


CHECK_TERM = _by_urgency("check", _CHECKING, _OWN_TERM)
_MAKING_TERM = _by_urgency(
    "production", _MAKING, "wervik.be, schelle.be, vilvoorde.be; tenant data"
)


class Loss(Topic):
    """How an old document was lost; the procedure says when this is asked."""

    title: ClassVar[str] = N_("Verlies of diefstal")

    day: Annotated[
        Date,
        Ask(
            N_("Op welke dag merkte je dat het document weg was?"),
            hint=N_("Bijvoorbeeld 31 3 2026"),
            missing=N_("Vul de dag in waarop je merkte dat het document weg was."),
        ),
    ]


class Declaration(Topic):
    """The proof that the loss or theft was declared; the procedure says when this is asked."""

    title: ClassVar[str] = N_("De aangifte")
    intro: ClassVar[str] = N_("Een leesbare foto met je telefoon is goed.")

    declaration: Annotated[
        Documents,
        Ask(
            N_("Aangifte van verlies of diefstal"),
            hint=N_("Het attest dat je kreeg toen je het verlies of de diefstal aangaf."),
            missing=N_("Voeg de aangifte van verlies of diefstal toe."),
        ),
    ] = ()


def making(*, message: Message, then: str, again: str, normal: int = 0) -> tuple[Step, Step]:
    """The order to the producer, and the clerk who finds out where it is when no answer comes.

    message: what the producer is told. then: where it leads once made. again: where a new photo
    is taken. normal: working days where there is one speed only.
    """
    term = (
        within("production", days=normal, working=True, source="maarkedal.be; tenant data")
        if normal
        else _MAKING_TERM
    )
    order = external(
        "production",
        party="card-producer",
        title=N_("Je document wordt gemaakt"),
        waiting=N_("We wachten tot je document gemaakt is."),
        message=message,
        answers=(
            answer("made", N_("Het document is gemaakt."), then),
            answer("not-made", N_("De producent kon het document niet maken."), "chase"),
        ),
        term=term,
        lapse=Lapse(N_("Het document was er niet op tijd. We zoeken het uit."), then="chase"),
    )
    return replace(order, can_be_withdrawn=False), _chase(then, again)


def _chase(then: str, again: str) -> Step:
    return Step(
        name="chase",
        title=N_("We zoeken uit waar je document blijft"),
        waiting=N_("We zoeken uit waar het document blijft."),
        ask=N_("Vraag bij de producent waar het document blijft of wat eraan ontbreekt."),
        role="population",
        aside=True,
        can_be_withdrawn=False,
        term=within("chase", days=5, working=True, source=_OWN_TERM),
        outcomes=(
            Outcome(
                "arrived",
                N_("Het document is er"),
                then,
                N_("We laten de aanvrager weten hoe die het document krijgt."),
                N_("Het document is er."),
                style="primary",
            ),
            Outcome(
                "order-again",
                N_("Opnieuw bestellen"),
                "production",
                N_("De producent krijgt een nieuwe bestelling."),
                N_("Het document is opnieuw besteld."),
            ),
            Outcome(
                "come-again",
                N_("Nieuwe foto of handtekening nodig"),
                again,
                N_("De foto en de handtekening worden opnieuw genomen."),
                N_("Er is een nieuwe foto of handtekening nodig."),
                needs_reason=True,
            ),
            Outcome(
                "uncollected",
                N_("Het is niet afgehaald en vernietigd"),
                "destroyed",
                N_("De aanvraag stopt. De aanvrager krijgt een mail."),
                N_("Het document is niet afgehaald en vernietigd."),
            ),
        ),
        lapse=ESCALATE,
    )


def brussels(*, then: str) -> Step:
    """What is super-urgent is handed over by the federal office in Brussels. wervik.be"""
    collected = external(
        "brussels",
        party="card-producer",
        title=N_("Je haalt je document af in Brussel"),
        waiting=N_("Je document ligt klaar bij de federale dienst in Brussel."),
        mail_subject=N_("Je document ligt klaar in Brussel"),
        answers=(answer("handed-over", N_("Het document is in Brussel afgehaald."), then),),
        term=within("brussels", days=30, source=_OWN_TERM),
        lapse=Lapse(N_("Het document is in Brussel niet afgehaald."), then="chase"),
        needed=is_super_urgent,
    )
    return replace(collected, can_be_withdrawn=False)


def collecting(
    *,
    bring: tuple[str, ...],
    ask: str,
    needed: Callable[[Answers, Facts], bool] | None = comes_to_us,
) -> tuple[Step, ...]:
    """The document is collected in person; what nobody collects is destroyed.

    Three months (u), with a reminder two months, one month and a week before the end.
    """
    booking, collection = visit(
        "collection",
        service="collection",
        bring=bring,
        title=N_("Je haalt je document af"),
        ask=ask,
        choose=N_("Je document is er. Kies wanneer je het komt afhalen."),
        done=N_("Document afgegeven"),
        told=N_("Het document is afgehaald."),
        then="issued",
        days=90,
        lapsed="destroy",
    )
    return (
        replace(
            booking,
            mail_subject=N_("Je document is er: kies wanneer je het afhaalt"),
            remind=(60, 30, 7),
            needed=needed,
            can_be_withdrawn=False,
        ),
        replace(collection, needed=needed, can_be_withdrawn=False),
        _destroy(),
    )


def _destroy() -> Step:
    return Step(
        name="destroy",
        title=N_("We vernietigen je document"),
        waiting=N_("Het document is niet op tijd afgehaald. We vernietigen het."),
        ask=N_("Vernietig het document en meld dat in het register."),
        role="counter",
        aside=True,
        can_be_withdrawn=False,
        term=within("destroy", days=10, working=True, source=_OWN_TERM),
        outcomes=(
            Outcome(
                "destroyed",
                N_("Het document is vernietigd"),
                "destroyed",
                N_("De aanvraag stopt. De aanvrager krijgt een mail."),
                N_("Het document is vernietigd."),
                style="primary",
            ),
            Outcome(
                "after-all",
                N_("Toch nog laten afhalen"),
                "collection_booking",
                N_("De aanvrager krijgt een mail en kan een moment kiezen."),
                N_("Het document kan toch nog afgehaald worden."),
            ),
        ),
        lapse=ESCALATE,
    )


def destroyed_end() -> End:
    return End(
        "destroyed",
        N_("Je document is niet op tijd afgehaald en is vernietigd."),
        N_("Heb je het nog nodig? Doe een nieuwe aanvraag. Wat je betaalde, krijg je niet terug."),
        keeps_fee=True,
        is_decision=False,
    )


def for_those(
    steps: tuple[Step, ...], needed: Callable[[Answers, Facts], bool]
) -> tuple[Step, ...]:
    """The same steps, only where the answers ask for them."""
    return tuple(replace(step, needed=needed) for step in steps)
