"""GuardDuty Malware Protection for S3: what comes into quarantine is scanned for viruses.

https://docs.aws.amazon.com/guardduty/latest/ug/malware-protection-s3-iam-policy-prerequisite.html
"""

from collections.abc import Iterable

from infra.deployment import Deployment
from infra.package.cfn import Json, Resources, allow, get, logical, ref, resource, role, sub
from infra.package.functions import all_functions
from infra.package.keys import DATA_KEY
from infra.package.names import Names

_SERVICE = "malware-protection-plan.guardduty.amazonaws.com"
_PREFIX = "quarantine/"
_TAG = "s3:ExistingObjectTag/GuardDutyMalwareScanStatus"
# What GuardDuty names the rule that it makes for itself
_RULE = "rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*"
_VALIDATION = "malware-protection-resource-validation-object"  # written when a plan is made

# The result of a scan, for the function that checks what was uploaded
RESULT = "GuardDuty Malware Protection Object Scan Result"


def scanning(names: Names, deployment: Deployment) -> Resources:
    if not deployment.scans:
        return {}
    scanner = role(_SERVICE, _statements(names))
    # whether GuardDuty says for which account it takes a role on was not confirmed
    del scanner["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]
    return {
        "UploadScannerRole": scanner,
        "UploadScanner": resource(
            "AWS::GuardDuty::MalwareProtectionPlan",
            {
                "Role": get("UploadScannerRole", "Arn"),
                "ProtectedResource": {
                    "S3Bucket": {"BucketName": ref("Documents"), "ObjectPrefixes": [_PREFIX]}
                },
                "Actions": {"Tagging": {"Status": "ENABLED"}},
            },
        ),
    }


def results(names: Names) -> Json:
    """The pattern of the events that tell of a result."""
    return {
        "source": ["aws.guardduty"],
        "detail-type": [RESULT],
        "detail": {
            "s3ObjectDetails": {
                "bucketName": [names.documents], "objectKey": [{"prefix": _PREFIX}],
            }
        },
    }  # fmt: skip


def threats_stay(deployment: Deployment) -> list[Json]:
    """Of the bucket's policy: nobody reads a file in which a threat was found. The functions that
    take in uploads still see of which question it is; none of them gives it to anybody."""
    if not deployment.scans:
        return []
    takers = [one.id for one in all_functions(deployment) if one.takes_urls]
    takers.append(logical("document-uploaded-function"))
    return [
        {
            "Sid": "ThreatsStay",
            "Effect": "Deny",
            "Principal": "*",
            "Action": ["s3:GetObject", "s3:GetObjectVersion"],
            "Resource": sub("${Documents.Arn}/*"),
            "Condition": {
                "StringEquals": {_TAG: "THREATS_FOUND"},
                "ArnNotEquals": {"aws:PrincipalArn": _arns(f"{one}Role" for one in takers)},
            },
        },
        {
            # who could change the tag could let a threat out
            "Sid": "OnlyTheScannerTags",
            "Effect": "Deny",
            "Principal": "*",
            "Action": ["s3:PutObjectTagging", "s3:PutObjectVersionTagging"],
            "Resource": sub(f"${{Documents.Arn}}/{_PREFIX}*"),
            "Condition": {"ArnNotEquals": {"aws:PrincipalArn": _arns(["UploadScannerRole"])}},
        },
    ]


def _arns(roles: Iterable[str]) -> list[Json]:
    return [get(one, "Arn") for one in roles]


def _statements(names: Names) -> list[Json]:
    managed = sub(names.arn("events", _RULE))
    bucket = names.documents_arn
    quarantine = sub(f"{bucket}/{_PREFIX}*")
    return [
        allow(
            ["events:PutRule", "events:DeleteRule", "events:PutTargets", "events:RemoveTargets"],
            managed,
            StringEquals={"events:ManagedBy": _SERVICE},
        ),
        allow(["events:DescribeRule", "events:ListTargetsByRule"], managed),
        allow(
            [
                "s3:GetObjectTagging", "s3:GetObjectVersionTagging", "s3:PutObjectTagging",
                "s3:PutObjectVersionTagging",
            ],
            quarantine,
        ),
        allow(["s3:GetBucketNotification", "s3:PutBucketNotification"], sub(bucket)),
        allow(["s3:PutObject"], sub(f"{bucket}/{_VALIDATION}")),
        allow(["s3:ListBucket"], sub(bucket)),
        allow(["s3:GetObject", "s3:GetObjectVersion"], quarantine),
        allow(
            ["kms:Decrypt", "kms:GenerateDataKey"],
            DATA_KEY,
            StringEquals={"kms:ViaService": sub("s3.${AWS::Region}.${AWS::URLSuffix}")},
        ),
    ]  # fmt: skip
