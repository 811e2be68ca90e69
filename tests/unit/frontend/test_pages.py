"""The pages of the desk, with a believable context each."""

import pytest

from frontend.compile import compile_templates
from frontend.render import LANGUAGES, PAGES, Renderer, loader, source_loader
from tests.unit import known
from tests.unit.frontend import html, samples


@pytest.mark.parametrize("name", samples.PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_whole_in_every_language(renderer, name, lang):
    template, values = samples.context(name)
    text = renderer.render(template, lang=lang, **values)
    page = html.read(text)
    assert html.faults(text) == []
    assert page.lang == lang
    assert page.headings[0] == 1 or values.get("has_error")
    assert page.headings.count(1) == 1
    assert [a for a in page.anchors if a and a not in page.ids] == []


def test_every_page_has_a_sample():
    shown = {template for template, _, _ in samples.PAGES.values()}
    assert {f"desk/{path.name}" for path in (PAGES / "desk").glob("*.html")} == shown


def test_a_page_with_mistakes_says_so_in_its_title(renderer):
    template, values = samples.context("question-errors")
    text = renderer.render(template, lang="nl", **values)
    assert "<title>Fout: Wie stemt in jouw plaats? – Stad Mechelen</title>" in text


def test_enter_in_a_field_never_presses_a_remove_button(renderer):
    template, values = samples.context("question-group")
    form = renderer.render(template, lang="nl", **values).split('<form class="form"', 1)[1]
    first = form[form.index("<button") :].split(">", 1)[0]
    assert 'value="continue"' in first


def test_a_form_that_cannot_be_submitted_has_no_submit_button(renderer):
    template, values = samples.context("check-open")
    text = renderer.render(template, lang="nl", **values)
    assert samples.CHECK.submit_label not in text
    assert "Verder aanvullen" in text


def test_compiled_templates_give_the_same_page(renderer, tmp_path):
    compile_templates(tmp_path)
    compiled = Renderer(known.tenant(), {"style": "/s", "script": "/j", "icon": "/i"},
                        templates=loader(tmp_path))  # fmt: skip
    plain = Renderer(known.tenant(), {"style": "/s", "script": "/j", "icon": "/i"},
                     templates=source_loader())  # fmt: skip
    for name in samples.PAGES:
        template, values = samples.context(name)
        assert compiled.render(template, lang="nl", **values) == plain.render(
            template, lang="nl", **values
        )


def test_stale_templates_are_not_used(tmp_path):
    compile_templates(tmp_path)
    assert type(loader(tmp_path)).__name__ == "ModuleLoader"
    (tmp_path / "stamp.txt").write_text("old")
    assert type(loader(tmp_path)).__name__ != "ModuleLoader"
