"""From cases and procedures to what a page shows, in the reader's language."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

from functions import processes
from functions.domain import registered, sensitive
from functions.domain.appointments import APPOINTMENTS
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, CaseFile, Draft, Event, Task
from functions.domain.documents import Document
from functions.domain.facts import Facts
from functions.domain.forms import (
    Question,
    Topic,
    asked_questions,
    asked_topics,
    declared_topics,
    questions_of,
)  # fmt: skip
from functions.domain.numbers import write_case_number
from functions.domain.person import write_national_number
from functions.domain.problems import NotFound, Problem
from functions.domain.procedure import Procedure
from functions.domain.queue_views import WorkLine
from functions.domain.texts import N_, Text, say
from functions.domain.views import (
    AnswerRow,
    AnswerTopic,
    CaseLine,
    ChoiceAction,
    DocumentView,
    ErrorView,
    FieldView,
    HistoryRow,
    Link,
    OptionView,
    TaskView,
    TimelineEntry,
)  # fmt: skip
from functions.domain.workflow import ASK, LAPSED, WITHDRAWN, Outcome, Step
from functions.services import reopening
from functions.services.writing import Words
from functions.web import acting, known, role_words
from functions.web.appointment_views import appointment_told
from functions.web.questions import document_view

TermKind = Literal["late", "soon", "normal"]
HIDDEN = N_("Niet zichtbaar voor jouw rol")
DECLARED = N_("Wat de aanvrager verklaart")


def case_link(lang: str, case: Case | Draft) -> str:
    case_id = case.id if isinstance(case, Case) else case.case_id
    return f"/{lang}/desk/{case.process}/{case.procedure}/{case_id}"


def procedure_of(process: str, procedure: str) -> Procedure:
    """Raises NotFound for one that is not there."""
    found = processes.find(process, procedure)
    if found is None:
        raise NotFound
    return found


def spoken(number: str) -> str:
    """Sign by sign, with a pause between the groups, for a screen reader."""
    return ", ".join(" ".join(group) for group in write_case_number(number).split("-"))


class Answers:
    """The answers of a form, topic by topic. hides: without what is sensitive (sensitive.py).
    desk: as the desk reads them."""

    def __init__(
        self,
        words: Words,
        facts: Facts,
        procedure: Procedure,
        link: str,
        *,
        hides: bool = False,
        desk: bool = False,
    ) -> None:
        self._hides, self._desk = hides, desk
        self._words = words
        self._facts = facts
        self._procedure = procedure
        self._link = link

    def topics(
        self,
        answers: Mapping[str, Mapping[str, Any]],
        documents: Mapping[str, Document],
        *,
        party: str = "",
        change: bool = False,
        declarations: bool = True,
        problems: Mapping[str, list[str]] | None = None,
    ) -> tuple[AnswerTopic, ...]:
        """`party`: only what that other party may read. `change`: with a link to the page.
        declarations: with what was declared."""
        names = asked_topics(self._procedure.application, answers)
        if declarations and not change:
            names += declared_topics(self._procedure.application)
        shown = []
        for name in names:
            topic = self._procedure.topics()[name]
            if party and party not in topic.shown_to:
                continue
            asked = asked_questions(topic, answers)
            given = answers.get(name, {})
            rows: list[AnswerRow] = []
            if topic.shows_known and not party:
                rows += known.rows(self._words, self._facts.applicant, topic)
            for question in asked:
                if self._hides and sensitive.tells(self._procedure, topic, question):
                    continue
                if topic.shows_known and question.name == "correction" and given.get("is_right"):
                    continue  # nothing is wrong
                rows += self._rows(name, question, given, documents)
            if self._hides and asked and not rows:
                continue
            doubted = topic.shows_known and not party and given.get("is_right") is False
            to = Link(self._words.write(N_("Wijzigen")), f"{self._link}/questions/{name}")
            shown.append(
                AnswerTopic(
                    title=self._words.write(self._title(topic)),
                    rows=tuple(rows),
                    change=to if change else None,
                    problems=tuple((problems or {}).get(name, ())),
                    warning=self._words.write(known.NOT_RIGHT) if doubted else "",
                )
            )
        return tuple(shown)

    def _title(self, topic: type[Topic]) -> str:
        if not self._desk:
            return topic.title
        return topic.desk_title or (DECLARED if topic.on_check else topic.title)

    def _difference(self, question: Question, given: Mapping[str, Any]) -> str:
        """What the register says instead of this answer; for the desk."""
        answer = given.get(question.name)
        if not self._desk or answer in (None, ""):
            return ""
        person = self._facts.applicant
        found = question.ask.known(person) if question.ask.known else None
        if found is None:
            found = registered.of_relative(person, question.name, given)
        if found is None or not registered.differs(answer, found):
            return ""
        return self._value(question, found)

    def _rows(
        self,
        topic: str,
        question: Question,
        given: Mapping[str, Any],
        documents: Mapping[str, Document],
    ) -> list[AnswerRow]:
        label = self._words.write(question.ask.label)
        if self._hides and sensitive.of_question(question):
            return [AnswerRow(label, self._words.write(HIDDEN), hidden=True)]
        if question.kind == "document":
            here = [d for d in documents.values() if d.field == f"{topic}.{question.name}"]
            views = tuple(
                document_view(self._words, d, self._link, preview=self._desk)
                for d in here
                if d.state == "released"
            )
            return [AnswerRow(label, "" if views else "–", views)]
        if question.entry is not None:
            return [
                AnswerRow(
                    self._words.write(say(question.ask.entry, number=i)),
                    self._entry(question, entry),
                )
                for i, entry in enumerate(given.get(question.name, []), start=1)
            ]
        value = self._value(question, given.get(question.name))
        return [AnswerRow(label, value, difference=self._difference(question, given))]

    def _entry(self, question: Question, entry: Mapping[str, Any]) -> str:
        inner = asked_questions(question.entry, {}) if question.entry else []
        return ", ".join(self._value(q, entry.get(q.name)) for q in inner)

    def _value(self, question: Question, value: Any) -> str:  # noqa: ANN401
        if value in (None, ""):
            return "–"
        if isinstance(value, bool):
            return self._words.write(N_("Ja") if value else N_("Nee"))
        if question.kind == "choice":
            label = question.label_of(str(value), self._facts)
            return self._words.write(label) if label else str(value)
        if question.kind == "date":
            day = datetime.fromisoformat(value).date()
            return self._words.date(day) if day < self._facts.today else self._words.day(day)
        if question.kind == "national-number":
            return write_national_number(value)
        return str(value)


APPLICANT, DESK = "applicant", "desk"  # who reads, besides the other parties by name


def timeline(
    words: Words, procedure: Procedure, file: CaseFile, facts: Facts, *, reader: str = APPLICANT
) -> tuple[TimelineEntry, ...]:
    """What is done, what happens now, what comes next with its expected date. The texts of steps
    speak to the applicant: for other readers they are put otherwise, and another party sees none
    that concern the applicant alone."""
    case = file.case
    done = [_done(words, procedure, event, reader) for event in file.events]
    shown = [entry for entry in done if entry]
    if case.status == "closed":
        return tuple(shown)
    current = procedure.workflow.step(case.stage) if case.stage else None
    if current and not _is_between_steps(file):
        until, chosen = "", case.appointments.get(current.visit_of)
        if chosen:  # the term is the office's, to note how it went
            until = words.moment(chosen.start)
        elif case.stage_deadline:
            until = words.write(say(N_("Voor %(day)s"), day=case.stage_deadline))
        if not _concerns(procedure, current, reader):
            shown.append(TimelineEntry(words.write(N_("We wachten op de aanvrager")), "now"))
        else:
            shown.append(TimelineEntry(words.write(step_title(current, reader)), "now", until))
    return (*shown, *_next(words, procedure, current, case.answers, facts, reader))


def _concerns(procedure: Procedure, step: Step, reader: str) -> bool:
    """Whether this reader has anything to do with the step: all but another party's with what the
    applicant alone does."""
    if reader in (APPLICANT, DESK) or step.party in ("", reader):
        booking = procedure.workflow.step(step.visit_of) if step.visit_of else None
        return booking is None or _concerns(procedure, booking, reader)
    return bool(step.books and reader in step.books.parties)


def step_title(step: Step, reader: str) -> str:
    if reader == step.party != APPLICANT:
        return N_("Jij antwoordt")
    return step.waiting if step.party == APPLICANT != reader else step.title


def _is_between_steps(file: CaseFile) -> bool:
    """Decided, but the next step has not begun yet: nothing is asked of anybody now."""
    told = ("entered", "decided", "reopened", *APPOINTMENTS)
    moves = [e.kind for e in file.events if e.kind in told]
    return moves[-1:] not in ([], ["entered"])


def _next(
    words: Words,
    procedure: Procedure,
    current: Step | None,
    answers: Mapping[str, Mapping[str, Any]],
    facts: Facts,
    reader: str,
) -> tuple[TimelineEntry, ...]:
    main = list(procedure.workflow.road(answers, facts))
    names = [step.name for step in main]
    at = -1
    if current and current.name in names:
        at = names.index(current.name)
    elif current:  # off the road: what comes next is where it usually leads
        back = current.outcomes[0].then
        at = names.index(back) - 1 if back in names else len(names) - 1
    coming = [step for step in main[at + 1 :] if _concerns(procedure, step, reader)]
    entries = [TimelineEntry(words.write(step_title(step, reader)), "next") for step in coming]
    return (*entries, TimelineEntry(words.write(_RESULT.get(reader, _RESULT[""])), "next"))


_RESULT = {
    APPLICANT: N_("Je krijgt het resultaat"),
    DESK: N_("De aanvrager krijgt het resultaat"),
    "": N_("Je hoort hoe het afloopt"),
}


def _told(procedure: Procedure, event: Event, reader: str = APPLICANT) -> Text | str:
    step = procedure.workflow.step(event.data["step"])
    choice = event.data.get("choice", "")
    if choice == WITHDRAWN:
        return N_("De aanvraag is ingetrokken.")
    if event.kind == "lapsed" or choice == LAPSED:
        return step.lapse.told
    outcome = step.outcome(choice)
    if outcome and reader == step.party != APPLICANT:
        return say(N_("Je antwoordde: %(answer)s"), answer=say(outcome.label))
    return outcome.told if outcome else ""


def _end_status(procedure: Procedure, name: str, reader: str) -> str:
    if name == WITHDRAWN and reader != APPLICANT:
        return N_("De aanvrager heeft deze aanvraag ingetrokken.")
    return procedure.workflow.end(name).status


def _done(words: Words, procedure: Procedure, event: Event, reader: str) -> TimelineEntry | None:
    step = next((s for s in procedure.workflow.steps if s.name == event.data.get("step")), None)
    if step and event.kind != "reopened" and not _concerns(procedure, step, reader):
        return None
    title = _done_title(words, procedure, event, reader)
    iso = event.at.isoformat(timespec="seconds")
    when = words.moment(event.at)
    return TimelineEntry(words.write(title), "done", when, iso=iso) if title else None


def _done_title(words: Words, procedure: Procedure, event: Event, reader: str) -> Text | str:
    """Empty for what is not told here."""
    if event.kind == "submitted":
        if event.actor.kind == "system":
            return OPENED
        return N_("We kregen je aanvraag") if reader == APPLICANT else N_("We kregen de aanvraag")
    if event.kind == "linked":
        return event.data["told"]
    if event.kind in ("decided", "lapsed"):
        return _told(procedure, event, reader)
    if event.kind == "closed":
        return _end_status(procedure, event.data["outcome"], reader)
    if event.kind == "reopened":
        return REOPENED if reader == APPLICANT else N_("We bekijken de aanvraag opnieuw")
    if event.kind in APPOINTMENTS:
        return appointment_told(words, event)
    if event.kind in ("paid", "refunded") and reader in (APPLICANT, DESK):
        return _KINDS[event.kind]
    return ""


REOPENED = N_("We bekijken je aanvraag opnieuw")
OPENED = N_("We openden deze zaak zelf")
_WHO = {
    "applicant": N_("aanvrager"),
    "acting": N_("bewindvoerder"),
    "party": N_("andere betrokkene"),
    "clerk": N_("medewerker"),
    "external": N_("andere instantie"),
    "system": N_("het loket zelf"),
    "payments": N_("de betaaldienst"),
}
_KINDS = {
    "submitted": N_("Aanvraag ingediend"),
    "viewed": N_("Zaak bekeken"),
    "downloaded": N_("Document geopend"),
    "closed": N_("Zaak afgesloten"),
    "paying": N_("Online betaling begonnen"),
    "unpaid": N_("Online betaling niet gelukt"),
    "paid": N_("Betaling ontvangen"),
    "overpaid": N_("Betaling ontvangen die niet meer nodig was"),
    "refunded": N_("Betaling teruggestort"),
    "scanned": N_("Scan van het papier toegevoegd"),
    "arrived": N_("De aanvrager is aangekomen"),
    "warned": N_("De dienst is verwittigd: de termijn loopt bijna af"),
    "claimed": N_("Zaak genomen"),
    "released": N_("Zaak teruggegeven"),
    "rated": N_("Mening gegeven, zonder naam bewaard"),
    "corrected": N_("Gegevens verbeterd"),
    "viewed-document": N_("Document bekeken"),
    "noted": N_("Interne notitie geschreven"),
    "letter": N_("Brief gemaakt"),
    "reopened": N_("Zaak heropend"),
}
# How the office shares its work is not the applicant's.
_OF_THE_OFFICE = frozenset({"claimed", "released", "taken-over", "handed-over"})


_OF_THE_DESK = frozenset({"noted"})  # never told to a citizen


def _is_announced(procedure: Procedure, event: Event) -> bool:
    """A decision that the applicant reads with its reason."""
    if event.kind != "decided":
        return False
    outcome = procedure.workflow.step(event.data["step"]).outcome(event.data.get("choice", ""))
    return outcome is not None and outcome.announced


def _what(words: Words, procedure: Procedure, event: Event, *, reader: str) -> str | Text:
    """What happened, as the history tells it."""
    what: str | Text = _KINDS.get(event.kind, "")
    if event.kind in ("decided", "lapsed"):
        what = _told(procedure, event)
    elif event.kind == "linked":
        what = event.data["told"]
    elif event.kind == "taken-over":
        what = say(N_("Zaak overgenomen van %(name)s"), name=event.data["from"])
    elif event.kind == "handed-over":
        what = say(N_("Zaak doorgegeven aan %(name)s"), name=event.data["to"])
    elif event.kind == "submitted" and event.actor.kind == "system":
        what = OPENED
    elif event.kind == "entered":
        what = step_title(procedure.workflow.step(event.data["step"]), reader)
    elif event.kind in APPOINTMENTS:
        what = appointment_told(words, event)
    return what


def _corrected(words: Words, procedure: Procedure, event: Event) -> str:
    """What was put right: which question, the old and the new answer, and why."""
    if event.kind != "corrected":
        return ""
    topics = procedure.topics()
    labels = [
        words.write(question.ask.label)
        for topic, _, name in (field.partition(".") for field in event.data["field"].split(", "))
        if topic in topics
        for question in questions_of(topics[topic])
        if question.name == name
    ]
    old, new = event.data["old"], event.data["new"]
    return f"{', '.join(labels)}: {old} → {new}\n{event.data['reason']}"


def _detail(words: Words, procedure: Procedure, event: Event, *, hides: bool) -> str:
    if event.kind == "reopened":
        reason = words.write(reopening.REASONS[event.data["reason"]])
        return "\n".join(filter(None, (reason, event.data["text"])))
    if hides and (event.kind == "corrected" or sensitive.is_reason(procedure, event)):
        return words.write(HIDDEN)
    return (
        _corrected(words, procedure, event)
        or event.data.get("reason", "")
        or acting.of_event(words, event)
    )


def history(
    words: Words, procedure: Procedure, file: CaseFile, *, names: bool, hides: bool = False
) -> tuple[HistoryRow, ...]:
    """Who did what and when, newest first. `names`: with the names of people (for the desk).
    hides: without the words that may tell of what is sensitive."""
    rows, reader = [], DESK if names else APPLICANT
    for event in reversed(file.events):
        if event.kind in _OF_THE_OFFICE | _OF_THE_DESK and not names:
            continue
        who = role_words.clerk(words, event) if event.actor.kind == "clerk" else ""
        who = who or (words.write(_WHO.get(event.actor.kind, "")) if event.actor.kind else "")
        # an institution is no person: the applicant may know which one answered
        if event.actor.name and (names or event.actor.kind == "external"):
            who = f"{event.actor.name} ({who})"
        rows.append(
            HistoryRow(
                when=words.moment(event.at),
                who=who,
                what=words.write(_what(words, procedure, event, reader=reader)),
                iso=event.at.isoformat(timespec="seconds"),
                detail=_detail(words, procedure, event, hides=hides)
                if names or _is_announced(procedure, event)
                else "",
            )
        )
    return tuple(rows)


def status(words: Words, procedure: Procedure, case: Case, *, reader: str = APPLICANT) -> str:
    """Where the case stands, in one sentence."""
    if case.status == "closed":
        return words.write(_end_status(procedure, case.outcome, reader))
    if not case.stage:
        return words.write(N_("We kregen je aanvraag en starten de behandeling."))
    return words.write(procedure.workflow.step(case.stage).waiting)


def status_now(
    words: Words, procedure: Procedure, file: CaseFile, *, reader: str = APPLICANT
) -> str:
    """The same, of which all that happened is known."""
    if file.case.status != "closed" and _is_between_steps(file):
        return words.write(N_("De aanvraag gaat verder. De volgende stap begint zo."))
    return status(words, procedure, file.case, reader=reader)


def status_kind(
    procedure: Procedure, case: Case, *, asked: bool
) -> Literal["running", "asked", "positive", "negative", "closed"]:
    if case.status != "closed":
        return "asked" if asked else "running"
    if case.outcome == WITHDRAWN:
        return "closed"
    return "positive" if procedure.workflow.end(case.outcome).positive else "negative"


def question_of(procedure: Procedure, step: Step, file: CaseFile) -> str:
    """What the desk wrote to the applicant with the decision that leads to this step."""
    if step.supplement_of:
        asked = [e for e in file.events if e.data.get("choice") == ASK]
        return str(asked[-1].data.get("reason", "")) if asked else ""
    decided = [e for e in file.events if e.kind == "decided"]
    if step.party != "applicant" or not decided:
        return ""
    last = decided[-1].data
    outcome = procedure.workflow.step(last["step"]).outcome(last["choice"])
    return str(last.get("reason", "")) if outcome and outcome.needs_reason else ""


def _boxes(outcome: Outcome) -> list[tuple[str, str]]:
    """The box of each standard reason, and its text."""
    return [(f"because-{outcome.value}-{key}", text) for key, text in outcome.reasons.items()]


def task_view(
    words: Words,
    procedure: Procedure,
    step: Step,
    file: CaseFile,
    task: Task,
    *,
    link: str,
    csrf: str,
    problems: tuple[Problem, ...] = (),
    chosen: str = "",
    reason: str = "",
    ticked: frozenset[str] = frozenset(),
    items: tuple[FieldView, ...] = (),
) -> TaskView:
    """What is asked of the reader, with each choice and what follows from it."""
    return TaskView(
        step=step.name,
        title=words.write(step.title),
        explanation=words.write(step.ask),
        deadline=words.write(say(N_("Doe dit voor %(day)s."), day=task.deadline)),
        action=f"{link}/decisions/{step.name}",
        csrf=csrf,
        choices=tuple(
            ChoiceAction(
                value=o.value,
                label=words.write(o.label),
                consequence=words.write(o.consequence),
                needs_reason=o.needs_reason,
                reason_label=words.write(
                    N_("Jouw antwoord") if step.party else N_("Uitleg voor de aanvrager")
                ),
                reasons=tuple(
                    OptionView(box, words.write(text), checked=box in ticked)
                    for box, text in _boxes(o)
                ),
                style=o.style,
            )
            for o in step.outcomes
        ),
        errors=tuple(ErrorView(words.write(p.text), f"#{p.field}") for p in problems),
        chosen=chosen,
        reason=reason,
        question=question_of(procedure, step, file),
        items=items,
        go=Link(words.write(N_("Kies een moment")), f"{link}/appointments/{step.name}")
        if step.books
        else None,
    )


def term_in_words(words: Words, deadline: datetime, now: datetime) -> tuple[str, TermKind]:
    """ "nog 3 dagen", "vandaag", "2 dagen te laat": days as the calendar in Belgium counts them."""
    days = (deadline.astimezone(BRUSSELS).date() - now.astimezone(BRUSSELS).date()).days
    if deadline < now:
        late = max(1, -days)
        return words.write(say(N_("%(days)s dagen te laat"), days=late)), "late"
    if days == 0:
        return words.write(N_("vandaag")), "soon"
    if days == 1:
        return words.write(N_("morgen")), "soon"
    kind: TermKind = "soon" if deadline - now < timedelta(days=3) else "normal"
    return words.write(say(N_("nog %(days)s dagen"), days=days)), kind


def case_line(words: Words, procedure: Procedure, case: Case, *, part: str, lang: str) -> CaseLine:
    step = procedure.workflow.step(case.stage) if case.stage else None
    asked = bool(step and step.party == part)
    title = words.write(procedure.guide.title)
    if part != "applicant" or (case.acting and case.mandate):
        title = f"{title} ({case.applicant.name})"
    return CaseLine(
        title=title,
        number=write_case_number(case.number),
        status=words.write(step.ask) if step and asked else status(words, procedure, case),
        date=words.day(case.submitted.astimezone(BRUSSELS).date()),
        href=case_link(lang, case),
        asked=asked,
        deadline=words.moment(case.stage_deadline) if asked and case.stage_deadline else "",
    )


def invited_line(words: Words, procedure: Procedure, draft: Draft, *, link: str) -> CaseLine:
    """A form that stands ready for the reader."""
    return CaseLine(
        title=words.write(procedure.guide.title),
        number="",
        status=words.write(N_("Er staat een formulier voor je klaar. Vul het aan en dien het in.")),
        date=words.day(draft.created.astimezone(BRUSSELS).date()),
        href=link,
        asked=True,
        deadline=words.write(say(N_("Ten laatste op %(day)s"), day=draft.due)) if draft.due else "",
    )


def work_line(
    words: Words,
    procedure: Procedure,
    case: Case,
    task: Task,
    now: datetime,
    *,
    holder: str,
    note: str = "",
) -> WorkLine:
    term, kind = term_in_words(words, task.deadline, now)
    return WorkLine(
        subject=words.write(procedure.guide.title),
        person=case.applicant.name,
        number=write_case_number(case.number),
        term=term,
        term_kind=kind,
        deadline=words.moment(task.deadline),
        holder=holder,
        href=f"{case_link(words.lang, case)}/review",
        note=note,
    )


def documents_of(
    words: Words, case: Case, link: str, *, hides: bool = False, desk: bool = False
) -> tuple[DocumentView, ...]:
    """The documents that came later: with an answer to a question of the desk, and what the desk
    scanned. hides: only that there are some."""
    late = [d for d in case.documents.values() if d.field.startswith(("supplement.", "desk."))]
    shown = [d for d in late if d.state == "released"]
    if hides and shown:
        return (DocumentView("", words.write(HIDDEN), "", "hidden", ""),)
    scan = words.write(N_("scan van het papieren formulier of de ondertekende samenvatting"))
    views = ((d, document_view(words, d, link, preview=desk)) for d in shown)
    return tuple(
        replace(view, state_text=scan) if d.field.startswith("desk.") else view for d, view in views
    )
