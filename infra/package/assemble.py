"""The code of the functions: a project of Chalice, packed by Chalice's own packager.

Its result is the archive that every function runs, and the routes that the API has to carry.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontend.compile import compile_templates
from frontend.render import LANGUAGES, LOCALES, SOURCE_LANGUAGE, STAMP
from frontend.texts import compile_catalogues
from infra.deployment import Deployment
from infra.package import archive, bytecode
from infra.tenant.whole import write_whole

ROOT = Path(__file__).parents[2]
_APP = "from functions.app import app\n\n__all__ = ['app']\n"
# The part of frontend/ that a request needs (a contract of import-linter keeps it so)
_FRONTEND = ("__init__.py", "hours.py", "procedures.py", "render.py")
_CHALICE = "from chalice.cli import main; main()"
_SKIP = shutil.ignore_patterns("__pycache__", "*.pyc")
# What Chalice's packager adds and no function runs
_NOT_OURS = ("chalice/cli/", "chalice/deploy/", "requirements.txt")


@dataclass(frozen=True)
class Code:
    """`paths`: every route with its methods in lower case; `binary_types`: what goes as bytes."""

    archive: Path
    paths: dict[str, list[str]]
    binary_types: list[str]


def assemble(tenant: str, deployment: Deployment, site: Path, out: Path) -> Code:
    """Pack the functions of a tenant. `site`: its built site, for the names of its assets."""
    with tempfile.TemporaryDirectory() as place:
        project = Path(place) / "project"
        _project(project, tenant, site)
        packed = Path(place) / "packed"
        _chalice(project, packed, deployment.region)
        template = json.loads((packed / "sam.json").read_text())
        with zipfile.ZipFile(packed / "deployment.zip") as made:
            files = {
                name: made.read(name)
                for name in made.namelist()
                if not name.endswith(("/", ".pyc")) and not name.startswith(_NOT_OURS)
            }
    code = archive.pack(bytecode.added(files), out / "functions.zip")
    paths, binary_types = _described(template)
    return Code(code, paths, binary_types)


def _project(project: Path, tenant: str, site: Path) -> None:
    vendor = project / "vendor"
    shutil.copytree(ROOT / "functions", vendor / "functions", ignore=_SKIP)
    for name in _FRONTEND:
        _copy(ROOT / "frontend" / name, vendor / "frontend" / name)
    shutil.copytree(
        ROOT / "frontend" / "documents", vendor / "frontend" / "documents", ignore=_SKIP
    )
    compile_catalogues()
    for lang in LANGUAGES:
        if lang != SOURCE_LANGUAGE:
            below = f"{lang}/LC_MESSAGES/burgerloket.mo"
            _copy(LOCALES / below, vendor / "frontend" / "locales" / below)
    templates = compile_templates(project / "templates")
    (templates / STAMP).write_text("packaged")  # the time of a checkout is no part of it
    (vendor / "build").mkdir()
    templates.rename(vendor / "build" / "templates")
    write_whole(ROOT / "infra" / "tenants" / f"{tenant}.toml", vendor / "tenant.toml")
    _copy(ROOT / "infra" / "elections.toml", vendor / "elections.toml")
    _copy(site / "assets" / "manifest.json", vendor / "manifest.json")
    (project / "app.py").write_text(_APP)
    (project / "requirements.txt").write_text("")  # dependencies are in a layer
    _copy(ROOT / "chalice.json", project / ".chalice" / "config.json")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _chalice(project: Path, packed: Path, region: str) -> None:
    """Chalice imports the project to find its routes: from the copies, so that what is missing in
    them fails here."""
    needed = {
        "TENANT_FILE": "vendor/tenant.toml",
        "CALENDAR_FILE": "vendor/elections.toml",
        "TABLE_NAME": "t", "BUCKET_NAME": "b", "SITE_URL": "https://s", "OIDC_ISSUER": "https://i",
        "OIDC_CLIENT_ID": "c", "OIDC_CLIENT_SECRET": "c", "PSEUDONYM_KEY": "k", "CSRF_KEY": "k",
        "STATE_MACHINE_PREFIX": "p", "MAIL_SENDER": "m", "PROCESSES": "*",
        "AWS_DEFAULT_REGION": region, "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONPATH": f"{project}{os.pathsep}{project / 'vendor'}", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _CHALICE, "package", str(packed)],
        cwd=project,
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(project)} | needed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode or not (packed / "sam.json").is_file():
        raise RuntimeError(f"chalice package failed:\n{done.stdout}")


def _described(template: dict[str, Any]) -> tuple[dict[str, list[str]], list[str]]:
    api = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    paths = {path: sorted(methods) for path, methods in api["paths"].items()}
    return paths, list(api["x-amazon-apigateway-binary-media-types"])
