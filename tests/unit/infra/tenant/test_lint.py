"""The linter: each mistake is told with its file, its place and what to do."""

from pathlib import Path

import pytest

from infra.tenant import TENANTS, files
from infra.tenant.lint import lint
from infra.tenant.rules import fee_keys, wrong_accent
from infra.tenant.whole import write_whole


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A good file, on its own."""
    path = tmp_path / "mechelen.toml"
    write_whole(TENANTS / "mechelen.toml", path)
    assert lint([path]) == []
    return path


def told(path: Path, right: str, wrong: str) -> str:
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    return "\n".join(map(str, lint([path])))


def test_the_files_that_there_are_have_no_mistake():
    assert len(files()) >= 12
    assert lint(files()) == []


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('place = "', 'palce = "', "palce: there is no such key. Did you mean 'place'?"),
        ('place = "', 'palce = "', "place: this is missing"),
        ("street =", "straat =", "contact.straat: there is no such key. Did you mean 'street'?"),
        ("capacity = 4", "capacty = 4", "services.identity.capacty: there is no such key. Did"),
        ("log_days", "logdays", "deployment.logdays: there is no such key. Did you mean 'log"),
        ("memory_mb = 512", "memory = 512", "Did you mean 'memory_mb'?"),
        ("minutes = 15", "minutes = 1", "services.identity.minutes: "),
        ('nis = "12025"', 'nis = "1202"', "nis: five digits"),
        ('"OVO002067"', '"2067"', 'org_code: "OVO" and six digits'),
        ('accent = "#a5182f"', 'accent = "#ffe0e0"', "style.accent: too little contrast"),
        ('"en"]', '"es"]', "languages: 'es' is unknown; there are nl, fr, de, en"),
        ('"elections/proxy"', '"elections/prox"', "no procedure has this fee. Did you mean 'elec"),
        ('"elections/proxy"', '"elections/prox"', "fees: elections/proxy has none"),
        ('"birth/declaration/act"', '"birth/declaratie/act"', "Did you mean 'birth/declaration'?"),
        ('registrar = ["registrar"]', "registrar = []", "roles.registrar: no right gives"),
        ('registrar = ["registrar"]', 'mayor = ["mayor"]', "roles.mayor: there is no such role"),
        ('registrar = ["registrar"]', 'mayor = ["mayor"]', "roles: nobody is 'registrar'"),
        ('"eu-central-1"', '"eusc-de-east-1"', "say 'aws-eusc', or another region"),
        ('"burgerloket@mechelen.example"', '"loket@gmail.example"', "sender: 'loket@gmail"),
        ("[deployment.capacity.default]", "[deployment.capacity.electons]", "Did you mean 'elect"),
        ('name = "mechelen"', 'name = "malines"', "name: 'malines' is not the name of the file"),
        ("[", "[[[", "this is no TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(right: str, wrong: str, said: str, whole: Path):
    found = told(whole, right, wrong)
    assert said in found
    assert str(whole) in found


@pytest.mark.parametrize("place", ["nis", "org_code", "deployment.domain"])
def test_what_only_one_can_have_is_not_had_twice(place: str, whole: Path):
    other = whole.with_name("other.toml")
    other.write_text(whole.read_text("utf-8").replace('name = "mechelen"', 'name = "other"'))
    found = [mistake for mistake in lint([whole, other]) if mistake.place == place]
    assert [(mistake.path, "already mechelen's" in mistake.text) for mistake in found] == [
        (other, True)
    ]


def test_no_name_begins_with_the_whole_name_of_another(whole: Path):
    other = whole.with_name("mechelen-noord.toml")
    text = whole.read_text("utf-8").replace('name = "mechelen"', 'name = "mechelen-noord"')
    other.write_text(text)
    found = [mistake for mistake in lint([whole, other]) if mistake.place == "name"]
    assert [mistake.path for mistake in found] == [other]
    assert "functions of mechelen could reach" in found[0].text


def test_the_line_is_told_also_when_the_base_says_it(tmp_path: Path):
    (tmp_path / "low.toml").write_text(
        (TENANTS / "base" / "flanders.toml").read_text().replace("deer = 1", 'deer = "many"')
    )
    own = tmp_path / "mechelen.toml"
    own.write_text((TENANTS / "mechelen.toml").read_text().replace("base/antwerp.toml", "low.toml"))
    (line,) = [str(mistake) for mistake in lint([own]) if "deer" in mistake.place]
    number = int(line.split(":")[1])
    assert line.startswith(str(tmp_path / "low.toml"))
    assert "deer" in (tmp_path / "low.toml").read_text().splitlines()[number - 1]


def test_every_colour_has_its_opposite_paper():
    assert wrong_accent("#a5182f", "#ff9aa8") == ""
    assert "accent on" in wrong_accent("#a5182f", "#333333")


def test_a_fee_of_each_variant_is_asked():
    from functions.processes import all_procedures

    keys = [key for procedure in all_procedures() for key in fee_keys(procedure)]
    assert "identity-card/request/urgent" in keys
    assert len(keys) == len(set(keys))
