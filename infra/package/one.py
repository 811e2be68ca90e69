"""One tenant's package."""

import shutil
import sys
from pathlib import Path

from frontend.build import main as build_site
from functions.domain.tenant import load_tenant
from infra.deployment import Deployment
from infra.package import archive, bytecode, layers, workflows
from infra.package.assemble import ROOT, assemble
from infra.package.firewall import web_acl
from infra.package.names import Names
from infra.package.quotas import written
from infra.package.template import Parts, template


def package(tenant: str, out: Path | None = None) -> Path:
    """Returns the folder with template.json, edge.json, artifacts/ and site/."""
    out = out or ROOT / "build" / tenant
    file = ROOT / "infra" / "tenants" / f"{tenant}.toml"
    deployment = Deployment.load(file)
    site, artifacts = out / "site", out / "artifacts"
    calendar = ROOT / "infra" / "elections.toml"
    if build_site(["--tenant", tenant, "--out", str(site), "--calendar", str(calendar)]):
        raise RuntimeError(f"the site of {tenant} was not built")
    if bytecode.interpreter() is None:
        print(bytecode.NONE, file=sys.stderr)
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
