"""A municipality that joins: what is asked, and the file that comes of it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from functions.domain.tenant import load_tenant
from infra.deployment import Deployment
from infra.tenant import TENANTS, new
from infra.tenant.__main__ import main
from infra.tenant.lint import lint

ANSWERS = """
title = "Gemeente \\"Nergens\\""
place = "Nergens"
province = "limburg"
nis = "79999"
org_code = "OVO999999"
street = "Kerkstraat 1"
postal_code = "3999"
phone = "+32 89 00 00 00"
mail = "info@nergens.example"
domain = "burgerloket.nergens.example"
region = "eusc-de-east-1"
inhabitants = 1200
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the new file comes, with the bases beside it."""
    (tmp_path / "base").symlink_to(TENANTS / "base")
    monkeypatch.setattr("infra.tenant.__main__.TENANTS", tmp_path)
    monkeypatch.setattr(new.write, "__defaults__", (tmp_path,))
    return tmp_path


def run(*arguments: str, typed: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(main, ["new", *arguments], input=typed)
    return done.exit_code, done.output


def answered(folder: Path, text: str = ANSWERS) -> str:
    path = folder / "answers"
    path.write_text(text, "utf-8")
    return str(path)


def test_a_file_with_answers_asks_nothing(folder: Path):
    assert run("nergens", "--answers", answered(folder))[0] == 0
    path = folder / "nergens.toml"
    assert lint([path]) == []
    tenant, deployment = load_tenant(path), Deployment.load(path)
    assert (tenant.title, tenant.nis) == ('Gemeente "Nergens"', "79999")
    assert tenant.facts["jurors/card"]["draws"] == 2  # as everywhere in Limburg
    assert (deployment.partition, deployment.inhabitants) == ("aws-eusc", 1200)
    assert "(u)" in path.read_text("utf-8")


def test_it_asks_with_what_is_usual_and_asks_again_what_cannot_be(folder: Path):
    typed = "\n".join(
        [
            "", "", "luik", "limburg", "1234", "12025", "79999", "999", "OVO999999", "nl,es",
            "nl,fr", "", "39", "3999", "", "", "", "red", "", "", "", "",
        ]
    )  # fmt: skip
    code, output = run("sint-nergens", typed=typed + "\n")
    assert code == 0, output
    for told in (
        "one of",
        "five digits",
        "this is mechelen's",
        "six digits",
        "'es'",
        "four digits",
    ):
        assert told in output
    found = load_tenant(folder / "sint-nergens.toml")
    assert (found.title, found.languages) == ("Gemeente Sint-Nergens", ("nl", "fr"))
    assert lint([folder / "sint-nergens.toml"]) == []


def test_what_is_there_is_never_overwritten(folder: Path):
    (folder / "nergens.toml").write_text("mine")
    code, output = run("nergens", "--answers", answered(folder))
    assert (code, "never overwritten" in output) == (1, True)
    assert (folder / "nergens.toml").read_text() == "mine"
    with pytest.raises(FileExistsError):
        new.write(new.Answers(name="nergens", **_parsed()), folder)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('"79999"', '"12025"', "nis: "), ('"limburg"', '"luik"', "province: "),
        ("title", "titel", "titel: "), ("region", 'accent = "#ffe0e0"\nregion', "accent: "),
        ('"3999"', '"39"', "postal_code: "), ("burgerloket.", "https://", "domain: "),
    ],
)  # fmt: skip
def test_a_wrong_answer_writes_nothing(right: str, wrong: str, told: str, folder: Path):
    code, output = run("nergens", "--answers", answered(folder, ANSWERS.replace(right, wrong)))
    assert code == 1
    assert told in output
    assert not (folder / "nergens.toml").exists()


@pytest.mark.parametrize("name", ["", "Nergens", "../nergens", "a b"])
def test_the_name_is_one_that_a_file_can_have(name: str, folder: Path):
    assert run(name, "--answers", answered(folder))[0] == 1


def test_the_check_says_what_it_found_and_fails():
    good = CliRunner().invoke(main, ["check", "mechelen"])
    assert (good.exit_code, good.output) == (0, "")
    gone = CliRunner().invoke(main, ["check", "atlantis"])
    assert gone.exit_code == 1
    assert "there is no such file" in gone.output


def _parsed() -> dict[str, object]:
    import tomllib

    return tomllib.loads(ANSWERS)
