"""The site of the smallest municipality is made from its short file."""

from pathlib import Path

import pytest

from frontend.build import build
from infra.deployment import Deployment
from infra.tenant import files
from tests.unit.frontend import html


@pytest.mark.slow
def test_the_site_of_the_smallest_one_builds(tmp_path: Path):
    smallest = min(files(), key=lambda path: Deployment.load(path).inhabitants)
    assert build(smallest.stem, tmp_path)
    start = (tmp_path / "nl" / "index.html").read_text("utf-8")
    assert smallest.stem.title() in start
    assert html.faults(start) == []
