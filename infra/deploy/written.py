"""What a tenant's table tells of itself: whether it holds anything, and when it last changed."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from infra.deploy.aws import Aws

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import ScanInputPaginateTypeDef


def is_empty(aws: Aws, table: str) -> bool:
    """Also when there is no such table."""
    try:
        return not aws.dynamodb.scan(TableName=table, Limit=1, ConsistentRead=True)["Items"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return True
        raise


def last_event(aws: Aws, table: str) -> datetime:
    """When a case last changed: each change writes an event. Reads the whole table, with its
    costs; only who destroys it asks."""
    asked: ScanInputPaginateTypeDef = {
        "TableName": table,
        "ConsistentRead": True,
        "FilterExpression": "kind = :event",
        "ExpressionAttributeValues": {":event": {"S": "event"}},
    }
    last = datetime.min.replace(tzinfo=UTC)
    for page in aws.dynamodb.get_paginator("scan").paginate(**asked):
        for item in page["Items"]:
            at = json.loads(item["data"]["S"])["at"]
            last = max(last, datetime.fromisoformat(at))
    return last
