"""What follows from a change in the table: start a workflow, resume it, send mail. Every record may
come twice, late, or in another order."""

from datetime import datetime, timedelta

from functions.domain.appointments import APPOINTMENTS
from functions.domain.case import Case, Event, Task
from functions.domain.numbers import write_case_number
from functions.domain.procedure import Procedure
from functions.domain.texts import N_, Text, say
from functions.processes import find
from functions.services import appointment_texts, outside, refunding
from functions.services.ports import Ports
from functions.services.writing import Words

_SETTLED = timedelta(minutes=5)
_TOLD = ("submitted", "decided", "closed", "overpaid", "warned", *APPOINTMENTS)


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
    if event.kind in ("warned", "decided"):
        note = _alert if event.kind == "warned" else _announce
        note(ports, procedure, case, event)
        return
    words = Words(case.lang)
    back = refunding.due(ports, procedure, case, event)
    if event.kind == "submitted":
        if event.actor.kind == "system":
            return  # opened by the desk: nobody handed anything in
        subject = say(N_("We kregen je aanvraag: %(title)s"), title=say(procedure.guide.title))
        body = [say(N_("We kregen je aanvraag. Je hoort van ons zodra er iets verandert."))]
    elif event.kind == "overpaid":
        subject = say(N_("Je krijgt een betaling terug"))
        body = []
    else:
        end = procedure.workflow.end(event.data["outcome"])
        subject = say(N_("Nieuws over je aanvraag: %(title)s"), title=say(procedure.guide.title))
        body = [say(N_("Er is een beslissing. Meld je aan om ze te lezen."))]
        _tell_parties(ports, case, words, event, positive=end.positive)
    if back:
        body.append(refunding.told(back, event))
    send(ports, f"event/{case.id}/{event.seq}", case, words, case.mail, subject, body)
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
    words = Words(case.lang)
    subject = (
        say(N_("Je afspraak: %(moment)s"), moment=chosen.start)
        if event.kind == "booked"
        else say(N_("Je afspraak is verplaatst naar %(moment)s"), moment=chosen.start)
    )
    step = _procedure(case).workflow.step(booking)
    body = appointment_texts.lines(words, ports.tenant, step, chosen)
    invitation = appointment_texts.calendar_file(
        words, ports.tenant, ports.site_url, case, step, revision=event.seq, at=event.at
    )
    key = f"event/{case.id}/{event.seq}"
    for name in appointment_texts.who_come(case, step):
        own, change = key, N_("Kan je niet komen? Verplaats of annuleer de afspraak in je zaak.")
        if name != "applicant":
            own = f"{key}/{name}"
            change = N_("Kan je niet komen? Vraag %(name)s om de afspraak te verplaatsen.")
        lines = [*body, say(change, name=case.applicant.name)]
        send(ports, own, case, words, mail_of(case, name), subject, lines, calendar=invitation)


def _tell_of_cancelling(ports: Ports, case: Case, event: Event) -> None:
    """To who would come along: the applicant did it. A clerk did it for them: to all."""
    words = Words(case.lang)
    step = _procedure(case).workflow.step(event.data["booking"])
    moment = datetime.fromisoformat(event.data["start"])
    subject = say(N_("De afspraak van %(moment)s gaat niet door"), moment=moment)
    name = case.applicant.name
    body = [say(N_("%(name)s annuleerde de afspraak en kan een nieuw moment kiezen."), name=name)]
    told = appointment_texts.who_come(case, step)
    if event.actor.kind == "clerk":
        body = [
            say(
                N_("We annuleerden deze afspraak. %(name)s kan een nieuw moment kiezen."), name=name
            )
        ]
    else:
        told = told[1:]
    for party in told:
        key = f"event/{case.id}/{event.seq}/{party}"
        send(ports, key, case, words, mail_of(case, party), subject, body)


