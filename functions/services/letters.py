"""Letters to the applicant, made from the case and the definition of its procedure.

They are to print and to send by post. Nothing is mailed."""

from collections.abc import Iterator
from datetime import datetime

from functions.domain import sensitive
from functions.domain.authorisation import Action
from functions.domain.calendar import BRUSSELS
from functions.domain.case import CaseFile, Event, happened
from functions.domain.numbers import write_case_number
from functions.domain.problems import Invalid, NotFound, Problem
from functions.domain.procedure import Procedure
from functions.domain.review_views import LetterSheet
from functions.domain.session import Session
from functions.domain.texts import N_, Text, say
from functions.domain.workflow import ASK, WITHDRAWN, Step
from functions.services import appointment_texts, deciding, rights
from functions.services.ports import Ports
from functions.services.writing import Words

FIELD = "letter-text"
MOST = 2000  # signs that a clerk may add
REFUSAL, DECISION, QUESTION, INVITATION = "refusal", "decision", "question", "invitation"
TITLES = {
    REFUSAL: N_("Brief over de weigering"),
    DECISION: N_("Brief over de goedkeuring"),
    QUESTION: N_("Brief met onze vraag"),
    INVITATION: N_("Uitnodiging om langs te komen"),
}
# The languages in their own name: one sheet is in the applicant's, one in the desk's.
LANGUAGES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}
_DESK_LANGUAGE = "nl"


def kinds(procedure: Procedure, session: Session, file: CaseFile) -> tuple[str, ...]:
    """What this person can make now. A letter that quotes a judgement on what is sensitive is for
    who may see that."""
    case = file.case
    if not rights.held(session, Action.LETTER, procedure, case):
        return ()
    found = (_after_the_end(procedure, file), _while_it_runs(procedure, file))
    judged = bool(sensitive.of_procedure(procedure))
    sees = bool(rights.held(session, Action.SEE_SENSITIVE, procedure, case))
    quoting = (REFUSAL, QUESTION)
    return tuple(k for k in found if k and (sees or not judged or k not in quoting))


def _after_the_end(procedure: Procedure, file: CaseFile) -> str:
    case = file.case
    if case.status != "closed" or case.outcome == WITHDRAWN:
        return ""
    return DECISION if procedure.workflow.end(case.outcome).positive else REFUSAL


def _while_it_runs(procedure: Procedure, file: CaseFile) -> str:
    step = _open_step(procedure, file)
    if step is None:
        return ""
    if step.supplement_of:
        return QUESTION
    booking = step if step.books else None
    if step.visit_of and step.visit_of in file.case.appointments:
        booking = procedure.workflow.step(step.visit_of)
    return INVITATION if booking else ""


def _open_step(procedure: Procedure, file: CaseFile) -> Step | None:
    task = file.open_task()
    return procedure.workflow.step(task.step) if task else None


def make(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, kind: str, text: str
) -> int:
    """Write down that this letter was made, with what the clerk added; answers the number of that
    event. The same twice in a row is one. Raises Invalid, NotFound."""
    if kind not in kinds(procedure, session, file):
        raise NotFound
    text = text.strip()
    if len(text) > MOST:
        long = say(N_("Maak dit korter: hoogstens %(max_length)s tekens."), max_length=MOST)
        raise Invalid([Problem(FIELD, long)])
    roles = rights.require(session, Action.LETTER, procedure, file.case)
    actor = session.actor("clerk", ",".join(sorted(roles)))
    data = {"kind": kind, "text": text}

    def write(now: CaseFile) -> int:
        last = [event for event in now.events if event.kind == "letter"][-1:]
        if last and last[0].data == data and last[0].actor.ref == session.person.ref:
            return last[0].seq
        case, event = happened(now.case, "letter", at=ports.clock.now(), actor=actor, data=data)
        ports.store.record(case, event)
        return event.seq

    return deciding.on_newest(ports, procedure, file, write)


def made(file: CaseFile, seq: int) -> Event:
    """The letter of that number; NotFound for what is none."""
    found = next((e for e in file.events if e.seq == seq and e.kind == "letter"), None)
    if found is None:
        raise NotFound
    return found


def sheets(
    ports: Ports, procedure: Procedure, file: CaseFile, kind: str, text: str, at: datetime
) -> tuple[LetterSheet, ...]:
    """The letter in the applicant's language, and in Dutch."""
    langs = dict.fromkeys((file.case.lang, _DESK_LANGUAGE))
    return tuple(_sheet(ports, procedure, file, kind, text, at, Words(lang)) for lang in langs)


