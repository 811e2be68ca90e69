"""What follows from a change in the table: start a workflow, resume it, send mail. Every record may
come twice, late, or in another order."""

from datetime import datetime, timedelta

from functions.domain.appointments import APPOINTMENTS
from functions.domain.case import Case, Event, Task
from functions.domain.numbers import write_case_number
from functions.domain.procedure import Procedure
from functions.domain.texts import N_, say
from functions.processes import find
from functions.services import appointment_texts, message_texts, messaging, outside, refunding
from functions.services.messaging import APPLICANT, reader_of
from functions.services.ports import Ports
from functions.services.writing import Words

_SETTLED = timedelta(minutes=5)
_TOLD = ("submitted", "decided", "closed", "overpaid", "warned", "linked", *APPOINTMENTS)


def case_accepted(ports: Ports, case: Case) -> None:
    """A case was submitted or reopened: one workflow with its id as name, whatever happens."""
    ports.workflows.start(case.machine, case.id, run=case.run, at=case.begins_at)


def task_changed(ports: Ports, task: Task) -> None:
    """A task was opened (tell who must act) or answered (tell the workflow)."""
    if task.state == "open":
        if task.party:
            _ask_party(ports, task)
        elif task.external:
            outside.tell(ports, task)
            _tell_of_outside(ports, task)
    elif task.choice and task.state != "lapsed":
        ports.workflows.succeed(task.token, task.choice)


def event_written(ports: Ports, event: Event) -> None:
    """A case's history grew: tell the applicant what matters to them, or the desk."""
    if event.kind not in _TOLD:
        return
    case = _case(ports, event.case_id)
    if case is None:
        return
    if event.kind in APPOINTMENTS:
        tell = _tell_of_cancelling if event.kind == "cancelled" else _confirm_appointment
        tell(ports, case, event)
        return
    procedure = _procedure(case)
    if note := _NOTES.get(event.kind):
        note(ports, procedure, case, event)
        return
    back = refunding.due(ports, procedure, case, event)
    if event.kind == "submitted":
        if event.actor.kind == "system":
            return  # opened by the desk: nobody handed anything in
        message = message_texts.received(procedure)
    elif event.kind == "overpaid":
        message = message_texts.overpaid()
    else:
        end = procedure.workflow.end(event.data["outcome"])
        message = message_texts.decided(procedure)
        _tell_parties(ports, case, event, positive=end.positive)
    if back:
        message = message_texts.with_line(message, refunding.told(back, event))
    messaging.tell(ports, f"event/{case.id}/{event.seq}", reader_of(case, APPLICANT), message)
    if back:
        refunding.refund(ports, procedure, case, back)


def _confirm_appointment(ports: Ports, case: Case, event: Event) -> None:
    """The moment, the place and what to bring, with the moment for the reader's calendar: to all
    who come. Only the applicant can move it."""
    booking = event.data["booking"]
    chosen = case.appointments.get(booking)
    if chosen is None or chosen.start.isoformat() != event.data["start"]:
        return  # moved or cancelled since: that has a mail of its own
    if chosen.walk_in:
        return  # they are here
    step = _procedure(case).workflow.step(booking)
    words = Words(case.lang)
    invitation = appointment_texts.calendar_file(
        words, ports.tenant, ports.site_url, case, step, revision=event.seq, at=event.at
    )
    key = f"event/{case.id}/{event.seq}"
    for name in appointment_texts.who_come(case, step):
        own, change = key, N_("Kan je niet komen? Verplaats of annuleer de afspraak in je zaak.")
        if name != APPLICANT:
            own = f"{key}/{name}"
            change = N_("Kan je niet komen? Vraag %(name)s om de afspraak te verplaatsen.")
        line = say(change, name=case.asker.name)
        message = message_texts.booked(words, ports.tenant, step, chosen, event, line, invitation)
        messaging.tell(ports, own, reader_of(case, name), message)


def _tell_of_cancelling(ports: Ports, case: Case, event: Event) -> None:
    """To who would come along: the applicant did it. A clerk did it for them: to all."""
    step = _procedure(case).workflow.step(event.data["booking"])
    told = appointment_texts.who_come(case, step)
    if event.actor.kind != "clerk":
        told = told[1:]
    message = message_texts.cancelled(case, event)
    for party in told:
        key = f"event/{case.id}/{event.seq}/{party}"
        messaging.tell(ports, key, reader_of(case, party), message)


