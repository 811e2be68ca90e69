"""The form of a procedure: topics with questions, read from what was posted, checked, written back.

An application is a pydantic model of topics; a topic is one page; a question is a field whose type
(see kinds.py) carries an `Ask`. A condition looks only at topics before it, so that a page without
JavaScript never has to hide anything.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from functions.domain.facts import Facts
from functions.domain.kinds import Documents, Kind, LongText, Mail, YesNo
from functions.domain.person import Person
from functions.domain.problems import Problem
from functions.domain.texts import N_, Text, say
from functions.domain.views import FieldKind

Answers = Mapping[str, Mapping[str, Any]]  # topic -> question -> answer, as JSON holds them
Posted = Mapping[str, str]
Option = tuple[str, Text]
# Why few may see an answer: data about health, about the court, about belief (GDPR, articles 9 and
# 10; protection ordered by a judge).
Sensitive = Literal["", "medical", "court", "belief"]


@dataclass(frozen=True)
class When:
    """Asked only if the answer at `path` ("reason.reason") is one of `values`."""

    path: str
    values: frozenset[Any]

    def holds(self, answers: Answers) -> bool:
        topic, _, name = self.path.partition(".")
        return answers.get(topic, {}).get(name) in self.values


def when(path: str, *values: object) -> When:
    return When(path, frozenset(values))


@dataclass(frozen=True)
class Ask:
    """How a question is put. Texts are Dutch sources.

    missing: what to say when it is left empty ("Vul de voornaam in"). options: source texts by
    value, or a function of the facts. no_longer: the same for what was once to be chosen, to write
    an answer that is not offered any more. entry, add, remove: only for a repeated group.
    sensitive: at the desk only who judges the application sees the answer (see sensitive.py).
    known: what the population register would answer, for the desk to compare (see registered.py).
    """

    label: str
    missing: str = N_("Vul dit antwoord in.")
    hint: str = ""
    optional: bool = False
    when: When | None = None
    autocomplete: str = ""
    width: str = ""
    options: Mapping[Any, str] | Callable[[Facts], Sequence[Option]] | None = None
    no_longer: Callable[[Facts], Sequence[Option]] | None = None
    option_hints: Mapping[Any, str] | None = None
    entry: str = ""
    add: str = ""
    remove: str = ""
    most: int = 6
    sensitive: Sensitive = ""
    known: Callable[[Person], Any] | None = None


@dataclass(frozen=True)
class Question:
    """A field of a topic, with all that the page and the reader of the form need."""

    name: str
    ask: Ask
    kind: FieldKind | None  # None: a repeated group
    info: FieldInfo
    entry: type["Topic"] | None = None

    def options(self, facts: Facts) -> Sequence[Option]:
        known = self.ask.options
        if callable(known):
            return known(facts)
        return [(str(value), say(label)) for value, label in (known or {}).items()]

    def label_of(self, value: str, facts: Facts) -> Text | None:
        """How a chosen value is written, also when it is no longer offered; None when unknown."""
        known = [*(self.ask.no_longer(facts) if self.ask.no_longer else ()), *self.options(facts)]
        return dict(known).get(value)

    @property
    def max_length(self) -> int | None:
        found = (getattr(m, "max_length", None) for m in self.info.metadata)
        return next((length for length in found if length), None)


class Topic(BaseModel):
    """One page. `desk_title`: what the desk reads, where the title speaks to the applicant.
    `shown_to`: other parties of the case who may read it. `on_check`: asked on the last page, under
    the answers (declarations). `shows_known`: above the questions stands what the population
    register knows of the applicant; `shows_family`: their partner and children too."""

    model_config = ConfigDict(defer_build=True)

    title: ClassVar[str]
    desk_title: ClassVar[str] = ""
    intro: ClassVar[str] = ""
    asked_when: ClassVar[When | None] = None
    shown_to: ClassVar[frozenset[str]] = frozenset()
    on_check: ClassVar[bool] = False
    shows_known: ClassVar[bool] = False
    shows_family: ClassVar[bool] = False

    def mistakes(self) -> Iterable[tuple[str, str]]:
        """What is wrong with the answers of this page together: (question, source text)."""
        return ()


class Known(Topic):
    """What the register knows, shown instead of asked: "only once"."""

    title: ClassVar[str] = N_("Wat we al van je weten")
    desk_title: ClassVar[str] = N_("Wat het Rijksregister van de aanvrager weet")
    intro: ClassVar[str] = N_(
        "Deze gegevens komen uit het Rijksregister. Je hoeft ze niet nog eens in te vullen."
    )
    shows_known: ClassVar[bool] = True

    is_right: Annotated[
        YesNo, Ask(N_("Kloppen deze gegevens?"), missing=N_("Kies of je gegevens kloppen."))
    ]
    correction: Annotated[
        LongText | None,
        Kind("long-text"),
        Ask(
            N_("Wat klopt er niet?"),
            hint=N_("Alleen als er iets niet klopt. We kijken het na en je kan gewoon verdergaan."),
            optional=True,
        ),
    ] = None

    def mistakes(self) -> Iterable[tuple[str, str]]:
        if not self.is_right and not self.correction:
            yield "correction", N_("Schrijf op wat er niet klopt.")


class Contact(Topic):
    """How the applicant is reached; the same in every procedure."""

    title: ClassVar[str] = N_("Hoe we jou bereiken")
    desk_title: ClassVar[str] = N_("Hoe we de aanvrager bereiken")
    intro: ClassVar[str] = N_("We mailen je zodra er iets verandert of als we iets nodig hebben.")

    mail: Annotated[
        Mail,
        Ask(
            N_("Jouw e-mailadres"),
            missing=N_("Vul je e-mailadres in, bijvoorbeeld naam@voorbeeld.be."),
            autocomplete="email",
        ),
    ]


class Supplement(Topic):
    """What may come with an answer to a question of the desk; the same in every procedure."""

    title: ClassVar[str] = N_("Jouw antwoord")

    documents: Annotated[
        Documents,
        Ask(
            N_("Document bij je antwoord"),
            hint=N_("Alleen als we erom vragen."),
            optional=True,
        ),
    ] = ()


class Application(BaseModel):
    """What a citizen hands in: topics in the order of the pages."""

    model_config = ConfigDict(defer_build=True)


@cache
def topics_of(application: type[Application]) -> Mapping[str, type[Topic]]:
    """The topics by name, in page order; a conditional topic is declared `X | None`."""
    found = {}
    for name, info in application.model_fields.items():
        types = [t for t in get_args(info.annotation) or (info.annotation,) if t is not type(None)]
        found[name] = types[0]
    return found


@cache
def questions_of(topic: type[Topic]) -> tuple[Question, ...]:
    """The questions in page order."""
    return tuple(_question(name, info) for name, info in topic.model_fields.items())


def _question(name: str, info: FieldInfo) -> Question:
    marks = [*info.metadata, *_inner_marks(info.annotation)]
    ask = next(mark for mark in marks if isinstance(mark, Ask))
    if get_origin(info.annotation) is list:
        (entry,) = get_args(info.annotation)
        return Question(name, ask, None, info, entry)
    kind = next(mark.name for mark in marks if isinstance(mark, Kind))
    return Question(name, ask, kind, info)


def _inner_marks(annotation: Any) -> Iterator[Any]:  # noqa: ANN401
    """The marks inside `Annotated[...] | None`."""
    for part in get_args(annotation):
        yield from getattr(part, "__metadata__", ())


def asked_topics(application: type[Application], answers: Answers) -> list[str]:
    """The names of the pages that these answers lead past, in order, without the check page."""
    return [
        name
        for name, topic in topics_of(application).items()
        if not topic.on_check and (topic.asked_when is None or topic.asked_when.holds(answers))
    ]


def declared_topics(application: type[Application]) -> list[str]:
    """The names of the topics that are asked on the check page."""
    return [name for name, topic in topics_of(application).items() if topic.on_check]


def asked_questions(topic: type[Topic], answers: Answers) -> list[Question]:
    return [q for q in questions_of(topic) if q.ask.when is None or q.ask.when.holds(answers)]


def read_posted(
    topic: type[Topic], posted: Posted, answers: Answers, prefix: str = ""
) -> dict[str, Any]:
    """The raw answers in a posted form: empty boxes left out, dates as three parts."""
    raw: dict[str, Any] = {}
    for question in asked_questions(topic, answers):
        name = prefix + question.name
        if question.entry is not None:
            raw[question.name] = [
                read_posted(question.entry, posted, answers, f"{name}-{i}-")
                for i in range(entries_in(posted, name, question.ask.most))
            ]
        elif question.kind == "date":
            parts = {p: posted.get(f"{name}-{p}", "").strip() for p in ("day", "month", "year")}
            if any(parts.values()):
                raw[question.name] = parts
        elif question.kind != "document" and posted.get(name, "").strip():
            raw[question.name] = posted[name]
    return raw


def entries_in(posted: Posted, name: str, most: int) -> int:
    """How many entries of a repeated group the form holds; a new form shows one."""
    start = f"{name}-"
    numbers = (key[len(start) :].split("-", 1)[0] for key in posted if key.startswith(start))
    indexes = [index for number in numbers if (index := entry_index(number)) is not None]
    return min(max(indexes, default=0) + 1, most)


def entry_index(number: str) -> int | None:
    """The place of an entry in the name of its box, or None for what no form of ours holds."""
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 3 else None


def write_posted(topic: type[Topic], stored: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Stored answers as the form would post them: the reverse of `read_posted`."""
    posted: dict[str, str] = {}
    for question in questions_of(topic):
        value = stored.get(question.name)
        name = prefix + question.name
        if value is None or question.kind == "document":
            continue
        if question.entry is not None:
            for i, entry in enumerate(value):
                posted |= write_posted(question.entry, entry, f"{name}-{i}-")
        elif question.kind == "date":
            year, month, day = str(value).split("-")
            posted |= {f"{name}-day": str(int(day)), f"{name}-month": str(int(month))}
            posted[f"{name}-year"] = year
        elif isinstance(value, bool):
            posted[name] = "yes" if value else "no"
        else:
            posted[name] = str(value)
    return posted


