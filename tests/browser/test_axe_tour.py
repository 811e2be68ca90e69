"""axe-core finds nothing on any page or state of the desk, light and wide or dark and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from functions import wiring
from infra.local.stack import LocalStack
from tests.browser import proxy
from tests.browser.conftest import Opens
from tests.browser.shapes import shapes
from tests.browser.visitor import Visitor, fits

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-axe")]

AXE = Axe()
LOOKS = (("light", 1280), ("dark", 320))
STATIC = (
    "/",
    *(f"/{lang}/" for lang in ("nl", "fr", "de", "en")),
    *(f"/{lang}/elections/proxy/" for lang in ("nl", "fr", "de", "en")),
    *(f"/nl/{page}/" for page in ("polio-vaccination/proof", "help", "privacy", "accessibility",
                                  "counter")),
    *(f"/nl/{status}.html" for status in (403, 404, 503)),
    "/nl/nothing-here",
    "/nl/desk/elections/nothing-here",
    "/gallery/",
    "/gallery/upload/",
    "/api/",
    "/api/elections/proxy/",
    "/_local/",
    "/_local/mailbox",
    "/_local/clock",
)  # fmt: skip


def has_no_barrier(page: Page) -> None:
    """In both looks, with every fold open: what is closed is not looked at."""
    try:
        for scheme, width in LOOKS:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 900})
            fits(page)
            if not shapes.is_new(page, f"{scheme} {width}"):
                continue
            found = AXE.run(page)
            assert found.violations_count == 0, f"{page.url} {scheme} {width}: " + "; ".join(
                f"{wrong['id']}: {node['html'][:200]} {node['failureSummary']}"
                for wrong in found.response["violations"]
                for node in wrong["nodes"][:3]
            )
    finally:
        page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("path", STATIC)
def test_a_public_page_has_no_barrier(opens: Opens, path: str) -> None:
    page = opens()
    page.goto(path)
    has_no_barrier(page)


def test_no_page_on_the_road_of_a_proxy_has_a_barrier(opens: Opens) -> None:
    giver = Visitor(opens(), has_no_barrier)
    proxy.finds_procedure(giver)
    case = proxy.asks_proxy(giver)
    holder = Visitor(opens(), has_no_barrier)
    proxy.confirms(holder, case)
    clerk = Visitor(opens(), has_no_barrier)
    proxy.opens_review(clerk)
    clerk.presses("Beslissing bevestigen")  # nothing chosen
    proxy.decides(clerk, "Meer informatie vragen", "Het stempel is niet leesbaar.")
    giver.goes_to(case)
    giver.waits_for("Het stempel is niet leesbaar.")
    giver.look()
    giver.presses("Antwoord versturen")  # nothing written
    giver._write(giver.page.locator("#reason"), "Hier is uitleg.")
    giver.presses("Antwoord versturen")
    clerk.waits_for("Lena Peeters")
    clerk.follows("Volmacht geven")
    proxy.decides(clerk, "Volmacht weigeren", "Het bewijs is niet voldoende.")
    giver.waits_for("De volmacht is geweigerd.")
    giver.goes_to(case)
    giver.goes_to("/nl/desk/my")


def test_no_page_with_errors_has_a_barrier(opens: Opens) -> None:
    giver = Visitor(opens(), has_no_barrier)
    proxy.starts(giver)
    giver.continues()
    proxy.answers_election(giver)
    giver.continues()
    proxy.answers_reason(giver)
    giver.continues()
    giver.page.get_by_label("Medisch attest").set_input_files(
        {"name": "attest.pdf", "mimeType": "application/pdf", "buffer": b"not a pdf at all"}
    )
    expect(giver.page.locator("#evidence-medical-error")).to_be_visible()
    giver.look()
    proxy.adds_evidence(giver)
    giver.continues()
    giver.goes_to(giver.page.url.replace("/questions/holder", "/check"))  # not complete


def test_the_questions_about_doses_have_no_barrier(opens: Opens) -> None:
    parent = Visitor(opens(), has_no_barrier)
    parent.signs_in("sofie-vermeulen", "/nl/desk/polio-vaccination/proof/start")
    parent.writes("Voornaam van het kind", "Noor")
    parent.writes("Achternaam van het kind", "Vermeulen")
    parent.writes("Rijksregisternummer van het kind", "26.08.20-992.09")
    parent.continues()
    parent.chooses("Wat wil je bewijzen?", "Het kind is gevaccineerd")
    parent.continues()
    parent.presses("Nog een dosis toevoegen")
    parent.continues()


@pytest.mark.parametrize("name", ["long-name", "arabic-name"])
def test_an_empty_list_has_no_barrier_and_fits_any_name(opens: Opens, name: str) -> None:
    person = Visitor(opens(), has_no_barrier)
    person.signs_in(name, "/nl/desk/my")
    # nothing here yet: what other authorities tell
    expect(person.page.get_by_text("Aangifte in de personenbelasting")).to_be_visible()


def test_an_empty_work_list_and_the_end_of_a_session_have_no_barrier(opens: Opens) -> None:
    clerk = Visitor(opens(), has_no_barrier)
    clerk.signs_in(proxy.CLERK, "/nl/desk/work")
    expect(clerk.page.get_by_text("Er ligt niets te wachten.")).to_be_visible()
    clerk.page.evaluate("document.querySelector('dialog[data-session]').showModal()")
    clerk.look()
    clerk.page.keyboard.press("Escape")
    expect(clerk.page.locator("dialog[data-session]")).to_be_hidden()
    clerk.presses("Afmelden")


def test_the_provider_and_a_refused_sign_in_have_no_barrier(opens: Opens) -> None:
    person = Visitor(opens(), has_no_barrier)
    person.goes_to("/nl/desk/my")
    person.page.locator("button[name=cancel]").click()
    expect(person.page.get_by_role("heading", name="Je bent niet aangemeld")).to_be_visible()
    person.look()


def test_a_busy_desk_has_no_barrier(
    opens: Opens, stack: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Visitor(opens(), has_no_barrier)
    person.signs_in(proxy.GIVER, "/nl/desk/my")

    def throttled(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(wiring.ports().store, "cases_of", throttled)
    person.goes_to("/nl/desk/my")
    expect(person.page.get_by_role("heading", name="Het is nu te druk")).to_be_visible()
