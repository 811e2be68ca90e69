"""CloudFormation's quotas, and how much of them a template takes.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""

import json
from copy import deepcopy
from dataclasses import dataclass

from infra.package.cfn import Json

RESOURCES, PARAMETERS, OUTPUTS = 500, 200, 200
BYTES = 1_000_000  # of a template in S3, as it is written


@dataclass(frozen=True)
class Size:
    """`resources`: after the transform of SAM, which is what CloudFormation counts."""

    functions: int
    resources: int
    parameters: int
    outputs: int
    bytes: int

    def over(self) -> list[str]:
        """What is too much, in words."""
        limits = {
            "resources": (self.resources, RESOURCES),
            "parameters": (self.parameters, PARAMETERS),
            "outputs": (self.outputs, OUTPUTS),
            "bytes": (self.bytes, BYTES),
        }
        return [
            f"{is_now} {name} of {most}" for name, (is_now, most) in limits.items() if is_now > most
        ]


def written(content: object) -> str:
    """As a template stands in its file."""
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def size_of(template: Json, whole: Json) -> Size:
    """`whole`: the same after the transform."""
    kinds = [part["Type"] for part in template["Resources"].values()]
    return Size(
        functions=kinds.count("AWS::Serverless::Function"),
        resources=len(whole["Resources"]),
        parameters=len(template["Parameters"]),
        outputs=len(template["Outputs"]),
        bytes=len(written(template).encode()),
    )


class _NoManagedPolicies:
    """The translator asks AWS for names of managed policies; ours name none."""

    def load(self) -> dict[str, str]:
        return {}


def transformed(template: Json, given: dict[str, str]) -> Json:
    """The template as CloudFormation has it after AWS::Serverless-2016-10-31. `given`: the
    parameters without a default. The region is that of the environment."""
    from samtranslator.translator.transform import transform

    found: Json = transform(deepcopy(template), dict(given), _NoManagedPolicies())
    return found
