"""What the tests of the package ask: the template without its transform, values filled in."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform

# What a person gives at a deployment, and the rest as the template says
GIVEN = {
    "ArtifactsBucket": "artifacts",
    "OidcIssuer": "https://sign-in.example",
    "OidcClientId": "burgerloket",
}


class NoManagedPolicies:
    """The translator asks AWS for names of managed policies; ours name none."""

    def load(self) -> dict[str, str]:
        return {}


def translated(template: dict[str, Any]) -> dict[str, Any]:
    """The template as CloudFormation has it after AWS::Serverless-2016-10-31."""
    found: dict[str, Any] = transform(deepcopy(template), dict(GIVEN), NoManagedPolicies())
    return found


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found
