"""A form that stands ready for someone until a day: its draft, its reminders, and what begins when
the day has passed without it (see domain.links.Invite)."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from functions.domain.agenda import Dated
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, Draft, Invitation
from functions.domain.links import Invite
from functions.domain.numbers import case_id_from
from functions.domain.person import Person
from functions.domain.prefill import prefilled
from functions.domain.problems import Conflict
from functions.domain.procedure import Procedure
from functions.domain.texts import N_, say
from functions.processes import find
from functions.services import drafting, message_texts, messaging, opening
from functions.services.ports import Ports

# It can still be handed in for so long after its day.
GRACE = timedelta(days=30)
_HOUR = 9  # of a reminder, in Belgium


def procedure_at(key: str) -> Procedure:
    """Raises LookupError: this desk does not (yet, or any more) have that procedure."""
    found = find(*key.split("/", 1)) if "/" in key else None
    if found is None:
        raise LookupError(key)
    return found


def check(source: Case, link: Invite) -> None:
    """Raises LookupError for what cannot come about here."""
    procedure = procedure_at(link.procedure)
    if not set(link.answers) <= set(procedure.topics()):
        raise LookupError(f"{link.procedure}: topics")
    if link.overdue:
        procedure_at(link.overdue)
        if _person(source, link.owner) is None:
            raise LookupError(f"{link.overdue}: for whom")


def invite(ports: Ports, source: Case, at: datetime, link: Invite, number: int) -> None:
    """Let the form stand ready; doing it again finds it there. `number`: which of several."""
    procedure = procedure_at(link.procedure)
    seal = ports.pseudonym(f"invite/{source.id}/{link.procedure}/{link.owner}/{number}")
    case_id = case_id_from(procedure.process, at, bytes.fromhex(seal))
    draft, case = ports.store.draft_or_case(case_id)
    if case is not None:
        return
    if draft is None:
        draft = _draft(ports, procedure, source, link, case_id)
        with suppress(Conflict):  # another delivery was first
            ports.store.create_draft(draft)
    for dated in _dates(ports, link, case_id):
        ports.store.plan(dated)
    _tell(ports, draft, f"invite/{case_id}")


def _draft(ports: Ports, procedure: Procedure, source: Case, link: Invite, case_id: str) -> Draft:
    now = ports.clock.now()
    person = _person(source, link.owner)
    facts = ports.facts(person or source.applicant, source.lang)
    known, in_boxes = prefilled(procedure.application, link.answers, facts)
    return Draft(
        case_id=case_id,
        process=procedure.process,
        procedure=procedure.name,
        procedure_version=procedure.version,
        owner=link.owner,
        lang=source.lang,
        created=now,
        updated=now,
        expires_at=int(_start_of(link.due + timedelta(days=1) + GRACE).timestamp()),
        answers=known,
        typed=in_boxes,
        version=1,
        due=link.due,
        invitation=Invitation(
            mail=link.mail,
            answers={name: dict(given) for name, given in link.answers.items()},
            person=person,
            overdue=link.overdue,
        ),
    )


def _person(source: Case, ref: str) -> Person | None:
    """Who that is, as the case knows them."""
    for known in (source.applicant, source.acting):
        if known and known.ref == ref:
            return known
    for party in source.parties.values():
        if party.ref == ref:
            return Person(
                given_name=party.given_name,
                family_name=party.family_name,
                national_number=party.national_number,
                ref=ref,
            )
    return None


def _start_of(day: date, hour: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=BRUSSELS).astimezone(UTC)


def _dates(ports: Ports, link: Invite, case_id: str) -> list[Dated]:
    found = [
        Dated(case_id=case_id, kind="invite-remind", name=day.isoformat(), at=_start_of(day, _HOUR))
        for day in link.reminders
    ]
    # one that has passed was sent, or says nothing any more
    found = [dated for dated in found if dated.at > ports.clock.now()]
    if link.overdue:
        after = _start_of(link.due + timedelta(days=1))
        found.append(Dated(case_id=case_id, kind="invite-due", name="due", at=after))
    return found


def _tell(ports: Ports, draft: Draft, key: str, *, is_reminder: bool = False) -> None:
    if draft.due is None:
        return
    body = [
        say(N_("We vulden al in wat we weten. Meld je aan, kijk het na en vul de rest aan.")),
        say(N_("Doe dit ten laatste op %(day)s."), day=draft.due),
    ]
    procedure = procedure_at(f"{draft.process}/{draft.procedure}")
    # to the first page with something left to fill in
    left = drafting.unanswered(procedure, draft)
    reader = messaging.invited(draft, f"/questions/{left[0]}" if left else "/check")
    if reader:
        message = message_texts.invited(procedure, body, is_reminder=is_reminder)
        messaging.tell(ports, key, reader, message)


def remind(ports: Ports, dated: Dated) -> None:
    """Mail who was invited, while it is not handed in."""
    draft, case = ports.store.draft_or_case(dated.case_id)
    if draft is None or case is not None:
        return
    _tell(ports, draft, f"invite-remind/{dated.case_id}/{dated.name}", is_reminder=True)


def overdue(ports: Ports, dated: Dated) -> None:
    """The day has passed: when it was not handed in, the desk's own procedure begins."""
    draft, case = ports.store.draft_or_case(dated.case_id)
    invitation = draft.invitation if draft else None
    if draft is None or case is not None or invitation is None or invitation.person is None:
        return
    seal = ports.pseudonym(f"overdue/{draft.case_id}/{invitation.overdue}")
    procedure = procedure_at(invitation.overdue)
    opening.open_at_desk(
        ports,
        procedure,
        case_id_from(procedure.process, dated.at, bytes.fromhex(seal)),
        person=invitation.person,
        lang=draft.lang,
        mail=invitation.mail,
        answers=invitation.answers,
    )
