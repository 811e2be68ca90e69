"""Every component keeps its promises in every example."""

import pytest

from frontend import gallery
from frontend.render import Renderer
from functions.domain.views import DocumentView, FieldView, OptionView
from tests.unit.frontend import html, samples

EXAMPLES = [(c, e) for c in gallery.components() for e in c.examples]
NAMES = [f"{c.name}/{e.slug}" for c, e in EXAMPLES]


def drawn(renderer: Renderer, view: FieldView) -> str:
    module = renderer.environment("nl").get_template("components/field/template.html").module
    return str(module.field(view, csrf="t"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(("component", "example"), EXAMPLES, ids=NAMES)
def test_every_example_renders_without_a_fault(renderer, component, example):
    text = gallery.render(renderer.environment("nl"), component, example)
    assert text.strip()
    assert html.faults(text) == []


def test_examples_of_a_component_have_names_of_their_own():
    for component in gallery.components():
        slugs = [example.slug for example in component.examples]
        assert len(set(slugs)) == len(slugs), component.name


KINDS = ("text", "email", "number", "national-number", "date", "choice", "yes-no", "long-text")


@pytest.mark.parametrize("kind", [*KINDS, "declaration", "document"])
def test_hint_and_error_are_named_by_every_input_of_a_wrong_field(renderer, kind):
    view = FieldView(
        "f", "f", kind, "Vraag", hint="Uitleg", error="Fout",
        options=(OptionView("a", "A"), OptionView("b", "B")),
        upload=samples.UPLOAD if kind == "document" else None,
    )  # fmt: skip
    text = drawn(renderer, view)
    assert html.faults(text) == []
    assert text.count('class="visually-hidden">Fout:') == 1
    inputs = html.read(text).inputs
    assert inputs[0]["id"] == "f"  # where the line of the summary leads
    for one in inputs:
        assert "f-error" in str(one["aria-describedby"]).split()
    described = text.split("aria-describedby=", 1)[1].split(">", 1)[0]
    assert "f-hint" in described


def test_the_file_input_comes_last_and_carries_the_question(renderer):
    view = FieldView("f", "f", "document", "Attest", upload=samples.UPLOAD)
    page = html.read(drawn(renderer, view))
    (chosen,) = page.inputs
    assert chosen["name"] == "file"
    assert chosen["type"] == "file"
    assert "f" in page.labels
    text = drawn(renderer, view)
    assert text.rindex('type="hidden"') < text.index('type="file"')


def test_the_file_input_names_what_was_added_in_a_live_region(renderer):
    document = DocumentView("1", "attest.pdf", "1 MB", "released", "goed", remove_action="/x")
    view = FieldView("f", "f", "document", "Attest", documents=(document,), upload=samples.UPLOAD)
    text = drawn(renderer, view)
    assert "f-status" in str(html.read(text).inputs[0]["aria-describedby"]).split()
    region = text.split('aria-live="polite"', 1)[1].split("</div>", 1)[0]
    assert "attest.pdf (goed)" in region


def test_what_was_typed_comes_back_escaped(renderer):
    view = FieldView("f", "f", "text", "Naam", value='"><script>alert(1)</script>')
    text = drawn(renderer, view)
    assert "<script>" not in text
    assert "&#34;&gt;&lt;script&gt;" in text


def test_a_birth_date_has_a_token_in_each_box(renderer):
    text = drawn(renderer, FieldView("f", "f", "date", "Geboren", autocomplete="bday"))
    assert [i["autocomplete"] for i in html.read(text).inputs] == [
        "bday-day", "bday-month", "bday-year",
    ]  # fmt: skip
