"""The boundary of the roles that a deployment makes: whatever is written into such a role, it can
do no more than what is here.

Who deploys may make roles named burgerloket-* and write their policies. Without a boundary that
is as good as any right in the account: a role for a function could read the tables of others, or
make users. With it, deploying is no way to more than the desk itself has. AWS takes what both the
role's own policies and the boundary allow:
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from infra.package.cfn import Json, allow, sub

NAME = "desk-boundary"  # not as ours begin: who deploys may change nothing of that name
_OURS = "burgerloket-*"


def _arn(service: str, rest: str) -> Json:
    return sub(f"arn:${{AWS::Partition}}:{service}:*:${{AWS::AccountId}}:{rest}")


def _s3(rest: str) -> Json:
    return sub(f"arn:${{AWS::Partition}}:s3:::{_OURS}{rest}")


def statements() -> list[Json]:
    """Only what functions, workflows, scans, alarms and deployments of a desk do
    (tests/infra/test_boundary.py compares it with every role of the template)."""
    return [*_data(), *_calls(), *_watching(), *_services()]


def _data() -> list[Json]:
    return [
        allow(["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan",
               "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem",
               "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DescribeStream",
               "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
              _arn("dynamodb", f"table/{_OURS}")),
        allow(["dynamodb:ListStreams"], "*"),  # it knows no resource
        allow(["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging",
               "s3:GetObjectVersionTagging", "s3:PutObject", "s3:PutObjectTagging",
               "s3:PutObjectVersionTagging", "s3:DeleteObject"], _s3("/*")),
        allow(["s3:ListBucket", "s3:GetBucketNotification", "s3:PutBucketNotification"], _s3("")),
        # a key has no name of its own: one of ours by its alias
        allow(["kms:Decrypt", "kms:GenerateDataKey", "kms:Sign"], _arn("kms", "key/*"),
              **{"ForAnyValue:StringLike": {"kms:ResourceAliases": f"alias/{_OURS}"}}),
        allow(["ssm:GetParameters"], _arn("ssm", "parameter/burgerloket/*")),
    ]  # fmt: skip


def _calls() -> list[Json]:
    return [
        allow(["lambda:InvokeFunction", "lambda:GetAlias", "lambda:UpdateAlias",
               "lambda:GetProvisionedConcurrencyConfig"], _arn("lambda", f"function:{_OURS}")),
        allow(["states:StartExecution", "states:SendTaskSuccess", "states:SendTaskFailure"],
              _arn("states", f"stateMachine:{_OURS}")),
        allow(["sqs:SendMessage", "sqs:GetQueueAttributes"], _arn("sqs", _OURS)),
        allow(["ses:SendEmail", "ses:SendRawEmail"],
              [_arn("ses", "identity/*"), _arn("ses", f"configuration-set/{_OURS}")]),
    ]  # fmt: skip


def _watching() -> list[Json]:
    logs = ["/aws/lambda/burgerloket-*", "/burgerloket/*", "API-Gateway-Execution-Logs_*"]
    return [
        allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams",
               "logs:PutLogEvents", "logs:GetLogEvents", "logs:FilterLogEvents"],
              [_arn("logs", f"log-group:{name}") for name in logs]),
        # deliveries of logs and traces know no resource
        allow(["logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery",
               "logs:DeleteLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy",
               "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
               "xray:PutTraceSegments", "xray:PutTelemetryRecords",
               "cloudwatch:DescribeAlarms"], "*"),
    ]  # fmt: skip


def _services() -> list[Json]:
    """GuardDuty makes a rule of its own, of a fixed name, to hear of uploads."""
    rule = "rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*"
    return [
        allow(["events:PutRule", "events:DeleteRule", "events:DescribeRule", "events:PutTargets",
               "events:RemoveTargets", "events:ListTargetsByRule"], _arn("events", rule)),
    ]  # fmt: skip
