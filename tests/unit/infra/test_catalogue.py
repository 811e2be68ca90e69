"""The catalogue of docs/processes tells of every procedure what its definition says."""

import pytest

from functions.domain.forms import questions_of
from functions.processes import all_procedures, all_processes
from infra import catalogue


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """The text of each page, by its name."""
    return {path.name: text for path, text in catalogue.pages().items()}


def test_the_pages_in_docs_are_what_the_definitions_say_now(capsys: pytest.CaptureFixture) -> None:
    assert catalogue.main(["check"]) == 0, capsys.readouterr().out


def test_a_page_that_is_behind_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    made = catalogue.pages()
    page = next(iter(made))
    monkeypatch.setattr(catalogue, "pages", lambda: {**made, page: "otherwise"})
    assert catalogue.main(["check"]) == 1
    assert page.name in capsys.readouterr().out


def test_every_process_has_a_page_and_every_folder_is_weighed(made: dict[str, str]) -> None:
    assert set(made) == {"README.md", *(f"{process.name}.md" for process in all_processes())}
    for process in all_processes():
        assert f"| {process.name} | {len(process.procedures)} |" in made["README.md"]


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda p: p.key)
def test_a_page_tells_fields_rules_steps_terms_and_ends(procedure, made) -> None:
    text = (
        made[f"{procedure.process}.md"].partition(f"(`{procedure.key}`)")[2].partition("\n## ")[0]
    )
    for name, topic in procedure.topics().items():
        for question in questions_of(topic):
            assert f"| `{name}.{question.name}` |" in text
    for rule in procedure.rules:
        assert rule.title in text
        assert rule.source in text
    for step in procedure.workflow.steps:
        assert f"| `{step.name}` | {catalogue._by(step)} |" in text
        for outcome in step.outcomes:
            assert f'|"{outcome.label}"| {catalogue._id(outcome.then)}' in text
    assert f"Kept {procedure.retention_days} days" in text
