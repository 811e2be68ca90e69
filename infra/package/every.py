"""Every tenant's package, and what came of each in one table."""

import json
import logging
import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from infra.deployment import Deployment
from infra.package import layers
from infra.package.assemble import ROOT
from infra.package.quotas import BYTES, RESOURCES, Size, size_of, transformed
from infra.tenant import files

Package = Callable[[str], Path]


@dataclass(frozen=True)
class Made:
    """`code_bytes`: of the functions' archive; the layers are the same for all."""

    tenant: str
    size: Size
    code_bytes: int
    seconds: float


@dataclass(frozen=True)
class Failed:
    tenant: str
    reason: str


def make_every(package: Package, tenants: Iterable[str], jobs: int) -> list[Made | Failed]:
    """In the order of `tenants`, so many at once, each in a process of its own. What fails for one
    is told, and the others are made. `package`: of a module that another process can import, which
    `__main__` of a package is not.
    """
    layers.build(ROOT / "build" / "layers")  # once, before anybody waits for them
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running = {tenant: pool.submit(_make, package, tenant) for tenant in tenants}
        return [outcome(tenant, future) for tenant, future in running.items()]


def outcome(tenant: str, future: "Future[Made]") -> Made | Failed:
    try:
        made = future.result()
    except Exception as error:
        return Failed(tenant, f"{type(error).__name__}: {error}")
    over = made.size.over()
    return Failed(tenant, f"over a quota: {', '.join(over)}") if over else made


def _make(package: Package, tenant: str) -> Made:
    begun = perf_counter()
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        out = package(tenant)
    os.environ["AWS_DEFAULT_REGION"] = Deployment.load(_file(tenant)).region
    logging.disable()  # the translator tells of features of its own
    template = json.loads((out / "template.json").read_text("utf-8"))
    needed = [n for n, part in template["Parameters"].items() if "Default" not in part]
    whole = transformed(template, dict.fromkeys(needed, "given"))
    (code,) = (out / "artifacts").glob("functions-*.zip")
    return Made(tenant, size_of(template, whole), code.stat().st_size, perf_counter() - begun)


def _file(tenant: str) -> Path:
    (found,) = (file for file in files() if file.stem == tenant)
    return found


def table(results: Iterable[Made | Failed]) -> str:
    """One line a tenant; what failed, with its reason, below."""
    rows = list(results)
    lines = [
        f"{'tenant':20}{'functions':>10}{f'resources/{RESOURCES}':>15}"
        f"{f'template kB/{BYTES // 1000}':>18}{'code MB':>9}{'seconds':>9}"
    ]
    for row in rows:
        if isinstance(row, Failed):
            lines.append(f"{row.tenant:20}{'FAILED':>10}")
        else:
            lines.append(
                f"{row.tenant:20}{row.size.functions:>10}{row.size.resources:>15}"
                f"{row.size.bytes / 1000:>18.0f}{row.code_bytes / 1e6:>9.1f}{row.seconds:>9.0f}"
            )
    failed = [row for row in rows if isinstance(row, Failed)]
    lines += [f"{row.tenant}: {row.reason}" for row in failed]
    return "\n".join(lines)
