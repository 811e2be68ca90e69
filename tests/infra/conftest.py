"""What tests of the package, of a deployment and of a tenant that is deployed can ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.deploy import roll_out
from infra.deployment import Deployment
from infra.local.config import REGION
from infra.local.stack import LocalStack
from infra.operate.deployed import Deployed
from infra.package.one import package

from .deploying import Desk, moto_as_aws, target, template, write_package
from .operated import TENANT_FILE, deploy


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mechelen, packaged once: whoever asks for it is in the group "package"."""
    return package("mechelen", tmp_path_factory.mktemp("package"))


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


@pytest.fixture
def tenant(desk: LocalStack, monkeypatch: pytest.MonkeyPatch) -> Deployed:
    """The desk of Mechelen as operators find it; in the region of the local desk."""
    here = Deployment.load(TENANT_FILE).model_copy(update={"region": REGION})
    monkeypatch.setattr("infra.operate.deployed.Deployment.load", lambda _: here)
    return deploy(desk)
