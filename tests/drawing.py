"""The steps of a draw at the desk, as the office takes them, for tests."""

import io
import re
from datetime import datetime
from typing import Any

from werkzeug.test import TestResponse

from functions import wiring
from functions.domain.calendar import BRUSSELS
from functions.domain.lists import VoterList
from infra.local.identity import load_personas
from infra.local.stack import LocalStack
from tests.lists import HEADER, line
from tests.people import Someone

LIAISON = "mechelen-court-liaison"
LIST = f"jury-{datetime.now(BRUSSELS).year}"
PAGE = f"/nl/desk/lists/{LIST}"


def persona(key: str) -> Any:
    return next(p for p in load_personas() if p.key == key)


def list_of(*more: str, most: int = 300) -> bytes:
    """Ranking numbers 1 to `most`; Lena Peeters is 137, so drawn with 37."""
    lena = line(
        137,
        national_number=persona("lena-peeters").rrn,
        family_name="Peeters",
        given_name="Lena",
    )
    rest = "".join(line(rank) for rank in range(1, most + 1) if rank != 137)
    return (HEADER + lena + rest + "".join(more)).encode()


def clerk_at(desk: LocalStack, path: str, who: str = LIAISON) -> Someone:
    clerk = Someone(desk, who)
    clerk.sign_in(path)
    return clerk


def press(clerk: Someone, path: str, **boxes: str) -> TestResponse:
    """Send the form of the page that the clerk is on; `__` in a name stands for a hyphen."""
    hidden = clerk.form(path)
    where = hidden.pop("_action")
    named = {name.replace("__", "-"): value for name, value in boxes.items()}
    return clerk.post(where, {**hidden, **named})


def begun(desk: LocalStack, who: str = LIAISON, subject: str = LIST) -> Someone:
    """A clerk on the page of a new list."""
    clerk = clerk_at(desk, "/nl/desk/lists", who)
    press(clerk, "/lists", subject=subject)
    assert clerk.at == f"/nl/desk/lists/{subject}", clerk.text
    return clerk


def post_file(clerk: Someone, form: dict[str, str], content: bytes) -> None:
    """Post a file with a presigned form, and follow where it leads."""
    fields: dict[str, Any] = {key: value for key, value in form.items() if key != "_action"}
    where = form["_action"].removeprefix(clerk.stack.url)
    answer = clerk.browser.post(
        where,
        base_url=clerk.stack.url,
        data={**fields, "file": (io.BytesIO(content), "lijst.csv")},
        content_type="multipart/form-data",
    )
    answer.request.environ["wsgi.input"].close()  # a large one is a file on disk
    clerk._follow(answer, where)


def send_file(clerk: Someone, content: bytes) -> None:
    """The same, until it was looked at."""
    post_file(clerk, clerk.form("/_uploads"), content)
    if not clerk.stack.background:  # one that works by itself may have looked already
        assert "We kijken het bestand na" in clerk.text
    clerk.stack.settle()
    clerk.get(clerk.at)
    assert "We kijken het bestand na" not in clerk.text


def published(desk: LocalStack, content: bytes = b"") -> Someone:
    clerk = begun(desk)
    send_file(clerk, content or list_of())
    press(clerk, "/publish")
    assert clerk.at == f"{PAGE}/published", clerk.text
    return clerk


def today() -> dict[str, str]:
    now = wiring.ports().clock.now().astimezone(BRUSSELS)
    return {"day__day": str(now.day), "day__month": str(now.month), "day__year": str(now.year)}


def draw_boxes(units: str = "7", tens: str = "3", **other: str) -> dict[str, str]:
    now = wiring.ports().clock.now().astimezone(BRUSSELS)
    return {
        **today(), "time": f"{now:%H:%M}", "units__1": units, "tens__1": tens,
        "mayor": "An Wouters", "alderman__1": "Bo Maes", "alderman__2": "Cis Claes", **other,
    }  # fmt: skip


def recorded(desk: LocalStack, content: bytes = b"") -> Someone:
    """The draw of 37 is written down; its cards are not made yet."""
    clerk = published(desk, content)
    desk.forward(minutes=2)
    clerk.get(f"{PAGE}/draw")
    press(clerk, "/draw", **draw_boxes())
    assert clerk.at == PAGE, clerk.text
    return clerk


def drawn(desk: LocalStack, content: bytes = b"") -> Someone:
    clerk = recorded(desk, content)
    desk.settle()
    return clerk


def current(list_id: str = LIST) -> VoterList:
    found = wiring.ports().lists.get(list_id)
    assert found
    return found


def card_path(juror: Someone) -> str:
    found = re.search(
        r'href="(/nl/desk/[a-z]+/card/[a-z]+-[0-9A-Z]{26})/questions/language"', juror.text
    )
    assert found, juror.text
    return found[1]


def answer_card(desk: LocalStack, office: str = "none", occupation: str = "arts") -> Someone:
    """Lena Peeters answers her card online."""
    juror = clerk_at(desk, "/nl/desk/my", "lena-peeters")
    juror.get(f"{card_path(juror)}/questions/language")
    juror.answer(can_read="yes", understands="yes")
    juror.answer(occupation=occupation, office=office)
    if office != "none":
        juror.answer(what="Vlaams Parlement")
    juror.answer(remark="")
    juror.answer(mail="lena@example.org")
    juror.submit()
    assert juror.at.endswith("/receipt"), juror.text
    desk.settle()
    return juror


def decide_card(desk: LocalStack, juror: Someone, choice: str, reason: str = "") -> None:
    case = juror.at.removesuffix("/receipt")
    clerk_at(desk, f"{case}/review").decide("inquiry", choice, reason)
    desk.settle()