def _announce(ports: Ports, procedure: Procedure, case: Case, event: Event) -> None:
    """A decision that ends nothing, and of which the parties must hear."""
    outcome = procedure.workflow.step(event.data["step"]).outcome(event.data.get("choice", ""))
    if outcome is None or not outcome.announced:
        return
    for name in (APPLICANT, *case.parties):
        key = f"event/{case.id}/{event.seq}/{name}"
        messaging.tell(ports, key, reader_of(case, name), message_texts.decided(procedure))


def _alert(ports: Ports, procedure: Procedure, case: Case, event: Event) -> None:
    """Tell the municipality that a term is about to run out, if that is still so."""
    is_still_so = (case.stage, case.stage_entered) == (event.data["step"], event.data["entered"])
    if not ports.tenant.alerts or not is_still_so:
        return
    words = Words(ports.tenant.languages[0])
    subject = say(N_("Een termijn loopt bijna af: %(title)s"), title=say(procedure.guide.title))
    deadline = datetime.fromisoformat(event.data["deadline"])
    number = say(N_("Je zaaknummer: %(number)s"), number=write_case_number(case.number))
    body = [say(N_("Deze zaak wacht op de dienst tot %(deadline)s."), deadline=deadline), number]
    path = f"/desk/{case.process}/{case.procedure}/{case.id}"
    key = f"event/{case.id}/{event.seq}"
    messaging.to_address(ports, key, ports.tenant.alerts, words, subject, body, path)


def _tell_of_an_end(ports: Ports, procedure: Procedure, case: Case, event: Event) -> None:
    """A clerk ended what this case brought. What another case ended, that one told."""
    del procedure
    if event.data.get("by") == "desk":
        key, reader = f"event/{case.id}/{event.seq}", reader_of(case, APPLICANT)
        messaging.tell(ports, key, reader, message_texts.order_ended())


_NOTES = {"warned": _alert, "decided": _announce, "linked": _tell_of_an_end}


def _tell_parties(ports: Ports, case: Case, event: Event, *, positive: bool) -> None:
    message = message_texts.involved(positive=positive)
    for name in case.parties:
        key = f"closed/{case.id}/{event.seq}/{name}"
        messaging.tell(ports, key, reader_of(case, name), message)


def _still_at(ports: Ports, task: Task) -> Case | None:
    """The case of a task that is open; None for a record that came late: nothing is asked any
    more."""
    case = _case(ports, task.case_id)
    return case if case and case.status != "closed" and case.stage == task.step else None


def _task_key(case: Case, task: Task) -> str:
    return f"task/{case.id}/{task.step}/{task.opened.isoformat()}"


def _ask_party(ports: Ports, task: Task) -> None:
    case = _still_at(ports, task)
    if case is None:
        return
    step = _procedure(case).workflow.step(task.step)
    message = message_texts.asked(case, step, task)
    messaging.tell(ports, _task_key(case, task), reader_of(case, task.party), message)


def _tell_of_outside(ports: Ports, task: Task) -> None:
    """What an outside party has for the applicant, where the step has a mail for it."""
    case = _still_at(ports, task)
    if case is None:
        return
    step = _procedure(case).workflow.step(task.step)
    if step.mail_subject:
        message = message_texts.news(step)
        messaging.tell(ports, _task_key(case, task), reader_of(case, APPLICANT), message)


def start_forgotten(ports: Ports) -> int:
    """Start the workflow of every case that was accepted and never entered one."""
    forgotten = ports.store.unstarted(ports.clock.now() - _SETTLED)
    for case in forgotten:
        case_accepted(ports, case)
    return len(forgotten)


def resume_forgotten(ports: Ports) -> int:
    """Tell the workflow of every decision that is in the table and was never passed on."""
    forgotten = ports.store.unresumed(ports.clock.now() - _SETTLED)
    for task in forgotten:
        task_changed(ports, task)
    return len(forgotten)


def _case(ports: Ports, case_id: str) -> Case | None:
    found = ports.store.cases([case_id])
    return found[0] if found else None


def _procedure(case: Case) -> Procedure:
    found = find(case.process, case.procedure)
    if found is None:
        raise LookupError(case.procedure)
    return found
