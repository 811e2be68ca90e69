"""Stories of an administrator: an order is registered, then changed, then it ends."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from functions.domain.calendar import BRUSSELS
from infra.local.identity import load_personas
from infra.local.stack import LocalStack
from tests.journeys.story import DOCUMENT, Stories, Story, clerk_with, number_of
from tests.people import Someone

_ADMINISTRATOR = "ilse-lambrecht"
_PROTECTED = "roger-lambrecht"
_MAIL = "ilse@example.org"
_KEY = "provisional-administration"
_ACTS = ("identity_documents", "residence", "permits", "court")


def _named(key: str) -> dict[str, str]:
    """Somebody as an order names them."""
    known = next(p for p in load_personas() if p.key == key)
    return {"name": f"{known.given_name} {known.family_name}", "national_number": known.rrn}


def _protected() -> dict[str, str]:
    return {
        "given_name": "Roger",
        "family_name": "Lambrecht",
        "national_number": number_of(_PROTECTED),
    }


def _order(given: date, reference: str, acts: tuple[str, ...]) -> Mapping[str, Mapping[str, Any]]:
    """What every order says: by whom, since when, and for what."""
    return {
        "known": {"is_right": "yes"},
        "protected": _protected(),
        "order": {"court": "Vredegerecht Mechelen", "day": given, "reference": reference},
        "scope": {
            "measure": "both",
            "form": "representation",
            "starts": given,
            "is_open": "no",
        },
        "acts": {act: "yes" if act in acts else "no" for act in _ACTS},
        "until": {"ends": given + timedelta(days=5 * 365)},
        "document": {"order": DOCUMENT},
        "contact": {"mail": _MAIL},
    }


def registration(today: date) -> Story:
    return Story(
        applicant=_ADMINISTRATOR,
        answers={
            **_order(today - timedelta(days=20), "26B123", ("identity_documents", "permits")),
            "capacity": {"kind": "family", "has_others": "yes", "has_confidant": "yes"},
            "administrators": {"others": [_named("stefan-vercammen"), _named("an-claes")]},
            "confidant": _named("karim-el-amrani"),
        },
        end="registered",
    )


def _registered(stack: LocalStack) -> None:
    """An earlier order, with Stefan Vercammen as a second administrator, all the way."""
    today = stack.clock.now().astimezone(BRUSSELS).date()
    day = today - timedelta(days=200)
    ilse = Someone(stack, _ADMINISTRATOR)
    ilse.sign_in(f"/nl/desk/{_KEY}/registration/start")
    second = {f"others-0-{name}": text for name, text in _named("stefan-vercammen").items()}
    ilse.answer(is_right="yes")
    ilse.answer(kind="family", has_others="yes", has_confidant="no")
    ilse.answer(**_protected())
    ilse.answer(**second)
    ilse.answer(court="Vredegerecht Mechelen", reference="26B045", **_parts("day", day))
    ilse.answer(measure="both", form="representation", is_open="yes", **_parts("starts", day))
    ilse.answer(**dict.fromkeys(_ACTS, "yes"))
    ilse.add_document()
    stack.settle()
    ilse.get(ilse.at.partition("?")[0])
    ilse.answer()
    ilse.answer(mail=_MAIL)
    ilse.submit()
    assert ilse.at.endswith("/receipt"), ilse.text
    stack.settle()
    case = ilse.at.removesuffix("/receipt")
    assert stack.outside.answer(case.rpartition("/")[2], "confirmed") < 300
    stack.settle()
    for role, step, choice in (
        ("court_liaison", "check", "agree"),
        ("population", "note", "noted"),
    ):
        clerk = Someone(stack, clerk_with(role))
        clerk.sign_in(f"{case}/review")
        clerk.decide(step, choice)
        stack.settle()
    ilse.get(case)
    assert "Je bewindvoering is geregistreerd." in ilse.text, ilse.text


def _parts(name: str, day: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def _before_a_change(stack: LocalStack) -> str:
    _registered(stack)
    return f"/nl/desk/{_KEY}/change/start"


def _before_an_ending(stack: LocalStack) -> str:
    _registered(stack)
    return f"/nl/desk/{_KEY}/ending/start"


def change(today: date) -> Story:
    return Story(
        applicant=_ADMINISTRATOR,
        begins=_before_a_change,
        answers={
            **_order(today - timedelta(days=10), "26B311", ("residence", "court")),
            "capacity": {
                "kind": "family",
                "has_others": "yes",
                "has_confidant": "yes",
                "has_leaving": "yes",
            },
            "administrators": {"others": [_named("an-claes")]},
            "leaving": {"others": [_named("stefan-vercammen")]},
            "confidant": _named("karim-el-amrani"),
        },
        end="changed",
    )


def ending(today: date) -> Story:
    return Story(
        applicant=_ADMINISTRATOR,
        begins=_before_an_ending,
        answers={
            "known": {"is_right": "yes"},
            "ending": {"why": "lifted", "day": today - timedelta(days=3), "has_others": "yes"},
            "protected": _protected(),
            "stopping": {"others": [_named("stefan-vercammen")]},
            "document": {"order": DOCUMENT},
            "contact": {"mail": _MAIL},
        },
        end="ended",
    )


STORIES: Stories = {
    f"{_KEY}/registration": registration,
    f"{_KEY}/change": change,
    f"{_KEY}/ending": ending,
}
