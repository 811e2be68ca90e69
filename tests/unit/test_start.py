"""What a function imports at its start is paid by whoever waits for it."""

import os
import subprocess
import sys

from infra.local.config import ROOT, Local

NOT_NEEDED = (
    "functions.adapters.access_tokens",
    "functions.adapters.mollie",
    "functions.adapters.oidc",
    "functions.adapters.voter_lists",
    "functions.domain.voters",
    "functions.domain.counter_views",
    "functions.domain.lists",
    "functions.domain.queue_views",
    "functions.domain.review_views",
    "functions.domain.terms",
    "functions.services.holding",
    "functions.processes.birth",
    "functions.adapters.staff",
    "functions.services.drawing",
    "functions.services.queue",
    "functions.web.clerk.review",
    "functions.web.office",
    "functions.domain.settings",
    "functions.services.changing",
    "functions.web.certificates",
    "functions.web.openapi",
    "frontend.procedures",
    "boto3",
    "aws_lambda_powertools",
)


def test_a_function_of_one_process_starts_without_what_it_may_never_need() -> None:
    local = Local.on_ports("mechelen", 8000).environment()
    script = "import sys; from functions import app; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **local, "PROCESSES": "elections"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "functions.processes.elections" in loaded
    assert loaded.isdisjoint(NOT_NEEDED), loaded & set(NOT_NEEDED)
