"""Botocore's data, cut down for the cold start, still has all that the adapters call."""

import os
import re
import subprocess
import sys
from pathlib import Path

from infra.local.config import ROOT, aws_environment
from infra.trim_botocore import SERVICES, trim

_ADAPTERS = ROOT / "functions" / "adapters"
_CALLS = re.compile(r'client\("(dynamodb)"\)\.(\w+)')


def test_every_operation_that_an_adapter_calls_is_kept(tmp_path: Path) -> None:
    trim(tmp_path)
    source = "\n".join(path.read_text() for path in _ADAPTERS.glob("*.py"))
    called = set(_CALLS.findall(source))
    assert ("dynamodb", "transact_write_items") in called
    start = (
        "from pathlib import Path\nfrom functions.adapters.aws import client, use_trimmed_data\n"
    )
    start += f"use_trimmed_data(Path({str(tmp_path)!r}))\n"
    script = start + "\n".join(f"client({service!r}).{name}" for service, name in sorted(called))
    environment = {**os.environ, **aws_environment(9)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)


def test_the_trimmed_description_is_a_small_part_of_the_whole(tmp_path: Path) -> None:
    trim(tmp_path)
    for service in SERVICES:
        (kept,) = (tmp_path / service).glob("*/service-2.json")
        assert "documentation" not in kept.read_text()
        assert kept.stat().st_size < 60_000
