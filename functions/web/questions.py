"""From a procedure's form to the questions of a page, with what was typed and what is wrong."""

from collections.abc import Callable, Mapping, Sequence

from functions.domain.case import Case, Draft
from functions.domain.documents import ACCEPT, MAX_BYTES, MOST_PER_QUESTION, Document
from functions.domain.facts import Facts
from functions.domain.forms import (
    Question,
    Topic,
    asked_questions,
    entries_in,
    entry_index,
    questions_of,
)
from functions.domain.problems import Problem
from functions.domain.texts import N_, say
from functions.domain.views import (
    DateParts,
    DocumentView,
    ErrorView,
    FieldView,
    GroupView,
    OptionView,
    UploadForm,
)  # fmt: skip
from functions.services import drafting
from functions.services.writing import Words

Uploads = Callable[[str], UploadForm | None]  # by field path
_INPUT_MODES = {"number": "numeric", "national-number": "numeric", "email": "email"}


class Form:
    """Makes the items of one topic."""

    def __init__(
        self,
        words: Words,
        facts: Facts,
        topic: str,
        posted: Mapping[str, str],
        problems: Sequence[Problem],
    ) -> None:
        self._words = words
        self._facts = facts
        self._topic = topic
        self._posted = posted
        self._errors: dict[str, str] = {}
        self._order: list[str] = []
        for problem in problems:  # the first thing wrong with a field is enough at once
            self._errors.setdefault(problem.field, words.write(problem.text))

    def items(
        self, topic: type[Topic], owner: Draft | Case, uploads: Uploads, link: str
    ) -> tuple[FieldView | GroupView, ...]:
        """`link`: the case's address, for its documents."""
        asked = asked_questions(topic, owner.answers)
        return tuple(
            self._group(question)
            if question.entry
            else self._document(question, owner, uploads, link)
            if question.kind == "document"
            else self._field(question, question.name, f"{self._topic}.{question.name}")
            for question in asked
        )

    def fields(
        self, topic: type[Topic], owner: Draft | Case, uploads: Uploads, link: str
    ) -> tuple[FieldView, ...]:
        """The same for a topic without repeated groups."""
        items = self.items(topic, owner, uploads, link)
        return tuple(item for item in items if isinstance(item, FieldView))

    def plain(self, topic: type[Topic]) -> tuple[FieldView, ...]:
        """The same for a topic that belongs to no application: without documents."""
        asked = asked_questions(topic, {})
        return tuple(self._field(q, q.name, f"{self._topic}.{q.name}") for q in asked)

    def errors(self) -> tuple[ErrorView, ...]:
        """The error summary, in the order of the page; each links to its field."""
        paths = sorted(self._errors, key=lambda p: self._order.index(p) if p in self._order else -1)
        return tuple(ErrorView(self._errors[path], "#" + path.replace(".", "-")) for path in paths)

    def _field(self, question: Question, name: str, path: str) -> FieldView:
        self._order.append(path)
        ask, kind, posted = question.ask, question.kind or "text", self._posted
        write = self._words.write
        options = [(value, write(label)) for value, label in question.options(self._facts)]
        hints = {str(value): hint for value, hint in (ask.option_hints or {}).items()}
        if kind == "yes-no":
            options = [("yes", write(N_("Ja"))), ("no", write(N_("Nee")))]
        return FieldView(
            id=path.replace(".", "-"),
            name=name,
            kind=kind,
            label=write(ask.label),
            hint=write(ask.hint),
            value=posted.get(name, ""),
            error=self._errors.get(path, ""),
            required=not ask.optional,
            autocomplete=ask.autocomplete,
            inputmode=_INPUT_MODES.get(kind, ""),
            width=ask.width,  # type: ignore[arg-type]
            options=tuple(
                OptionView(value, label, write(hints.get(value, "")), posted.get(name) == value)
                for value, label in options
            ),
            date=DateParts(
                *(posted.get(f"{name}-{part}", "") for part in ("day", "month", "year"))
            ),
        )

    def _group(self, question: Question) -> GroupView:
        ask, path = question.ask, f"{self._topic}.{question.name}"
        self._order.append(path)
        count = entries_in(self._posted, question.name, ask.most)
        assert question.entry is not None  # noqa: S101 - the caller looked
        inner = questions_of(question.entry)
        return GroupView(
            id=path.replace(".", "-"),
            name=question.name,
            legend=self._words.write(ask.label),
            hint=self._words.write(ask.hint),
            error=self._errors.get(path, ""),
            entry_legends=tuple(
                self._words.write(say(ask.entry, number=i + 1)) for i in range(count)
            ),
            entries=tuple(
                tuple(
                    self._field(q, f"{question.name}-{i}-{q.name}", f"{path}.{i}.{q.name}")
                    for q in inner
                )
                for i in range(count)
            ),
            add_label=self._words.write(ask.add),
            remove_label=self._words.write(ask.remove),
            can_add=count < ask.most,
            can_remove=count > 1,
        )

    def _document(
        self, question: Question, owner: Draft | Case, uploads: Uploads, link: str
    ) -> FieldView:
        path = f"{self._topic}.{question.name}"
        self._order.append(path)
        found = drafting.documents_at(owner, path)
        waiting = drafting.waiting_at(owner, path)
        last = max((*found, *waiting), key=lambda document: document.id, default=None)
        error = self._errors.get(path, "")
        if last and last.state == "rejected":
            error = self._words.write(last.why)
            self._errors[path] = error
        good = [d for d in found if d.state == "released"]
        return FieldView(
            id=path.replace(".", "-"),
            name=question.name,
            kind="document",
            label=self._words.write(question.ask.label),
            hint=self._words.write(question.ask.hint),
            error=error,
            required=not question.ask.optional,
            documents=tuple(
                document_view(self._words, d, link, removable=isinstance(owner, Draft))
                for d in (*good, *waiting)
            ),
            upload=uploads(path) if len(good) + len(waiting) < MOST_PER_QUESTION else None,
        )


