"""What may happen on the way: another procedure, a pause, a question of the desk, a lapsed term."""

import re

import pytest
from playwright.sync_api import expect

from infra.local.stack import LocalStack
from tests.browser import proxy
from tests.browser.conftest import Opens
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-journeys")]

CHILD = "25.02.10-001.73"  # invented; born 10 February 2025
DOSES = (("8", "4", "2025"), ("10", "6", "2025"), ("12", "8", "2025"), ("14", "4", "2026"))


def test_a_parent_without_javascript_proves_a_vaccination_and_it_is_registered(
    opens: Opens,
) -> None:
    parent = Visitor(opens(java_script_enabled=False))
    parent.goes_to("/nl/polio-vaccination/proof/")
    parent._press(parent.page.get_by_role("link", name="Start je aanvraag").first)
    parent.signs_in("an-claes")
    parent.writes("Voornaam van het kind", "Lou")
    parent.writes("Achternaam van het kind", "Claes")
    parent.writes("Rijksregisternummer van het kind", CHILD)
    parent.continues()
    parent.chooses("Wat wil je bewijzen?", "Het kind is gevaccineerd")
    parent.continues()
    for number, (day, month, year) in enumerate(DOSES):
        if number:
            parent.presses("Nog een dosis toevoegen")
        dose = parent.page.get_by_role("group", name=f"Dosis {number + 1}", exact=True)
        for label, value in (("Dag", day), ("Maand", month), ("Jaar", year)):
            dose.get_by_label(label).fill(value)
        dose.get_by_label("Wie gaf de dosis?").fill("Kind en Gezin")
    parent.continues()
    parent.is_at("/questions/certificate")
    parent.attaches("Vaccinatiebewijs")
    parent.continues()
    parent.writes("Jouw e-mailadres", "an@example.org")
    parent.continues()
    parent.ticks("Ik ben ouder of voogd")
    parent.presses("Bewijs indienen")
    parent.is_at("/receipt")

    clerk = Visitor(opens(java_script_enabled=False))
    clerk.signs_in("mechelen-population", "/nl/desk/work")
    clerk.waits_for("An Claes")
    clerk.follows("Poliovaccinatie bewijzen")
    assert "14 april 2026" in clerk.page.locator("main").inner_text()
    proxy.decides(clerk, "Bewijs registreren")
    parent.follows("Volg je aanvraag")
    parent.waits_for("Het vaccinatiebewijs is geregistreerd.")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_who_stops_halfway_finds_every_answer_again(opens: Opens, scripts: bool) -> None:
    giver = Visitor(opens(java_script_enabled=scripts))
    proxy.starts(giver)
    proxy.answers_election(giver)
    proxy.answers_reason(giver)
    proxy.adds_evidence(giver)
    giver.writes("Voornaam", "Karim")
    giver.chooses("Is die persoon Belg?", "Ja")
    giver.presses("Opslaan en later verdergaan")
    giver.is_at("/desk/my")
    giver.presses("Afmelden")

    giver = Visitor(opens(java_script_enabled=scripts))
    giver.signs_in(proxy.GIVER, "/nl/desk/my")
    giver.follows("Volmacht geven")
    giver.follows(re.compile("Verder aanvullen"))
    giver.is_at("/questions/holder")
    expect(giver.page.get_by_label("Voornaam")).to_have_value("Karim")
    expect(giver.page.get_by_role("radio", name="Ja")).to_be_checked()
    proxy.names_holder(giver)
    proxy.gives_contact(giver)
    expect(giver.page.get_by_text("attest.pdf")).to_be_visible()
    proxy.hands_in(giver)


def test_the_desk_asks_for_more_and_the_applicant_answers_with_a_document(
    opens: Opens, stack: LocalStack
) -> None:
    giver = Visitor(opens())
    case = proxy.asks_proxy(giver)
    proxy.confirms(Visitor(opens()), case)
    clerk = Visitor(opens())
    proxy.opens_review(clerk)
    proxy.decides(clerk, "Meer informatie vragen", "Het stempel is niet leesbaar.")

    giver.goes_to(case)
    giver.waits_for("Het stempel is niet leesbaar.")
    assert "We hebben nog iets van je nodig" in proxy.mails(stack, proxy.GIVER_MAIL)
    giver.attaches("Document bij je antwoord", {
        "name": "stempel.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n",
    })  # fmt: skip
    giver._write(giver.page.locator("#reason"), "Hier is een betere foto.")
    giver.presses("Antwoord versturen")
    giver.waits_for("De dienst verkiezingen kijkt de aanvraag na.")

    clerk.waits_for("Lena Peeters")
    clerk.follows("Volmacht geven")
    seen = clerk.page.locator("main").inner_text()
    assert "Hier is een betere foto." in seen
    assert "stempel.pdf" in seen
    proxy.decides(clerk, "Volmacht goedkeuren")
    giver.waits_for("De volmacht is goedgekeurd.")


def test_a_clock_that_is_moved_past_the_term_lets_the_request_lapse(opens: Opens) -> None:
    giver = Visitor(opens())
    case = proxy.asks_proxy(giver)
    giver.goes_to(case)
    giver.waits_for("We wachten tot de volmachtdrager bevestigt.")
    at_the_desk = Visitor(opens())
    at_the_desk.goes_to("/_local/clock")
    at_the_desk.writes("Vooruit met", "P60D")
    at_the_desk.presses("Zet de klok vooruit")
    expect(at_the_desk.page.get_by_role("status")).to_have_text(
        "De klok staat vooruit. Verstreken termijnen: 1."
    )
    giver.signs_in(proxy.GIVER, case)  # two months later
    giver.waits_for("De aanvraag is vervallen")
