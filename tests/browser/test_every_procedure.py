"""Every page of every procedure, empty, filled in and with mistakes: it fits a phone, and axe-core
finds nothing; a new procedure is tested by being there."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from functions import wiring
from functions.domain.facts import Facts
from functions.domain.forms import asked_topics
from functions.domain.numbers import new_case_id
from functions.domain.procedure import Procedure
from functions.processes import all_procedures
from functions.services import drafting
from infra.local.stack import LocalStack
from tests.applications import answers_for, someone, variants
from tests.browser.conftest import Opens
from tests.browser.shapes import shapes
from tests.browser.test_axe_tour import AXE
from tests.browser.visitor import Visitor, fits
from tests.contract.test_journeys import persona_number

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-every")]

PERSON = "lena-peeters"
every_procedure = pytest.mark.parametrize(
    "procedure",
    [p for p in all_procedures() if p.opened_by != "desk"],
    ids=lambda p: p.key.replace("/", "-"),
)


def has_no_barrier(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    fits(page)
    if not shapes.is_new(page, f"{scheme} {width}"):
        return
    found = AXE.run(page, options={"resultTypes": ["violations"]})
    assert [
        f"{wrong['id']}: {node['html'][:160]}"
        for wrong in found.response["violations"]
        for node in wrong["nodes"][:2]
    ] == [], page.url


def filled_in(procedure: Procedure, facts: Facts) -> Iterator[tuple[str, list[str]]]:
    """Drafts that lead past every page: (id, the pages that no draft before led past)."""
    ports, seen = wiring.ports(), set[str]()
    session = someone(ports, persona_number(PERSON))
    for chosen in variants(procedure, facts):
        answers = answers_for(procedure, facts, chosen)
        fresh = [t for t in asked_topics(procedure.application, answers) if t not in seen]
        if fresh:
            seen.update(fresh)
            draft = drafting.new_draft(
                ports, procedure, session, new_case_id(procedure.process), "nl"
            )
            drafting.save(ports, draft.model_copy(update={"answers": answers}))
            yield draft.case_id, fresh


@every_procedure
def test_no_page_of_a_procedure_has_a_barrier(
    opens: Opens, stack: LocalStack, procedure: Procedure
) -> None:
    person = Visitor(opens())
    person.signs_in(PERSON, "/nl/desk/my")
    page, base = person.page, f"/nl/desk/{procedure.key}"
    facts = wiring.ports().facts(someone(wiring.ports(), persona_number(PERSON)).person)
    checked = False
    for case_id, topics in filled_in(procedure, facts):
        for topic in topics:
            page.goto(f"{base}/{case_id}/questions/{topic}")
            assert page.url.endswith(f"/questions/{topic}")
            has_no_barrier(page, "dark", 320)
            for box in page.locator("form.form input[type=text], form.form textarea").all():
                box.fill("")
            page.locator("form.form .actions button[value=continue]").click()
            page.wait_for_load_state()
            if page.url.endswith(f"/questions/{topic}"):
                has_no_barrier(page, "light", 1280)
        if not checked:
            page.goto(f"{base}/{case_id}/check")
            has_no_barrier(page, "light", 320)
            has_no_barrier(page, "dark", 1280)
            checked = True
    assert checked


@pytest.mark.parametrize(
    "procedure",
    [p for p in all_procedures() if p.hurdles and p.opened_by == "citizen"],
    ids=lambda p: p.key.replace("/", "-"),
)
def test_the_short_check_of_a_procedure_has_no_barrier(opens: Opens, procedure: Procedure) -> None:
    page = opens()
    page.goto(f"/nl/desk/{procedure.key}/can-i")
    has_no_barrier(page, "light", 320)
    page.locator("form.form .actions button").click()
    expect(page.locator(".error-summary a[href^='#']")).to_have_count(len(procedure.hurdles))
    has_no_barrier(page, "dark", 320)
    for hurdle in procedure.hurdles:
        answer = "yes" if hurdle.if_no else "no"
        page.locator(f"input[name={hurdle.name}][value={answer}]").check()
    page.locator("form.form .actions button").click()
    page.get_by_role("heading", name="Dit kan je online regelen").wait_for()
    has_no_barrier(page, "dark", 1280)
