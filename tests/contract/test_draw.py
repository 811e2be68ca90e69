"""Jurors from the list to the province, through the real handlers: imported, published, drawn,
answered, struck, sent."""

import io
import re
from datetime import datetime
from typing import Any

from functions import wiring
from functions.domain.calendar import BRUSSELS
from functions.domain.case import first_break
from functions.domain.lists import VoterList
from infra.local.identity import load_personas
from infra.local.stack import LocalStack
from tests.lists import HEADER, line
from tests.people import Someone

LIAISON = "mechelen-court-liaison"
YEAR = datetime.now(BRUSSELS).year
LIST = f"jury-{YEAR}"
PAGE = f"/nl/desk/lists/{LIST}"


def persona(key: str) -> Any:
    return next(p for p in load_personas() if p.key == key)


def list_of(*more: str) -> bytes:
    """Lena Peeters is number 137, so drawn with 37."""
    lena = line(
        137, national_number=persona("lena-peeters").rrn, family_name="Peeters", given_name="Lena"
    )
    rest = "".join(line(rank) for rank in range(1, 301) if rank != 137)
    return (HEADER + lena + rest + "".join(more)).encode()


def begun(desk: LocalStack, who: str = LIAISON, subject: str = LIST) -> Someone:
    """A clerk on the page of a new list."""
    clerk = Someone(desk, who)
    clerk.sign_in("/nl/desk/lists")
    clerk.post("/nl/desk/lists", {"csrf": clerk.form("/lists")["csrf"], "subject": subject})
    assert clerk.at == f"/nl/desk/lists/{subject}", clerk.text
    return clerk


def send_file(clerk: Someone, content: bytes) -> None:
    hidden = clerk.form("/_uploads")
    where = hidden.pop("_action").removeprefix(clerk.stack.url)
    answer = clerk.browser.post(
        where,
        base_url=clerk.stack.url,
        data={**hidden, "file": (io.BytesIO(content), "lijst.csv")},
        content_type="multipart/form-data",
    )
    clerk._follow(answer, where)
    assert "We kijken het bestand na" in clerk.text
    clerk.stack.settle()
    clerk.get(clerk.at)
    assert "We kijken het bestand na" not in clerk.text


def published(desk: LocalStack, content: bytes = b"") -> Someone:
    clerk = begun(desk)
    send_file(clerk, content or list_of())
    clerk.post(f"{PAGE}/publish", {"csrf": clerk.form("/publish")["csrf"]})
    assert clerk.at == f"{PAGE}/published", clerk.text
    return clerk


def draw_boxes(units: str = "7", tens: str = "3", **other: str) -> dict[str, str]:
    now = wiring.ports().clock.now().astimezone(BRUSSELS)
    return {
        "day-day": str(now.day), "day-month": str(now.month), "day-year": str(now.year),
        "time": f"{now:%H:%M}", "units-1": units, "tens-1": tens, "mayor": "An Wouters",
        "alderman-1": "Bo Maes", "alderman-2": "Cis Claes", **other,
    }  # fmt: skip


def drawn(desk: LocalStack, content: bytes = b"") -> Someone:
    clerk = published(desk, content)
    desk.forward(minutes=2)
    clerk.get(f"{PAGE}/draw")
    clerk.post(f"{PAGE}/draw", {"csrf": clerk.form("/draw")["csrf"], **draw_boxes()})
    assert clerk.at == PAGE, clerk.text
    desk.settle()
    return clerk


def current(list_id: str = LIST) -> VoterList:
    found = wiring.ports().lists.get(list_id)
    assert found
    return found


def answer_card(desk: LocalStack, who: str = "lena-peeters", office: str = "none") -> Someone:
    juror = Someone(desk, who)
    juror.sign_in()
    path = re.search(r'href="(/nl/desk/jurors/card/[0-9A-Z]{26})/check"', juror.text)
    assert path, juror.text
    juror.get(f"{path[1]}/questions/language")
    juror.answer(can_read="yes", understands="yes")
    juror.answer(occupation="=Verpleegkundige", office=office)
    if office != "none":
        juror.answer(what="Vlaams Parlement")
    juror.answer(remark="")
    juror.answer(mail="lena@example.org")
    juror.submit()
    assert juror.at.endswith("/receipt"), juror.text
    desk.settle()
    return juror


def test_from_the_list_to_the_province(desk: LocalStack) -> None:
    clerk = drawn(desk)
    found = current()
    assert (found.state, found.prepared, found.opened, found.outside) == ("drawn", 3, 3, 0)
    answer_card(desk)
    clerk.get("/nl/desk/work")
    assert "Lena Peeters" in clerk.text
    case = re.search(r'href="(/nl/desk/jurors/card/[^"]+)/review"', clerk.text)
    assert case
    clerk.get(f"{case[1]}/review")
    clerk.decide("inquiry", "keep")
    desk.settle()
    clerk.get(f"{PAGE}/cards/37")
    clerk.post(
        f"{PAGE}/cards/37",
        {"csrf": clerk.form("/cards/37")["csrf"], "mark": "struck", "reason": "Is overleden."},
    )
    clerk.get(f"{PAGE}/municipal")
    names = re.findall(r"<td>(Peeters|Kiezer\d+)</td>", clerk.text)
    assert names == ["Kiezer237", "Peeters"]
    clerk.get(PAGE)
    now = wiring.ports().clock.now().astimezone(BRUSSELS)
    boxes = {"day-day": str(now.day), "day-month": str(now.month), "day-year": str(now.year)}
    clerk.post(f"{PAGE}/sent", {"csrf": clerk.form("/sent")["csrf"], **boxes})
    assert current().state == "sent", clerk.text
    assert "Naar de provincie gestuurd" in clerk.text
    events = wiring.ports().lists.events(LIST)
    assert first_break(events, current().head) is None
    kinds = [event.kind for event in events]
    assert kinds == ["created", "imported", "published", "drawn", "opened", "marked", "sent"]
