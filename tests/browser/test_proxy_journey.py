"""A proxy from the search box to the decision, by every way in which people use a browser."""

import pytest

from infra.local.stack import LocalStack
from tests.browser import proxy
from tests.browser.conftest import Opens
from tests.browser.visitor import KeyboardVisitor, Visitor, fits

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-proxy")]

VARIANTS = {
    "with a mouse": {},
    "without JavaScript": {"java_script_enabled": False},
    "with the keyboard alone": {},
    "on a screen of 320 pixels": {"width": 320},
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_proxy_is_found_asked_confirmed_and_approved(
    variant: str, opens: Opens, stack: LocalStack
) -> None:
    looks = [fits] if VARIANTS[variant].get("width") else []
    kind = KeyboardVisitor if "keyboard" in variant else Visitor

    def person() -> Visitor:
        return kind(opens(**VARIANTS[variant]), *looks)

    giver = person()
    proxy.finds_procedure(giver)
    giver._press(giver.page.get_by_role("link", name="Start je aanvraag").first)
    giver.signs_in(proxy.GIVER)
    proxy.answers_election(giver)
    proxy.answers_reason(giver)
    proxy.adds_evidence(giver)
    proxy.names_holder(giver)
    proxy.gives_contact(giver)
    case = proxy.hands_in(giver)

    proxy.confirms(person(), case)
    assert proxy.mails(stack, proxy.GIVER_MAIL)

    clerk = person()
    proxy.opens_review(clerk)
    assert "attest.pdf" in clerk.page.locator("main").inner_text()
    proxy.decides(clerk, "Volmacht goedkeuren")

    giver.follows("Volg je aanvraag")
    giver.waits_for("De volmacht is goedgekeurd.")
    giver.look()
