"""What tests of a deployment can ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.deploy import roll_out

from .deploying import Desk, moto_as_aws, target, template, write_package


@pytest.fixture(scope="module")
def _answering() -> Iterator[Desk]:
    found = Desk()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def answering(_answering: Desk) -> Desk:
    """What answers at the address of the deployed desk."""
    _answering.ill, _answering.asked = set(), []
    return _answering


@pytest.fixture
def folder(tmp_path: Path, answering: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package, and an empty account."""
    with moto_as_aws(monkeypatch):
        yield write_package(tmp_path / "nergens", template(answering.url))


@pytest.fixture
def said() -> list[str]:
    """What was told to the operator."""
    return []


@pytest.fixture
def deployed(folder: Path, said: list[str]) -> Path:
    """The package, once deployed."""
    assert roll_out.deploy(target(folder), roll_out.Wish(), said.append) is True
    said.clear()
    return folder
