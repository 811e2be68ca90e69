"""Botocore's data, cut down for the cold start, still has all that the adapters call."""

import os
import re
import subprocess
import sys
from pathlib import Path

from infra.local.config import ROOT, aws_environment
from infra.trim_botocore import SERVICES, trim

_ADAPTERS = ROOT / "functions" / "adapters"
_CALLS = re.compile(r'client\("(dynamodb|s3)"\)\.(\w+)|_guarded\(\s*"(\w+)"')


def test_every_operation_that_an_adapter_calls_is_kept(tmp_path: Path) -> None:
    trim(tmp_path)
    source = "\n".join(path.read_text() for path in _ADAPTERS.glob("*.py"))
    called = {(service or "s3", verb or other) for service, verb, other in _CALLS.findall(source)}
    assert ("dynamodb", "transact_write_items") in called
    script = "import botocore.session\ns = botocore.session.get_session()\n" + "\n".join(
        f"s.create_client({service!r}).{name}" for service, name in sorted(called)
    )
    environment = {**os.environ, **aws_environment(9), "AWS_DATA_PATH": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)


def test_the_trimmed_description_is_a_small_part_of_the_whole(tmp_path: Path) -> None:
    trim(tmp_path)
    for service in SERVICES:
        (kept,) = (tmp_path / service).glob("*/service-2.json")
        assert "documentation" not in kept.read_text()
        assert kept.stat().st_size < 60_000
