"""The tenant's table, from the same definition as the local desk's."""

import json
from pathlib import Path

from infra.deployment import TableCapacity
from infra.package.cfn import KEPT, Json, Resources, resource
from infra.package.keys import DATA_KEY
from infra.package.names import Names

_PART = Path(__file__).parents[1] / "parts" / "table.json"


def table(names: Names, capacity: TableCapacity) -> Resources:
    properties = json.loads(_PART.read_text("utf-8"))
    properties["SSESpecification"]["KMSMasterKeyId"] = DATA_KEY
    if warm := _warm(capacity):
        # an index that takes less than its table holds up the table
        for part in (properties, *properties["GlobalSecondaryIndexes"]):
            part["WarmThroughput"] = warm
    return {
        "Table": resource("AWS::DynamoDB::Table", {"TableName": names.prefix, **properties}, **KEPT)
    }


def _warm(capacity: TableCapacity) -> Json:
    given = {
        "ReadUnitsPerSecond": capacity.warm_read_units,
        "WriteUnitsPerSecond": capacity.warm_write_units,
    }
    return {name: units for name, units in given.items() if units is not None}
