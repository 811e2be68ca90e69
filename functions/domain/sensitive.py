"""Which answers, documents and reasons few may see (authorisation.Action.SEE_SENSITIVE).

GDPR, articles 9 and 10: data about health, belief and the court. A question says so itself
(`Ask.sensitive`); a repeated group is as sensitive as any question in it, and so is what is asked
only because of a sensitive answer: that it is there would tell the answer.
"""

from functions.domain.case import Event
from functions.domain.forms import Question, Sensitive, Topic, When, questions_of
from functions.domain.procedure import Procedure

_SUPPLEMENT = "supplement"  # the topic of what comes with an answer to the office


def of_question(question: Question) -> Sensitive:
    """What the question itself is."""
    inner = questions_of(question.entry) if question.entry else ()
    found = (q.ask.sensitive for q in (question, *inner))
    return next((kind for kind in found if kind), "")


def tells(procedure: Procedure, topic: type[Topic], question: Question) -> bool:
    """Whether its being asked tells a sensitive answer: even its label is for few."""
    return any(_looks_at_sensitive(procedure, c) for c in (topic.asked_when, question.ask.when))


def _looks_at_sensitive(procedure: Procedure, condition: When | None) -> bool:
    if condition is None:
        return False
    name, _, asked = condition.path.partition(".")
    topic = procedure.topics()[name]
    question = next(q for q in questions_of(topic) if q.name == asked)
    return bool(of_question(question)) or tells(procedure, topic, question)


def is_topic(procedure: Procedure, name: str) -> bool:
    """Whether anything on that page of the form is for few."""
    topic = procedure.topics()[name]
    return any(of_question(q) or tells(procedure, topic, q) for q in questions_of(topic))


def of_procedure(procedure: Procedure) -> frozenset[Sensitive]:
    """What its form asks that is sensitive."""
    found = (of_question(q) for topic in procedure.topics().values() for q in questions_of(topic))
    return frozenset(kind for kind in found if kind)


def is_field(procedure: Procedure, field: str) -> bool:
    """Whether a document at this question ("topic.question") is sensitive. Nobody knows what comes
    with an answer to the office: where the form asks for sensitive things, it may be one."""
    name, _, asked = field.partition(".")
    topic = procedure.topics().get(name)
    if name == _SUPPLEMENT or topic is None:
        return bool(of_procedure(procedure))
    return any(
        q.name == asked and bool(of_question(q) or tells(procedure, topic, q))
        for q in questions_of(topic)
    )


def is_reason(procedure: Procedure, event: Event) -> bool:
    """Whether the words with this decision may tell of what is sensitive: a judgement on it, a
    question about it, or the answer to that."""
    name = event.data.get("step", "")
    step = next((s for s in procedure.workflow.steps if s.name == name), None)
    if step is None or not event.data.get("reason"):
        return False
    return (step.judges or bool(step.supplement_of)) and bool(of_procedure(procedure))
