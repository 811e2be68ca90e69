"""What each message to a person says, twice: for a mail, which others may read too, and in full,
for who is signed in (see messaging.Message)."""

from dataclasses import replace
from datetime import datetime

from functions.domain.appointments import Appointment
from functions.domain.case import Case, Event, Task
from functions.domain.links import ORDER_ENDED
from functions.domain.messages import Kind
from functions.domain.procedure import Procedure
from functions.domain.tenant import Tenant
from functions.domain.texts import N_, Text, say
from functions.domain.workflow import Step
from functions.services import appointment_texts
from functions.services.messaging import APPLICANT, Message
from functions.services.writing import Words


def with_line(message: Message, line: Text) -> Message:
    """With one paragraph more, for both."""
    full = message.full_body
    more = None if full is None else [*full, line]
    return replace(message, body=[*message.body, line], full_body=more)


def _titled(procedure: Procedure, source: str) -> Text:
    return say(source, title=say(procedure.guide.title))


def received(procedure: Procedure) -> Message:
    return Message(
        Kind.RECEIVED,
        say(N_("We kregen je aanvraag")),
        [say(N_("We kregen je aanvraag. Je hoort van ons zodra er iets verandert."))],
        _titled(procedure, N_("We kregen je aanvraag: %(title)s")),
    )


def overpaid() -> Message:
    return Message(Kind.PAID_BACK, say(N_("Je krijgt een betaling terug")), [])


def decided(procedure: Procedure) -> Message:
    return Message(
        Kind.DECIDED,
        say(N_("Nieuws over je aanvraag")),
        [say(N_("Er is een beslissing. Meld je aan om ze te lezen."))],
        _titled(procedure, N_("Nieuws over je aanvraag: %(title)s")),
    )


def involved(*, positive: bool) -> Message:
    """To another party: how it ended; in a mail only that it did."""
    told = (
        N_("De aanvraag waar jij bij betrokken bent, is goedgekeurd.")
        if positive
        else N_("De aanvraag waar jij bij betrokken bent, is afgesloten.")
    )
    return Message(
        Kind.INVOLVED,
        say(N_("Nieuws over een aanvraag waar jij bij betrokken bent")),
        [say(N_("Er is een beslissing. Meld je aan om ze te lezen."))],
        full_body=[say(told)],
    )


def reopened(procedure: Procedure, party: str) -> Message:
    if party != APPLICANT:
        return Message(
            Kind.REOPENED,
            say(N_("Nieuws over een aanvraag waar jij bij betrokken bent")),
            [say(N_("De aanvraag was afgesloten. We bekijken ze opnieuw."))],
        )
    text = N_("Je aanvraag was afgesloten. We bekijken ze opnieuw. Je hoeft niets te doen.")
    return Message(
        Kind.REOPENED,
        say(N_("We bekijken je aanvraag opnieuw")),
        [say(text)],
        _titled(procedure, N_("We bekijken je aanvraag opnieuw: %(title)s")),
    )


def asked(case: Case, step: Step, task: Task) -> Message:
    """Who must act before a day. Who asks is named: else it could be anybody's mail."""
    is_own = task.party == APPLICANT
    body = [] if is_own else [say(N_("%(name)s vraagt iets aan jou."), name=case.asker.name)]
    body += [
        say(N_("Meld je aan met je eID of itsme om te lezen wat we vragen en om te antwoorden.")),
        say(N_("Doe dit voor %(deadline)s."), deadline=task.deadline),
    ]
    return Message(Kind.ASKED, _asks(is_own=is_own), body, say(step.mail_subject))


def _asks(*, is_own: bool) -> Text:
    return say(
        N_("We hebben nog iets van je nodig") if is_own else N_("Iemand vraagt iets aan jou")
    )


def reminded(step: Step, task: Task) -> Message:
    return Message(
        Kind.REMINDED,
        _reminder(_asks(is_own=task.party == APPLICANT)),
        [say(N_("We wachten nog op jou. Doe dit voor %(deadline)s."), deadline=task.deadline)],
        _reminder(say(step.mail_subject)),
    )


def _reminder(subject: Text) -> Text:
    return say(N_("Herinnering: %(subject)s"), subject=subject)


def news(step: Step) -> Message:
    """What an outside party has for the applicant."""
    return Message(
        Kind.NEWS,
        say(N_("Nieuws over je aanvraag")),
        [say(N_("Meld je aan om het bericht te lezen."))],
        say(step.mail_subject),
        [say(step.waiting)],
    )


def booked(
    words: Words,
    tenant: Tenant,
    step: Step,
    chosen: Appointment,
    event: Event,
    change: Text,
    calendar: bytes,
) -> Message:
    """Moment and place; what to bring tells what for, so that only in full."""
    is_ours = event.actor.kind == "clerk" and event.kind != "booked"
    subject = (
        N_("Je afspraak: %(moment)s")
        if event.kind == "booked"
        else N_("Je afspraak is verplaatst naar %(moment)s")
    )
    brief, full = _visit(words, tenant, step, chosen)
    return Message(
        Kind.MOVED_BY_US if is_ours else Kind.BOOKED,
        say(subject, moment=chosen.start),
        [*brief, change],
        full_body=[*full, change],
        calendar=calendar,
    )


def appointment_near(words: Words, tenant: Tenant, step: Step, chosen: Appointment) -> Message:
    """The day before."""
    brief, full = _visit(words, tenant, step, chosen)
    subject = say(N_("Herinnering: je afspraak op %(moment)s"), moment=chosen.start)
    return Message(Kind.REMINDED, subject, brief, full_body=full)


def _visit(
    words: Words, tenant: Tenant, step: Step, chosen: Appointment
) -> tuple[list[Text], list[Text]]:
    full = appointment_texts.lines(words, tenant, step, chosen)
    brief = full[:2]
    if appointment_texts.bring(step):
        brief = [*brief, say(N_("Meld je aan om te lezen wat je meebrengt."))]
    return brief, full


def cancelled(case: Case, event: Event) -> Message:
    moment = datetime.fromisoformat(event.data["start"])
    subject = say(N_("De afspraak van %(moment)s gaat niet door"), moment=moment)
    name = case.asker.name
    if event.actor.kind == "clerk":
        text = N_("We annuleerden deze afspraak. %(name)s kan een nieuw moment kiezen.")
        return Message(Kind.CANCELLED_BY_US, subject, [say(text, name=name)])
    text = N_("%(name)s annuleerde de afspraak en kan een nieuw moment kiezen.")
    return Message(Kind.CANCELLED, subject, [say(text, name=name)])


def order_ended() -> Message:
    """To an administrator: the desk took an order of a judge out."""
    return Message(
        Kind.MANDATE_ENDED,
        say(N_("Je mag niet meer voor iemand handelen")),
        [say(N_("Wij beëindigden dit. Meld je aan om te lezen voor wie, of bel ons."))],
        full_body=[say(ORDER_ENDED)],
    )


def invited(procedure: Procedure, body: list[Text], *, is_reminder: bool = False) -> Message:
    """A form stands ready, to be handed in before a day."""
    brief = say(N_("Er staat een formulier voor je klaar"))
    full = _titled(procedure, N_("Er staat een formulier voor je klaar: %(title)s"))
    if is_reminder:
        return Message(Kind.REMINDED, _reminder(brief), body, _reminder(full))
    return Message(Kind.INVITED, brief, body, full)
