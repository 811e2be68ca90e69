"""The two procedures from the first click to the decision, through the real handlers."""

import re

from infra.local.stack import LocalStack
from tests.people import Someone

HOLDER = {
    "given_name": "Karim",
    "family_name": "El Amrani",
    "national_number": "",
    "mail": "karim@example.org",
    "is_belgian": "yes",
}


def ask_proxy(
    desk: LocalStack, who: str = "lena-peeters", holder: str = "karim-el-amrani"
) -> Someone:
    """Up to the receipt."""
    giver = fill_in_proxy(desk, who, holder)
    giver.submit()
    assert giver.at.endswith("/receipt"), giver.text
    return giver


def fill_in_proxy(
    desk: LocalStack, who: str = "lena-peeters", holder: str = "karim-el-amrani"
) -> Someone:
    """Up to the page with all answers."""
    giver = Someone(desk, who)
    giver.sign_in("/nl/desk/elections/proxy/start")
    election = re.search(r'name="election" value="([^"]+)"', giver.text)
    assert election, giver.text
    giver.answer(election=election[1], is_belgian="yes")
    giver.answer(reason="illness")
    giver.add_document()
    giver.answer()
    giver.answer(**{**HOLDER, "national_number": persona_number(holder)})
    giver.answer(mail="lena@example.org")
    assert giver.at.endswith("/check"), giver.text
    return giver


def persona_number(key: str) -> str:
    from infra.local.identity import load_personas

    found = next(p for p in load_personas() if p.key == key)
    return found.rrn


def test_a_proxy_is_asked_confirmed_and_approved(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    assert re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", giver.text)
    case = giver.at.removesuffix("/receipt")
    desk.settle()
    assert desk.mails("lena@example.org")
    (mail,) = desk.mails("karim@example.org")
    assert case in mail.text

    holder = Someone(desk, "karim-el-amrani")
    holder.sign_in(case)
    assert "attest.pdf" not in holder.text
    assert "ziek" not in holder.text
    holder.decide("holder", "confirm")
    desk.settle()

    clerk = Someone(desk, "mechelen-elections")
    clerk.sign_in("/nl/desk/work")
    assert "Lena Peeters" in clerk.text
    clerk.get(f"{case}/review")
    assert "attest.pdf" in clerk.text
    clerk.decide("decision", "approve")
    desk.settle()

    giver.get(case)
    assert "De volmacht is goedgekeurd." in giver.text
    assert any("Nieuws" in mail.subject for mail in desk.mails("lena@example.org"))
    clerk.get("/nl/desk/work")
    assert "Lena Peeters" not in clerk.text
