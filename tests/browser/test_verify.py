"""Anybody checks a document: by its code or by the file, with and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from functions import wiring
from functions.domain.issued import Issued
from infra.local.stack import LocalStack
from tests.browser.conftest import Opens
from tests.browser.patience import until
from tests.browser.test_axe_tour import has_no_barrier
from tests.faults import accepted, file_of, take

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-verify")]


def made(stack: LocalStack) -> tuple[Issued, bytes]:
    """A certificate, made by the desk that works in the background."""
    walk = accepted("polio-vaccination/proof")
    until(lambda: file_of(walk).open_task())
    take(walk, "registration", "register")
    issued = wiring.ports().issued
    until(lambda: issued.of_case(file_of(walk).case.id))
    (found,) = issued.of_case(file_of(walk).case.id)
    return found, issued.read(found)


def test_a_code_is_typed_by_keyboard(opens: Opens, stack: LocalStack) -> None:
    issued, _ = made(stack)
    page = opens()
    page.goto("/nl/desk/verify")
    has_no_barrier(page)
    page.get_by_label("Code van het document").focus()
    page.keyboard.type(issued.proof.code[:-1])
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Deze code klopt niet")
    has_no_barrier(page)
    code = page.get_by_label("Code van het document")
    expect(code).to_have_value(issued.proof.code[:-1])
    code.focus()
    page.keyboard.press("End")
    page.keyboard.type(issued.proof.code[-1])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Deze code hoort bij een geldig document"
    )
    has_no_barrier(page)


def test_a_file_stays_on_the_device_where_scripts_run(
    opens: Opens, stack: LocalStack, tmp_path: Path
) -> None:
    _, pdf = made(stack)
    (tmp_path / "attest.pdf").write_bytes(pdf)
    page = opens()
    sent: list[bytes] = []
    page.on("request", lambda r: sent.append(r.post_data_buffer or b""))
    page.goto("/nl/desk/verify")
    page.get_by_label("Of kies het bestand").set_input_files(tmp_path / "attest.pdf")
    page.get_by_role("button", name="Kijk na").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit document is echt en geldig")
    assert sum(map(len, sent)) < 3000
    (tmp_path / "attest.pdf").write_bytes(pdf + b"\n% more\n")
    page.get_by_label("Of kies het bestand").set_input_files(tmp_path / "attest.pdf")
    page.get_by_role("button", name="Kijk na").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("later iets toegevoegd")


def test_without_scripts_on_a_small_screen(opens: Opens, stack: LocalStack, tmp_path: Path) -> None:
    _, pdf = made(stack)
    (tmp_path / "attest.pdf").write_bytes(pdf)
    page = opens(width=320, java_script_enabled=False)
    page.goto("/nl/desk/verify")
    page.get_by_label("Of kies het bestand").set_input_files(tmp_path / "attest.pdf")
    page.get_by_role("button", name="Kijk na").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit document is echt en geldig")
