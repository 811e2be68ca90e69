"""Checkov on the template: every check it does not meet is argued in infra/package/exceptions.toml.

Checkov holds on to older versions of what we use, so it lives in an environment of its own:
`python -m venv v && v/bin/pip install checkov`, then CHECKOV=v/bin/checkov.
"""

import json
import os
import subprocess
import tomllib
from pathlib import Path

import pytest

from functions.domain.tenant import load_tenant
from infra.deployment import Deployment
from infra.local.config import ROOT
from infra.package.assemble import Code
from infra.package.template import Parts, template

from .packaged import translated

CHECKOV = os.environ.get("CHECKOV", "")
TENANT = ROOT / "infra" / "tenants" / "mechelen.toml"


@pytest.mark.slow
@pytest.mark.skipif(not CHECKOV, reason="CHECKOV names no checkov")
def test_what_checkov_finds_is_argued(tmp_path: Path) -> None:
    zips = {"functions": "f.zip", "shared": "s.zip", "documents": "d.zip"}
    parts = Parts(load_tenant(TENANT), Deployment.load(TENANT), Code(Path("f.zip"), {}, []), zips)
    file = tmp_path / "template.json"
    file.write_text(json.dumps(translated(template(parts))))
    command = [CHECKOV, "-f", str(file), "--framework", "cloudformation", "--quiet", "-o", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert found["summary"]["parsing_errors"] == 0
    argued = tomllib.loads((ROOT / "infra" / "package" / "exceptions.toml").read_text())
    failed = {check["check_id"] for check in found["results"]["failed_checks"]}
    assert failed == set(argued)
