"""What the tests of the package share."""

from pathlib import Path

import pytest

from infra.package.__main__ import package


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mechelen, packaged once: whoever asks for it is in the group "package"."""
    return package("mechelen", tmp_path_factory.mktemp("package"))
