"""Anybody checks a document: by its code or by the file, with and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from infra.local.stack import LocalStack
from tests.browser.conftest import Opens
from tests.browser.test_axe_tour import has_no_barrier
from tests.contract.test_issuing import ended, pdf_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-verify")]


def test_a_code_is_typed_by_keyboard(opens: Opens, desk: LocalStack) -> None:
    issued, _ = pdf_of(ended(desk))
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
    opens: Opens, desk: LocalStack, tmp_path: Path
) -> None:
    _, pdf = pdf_of(ended(desk))
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


def test_without_scripts_on_a_small_screen(opens: Opens, desk: LocalStack, tmp_path: Path) -> None:
    _, pdf = pdf_of(ended(desk))
    (tmp_path / "attest.pdf").write_bytes(pdf)
    page = opens(width=320, java_script_enabled=False)
    page.goto("/nl/desk/verify")
    page.get_by_label("Of kies het bestand").set_input_files(tmp_path / "attest.pdf")
    page.get_by_role("button", name="Kijk na").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit document is echt en geldig")