def _sheet(
    ports: Ports,
    procedure: Procedure,
    file: CaseFile,
    kind: str,
    text: str,
    at: datetime,
    words: Words,
) -> LetterSheet:
    case, record = file.case, file.case.applicant.record
    title = say(procedure.guide.title)
    day = at.astimezone(BRUSSELS).date()
    lines: list[Text | str] = [
        say(
            N_("Op %(day)s kregen we je aanvraag: %(title)s."),
            day=case.submitted.astimezone(BRUSSELS).date(),
            title=title,
        ),
        *_BODY[kind](ports, words, procedure, file),
    ]
    asked = N_("Heb je vragen? Bel %(phone)s of mail %(mail)s. Noem je zaaknummer.")
    contact = ports.tenant.contact
    lines.append(say(asked, phone=contact.phone, mail=contact.mail))
    return LetterSheet(
        lang=words.lang,
        language=LANGUAGES[words.lang],
        place_and_day=f"{ports.tenant.place}, {words.day(day)}",
        address=(case.applicant.name, *(record.address.split(", ") if record else ())),
        reference=((words.write(N_("Ons kenmerk")), write_case_number(case.number)),),
        subject=words.write(_SUBJECTS[kind]) + f": {words.write(title)}",
        greeting=words.write(say(N_("Beste %(name)s"), name=case.applicant.name)),
        paragraphs=tuple(line for line in map(words.write, lines) if line),
        added=text,
        closing=(words.write(N_("Vriendelijke groeten,")), ports.tenant.title),
    )


_SUBJECTS = {
    REFUSAL: N_("Onze beslissing over je aanvraag"),
    DECISION: N_("Onze beslissing over je aanvraag"),
    QUESTION: N_("We hebben nog iets van je nodig"),
    INVITATION: N_("Kom bij ons langs"),
}
Lines = Iterator[Text | str]


def _refusal(ports: Ports, words: Words, procedure: Procedure, file: CaseFile) -> Lines:
    del ports
    end = procedure.workflow.end(file.case.outcome)
    yield end.status
    if reason := reason_in(words, procedure, file):
        yield say(N_("De reden: %(reason)s"), reason=reason)
    yield say(
        N_("Dit zijn de regels: %(rules)s"),
        rules="; ".join(words.write(rule) for rule in procedure.guide.legal),
    )
    yield end.explanation
    if end.appeal:
        yield end.appeal


def reason_in(words: Words, procedure: Procedure, file: CaseFile) -> str:
    """Why the office decided so, in this language where it chose standard reasons."""
    for event in reversed(file.events):
        if event.kind == "decided" and event.actor.kind == "clerk" and event.data.get("reason"):
            return _reason(words, procedure, event)
    return ""


def _reason(words: Words, procedure: Procedure, event: Event) -> str:
    outcome = procedure.workflow.step(event.data["step"]).outcome(event.data["choice"])
    if outcome is None or "reasons" not in event.data:
        return event.data["reason"]
    return deciding.reason_text(
        words, outcome, event.data["reasons"].split(","), event.data["text"]
    )


def _decision(ports: Ports, words: Words, procedure: Procedure, file: CaseFile) -> Lines:
    del ports, words
    end = procedure.workflow.end(file.case.outcome)
    yield end.status
    yield end.explanation


def _question(ports: Ports, words: Words, procedure: Procedure, file: CaseFile) -> Lines:
    del words, procedure
    asked = [e for e in file.events if e.data.get("choice") == ASK]
    yield N_("We kunnen nog niet beslissen. We hebben iets van je nodig:")
    yield asked[-1].data.get("reason", "") if asked else ""
    task = file.open_task()
    if task:
        yield say(N_("Antwoord ons voor %(deadline)s."), deadline=task.deadline)
    yield say(
        N_("Dat kan online bij je zaken, op %(site)s, of met een brief aan ons adres."),
        site=ports.site_url,
    )


def _invitation(ports: Ports, words: Words, procedure: Procedure, file: CaseFile) -> Lines:
    step = _open_step(procedure, file)
    if step is None:
        return
    booking = procedure.workflow.step(step.visit_of) if step.visit_of else step
    chosen = file.case.appointments.get(booking.name)
    if chosen:
        yield from appointment_texts.lines(words, ports.tenant, booking, chosen)
        return
    yield say(
        N_(
            "Kom bij ons langs. Kies een moment online bij je zaken, op %(site)s, of bel %(phone)s."
        ),
        site=ports.site_url,
        phone=ports.tenant.contact.phone,
    )
    bring = ", ".join(words.write(thing) for thing in appointment_texts.bring(booking))
    if bring:
        yield say(N_("Breng dit mee: %(things)s."), things=bring)


_BODY = {
    REFUSAL: _refusal,
    DECISION: _decision,
    QUESTION: _question,
    INVITATION: _invitation,
}
