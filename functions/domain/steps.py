"""Steps that many procedures share, each said once: a refusal, a question of the office, a second
person, a visit to the counter, a payment, an outside party."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.holidays import add_working_days
from functions.domain.texts import N_
from functions.domain.workflow import (
    ASK,
    AT_COUNTER,
    BOOKED,
    PAID,
    SUPPLEMENT,
    Answers,
    Booking,
    End,
    Lapse,
    Message,
    Outcome,
    Step,
    Term,
    TermInput,
    until,
    within,
)

ESCALATE = Lapse(
    N_("De termijn liep af. De leidinggevende neemt het over."), escalate_to="tenant_admin"
)


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
        N_(
            "De aanvrager krijgt een mail en leest je vraag na het aanmelden. "
            "De termijn staat stil tot het antwoord."
        ),
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


def confirmation(
    name: str,
    *,
    party: str,
    title: str,
    waiting: str,
    ask: str,
    mail_subject: str,
    term: Term,
    confirm: str,
    then: str,
    decline: str = N_("Nee, ik doe dit niet"),
    declined: str = "declined",
    lapsed: str = "lapsed",
    claims: bool = False,
) -> Step:
    """A second person (partner, parent, proxy holder) who confirms with a sign-in of their own.

    confirm, decline: what is on the buttons. then, declined, lapsed: where each way leads. claims:
    the procedure's step_claims are taken with the confirmation.
    """
    return Step(
        name=name,
        title=title,
        waiting=waiting,
        ask=ask,
        mail_subject=mail_subject,
        party=party,
        term=term,
        claiming="confirm" if claims else "",
        outcomes=(
            Outcome(
                "confirm",
                confirm,
                then,
                N_("Wij gaan verder met de aanvraag."),
                N_("De andere persoon bevestigde."),
                style="primary",
            ),
            Outcome(
                "decline",
                decline,
                declined,
                N_("De aanvraag stopt hier. De aanvrager krijgt een mail."),
                N_("De andere persoon bevestigde niet."),
            ),
        ),
        lapse=Lapse(N_("De andere persoon antwoordde niet op tijd."), then=lapsed),
    )


def visit(
    name: str,
    *,
    service: str,
    bring: tuple[str, ...],
    title: str,
    ask: str,
    done: str,
    told: str,
    then: str,
    choose: str = N_("Kies wanneer je naar het loket komt."),
    role: str = "counter",
    days: int = 60,
    lapsed: str = "lapsed",
    more: tuple[Outcome, ...] = (),
    parties: tuple[str, ...] = (),
) -> tuple[Step, Step]:
    """A visit that the law asks for: a moment that the applicant chooses (`<name>_booking`) and the
    visit itself (step `name`), which the applicant may move or cancel until it begins.

    title, ask: of the visit, for the timeline and for the clerk. done, told: the clerk's button and
    how history tells it. choose: what the applicant is asked. days: within which a moment must be
    chosen (the tenant may set "<procedure>/<name>_booking"). more: other outcomes of the visit.
    parties: who comes along.
    """
    booking = Step(
        name=f"{name}_booking",
        title=N_("Je kiest een moment aan het loket"),
        waiting=N_("We wachten tot er een moment aan het loket gekozen is."),
        ask=choose,
        mail_subject=N_("Kies wanneer je naar het loket komt"),
        party="applicant",
        books=Booking(service, bring, parties),
        term=within(f"{name}_booking", days=days, source="(u) the municipality's own term"),
        outcomes=(
            Outcome(
                BOOKED,
                N_("Dit moment kiezen"),
                name,
                N_("Je krijgt een mail met het moment en wat je meebrengt."),
                N_("Er is een moment aan het loket gekozen."),
                style="primary",
            ),
        ),
        lapse=Lapse(N_("Er werd niet op tijd een moment gekozen."), then=lapsed),
    )
    at_counter = Step(
        name=name,
        title=title,
        waiting=N_("Er is een afspraak gemaakt."),
        ask=ask,
        role=role,
        visit_of=booking.name,
        term=until(_after_the_visit(booking.name), source="(u) the municipality's own term"),
        outcomes=(
            Outcome(
                "done",
                done,
                then,
                N_("De aanvraag gaat verder."),
                told,
                style="primary",
            ),
            Outcome(
                "no-show",
                N_("Niet gekomen"),
                booking.name,
                N_("De aanvrager krijgt een mail en kan een nieuw moment kiezen."),
                N_("De aanvrager kwam niet. Er kan een nieuw moment gekozen worden."),
            ),
            *more,
        ),
        lapse=ESCALATE,
    )
    return booking, at_counter


# Working days that the counter has to note how a visit went; then someone else looks at it.
_NOTED_WITHIN = 3


def _after_the_visit(booking: str) -> Callable[[TermInput], datetime]:
    def due(given: TermInput) -> datetime:
        chosen = given.appointments.get(booking)
        start = max(chosen.ends, given.entered) if chosen else given.entered
        return add_working_days(start, _NOTED_WITHIN)

    return due


def payment(
    name: str,
    *,
    price: Price,
    then: str,
    lapsed: str = "lapsed",
    days: int = 30,
    later: str = N_("Je betaalt wanneer je bij ons langskomt."),
) -> Step:
    """The fee, paid online or (a choice) later at the counter; skipped where there is none.

    later: what that choice leads to.
    """
    return Step(
        name=name,
        title=N_("Je betaalt"),
        waiting=N_("We wachten op de betaling."),
        ask=N_("Betaal online, of kies om aan het loket te betalen."),
        mail_subject=N_("Betaal voor je aanvraag"),
        party="applicant",
        pays=True,
        needed=price.is_asked,
        term=within(name, days=days, source="(u) the municipality's own term"),
        outcomes=(
            Outcome(
                PAID,
                N_("Online betalen"),
                then,
                N_("Je gaat naar de website van onze betaaldienst."),
                N_("Er is online betaald."),
                style="primary",
            ),
            Outcome(
                AT_COUNTER,
                N_("Aan het loket betalen"),
                then,
                later,
                N_("Er wordt aan het loket betaald."),
            ),
        ),
        lapse=Lapse(N_("Er werd niet op tijd betaald."), then=lapsed),
    )


def answer(value: str, told: str, then: str) -> Outcome:
    """What an outside party can answer."""
    return Outcome(value, told, then, N_("De aanvraag gaat verder."), told)


def external(
    name: str,
    *,
    party: str,
    title: str,
    waiting: str,
    answers: tuple[Outcome, ...],
    term: Term,
    lapse: Lapse,
    message: Message | None = None,
    needed: Callable[[Answers, Facts], bool] | None = None,
    mail_subject: str = "",
) -> Step:
    """An outside party that is told `message` and answers with the value of one of `answers`, the
    good one first. party: a name in the tenant's file ("card-producer"). mail_subject: of a mail to
    the applicant, where the step needs something of them."""
    return Step(
        name=name,
        title=title,
        waiting=waiting,
        ask=waiting,
        external=party,
        message=message,
        term=term,
        outcomes=answers,
        lapse=lapse,
        needed=needed,
        mail_subject=mail_subject,
        remind=(),
    )


def lapsed_end(explanation: str = N_("Je kan altijd een nieuwe aanvraag doen.")) -> End:
    status = N_("De aanvraag is vervallen: de termijn liep af.")
    return End("lapsed", status, explanation, is_decision=False)


def declined_end(explanation: str = N_("Je kan een nieuwe aanvraag doen.")) -> End:
    status = N_("De andere persoon heeft niet bevestigd.")
    return End("declined", status, explanation, is_decision=False)


def supplement(days: int = 30) -> Term:
    """The usual term for an answer to a question of the office."""
    return within("supplement", days=days, source="(u) the municipality's own term")