def _announce(ports: Ports, procedure: Procedure, case: Case, event: Event) -> None:
    """A decision that ends nothing, and of which the parties must hear."""
    outcome = procedure.workflow.step(event.data["step"]).outcome(event.data.get("choice", ""))
    if outcome is None or not outcome.announced:
        return
    words = Words(case.lang)
    subject = say(N_("Nieuws over je aanvraag: %(title)s"), title=say(procedure.guide.title))
    body = [say(N_("Er is een beslissing. Meld je aan om ze te lezen."))]
    for name in ("applicant", *case.parties):
        key = f"event/{case.id}/{event.seq}/{name}"
        send(ports, key, case, words, mail_of(case, name), subject, body)


def _alert(ports: Ports, procedure: Procedure, case: Case, event: Event) -> None:
    """Tell the municipality that a term is about to run out, if that is still so."""
    is_still_so = (case.stage, case.stage_entered) == (event.data["step"], event.data["entered"])
    if not ports.tenant.alerts or not is_still_so:
        return
    words = Words(ports.tenant.languages[0])
    subject = say(N_("Een termijn loopt bijna af: %(title)s"), title=say(procedure.guide.title))
    deadline = datetime.fromisoformat(event.data["deadline"])
    body = [say(N_("Deze zaak wacht op de dienst tot %(deadline)s."), deadline=deadline)]
    send(ports, f"event/{case.id}/{event.seq}", case, words, ports.tenant.alerts, subject, body)


def _tell_parties(ports: Ports, case: Case, words: Words, event: Event, *, positive: bool) -> None:
    told = (
        say(N_("De aanvraag waar jij bij betrokken bent, is goedgekeurd."))
        if positive
        else say(N_("De aanvraag waar jij bij betrokken bent, is afgesloten."))
    )
    for name, party in case.parties.items():
        subject = say(N_("Nieuws over een aanvraag waar jij bij betrokken bent"))
        send(
            ports, f"closed/{case.id}/{event.seq}/{name}", case, words, party.mail, subject, [told]
        )


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
    words = Words(case.lang)
    to = mail_of(case, task.party)
    body = []
    if task.party != "applicant":
        body.append(say(N_("%(name)s vraagt iets aan jou."), name=case.applicant.name))
    body += [
        say(N_("Meld je aan met je eID of itsme om te lezen wat we vragen en om te antwoorden.")),
        say(N_("Doe dit voor %(deadline)s."), deadline=task.deadline),
    ]
    send(ports, _task_key(case, task), case, words, to, say(step.mail_subject), body)


def _tell_of_outside(ports: Ports, task: Task) -> None:
    """What an outside party has for the applicant, where the step has a mail for it."""
    case = _still_at(ports, task)
    if case is None:
        return
    step = _procedure(case).workflow.step(task.step)
    if step.mail_subject:
        subject, body = say(step.mail_subject), [say(step.waiting)]
        send(ports, _task_key(case, task), case, Words(case.lang), case.mail, subject, body)


def mail_of(case: Case, party: str) -> str:
    return case.mail if party == "applicant" else case.parties[party].mail


def send(
    ports: Ports,
    key: str,
    case: Case,
    words: Words,
    to: str,
    subject: Text,
    body: list[Text],
    *,
    calendar: bytes = b"",
) -> None:
    """One mail, once. It says nothing about why or what: only the case number and where to look.
    calendar: an iCalendar file to go with it."""
    number = say(N_("Je zaaknummer: %(number)s"), number=write_case_number(case.number))
    path = f"/desk/{case.process}/{case.procedure}/{case.id}"
    mail(ports, key, words, to, subject, [*body, number], path, calendar=calendar)


def mail(
    ports: Ports,
    key: str,
    words: Words,
    to: str,
    subject: Text,
    body: list[Text],
    path: str,
    *,
    calendar: bytes = b"",
) -> None:
    """One mail, once, with a link to a page of the desk; none to who has no address."""
    if not to:
        return
    greeting = say(N_("Vriendelijke groeten,"))
    lines = [*(words.write(line) for line in body), f"{ports.site_url}/{words.lang}{path}"]
    text = "\n\n".join([*lines, f"{words.write(greeting)}\n{ports.tenant.title}"])
    ports.once(
        key,
        lambda: ports.mail.send(to, words.write(subject), text + "\n", calendar=calendar),
    )


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
