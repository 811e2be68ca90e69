"""What tests of a deployed tenant can ask for."""

import pytest

from infra.deployment import Deployment
from infra.local.config import REGION
from infra.local.stack import LocalStack
from infra.operate.deployed import Deployed
from tests.infra.operated import TENANT_FILE, deploy


@pytest.fixture
def deployed(desk: LocalStack, monkeypatch: pytest.MonkeyPatch) -> Deployed:
    """The desk of Mechelen as operators find it; in the region of the local desk."""
    here = Deployment.load(TENANT_FILE).model_copy(update={"region": REGION})
    monkeypatch.setattr("infra.operate.deployed.Deployment.load", lambda _: here)
    return deploy(desk)
