"""`python -m infra.package <tenant>`: everything of a tenant's stack under build/<tenant>/; with
`--all`, of each tenant.

No account is needed, and nothing is sent anywhere. What then has to be done: docs/deploying.md.
"""

import argparse
import shutil
import sys
from pathlib import Path
from time import perf_counter

from frontend.build import main as build_site
from functions.domain.tenant import load_tenant
from infra.deployment import Deployment
from infra.package import archive, every, layers, workflows
from infra.package.assemble import ROOT, assemble
from infra.package.firewall import web_acl
from infra.package.names import Names
from infra.package.quotas import written
from infra.package.template import Parts, template
from infra.tenant import files


def package(tenant: str, out: Path | None = None) -> Path:
    """Returns the folder with template.json, edge.json, artifacts/ and site/."""
    out = out or ROOT / "build" / tenant
    file = ROOT / "infra" / "tenants" / f"{tenant}.toml"
    deployment = Deployment.load(file)
    site, artifacts = out / "site", out / "artifacts"
    calendar = ROOT / "infra" / "elections.toml"
    if build_site(["--tenant", tenant, "--out", str(site), "--calendar", str(calendar)]):
        raise RuntimeError(f"the site of {tenant} was not built")
    code = assemble(tenant, deployment, site, out)
    made = {"functions": code.archive, **layers.build(ROOT / "build" / "layers")}
    shutil.rmtree(artifacts, ignore_errors=True)  # what is no part of this package goes
    zips = {name: f"{name}-{archive.digest(path)}.zip" for name, path in made.items()}
    artifacts.mkdir(parents=True)
    for name, path in made.items():
        shutil.copyfile(path, artifacts / zips[name])
    for procedure in workflows.wanted(deployment):
        target = artifacts / workflows.definition_key(procedure)
        target.parent.mkdir(exist_ok=True)
        target.write_text(workflows.definition(procedure))
    parts = Parts(load_tenant(file), deployment, code, zips)
    _write(out / "template.json", template(parts))
    _write(out / "edge.json", web_acl(Names(tenant)))
    _write(out / "routes.json", {"paths": code.paths, "binary_types": code.binary_types})
    return out


def _write(path: Path, content: object) -> None:
    path.write_text(written(content), "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.package", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("tenant", nargs="?", help="the name of a file in infra/tenants/")
    which.add_argument("--all", action="store_true", help="each of them, and a table at the end")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once, with --all")
    given = parser.parse_args()
    if given.all:
        results = every.make_every(package, [file.stem for file in files()], given.jobs)
        print(every.table(results))
        return int(any(isinstance(one, every.Failed) for one in results))
    begun = perf_counter()
    out = package(given.tenant)
    size = sum(path.stat().st_size for path in (out / "artifacts").rglob("*") if path.is_file())
    print(f"{out.relative_to(ROOT)}: {size / 1e6:.0f} MB in {perf_counter() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
