"""The answers of a form and the documents of a case, as a page lists them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from functions.domain import registered, sensitive
from functions.domain.case import Case
from functions.domain.documents import Document
from functions.domain.facts import Facts
from functions.domain.forms import (
    Question,
    Topic,
    asked_questions,
    asked_topics,
    declared_topics,
)  # fmt: skip
from functions.domain.procedure import Procedure
from functions.domain.texts import N_, say
from functions.domain.views import (
    AnswerRow,
    AnswerTopic,
    DocumentView,
    Link,
)  # fmt: skip
from functions.services import answer_words
from functions.services.writing import Words
from functions.web import known
from functions.web.questions import document_view

HIDDEN = N_("Niet zichtbaar voor jouw rol")
DECLARED = N_("Wat de aanvrager verklaart")


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
        return answer_words.entry(self._words, self._facts, question, entry)

    def _value(self, question: Question, value: Any) -> str:  # noqa: ANN401
        return answer_words.value(self._words, self._facts, question, value)


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
