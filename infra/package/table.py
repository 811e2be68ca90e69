"""The tenant's table, from the same definition as the local desk's."""

import json
from pathlib import Path

from infra.package.cfn import KEPT, Resources, resource
from infra.package.keys import DATA_KEY
from infra.package.names import Names

_PART = Path(__file__).parents[1] / "parts" / "table.json"


def table(names: Names) -> Resources:
    properties = json.loads(_PART.read_text("utf-8"))
    properties["SSESpecification"]["KMSMasterKeyId"] = DATA_KEY
    return {
        "Table": resource("AWS::DynamoDB::Table", {"TableName": names.prefix, **properties}, **KEPT)
    }
