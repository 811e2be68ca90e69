"""What the tests of the package ask: the template without its transform, values filled in."""

import json
from pathlib import Path
from typing import Any

from infra.package.quotas import transformed

# What a person gives at a deployment, and the rest as the template says
GIVEN = {
    "ArtifactsBucket": "artifacts",
    "OidcIssuer": "https://sign-in.example",
    "OidcClientId": "burgerloket",
}


def translated(template: dict[str, Any]) -> dict[str, Any]:
    """The template as CloudFormation has it after AWS::Serverless-2016-10-31."""
    return transformed(template, GIVEN)


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found
