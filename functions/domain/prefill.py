"""What stands in a form that another case began (links.Invite): nobody types what is known."""

from collections.abc import Mapping
from typing import Any

from functions.domain.facts import Facts
from functions.domain.forms import Answers, Application, topics_of, validate_topic, write_posted


def prefilled(
    application: type[Application], known: Answers, facts: Facts
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, str]]]:
    """`known` as (answers, typed) of a draft: whole pages are answered, and of the others what is
    known stands in the boxes, so that the person only adds what is missing."""
    answers: dict[str, dict[str, Any]] = {}
    typed: dict[str, dict[str, str]] = {}
    for name, topic in topics_of(application).items():
        given: Mapping[str, Any] = known.get(name, {})
        if not given:
            continue
        checked, _ = validate_topic(name, topic, given, answers, facts)
        if checked is not None:
            answers[name] = checked.model_dump(mode="json")
        else:
            typed[name] = write_posted(topic, given)
    return answers, typed
