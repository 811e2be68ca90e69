"""The key by which the functions know that a request came through CloudFront.

CloudFormation makes it and puts it into both; the template holds its name only. A secret has two
values, `send` and `accept`, so that it is changed in two deployments (docs/deploying.md), and a
version, which the tenant's file names: only where the text of the template is another does
CloudFormation read a secret again and a function get a version; a parameter is not enough.
"""

import json

from functions.web.edge import HEADER
from infra.package.cfn import Json, Resources, resource, sub
from infra.package.keys import DATA_KEY
from infra.package.names import Names

CONDITION = "HasCloudFront"


def edge_key(names: Names) -> Resources:
    return {
        "EdgeKey": resource(
            "AWS::SecretsManager::Secret",
            {
                "Name": f"{names.prefix}-edge-key",
                "Description": "What CloudFront sends with each request, and the functions accept",
                "KmsKeyId": DATA_KEY,
                "GenerateSecretString": {
                    "SecretStringTemplate": json.dumps({"accept": ""}),
                    "GenerateStringKey": "send",
                    "PasswordLength": 48,
                    "ExcludePunctuation": True,  # it stands in a header, and between commas
                },
            },
            Condition=CONDITION,
        )
    }


def sent(version: str) -> Json:
    """The header that CloudFront adds. `version`: of the secret; empty for its first."""
    return {"HeaderName": HEADER, "HeaderValue": sub(_value("send", version))}


def accepted(version: str) -> Json:
    """For EDGE_KEYS."""
    return sub(f"{_value('send', version)},{_value('accept', version)}")


def _value(key: str, version: str) -> str:
    return f"{{{{resolve:secretsmanager:${{EdgeKey}}:SecretString:{key}::{version}}}}}"
