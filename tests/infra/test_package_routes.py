"""Chalice's routes and what API Gateway and CloudFront carry are the same."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from functions import wiring
from functions.processes import all_processes
from infra.deployment import Deployment
from infra.front_door import GENERAL, is_dynamic, resource_of, resources
from infra.local.config import ROOT, Local
from infra.package import archive, bytecode, layers
from infra.package.api import owners
from infra.package.assemble import assemble

from .packaged import read

PROCESSES = [process.name for process in all_processes()]
TENANT = ROOT / "infra" / "tenants" / "mechelen.toml"
_VARIABLE = re.compile(r"\{\w+\}")

pytestmark = pytest.mark.xdist_group("package")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    for name, value in Local.on_ports("mechelen", 9000).environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CALENDAR_FILE", str(ROOT / "infra" / "elections.toml"))
    yield monkeypatch
    wiring.reset()


def carried(owner: str, environment: pytest.MonkeyPatch) -> set[str]:
    """The routes of the function of that name."""
    environment.setenv("PROCESSES", "*" if owner == GENERAL else owner)
    wiring.reset()
    from functions.app import create_app

    return set(create_app().routes)


@pytest.mark.slow
def test_every_path_of_chalice_is_covered_by_the_resource_of_the_function_that_carries_it(
    packed: Path, environment: pytest.MonkeyPatch
) -> None:
    paths = read(packed / "routes.json")["paths"]
    assert len(paths) > 800
    found = owners(Deployment.load(TENANT))
    assert len(found) < 300  # API Gateway's quota is 300 resources
    covered: dict[str, set[str]] = {}
    for path in paths:
        asked = _VARIABLE.sub("nl", path)
        resource = resource_of(asked, PROCESSES)
        assert resource is not None, path
        covered.setdefault(found[resource[0]], set()).add(path)
    for owner, wanted in covered.items():
        assert wanted <= carried(owner, environment), owner
    assert set(covered) == {*PROCESSES, GENERAL}
    # and a function of a process carries nothing of its process that another would get
    for owner in PROCESSES:
        own = {path for path in carried(owner, environment) if f"/desk/{owner}/" in path}
        assert own == covered[owner]


@pytest.mark.slow
def test_cloudfront_sends_each_path_to_the_api_and_no_page_of_the_site(packed: Path) -> None:
    paths = read(packed / "routes.json")["paths"]
    assert [path for path in paths if not is_dynamic(_VARIABLE.sub("nl", path))] == []
    site = packed / "site"
    pages = ["/" + file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()]
    assert "/nl/index.html" in pages
    assert [page for page in pages if is_dynamic(page.removesuffix("index.html"))] == []


@pytest.mark.slow
def test_the_same_input_gives_the_same_archive(packed: Path, tmp_path: Path) -> None:
    again = assemble("mechelen", Deployment.load(TENANT), packed / "site", tmp_path)
    assert archive.digest(again.archive) == archive.digest(packed / "functions.zip")


@pytest.mark.slow
def test_a_layer_built_anew_is_the_same_archive(packed: Path, tmp_path: Path) -> None:
    """Nothing of the time, the folder or the order of an installation is in it."""
    (known,) = (packed / "artifacts").glob("shared-*.zip")
    again = layers.shared(tmp_path)
    assert again.parent == tmp_path
    assert archive.digest(again) == archive.digest(known)


def expected_bytecode(names: list[str]) -> set[str]:
    """That of every source, of the Python of the cloud, and of nothing else."""
    tag = f"cpython-{bytecode.PYTHON.replace('.', '')}"
    sources = [PurePosixPath(name) for name in names if name.endswith(".py")]
    return {str(one.parent / "__pycache__" / f"{one.stem}.{tag}.pyc") for one in sources}


@pytest.mark.slow
def test_what_is_packed_can_run(packed: Path) -> None:
    import zipfile

    total = 0
    for path in (packed / "artifacts").glob("*.zip"):
        with zipfile.ZipFile(path) as packed_file:
            names = packed_file.namelist()
            total += sum(about.file_size for about in packed_file.infolist())
        assert names == sorted(names)
        compiled = {name for name in names if "__pycache__" in name or name.endswith(".pyc")}
        assert compiled == (expected_bytecode(names) if bytecode.interpreter() else set())
        wheels = [name for name in names if name.endswith(".so")]
        assert [name for name in wheels if "x86_64" in name or "cpython-311" in name] == []
    assert total < 250 * 1024 * 1024  # Lambda's limit for code and layers together


def test_an_archive_does_not_depend_on_order_or_time(tmp_path: Path) -> None:
    first = archive.pack({"b": b"2", "a/c": b"1"}, tmp_path / "1.zip")
    second = archive.pack({"a/c": b"1", "b": b"2"}, tmp_path / "2.zip")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("path", "resource"),
    [
        ("/nl/desk", "/{lang}/desk"),
        ("/nl/desk/my", "/{lang}/desk/{proxy+}"),
        ("/nl/desk/birth", "/{lang}/desk/birth"),
        ("/nl/desk/birth/declaration/start", "/{lang}/desk/birth/{proxy+}"),
        ("/nl/desk/births", "/{lang}/desk/{proxy+}"),
        ("/desk/signed-in", "/desk/{proxy+}"),
        ("/api/openapi.json", "/api/{proxy+}"),
        ("/nl/other", None),
        ("/api", None),
    ],
)
def test_a_path_has_the_resource_that_api_gateway_takes(path: str, resource: str | None) -> None:
    found = resource_of(path, PROCESSES)
    assert (found[0] if found else None) == resource
    assert resource is None or resource in resources(PROCESSES)
