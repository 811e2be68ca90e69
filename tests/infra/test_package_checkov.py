"""What checkov finds in the template is argued in infra/package/exceptions.toml, all of it."""

import json
import subprocess
import tomllib
from pathlib import Path

import pytest

from infra import checkov
from infra.local.config import ROOT

from .allowed import unpacked_template
from .packaged import translated


@pytest.mark.slow
def test_what_checkov_finds_is_argued(tmp_path: Path) -> None:
    file = tmp_path / "template.json"
    file.write_text(json.dumps(translated(unpacked_template())))
    command = [str(checkov.command()), "-f", str(file), "--framework", "cloudformation"]
    done = subprocess.run(
        [*command, "--quiet", "-o", "json"], capture_output=True, text=True, check=False
    )
    found = json.loads(done.stdout)
    assert found["summary"]["parsing_errors"] == 0
    argued = tomllib.loads((ROOT / "infra" / "package" / "exceptions.toml").read_text())
    failed = {check["check_id"] for check in found["results"]["failed_checks"]}
    assert failed == set(argued)
