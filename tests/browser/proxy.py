"""The road of a proxy as people walk it, in steps that tests put together."""

import re

from infra.local.stack import LocalStack
from tests.browser.visitor import Visitor
from tests.contract.test_journeys import persona_number

GIVER, HOLDER, CLERK = "lena-peeters", "karim-el-amrani", "mechelen-elections"
GIVER_MAIL, HOLDER_MAIL = "lena@example.org", "karim@example.org"
NUMBER = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


def finds_procedure(visitor: Visitor) -> None:
    """From the start page, by its search box."""
    visitor.goes_to("/nl/")
    visitor.writes("Wat wil je regelen?", "volmacht")
    visitor.presses("Zoeken")
    visitor.is_at("/nl/desk/search")
    visitor.follows("Volmacht geven")
    visitor.is_at("/nl/elections/proxy/")


def starts(visitor: Visitor) -> None:
    visitor.goes_to("/nl/elections/proxy/")
    visitor.page.get_by_role("link", name="Start je aanvraag").first.click()
    visitor.signs_in(GIVER)


def answers_election(visitor: Visitor) -> None:
    visitor.page.wait_for_url("**/start")
    label = visitor.page.locator(".option__label").first.inner_text()
    visitor.chooses("Voor welke verkiezing", label)
    visitor.chooses("Ben je Belg?", "Ja")
    visitor.continues()


def answers_reason(visitor: Visitor) -> None:
    visitor.is_at("/questions/why")
    visitor.chooses("Waarom kan je niet zelf", "Ik ben ziek of heb een beperking")
    visitor.continues()


def adds_evidence(visitor: Visitor) -> None:
    visitor.is_at("/questions/evidence")
    visitor.attaches("Medisch attest")
    visitor.continues()


def names_holder(visitor: Visitor) -> None:
    visitor.is_at("/questions/holder")
    visitor.writes("Voornaam", "Karim")
    visitor.writes("Achternaam", "El Amrani")
    visitor.writes("Rijksregisternummer", persona_number(HOLDER))
    visitor.writes("E-mailadres", HOLDER_MAIL)
    visitor.chooses("Is die persoon Belg?", "Ja")
    visitor.continues()


def gives_contact(visitor: Visitor) -> None:
    visitor.is_at("/questions/contact")
    visitor.writes("Jouw e-mailadres", GIVER_MAIL)
    visitor.continues()


def hands_in(visitor: Visitor) -> str:
    """Answers the address of the case."""
    visitor.is_at("/check")
    visitor.ticks("Ik verklaar")
    visitor.presses("Volmacht indienen")
    visitor.is_at("/receipt")
    assert NUMBER.search(visitor.page.locator("main").inner_text())
    return visitor.page.url.removesuffix("/receipt")


def asks_proxy(visitor: Visitor) -> str:
    """Everything from the procedure's page to the receipt; answers the address of the case."""
    starts(visitor)
    for step in (answers_election, answers_reason, adds_evidence, names_holder, gives_contact):
        step(visitor)
    return hands_in(visitor)


def confirms(holder: Visitor, case: str) -> None:
    """From the mail in the mailbox, through the link in it."""
    holder.goes_to(f"/_local/mailbox?to={HOLDER_MAIL}")
    holder.waits_for("Iemand vraagt of je voor hem of haar wil stemmen")
    link = holder.page.locator(f'article a[href^="{case}"]').first
    holder._press(link)
    holder.signs_in(HOLDER)
    holder.chooses("Wat beslis je?", "Ja, ik stem in de plaats van deze persoon")
    holder.presses("Beslissing bevestigen")
    holder.waits_for("De dienst verkiezingen kijkt de aanvraag na.")


def opens_review(clerk: Visitor) -> None:
    clerk.signs_in(CLERK, "/nl/desk/work")
    clerk.waits_for("Lena Peeters")
    clerk.follows("Volmacht geven")
    clerk.is_at("/review")


def decides(clerk: Visitor, choice: str, reason: str = "") -> None:
    clerk.chooses("Wat beslis je?", choice)
    if reason:
        clerk._write(clerk.page.locator("#reason"), reason)
    clerk.presses("Beslissing bevestigen")
    clerk.is_at("/desk/work")


def mails(stack: LocalStack, to: str) -> list[str]:
    return [mail.subject for mail in stack.mails(to)]