def validate_topic(
    name: str, topic: type[Topic], raw: Mapping[str, Any], answers: Answers, facts: Facts
) -> tuple[Topic | None, list[Problem]]:
    """Check one topic. Answers either the topic or the problems, fields named "topic.question"."""
    asked = asked_questions(topic, answers)
    known = {question.name: raw[question.name] for question in asked if question.name in raw}
    problems = list(_missing(name, asked, known))
    already = {problem.field for problem in problems}
    try:
        checked = topic.model_validate(known)
    except ValidationError as error:
        problems += [p for p in _told(name, topic, error) if p.field not in already]
        return None, problems
    problems += _not_offered(name, asked, known, facts)
    problems += [Problem(f"{name}.{field}", say(text)) for field, text in checked.mistakes()]
    return (None, problems) if problems else (checked, [])


def _missing(path: str, asked: Sequence[Question], known: Mapping[str, Any]) -> Iterator[Problem]:
    for question in asked:
        value = known.get(question.name)
        if value in (None, "", (), []) and not question.ask.optional:
            yield Problem(f"{path}.{question.name}", say(question.ask.missing))
        elif question.entry is not None and isinstance(value, list):
            for i, entry in enumerate(value):
                if isinstance(entry, Mapping):
                    inner = questions_of(question.entry)
                    yield from _missing(f"{path}.{question.name}.{i}", inner, entry)


