"""A request to be called back: what the person left, and how the calling goes.

Anybody may ask, signed in or not, so what is said here is nobody's proof of who they are."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from functions.domain.forms import Ask, Topic
from functions.domain.kinds import Choice, Kind, Line, LongText
from functions.domain.person import parse_national_number
from functions.domain.texts import N_

OTHER = "other"  # a subject that is no procedure
REACHED, NOT_REACHED, GIVEN_UP = "reached", "not-reached", "given-up"
RELEASED = "released"  # somebody else may call
Result = Literal["reached", "not-reached", "given-up", "released"]

TIMES = {
    "morning": N_("In de voormiddag"),
    "afternoon": N_("In de namiddag"),
    "any": N_("Maakt niet uit"),
}
# What people put between the digits; "(0)" after a country's code is not dialled.
_BETWEEN = re.compile(r"[\s./\-\u2010-\u2015()]+")
_NATIONAL_NUMBER = re.compile(r"\d{2}[. ]?\d{2}[. ]?\d{2}[-. ]?\d{3}[-. ]?\d{2}")
_MOST_ASKED = 500
_PHONE = re.compile(r"(?:\+|00)[1-9]\d{6,14}|0[1-9]\d{7,8}")


def parse_phone(value: Any) -> str:  # noqa: ANN401 - what a person typed
    """The digits of a Belgian or foreign number, however it was spaced: "+32470123456" or
    "0470123456" (E.164 has at most 15 digits). Raises PydanticCustomError."""
    typed = str(value)[:64].replace("(0)", "")
    found = _BETWEEN.sub("", typed)
    if not _PHONE.fullmatch(found):
        raise PydanticCustomError(
            "phone",
            N_("Vul een telefoonnummer in, bijvoorbeeld 0470 12 34 56 of +33 6 12 34 56 78."),
        )
    return "+" + found[2:] if found.startswith("00") else found


Phone = Annotated[str, BeforeValidator(parse_phone), Kind("text")]


class CallMe(Topic):
    """What the form asks besides the subject."""

    title: ClassVar[str] = N_("Laat je terugbellen")

    name: Annotated[
        Line,
        Ask(N_("Je naam"), missing=N_("Vul je naam in."), autocomplete="name", width="l"),
    ]
    phone: Annotated[
        Phone,
        Ask(
            N_("Je telefoonnummer"),
            hint=N_("Ook een buitenlands nummer kan, met de landcode ervoor."),
            missing=N_("Vul je telefoonnummer in."),
            autocomplete="tel",
            width="m",
        ),
    ]
    when: Annotated[
        Choice,
        Ask(
            N_("Wanneer ben je bereikbaar?"),
            missing=N_("Kies wanneer je bereikbaar bent."),
            options=TIMES,
        ),
    ]
    question: Annotated[
        LongText | None,
        Kind("long-text"),
        Ask(
            N_("Waarover wil je iets vragen?"),
            hint=N_(
                "Hou het kort. Schrijf hier geen rijksregisternummer en niets over je gezondheid."
            ),
            optional=True,
        ),
    ] = None

    def mistakes(self) -> Iterable[tuple[str, str]]:
        asked = self.question or ""
        if len(asked) > _MOST_ASKED:
            yield "question", N_("Maak dit korter: hoogstens 500 tekens.")
        elif any(_is_national_number(found) for found in _NATIONAL_NUMBER.findall(asked)):
            yield "question", N_("Er staat een rijksregisternummer in je vraag. Haal het weg.")


def _is_national_number(text: str) -> bool:
    try:
        parse_national_number(text)
    except PydanticCustomError:
        return False
    return True


class Try(BaseModel):
    """One time that a clerk called, or gave the call back."""

    model_config = ConfigDict(defer_build=True)

    at: datetime
    ref: str
    name: str
    result: Result


class Call(BaseModel):
    """`subject`: the key of a procedure, or OTHER; `lang`: in which the person reads; `holder`: the
    pseudonym of the clerk who is calling; `version` guards each write."""

    model_config = ConfigDict(defer_build=True)

    id: str
    created: datetime
    lang: str
    subject: str
    name: str
    phone: str
    when: str
    question: str = ""
    holder: str = ""
    holder_name: str = ""
    tries: list[Try] = []
    done: datetime | None = None
    version: int = 1


def reference(call_id: str) -> str:
    """What a person can say of it on the phone: the last six signs of its id, in two groups."""
    return f"{call_id[-6:-3]}-{call_id[-3:]}"