def upload_form(address: str, fields: Mapping[str, str]) -> UploadForm:
    return UploadForm(address, tuple(fields.items()), ACCEPT, "10 MB", MAX_BYTES)


_STATES = {
    "uploading": N_("wordt nagekeken"),
    "released": N_("goed ontvangen"),
    "rejected": N_("niet aanvaard"),
}
_KB = 1024


def document_view(
    words: Words,
    document: Document,
    link: str,
    *,
    removable: bool = False,
    preview: bool = False,
) -> DocumentView:
    here = f"{link}/documents/{document.id}"
    size = document.size / _KB
    shown = f"{size / _KB:.1f} MB" if size > _KB else f"{max(1, round(size))} kB"
    if words.lang != "en":
        shown = shown.replace(".", ",")
    return DocumentView(
        id=document.id,
        name=document.name,
        size=shown,
        state=document.state,
        state_text=words.write(_STATES[document.state]),
        href=here if document.state == "released" else "",
        remove_action=f"{here}/remove" if removable else "",
        look=f"{here}/preview" if preview and document.state == "released" else "",
    )


def moved_entries(posted: Mapping[str, str], action: str) -> dict[str, str]:
    """The posted form after "add:<group>" or "remove:<group>:<index>"."""
    verb, _, rest = action.partition(":")
    group, _, index = rest.partition(":")
    kept = {k: v for k, v in posted.items() if k not in ("csrf", "action", "version", "case_id")}
    if verb == "add":
        count = entries_in(posted, group, 99)
        return {**kept, f"{group}-{count}-": ""}
    gone = entry_index(index)
    if gone is None:
        return kept
    result = {}
    for name, value in kept.items():
        number, _, tail = name.removeprefix(f"{group}-").partition("-")
        at = entry_index(number) if name.startswith(f"{group}-") else None
        if at is None:
            result[name] = value
        elif at != gone:
            result[f"{group}-{at - (at > gone)}-{tail}"] = value
    return result
