"""Texts for people: Dutch is the source language, gettext holds the others.

Domain code never translates. It names a text (`N_` marks it for the catalogue) and hands over the
values; the edge writes it out in the reader's language with `Text.write`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Value = str | int | date | datetime | Decimal
Translate = Callable[[str], str]
Write = Callable[[Value], str]


def N_(text: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Mark a Dutch source text for the catalogue; returns it unchanged."""
    return text


@dataclass(frozen=True)
class Text:
    """A source text with the values that go into its `%(name)s` places."""

    source: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def write(self, translate: Translate, value: Write = str) -> str:
        """The text in the reader's language; `value` writes dates and amounts in its way."""
        sentence = translate(self.source)
        if not self.values:
            return sentence
        return sentence % {name: _written(v, translate, value) for name, v in self.values.items()}


def say(source: str, **values: "Value | Text") -> Text:
    """`say(N_("Vul hoogstens %(max)s tekens in"), max=100)`."""
    return Text(source, values)


def _written(value: Any, translate: Translate, write: Write) -> str:  # noqa: ANN401
    if isinstance(value, Text):
        return value.write(translate, write)
    return write(value)
