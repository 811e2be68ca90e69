"""`python -m infra.package <tenant>`: everything of a tenant's stack under build/<tenant>/.

No account is needed, and nothing is sent anywhere. What then has to be done: docs/deploying.md.
"""

import argparse
import json
import shutil
from pathlib import Path
from time import perf_counter

from frontend.build import main as build_site
from functions.domain.tenant import load_tenant
from infra.deployment import Deployment
from infra.package import archive, layers, workflows
from infra.package.assemble import ROOT, assemble
from infra.package.firewall import web_acl
from infra.package.names import Names
from infra.package.template import Parts, template


def package(tenant: str, out: Path | None = None) -> Path:
    """Returns the folder with template.json, edge.json, artifacts/ and site/."""
    out = out or ROOT / "build" / tenant
    file = ROOT / "infra" / "tenants" / f"{tenant}.toml"
    deployment = Deployment.load(file)
    site, artifacts = out / "site", out / "artifacts"
    calendar = ROOT / "infra" / "elections.toml"
    build_site(["--tenant", tenant, "--out", str(site), "--calendar", str(calendar)])
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
    path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.package", description=__doc__)
    parser.add_argument("tenant", help="the name of a file in infra/tenants/")
    tenant = parser.parse_args().tenant
    begun = perf_counter()
    out = package(tenant)
    size = sum(path.stat().st_size for path in (out / "artifacts").rglob("*") if path.is_file())
    print(f"{out.relative_to(ROOT)}: {size / 1e6:.0f} MB in {perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
