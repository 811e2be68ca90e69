"""What is deployed where: a tenant's package, its region, its stacks, its parameters."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from infra.deploy.aws import Aws, Stopped
from infra.deploy.stack import Stack
from infra.deployment import Deployment
from infra.package.names import Names

ROOT = Path(__file__).parents[2]
TENANTS = ROOT / "infra" / "tenants"
EDGE_REGION = "us-east-1"  # where a firewall of CloudFront has to be
_SOURCES = ("functions", "frontend", "infra", "pyproject.toml", "constraints.txt")


@dataclass(frozen=True)
class Target:
    """`folder`: the package (docs/decisions/0021-packaging.md)."""

    tenant: str
    deployment: Deployment
    folder: Path
    pause: Callable[[float], None] = time.sleep

    @cached_property
    def aws(self) -> Aws:
        return Aws(self.deployment.region)

    @cached_property
    def names(self) -> Names:
        return Names(self.tenant)

    @cached_property
    def main(self) -> Stack:
        return Stack(self.aws.cloudformation, self.names.prefix, self.pause)

    @cached_property
    def edge(self) -> Stack | None:
        """The firewall; none where there is no CloudFront, or the municipality gives its own."""
        if self.deployment.partition != "aws" or "WebAclArn" in self.deployment.parameters:
            return None
        return Stack(Aws(EDGE_REGION).cloudformation, f"{self.names.prefix}-edge", self.pause)

    @cached_property
    def template(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "template.json").read_text("utf-8"))
        return found

    def parameters(self, artifacts: str, edge: dict[str, str], **more: str) -> dict[str, str]:
        """What the template is given: all of it from the tenant's file, nothing of the time
        before. `edge`: outputs of the firewall. Raises Stopped for one unknown or missing."""
        known: dict[str, Any] = self.template["Parameters"]
        said = self.deployment.parameters
        if unknown := sorted(set(said) - set(known)):
            raise Stopped(
                f"[deployment.parameters] of {self.tenant} names {', '.join(unknown)}, which the "
                f"template does not have. It has: {', '.join(sorted(known))}."
            )
        found = {
            "ArtifactsBucket": artifacts,
            "OidcIssuer": self.deployment.identity_provider,
            **edge, **said, **more,
        }  # fmt: skip
        found = {name: value for name, value in found.items() if name in known}
        missing = [name for name in known if "Default" not in known[name] and name not in found]
        if missing:
            raise Stopped(
                f"[deployment.parameters] of {self.tenant} has to say {', '.join(sorted(missing))}."
            )
        return found


def load(tenant: str) -> Deployment:
    file = TENANTS / f"{tenant}.toml"
    if not file.is_file():
        raise Stopped(f"There is no tenant {tenant}: infra/tenants/{tenant}.toml does not exist.")
    return Deployment.load(file)


def packaged(tenant: str, build: Callable[[str], Path], root: Path = ROOT) -> Path:
    """The tenant's package: as it was built today, where no source is newer; else a new one. Of
    today, because pages say what is open and what is closed soon."""
    made = root / "build" / tenant / "routes.json"  # written last
    if made.is_file():
        at = made.stat().st_mtime
        if date.fromtimestamp(at) == date.today() and at > _newest(root):  # noqa: DTZ011, DTZ012
            return made.parent
    return build(tenant)


def _newest(root: Path) -> float:
    """When a source was last changed, in seconds since 1970."""
    files = (
        path
        for source in _SOURCES
        for path in (root / source, *(root / source).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    )
    return max((path.stat().st_mtime for path in files), default=0.0)