def _not_offered(
    path: str, asked: Sequence[Question], known: Mapping[str, Any], facts: Facts
) -> Iterator[Problem]:
    """A choice must be among those offered to this person now."""
    for question in asked:
        if question.kind == "choice" and question.name in known:
            offered = {value for value, _ in question.options(facts)}
            if str(known[question.name]) not in offered:
                yield Problem(f"{path}.{question.name}", say(question.ask.missing))


_TOLD = {
    "string_too_long": N_("Maak dit korter: hoogstens %(max_length)s tekens."),
    "string_too_short": N_("Maak dit langer: minstens %(min_length)s tekens."),
    "int_parsing": N_("Vul een getal in met cijfers, bijvoorbeeld 3."),
    "greater_than_equal": N_("Vul een getal in van %(ge)s of meer."),
    "less_than_equal": N_("Vul een getal in van %(le)s of minder."),
    "too_long": N_("Geef er hoogstens %(max_length)s op."),
    "too_short": N_("Geef er minstens %(min_length)s op."),
    "enum": N_("Kies een van de antwoorden."),
}
_NOT_UNDERSTOOD = N_("We begrijpen dit antwoord niet. Kijk het na.")


def _told(path: str, topic: type[Topic], error: ValidationError) -> Iterator[Problem]:
    """Pydantic's errors in our words. Errors of our own kinds carry their source text."""
    for found in error.errors(include_url=False, include_input=False):
        where = ".".join([path, *(str(part) for part in found["loc"])])
        first = str(found["loc"][0]) if found["loc"] else ""
        if found["type"] == "missing":
            ask = next((q.ask for q in questions_of(topic) if q.name == first), None)
            yield Problem(where, say(ask.missing if ask else _NOT_UNDERSTOOD))
        elif found["type"] in _TOLD:
            yield Problem(where, Text(_TOLD[found["type"]], found.get("ctx", {})))
        elif found["type"] in _OWN:
            yield Problem(where, say(found["msg"]))
        else:
            yield Problem(where, say(_NOT_UNDERSTOOD))


_OWN = frozenset(
    {
        "national_number_check", "national_number_date", "national_number_format", "hidden_sign",
        "mail", "date", "yes_no", "declared", "phone",
    }
)  # fmt: skip
