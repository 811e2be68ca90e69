"""What a screen reader is told: questions, hints, errors, files and changes of a page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import proxy
from tests.browser.axtree import told
from tests.browser.conftest import Opens
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-screen-readers")]

SUMMARY = "[data-error-summary]"


@pytest.fixture
def giver(opens: Opens) -> Visitor:
    visitor = Visitor(opens())
    proxy.starts(visitor)
    return visitor


def summary_has_focus(page: Page) -> bool:
    return bool(page.locator(SUMMARY).evaluate("element => element === document.activeElement"))


def test_a_page_with_errors_gives_the_summary_focus_and_says_so_in_its_title(
    giver: Visitor,
) -> None:
    giver.continues()
    expect(giver.page.locator(SUMMARY)).to_be_focused()
    expect(giver.page.get_by_role("alert")).to_contain_text("Kijk dit nog even na")
    assert giver.page.title().startswith("Fout:")
    giver.page.get_by_role("link", name="Kies of je Belg bent.").click()
    expect(giver.page.locator("#voter-is_belgian")).to_be_focused()


def test_the_error_of_radios_is_told_at_the_group_and_at_each_choice(giver: Visitor) -> None:
    giver.continues()
    group = told(giver.page, "fieldset:has(#voter-is_belgian)")
    assert group.role == "radiogroup"
    assert group.name == "Ben je Belg?"
    assert "Fout: Kies of je Belg bent." in group.description
    assert group.invalid
    for choice in ("#voter-is_belgian", "#voter-is_belgian-2"):
        assert "Kies of je Belg bent." in told(giver.page, choice).description


def test_the_upload_tells_its_question_its_hint_and_its_error(giver: Visitor) -> None:
    proxy.answers_election(giver)
    proxy.answers_reason(giver)
    before = told(giver.page, "#evidence-medical")
    assert before.name.startswith("Medisch attest")
    assert "Een attest van je arts." in before.description
    assert "hoogstens 10 MB" in before.description
    assert "Je hebt nog geen bestand toegevoegd." in before.description
    assert not before.invalid
    giver.continues()
    after = told(giver.page, "#evidence-medical")
    assert summary_has_focus(giver.page)
    assert "Voeg je medisch attest toe." in after.description
    assert "Een attest van je arts." in after.description
    assert after.invalid


def test_a_chosen_file_is_announced_in_a_region_that_was_there_before(giver: Visitor) -> None:
    proxy.answers_election(giver)
    proxy.answers_reason(giver)
    giver.page.evaluate(
        "() => { window.heard = [];"
        " const region = document.querySelector('[data-upload] [aria-live=polite]');"
        " new MutationObserver(() => window.heard.push(region.textContent.trim()))"
        " .observe(region, {subtree: true, childList: true, characterData: true}) }"
    )
    giver.attaches("Medisch attest")
    expect(giver.page.locator("[aria-live=polite] [data-status]")).to_contain_text("attest.pdf")
    heard = giver.page.evaluate("window.heard")
    assert heard[0] == "We laden het bestand op: attest.pdf"
    assert "Toegevoegd: attest.pdf (goed ontvangen)" in heard[-1]
    assert "attest.pdf" in told(giver.page, "#evidence-medical").description


def test_a_file_that_is_refused_says_why_at_the_upload(giver: Visitor) -> None:
    proxy.answers_election(giver)
    proxy.answers_reason(giver)
    giver.page.get_by_label("Medisch attest").set_input_files(
        {"name": "attest.pdf", "mimeType": "application/pdf", "buffer": b"not a pdf at all"}
    )
    expect(giver.page.locator("#evidence-medical-error")).to_be_visible()
    field = told(giver.page, "#evidence-medical")
    assert "Fout: Dit is geen PDF of foto" in field.description
    assert field.invalid
    said = giver.page.locator("[aria-live=polite] [data-status]")
    expect(said).to_contain_text("Fout: Dit is geen PDF of foto")


def test_the_error_of_a_declaration_is_told_at_its_box(giver: Visitor) -> None:
    for step in (proxy.answers_election, proxy.answers_reason, proxy.adds_evidence,
                 proxy.names_holder, proxy.gives_contact):  # fmt: skip
        step(giver)
    giver.presses("Volmacht indienen")
    expect(giver.page.locator(SUMMARY)).to_be_focused()
    box = told(giver.page, "#declarations-truth")
    assert box.role == "checkbox"
    assert "Vink aan dat je antwoorden juist zijn" in box.description
    assert box.invalid


def test_the_dates_and_entries_of_a_group_tell_their_errors(opens: Opens) -> None:
    parent = Visitor(opens())
    parent.signs_in("sofie-vermeulen", "/nl/desk/polio-vaccination/proof/start")
    parent.writes("Voornaam van het kind", "Noor")
    parent.writes("Achternaam van het kind", "Vermeulen")
    parent.writes("Rijksregisternummer van het kind", "26.08.20-992.09")
    parent.continues()
    parent.chooses("Wat wil je bewijzen?", "Het kind is gevaccineerd")
    parent.continues()
    parent.continues()
    expect(parent.page.locator(SUMMARY)).to_be_focused()
    day = told(parent.page, "#doses-given-0-day")
    assert day.name == "Dag"
    assert "Vul de datum van de dosis in." in day.description
    assert day.invalid
    who = told(parent.page, "#doses-given-0-vaccinator")
    assert "Vul in wie de dosis gaf." in who.description
    assert "bijvoorbeeld Kind en Gezin" in who.description


def test_a_decision_without_a_choice_says_so_at_the_choices(opens: Opens, giver: Visitor) -> None:
    for step in (proxy.answers_election, proxy.answers_reason, proxy.adds_evidence,
                 proxy.names_holder, proxy.gives_contact):  # fmt: skip
        step(giver)
    case = proxy.hands_in(giver)
    holder = Visitor(opens())
    holder.signs_in(proxy.HOLDER, case)
    holder.waits_for("Wat beslis je?")
    holder.presses("Beslissing bevestigen")
    expect(holder.page.locator(SUMMARY)).to_be_focused()
    group = told(holder.page, "fieldset:has(#choice)")
    assert group.role == "radiogroup"
    assert group.invalid
    assert "Fout:" in group.description
    assert "Fout:" in told(holder.page, "#choice").description


def test_the_step_and_the_results_are_told_in_words(giver: Visitor) -> None:
    expect(giver.page.get_by_text("Stap 1 van")).to_be_visible()
    giver.goes_to("/nl/")
    giver.page.get_by_label("Wat wil je regelen?").press_sequentially("volm")
    expect(giver.page.locator("[data-count][role=status]")).to_have_text("1 resultaat")
    expect(giver.page.get_by_role("heading", name="Volmacht geven")).to_be_visible()
    expect(giver.page.get_by_role("heading", name="Poliovaccinatie bewijzen")).to_be_hidden()
