"""The file that a function reads says the same as the one that people write."""

import tomllib
from pathlib import Path

import pytest

from functions.domain.tenant import load_tenant
from functions.domain.tenant_file import merged
from infra.deployment import Deployment
from infra.tenant import files
from infra.tenant.whole import write_whole


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_the_whole_file_stands_alone_and_says_the_same(path: Path, tmp_path: Path):
    out = tmp_path / "deep" / "tenant.toml"
    write_whole(path, out)
    assert "base" not in tomllib.loads(out.read_text("utf-8"))
    assert merged(out) == merged(path)
    assert load_tenant(out) == load_tenant(path)
    assert Deployment.load(out) == Deployment.load(path)


def test_values_stay_with_their_own_table(tmp_path: Path):
    path, out = tmp_path / "own.toml", tmp_path / "out.toml"
    path.write_text("a = { x = [{ y = [1], z = { q = 1 }, last = 2 }], w = 3 }\nb = 2026-01-01\n")
    write_whole(path, out)
    assert merged(out) == merged(path)
