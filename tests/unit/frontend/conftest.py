"""One renderer and one site for the tests of the frontend."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from frontend import build
from frontend.assets import Accent, bundle
from frontend.render import Renderer, source_loader, translate
from functions.services.writing import use_translator
from tests.unit import known

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    """The templates as they stand in the folders, with addresses that resolve in the site."""
    tenant = known.tenant()
    made = bundle(Accent(tenant.style.accent, tenant.style.accent_dark))
    urls = {name: asset.url for name, asset in made.items()}
    return Renderer(tenant, urls, templates=source_loader())


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole static site of Mechelen, without an election calendar."""
    use_translator(translate)
    out = tmp_path_factory.mktemp("site")
    build.write(build.Site(known.tenant(), now=NOON), out)
    return out
