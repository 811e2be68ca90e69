"""The kinds of answers: a type for pydantic with the way it is asked beside it.

Each kind reads what people type (any spacing, dots) and refuses with a Dutch source text that says
what to do.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from functions.domain.person import NationalNumber as _NationalNumber
from functions.domain.texts import N_
from functions.domain.views import FieldKind

# Signs that steer the direction of text around them: with them a name can be made to look like
# another (Unicode TR 36). Names in right-to-left scripts need none of them.
_DIRECTION_SIGNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MAIL = re.compile(r"[^@\s<>\",;:\\]{1,64}@[^@\s<>\",;:\\]+\.[^@\s<>\",;:\\.]{2,}")


@dataclass(frozen=True)
class Kind:
    """How a type is asked: the widget of the form."""

    name: FieldKind


def _clean(value: Any, *, lines: bool) -> Any:  # noqa: ANN401 - what a person typed
    if not isinstance(value, str):
        return value  # from a program: pydantic says that it is no text
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if not lines:
        text = re.sub(r"[ \t]+", " ", text)
    nothing_shows = bool(text)
    for sign in text:
        category = unicodedata.category(sign)
        nothing_shows = nothing_shows and category[0] in "CZ"
        if sign in _DIRECTION_SIGNS or (category == "Cc" and not (lines and sign in "\n\t")):
            raise _hidden_sign()
    if nothing_shows:  # a zero-width sign alone is no name
        raise _hidden_sign()
    return text


def _hidden_sign() -> PydanticCustomError:
    return PydanticCustomError(
        "hidden_sign", N_("Er staat een onzichtbaar teken in dit antwoord. Typ het opnieuw in.")
    )


def _clean_line(value: Any) -> Any:  # noqa: ANN401
    return _clean(value, lines=False)


def _clean_text(value: Any) -> Any:  # noqa: ANN401
    return _clean(value, lines=True)


def _mail(value: str) -> str:
    """Only what surely cannot be delivered is refused; a mail proves the rest."""
    if not _MAIL.fullmatch(value):
        raise PydanticCustomError(
            "mail", N_("Vul een e-mailadres in zoals naam@voorbeeld.be, met een @ en een punt.")
        )
    return value


def parse_date(value: Any) -> date:  # noqa: ANN401
    """A date from three boxes ({"day", "month", "year"}), an ISO string, or a date."""
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, dict):
            return date(*(_box(value, part) for part in ("year", "month", "day")))
        return date.fromisoformat(str(value)[:32])
    except ValueError as error:
        raise PydanticCustomError(
            "date", N_("Deze datum bestaat niet. Vul een dag, maand en jaar in, zoals 31 3 1985.")
        ) from error


def _box(parts: dict[str, Any], name: str) -> int:
    text = str(parts.get(name, "")).strip()
    fits = len(text) == 4 if name == "year" else len(text) <= 2
    if not (text.isascii() and text.isdigit() and fits):
        raise ValueError(name)
    return int(text)


def _yes_no(value: Any) -> bool:  # noqa: ANN401
    known = {"yes": True, "no": False, True: True, False: False}
    try:
        return known[value]
    except (KeyError, TypeError) as error:
        raise PydanticCustomError("yes_no", N_("Kies ja of nee.")) from error


def _declared(value: Any) -> bool:  # noqa: ANN401
    if value in ("yes", True):
        return True
    raise PydanticCustomError("declared", N_("Vink dit aan om verder te gaan."))


def _whole(value: Any) -> Any:  # noqa: ANN401 - pydantic says what is wrong
    return re.sub(r"[ .]", "", value) if isinstance(value, str) else value


Line = Annotated[str, StringConstraints(max_length=100), BeforeValidator(_clean_line), Kind("text")]
LongText = Annotated[
    str, StringConstraints(max_length=2000), BeforeValidator(_clean_text), Kind("long-text")
]
Mail = Annotated[
    str,
    StringConstraints(max_length=254),
    AfterValidator(_mail),
    BeforeValidator(_clean_line),
    Kind("email"),
]
NationalNumber = Annotated[_NationalNumber, Kind("national-number")]
Date = Annotated[date, BeforeValidator(parse_date), Kind("date")]
WholeNumber = Annotated[int, BeforeValidator(_whole), Kind("number")]
YesNo = Annotated[bool, BeforeValidator(_yes_no), Kind("yes-no")]
Declared = Annotated[bool, BeforeValidator(_declared), Kind("declaration")]
Choice = Annotated[str, StringConstraints(max_length=100), Kind("choice")]
Documents = Annotated[tuple[str, ...], Kind("document")]
