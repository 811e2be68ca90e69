"""The paper form of a procedure, from the same definition as its pages."""

from collections.abc import Iterator

from functions.domain.facts import Facts
from functions.domain.forms import Question, Topic, When, questions_of
from functions.domain.procedure import Procedure
from functions.domain.texts import N_, say
from functions.domain.views import Link, PaperPage, PaperQuestion, PaperTopic
from functions.services.writing import Words


def paper(procedure: Procedure, facts: Facts, *, cost: str) -> PaperPage:
    """The form as it holds now for anyone: choices that hang on a person are left open."""
    words, guide = Words(facts.lang), procedure.guide
    topics = procedure.topics()
    declared = [q for topic in topics.values() if topic.on_check for q in questions_of(topic)]
    return PaperPage(
        title=words.write(guide.title),
        summary=words.write(guide.summary),
        topics=tuple(
            part
            for topic in topics.values()
            if not topic.on_check and not topic.shows_known  # who it is stands on top
            for part in _parts(procedure, topic, facts, words)
        ),
        declarations=tuple(words.write(question.ask.label) for question in declared),
        needed=tuple(map(words.write, guide.needed)),
        cost=cost,
        back=Link(words.write(guide.title), f"/{facts.lang}/{procedure.key}/"),
        key=procedure.key,
    )


def _parts(
    procedure: Procedure, topic: type[Topic], facts: Facts, words: Words
) -> Iterator[PaperTopic]:
    """A topic, and each repeated group in it as a part with room for some entries."""
    only_if = _only_if(procedure, topic.asked_when, facts, words)
    plain = [q for q in questions_of(topic) if q.entry is None]
    if plain:
        yield PaperTopic(
            title=words.write(topic.title),
            intro=words.write(topic.intro),
            questions=tuple(_question(procedure, q, facts, words) for q in plain),
            only_if=only_if,
        )
    for question in questions_of(topic):
        if question.entry is not None:
            inner = questions_of(question.entry)
            yield PaperTopic(
                title=words.write(question.ask.label),
                intro=words.write(question.ask.hint),
                questions=tuple(_question(procedure, q, facts, words) for q in inner),
                only_if=only_if,
                times=min(question.ask.most, 4),
            )


def _question(
    procedure: Procedure, question: Question, facts: Facts, words: Words
) -> PaperQuestion:
    options = [words.write(label) for _, label in question.options(facts)]
    if question.kind == "yes-no":
        options = [words.write(N_("Ja")), words.write(N_("Nee"))]
    return PaperQuestion(
        label=words.write(question.ask.label),
        kind=question.kind or "text",
        hint=words.write(question.ask.hint),
        options=tuple(options),
        only_if=_only_if(procedure, question.ask.when, facts, words),
    )


def _only_if(procedure: Procedure, when: When | None, facts: Facts, words: Words) -> str:
    """ "Alleen als je antwoordde op ‘Waarom …?’: ‘Ik ben ziek’." """
    if when is None:
        return ""
    topic, _, name = when.path.partition(".")
    asked = next(q for q in questions_of(procedure.topics()[topic]) if q.name == name)
    labels: dict[str | bool, str] = {
        value: words.write(label) for value, label in asked.options(facts)
    }
    labels |= {True: words.write(N_("Ja")), False: words.write(N_("Nee"))}
    given = [label for value, label in labels.items() if value in when.values]
    text = say(
        N_("Alleen als je op ‘%(question)s’ dit antwoordde: %(answers)s"),
        question=words.write(asked.ask.label),
        answers=", ".join(given),
    )
    return words.write(text)
