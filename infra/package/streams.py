"""What starts the functions without a URL: the table's stream, the bucket, the clock, mail."""

from infra.deployment import Deployment
from infra.package.cfn import Json, Resources, allow, get, ref, resource, sub
from infra.package.keys import DATA_KEY
from infra.package.names import Names
from infra.package.scanning import results

QUEUES = ("DeadLetters", "DossierDeadLetters", "EventDeadLetters")
_LONGEST = 14 * 24 * 3600  # seconds that SQS keeps a message


def streams(names: Names, deployment: Deployment) -> Resources:
    told = {"EventPattern": results(names)}

    return {
        **(_rule(names, "Scanned", "document-uploaded", told) if deployment.scans else {}),
        **{queue: _queue() for queue in QUEUES},
        **{f"{queue}Policy": _only_tls(queue) for queue in QUEUES},
        "StreamMapping": _mapping(
            names, "stream", "DeadLetters", deployment.stream.at_once, batch=100
        ),
        # records of cases only (functions.events.dossiers)
        "DossiersMapping": _mapping(
            names,
            "dossiers",
            "DossierDeadLetters",
            deployment.stream.at_once,
            batch=25,
            FilterCriteria={
                "Filters": [
                    {"Pattern": f'{{"dynamodb":{{"{image}":{{"kind":{{"S":["case"]}}}}}}}}'}
                    for image in ("NewImage", "OldImage")
                ]
            },
        ),
        **_rule(
            names,
            "Uploaded",
            "document-uploaded",
            {
                "EventPattern": {
                    "source": ["aws.s3"],
                    "detail-type": ["Object Created"],
                    "detail": {
                        "bucket": {"name": [names.documents]},
                        "object": {"key": [{"prefix": "quarantine/"}, {"prefix": "imports/"}]},
                    },
                }
            },
        ),
        **_rule(names, "Hourly", "agenda", {"ScheduleExpression": "rate(1 hour)"}),
        **_rule(
            names,
            "MailTold",
            "mail-event",
            {
                "EventPattern": {
                    "source": ["aws.ses"],
                    "detail-type": ["Email Bounced", "Email Complaint Received"],
                    # of our own configuration set
                    "detail": {
                        "mail": {"tags": {"ses:configuration-set": [f"{names.prefix}-mail"]}}
                    },
                }
            },
        ),
    }


def _queue() -> Json:
    return resource(
        "AWS::SQS::Queue",
        {
            "KmsMasterKeyId": DATA_KEY,
            "KmsDataKeyReusePeriodSeconds": 3600,
            "MessageRetentionPeriod": _LONGEST,
        },
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
    )


def _only_tls(queue: str) -> Json:
    rules = allow(["sqs:SendMessage"], get(queue, "Arn"), StringEquals={
        "aws:SourceAccount": ref("AWS::AccountId")})  # fmt: skip
    rules |= {"Principal": {"Service": "events.amazonaws.com"}}
    tls = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": get(queue, "Arn"),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    statements = [tls, rules] if queue == "EventDeadLetters" else [tls]
    return resource(
        "AWS::SQS::QueuePolicy",
        {
            "Queues": [ref(queue)],
            "PolicyDocument": {"Version": "2012-10-17", "Statement": statements},
        },
    )


def _mapping(
    names: Names, function: str, queue: str, at_once: int, *, batch: int, **more: Json
) -> Json:
    return resource(
        "AWS::Lambda::EventSourceMapping",
        {
            "EventSourceArn": get("Table", "StreamArn"),
            "FunctionName": sub(names.function_arn(function)),
            "StartingPosition": "TRIM_HORIZON",
            "BatchSize": batch,
            "MaximumBatchingWindowInSeconds": 0,
            "ParallelizationFactor": at_once,
            "BisectBatchOnFunctionError": True,
            "MaximumRetryAttempts": 10,
            "MaximumRecordAgeInSeconds": 12 * 3600,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "DestinationConfig": {"OnFailure": {"Destination": get(queue, "Arn")}},
            **more,
        },
        DependsOn=[_alias(function)],
    )


def _alias(function: str) -> str:
    """The logical id that SAM gives to the alias of a function."""
    from infra.package.cfn import logical

    return f"{logical(f'{function}-function')}Aliaslive"


def _rule(names: Names, name: str, function: str, when: Json) -> Resources:
    arn = sub(names.function_arn(function))
    return {
        f"{name}Rule": resource(
            "AWS::Events::Rule",
            {
                **when,
                "State": "ENABLED",
                "Targets": [
                    {
                        "Id": function,
                        "Arn": arn,
                        "RetryPolicy": {
                            "MaximumRetryAttempts": 20,
                            "MaximumEventAgeInSeconds": 6 * 3600,
                        },
                        "DeadLetterConfig": {"Arn": get("EventDeadLetters", "Arn")},
                    }
                ],
            },
        ),
        f"{name}Permission": resource(
            "AWS::Lambda::Permission",
            {
                "Action": "lambda:InvokeFunction",
                "FunctionName": arn,
                "Principal": "events.amazonaws.com",
                "SourceArn": get(f"{name}Rule", "Arn"),
            },
            DependsOn=[_alias(function)],
        ),
    }
