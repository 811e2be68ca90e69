"""The tenant's keys in KMS: one for all that is stored, one that seals documents."""

from infra.package.cfn import KEPT, Json, Resources, get, ref, resource, sub
from infra.package.names import Names

_USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
DATA_KEY = get("DataKey", "Arn")


def keys(names: Names) -> Resources:
    return {
        "DataKey": resource(
            "AWS::KMS::Key",
            {
                "Description": f"{names.prefix}: table, buckets, queues, logs",
                "EnableKeyRotation": True,
                "PendingWindowInDays": 30,
                "KeyPolicy": {
                    "Version": "2012-10-17",
                    "Statement": [_OWNER, _table(), _logs(names), _services()],
                },
            },
            **KEPT,
        ),
        "DataKeyAlias": _alias("DataKey", f"alias/{names.prefix}-data"),
        "SealKey": resource(
            "AWS::KMS::Key",
            {
                "Description": f"{names.prefix}: seals what is issued",
                "KeySpec": "ECC_NIST_P256",
                "KeyUsage": "SIGN_VERIFY",
                "PendingWindowInDays": 30,
                "KeyPolicy": {"Version": "2012-10-17", "Statement": [_OWNER]},
            },
            **KEPT,
        ),
        "SealKeyAlias": _alias("SealKey", f"alias/{names.prefix}-seal"),
    }


def _alias(key: str, name: str) -> Json:
    return resource("AWS::KMS::Alias", {"AliasName": name, "TargetKeyId": ref(key)})


# Without it nobody can ever change the key: policies of IAM then say who may.
_OWNER = {
    "Sid": "Account",
    "Effect": "Allow",
    "Principal": {"AWS": sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")},
    "Action": "kms:*",
    "Resource": "*",
}


def _table() -> Json:
    """Whoever may read the table, through DynamoDB only."""
    return {
        "Sid": "ThroughDynamoDB",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [*_USE, "kms:CreateGrant"],
        "Resource": "*",
        "Condition": {
            "StringEquals": {
                "kms:CallerAccount": ref("AWS::AccountId"),
                "kms:ViaService": sub("dynamodb.${AWS::Region}.${AWS::URLSuffix}"),
            }
        },
    }


def _logs(names: Names) -> Json:
    return {
        "Sid": "Logs",
        "Effect": "Allow",
        "Principal": {"Service": sub("logs.${AWS::Region}.${AWS::URLSuffix}")},
        "Action": _USE,
        "Resource": "*",
        "Condition": {
            "ArnLike": {
                "kms:EncryptionContext:aws:logs:arn": sub(names.arn("logs", "log-group:*")),
            }
        },
    }


def _services() -> Json:
    """Rules and alarms put messages in our encrypted queues and topic; CloudFront reads the site's
    bucket."""
    return {
        "Sid": "Services",
        "Effect": "Allow",
        "Principal": {
            "Service": [
                "events.amazonaws.com", "cloudwatch.amazonaws.com", "budgets.amazonaws.com",
            ]
        },
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
    }  # fmt: skip
