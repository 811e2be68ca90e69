"""Three buckets: documents, the site, and who asked for what of both."""

from infra.deployment import Deployment
from infra.package.cfn import KEPT, NOTHING, Json, Resources, get, ref, resource, sub
from infra.package.keys import DATA_KEY
from infra.package.names import Names
from infra.package.scanning import threats_stay

_CLOSED = dict.fromkeys(
    ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
)
_OWNED = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


def buckets(names: Names, deployment: Deployment) -> Resources:
    return {
        "Documents": _documents(names, deployment),
        "DocumentsPolicy": _policy("Documents", threats_stay(deployment)),
        "Site": resource(
            "AWS::S3::Bucket",
            {
                # no key of ours: the pages are public, and CloudFront reads them as they are
                "BucketEncryption": _encrypted(own=False),
                "PublicAccessBlockConfiguration": _CLOSED,
                "OwnershipControls": _OWNED,
                "VersioningConfiguration": {"Status": "Enabled"},
                "LoggingConfiguration": _logged("site/"),
                "LifecycleConfiguration": {"Rules": [_old_versions(90)]},
            },
        ),
        "SitePolicy": _policy("Site", [_by_cloudfront()]),
        "AccessLogs": resource(
            "AWS::S3::Bucket",
            {
                # S3 writes its logs with its own key only
                "BucketEncryption": _encrypted(own=False),
                "PublicAccessBlockConfiguration": _CLOSED,
                "OwnershipControls": _OWNED,
                "VersioningConfiguration": {"Status": "Enabled"},
                "LifecycleConfiguration": {
                    "Rules": [
                        _old_versions(30),
                        {
                            "Id": "logs",
                            "Status": "Enabled",
                            "ExpirationInDays": deployment.log_days,
                        },
                    ]
                },
            },
            **KEPT,
        ),
        "AccessLogsPolicy": _policy("AccessLogs", [_by_s3()]),
    }


def _documents(names: Names, deployment: Deployment) -> Json:
    days = deployment.object_lock_days
    lock = {
        "ObjectLockEnabled": "Enabled",
        "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": days}},
    }
    return resource(
        "AWS::S3::Bucket",
        {
            "BucketName": names.documents,
            "BucketEncryption": _encrypted(own=True),
            "PublicAccessBlockConfiguration": _CLOSED,
            "OwnershipControls": _OWNED,
            "VersioningConfiguration": {"Status": "Enabled"},
            "LoggingConfiguration": _logged("documents/"),
            "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": True}},
            "ObjectLockEnabled": bool(days),
            "ObjectLockConfiguration": lock if days else NOTHING,
            "CorsConfiguration": {
                "CorsRules": [
                    {
                        "AllowedOrigins": [sub("https://${Domain}")],
                        "AllowedMethods": ["POST"],
                        "AllowedHeaders": ["*"],
                        "MaxAge": 3600,
                    }
                ]
            },
            "LifecycleConfiguration": {
                "Rules": [
                    _expires("quarantine/", 2),
                    _expires("previews/", 30),
                    # what was erased is gone from everywhere after this
                    _old_versions(30),
                ]
            },
        },
        **KEPT,
    )


def _expires(prefix: str, days: int) -> Json:
    return {
        "Id": prefix.strip("/"),
        "Status": "Enabled",
        "Prefix": prefix,
        "ExpirationInDays": days,
        "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
    }


def _old_versions(days: int) -> Json:
    return {
        "Id": "old-versions",
        "Status": "Enabled",
        "NoncurrentVersionExpiration": {"NoncurrentDays": days},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
    }


def _encrypted(*, own: bool) -> Json:
    default = (
        {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": DATA_KEY}
        if own
        else {"SSEAlgorithm": "AES256"}
    )
    rule = {"ServerSideEncryptionByDefault": default, "BucketKeyEnabled": own}
    return {"ServerSideEncryptionConfiguration": [rule]}


def _logged(prefix: str) -> Json:
    return {"DestinationBucketName": ref("AccessLogs"), "LogFilePrefix": prefix}


def _policy(bucket: str, statements: list[Json]) -> Json:
    tls = {
        "Sid": "OnlyOverTLS",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [get(bucket, "Arn"), sub(f"${{{bucket}.Arn}}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return resource(
        "AWS::S3::BucketPolicy",
        {
            "Bucket": ref(bucket),
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [tls, *statements]},
        },
    )


def _by_cloudfront() -> Json:
    # of this account; of one distribution would be a circle between bucket and distribution
    return _by_service("CloudFrontReads", "cloudfront", "s3:GetObject", "Site")


def _by_s3() -> Json:
    return _by_service("S3Writes", "logging.s3", "s3:PutObject", "AccessLogs")


def _by_service(sid: str, service: str, action: str, bucket: str) -> Json:
    """A service of AWS that works for this account."""
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": action,
        "Resource": sub(f"${{{bucket}.Arn}}/*"),
        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
    }
