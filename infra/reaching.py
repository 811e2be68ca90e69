"""Which desk an operator's command is about: a local one, or the one of the environment."""

import argparse
import os
import sys

from infra.local.clock import MovableClock
from infra.local.config import ROOT, Local, in_use


def add_options(command: argparse.ArgumentParser) -> None:
    """`--port` and `--tenant`: the local desk."""
    tenants = sorted(file.stem for file in (ROOT / "infra" / "tenants").glob("*.toml"))
    command.add_argument("--port", type=int, help="of the local desk (8000)")
    command.add_argument("--tenant", choices=tenants, default="mechelen")


def reach(given: argparse.Namespace) -> MovableClock | None:
    """Set the environment of the desk that is meant; its clock. None, and a word about it, when no
    local desk answers. With TABLE_NAME in the environment and no --port it is that desk."""
    if given.port is None and "TABLE_NAME" in os.environ:
        return MovableClock()
    local = Local.on_ports(given.tenant, given.port or 8000)
    if not in_use(local.cloud):
        print(f"No desk answers on port {given.port or 8000}; start one with `make run`.",
              file=sys.stderr)  # fmt: skip
        return None
    os.environ.update(local.environment())
    return MovableClock(local.state / "clock")
