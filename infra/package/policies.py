"""What each function may do, and no more. Statements; the roles are in functions.py.

DynamoDB compares `dynamodb:LeadingKeys` with the partition keys of a request. A case's id begins
with its process, so the function of one process reads and writes the cases of that process only;
docs/decisions/0021-packaging.md says what that leaves open.
"""

from collections.abc import Iterable, Mapping

from infra.package.cfn import Json, allow, get, sub
from infra.package.keys import DATA_KEY
from infra.package.names import Names

_READ = [
    "dynamodb:GetItem",
    "dynamodb:BatchGetItem",
    "dynamodb:Query",
    "dynamodb:ConditionCheckItem",
]
_WRITE = [
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:BatchWriteItem",
]
_TABLE = get("Table", "Arn")
_INDEXES = [sub("${Table.Arn}/index/GSI1"), sub("${Table.Arn}/index/GSI2")]

# Partition keys, besides those of cases, that a visit of any process reads and writes
_VISIT = (
    "CITIZEN#*", "SESSION#*", "LOGIN#*", "NUMBER#*", "CLAIM#*", "SLOTS#*", "ADDRESS#*",
    "LOG#*", "PROOF#*", "FEEDBACK#*", "COUNTED#*", "STATS#*", "IDEMPOTENCY#*",
    "STAFF",  # whom a clerk can hand a case to
)  # fmt: skip
_OF_LISTS = ("LIST#*", "CARDS#*")
# Partition keys of the indexes by person
_BY_PERSON = ("CITIZEN#*", "SESSIONS#*", "MANDATES-ABOUT#*", "HOLDER#*")


def cases_of(process: str) -> str:
    """The partition keys of the cases of one process."""
    return f"CASE#{process}-*"


def table_of_visits(process: str, *, lists: bool) -> list[Json]:
    """A function of one process: its cases, and its queues in the index, are its own only."""
    keys = [cases_of(process), *_VISIT, *(_OF_LISTS if lists else ())]
    queues = [f"QUEUE#*#{process}", f"WAITING#{process}/*", f"UNREACHED#{process}/*"]
    if lists:
        queues.append("LISTS#*")
    return [
        _leading([*_READ, *_WRITE], [_TABLE], keys),
        _leading(["dynamodb:Query"], _INDEXES, [*_BY_PERSON, *queues]),
    ]


def table_of_cases() -> list[Json]:
    """A case of any process, and what belongs to the person it is of."""
    return [_leading([*_READ, *_WRITE], [_TABLE], [cases_of("*"), *_VISIT, *_OF_LISTS])]


def whole_table(*, scan: bool) -> list[Json]:
    """Who works across processes: the office's pages, the stream, the agenda."""
    more = ["dynamodb:Scan"] if scan else []
    return [
        allow([*_READ, *_WRITE, *more], _TABLE),
        allow(["dynamodb:Query", *more], _INDEXES),
    ]


def _leading(actions: list[str], where: list[Json], keys: Iterable[str]) -> Json:
    condition = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": sorted(keys)}}
    # for all of no values is true: a request without keys (a scan) is not one of these actions
    return allow(actions, where if len(where) > 1 else where[0], **condition)


def bucket(names: Names, actions: Mapping[str, Iterable[str]]) -> list[Json]:
    """`actions`: by action of S3, the prefixes it is for."""
    prefixes = sorted({prefix for found in actions.values() for prefix in found})
    return [
        *(
            allow([action], [sub(f"{names.documents_arn}/{prefix}/*") for prefix in sorted(found)])
            for action, found in actions.items()
        ),
        # without it a file that is not there is "forbidden" and not "missing"
        allow(
            ["s3:ListBucket"],
            sub(names.documents_arn),
            StringLike={"s3:prefix": [f"{prefix}/*" for prefix in prefixes]},
        ),
        allow(
            ["kms:Decrypt", "kms:GenerateDataKey"],
            DATA_KEY,
            StringEquals={"kms:ViaService": sub("s3.${AWS::Region}.${AWS::URLSuffix}")},
        ),
    ]


def secrets(names: Names, wanted: Iterable[str]) -> list[Json]:
    """The parameters by name, and their key only through the store."""
    named = [
        sub(names.arn("ssm", f"parameter{names.parameters}/{name}")) for name in sorted(wanted)
    ]
    return [
        allow(["ssm:GetParameters"], named),
        allow(
            ["kms:Decrypt"],
            DATA_KEY,
            StringEquals={"kms:ViaService": sub("ssm.${AWS::Region}.${AWS::URLSuffix}")},
        ),
    ]


def machines(names: Names) -> list[Json]:
    """Start a case's workflow, answer a task of it. A token names no machine that a policy could
    check, so the answer is for every machine of this tenant."""
    ours = sub(f"{names.machine_arn}*")
    return [
        allow(["states:StartExecution"], ours),
        allow(["states:SendTaskSuccess", "states:SendTaskFailure"], ours),
    ]


def call(names: Names, function: str) -> list[Json]:
    return [allow(["lambda:InvokeFunction"], sub(names.function_arn(function)))]


def sends_mail(names: Names, sender: str) -> list[Json]:
    domain = sender.partition("@")[2]
    return [
        allow(
            ["ses:SendEmail", "ses:SendRawEmail"],
            [
                sub(names.arn("ses", f"identity/{domain}")),
                sub(names.arn("ses", f"configuration-set/{names.prefix}-mail")),
            ],
            StringEquals={"ses:FromAddress": sender},
        )
    ]


def seals() -> list[Json]:
    return [
        allow(
            ["kms:Sign"],
            get("SealKey", "Arn"),
            StringEquals={"kms:SigningAlgorithm": "ECDSA_SHA_256"},
        )
    ]


def counts_letters() -> list[Json]:
    return [allow(["sqs:GetQueueAttributes"], get("DeadLetters", "Arn"))]


def basics(log_group: str) -> list[Json]:
    """Logs of its own, and X-Ray, whose actions know no resource."""
    return [
        allow(["logs:CreateLogStream", "logs:PutLogEvents"], sub(f"${{{log_group}.Arn}}")),
        allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
    ]


def shifts(names: Names) -> list[Json]:
    """What CodeDeploy does: it looks at alarms, and moves an alias."""
    return [
        allow(
            ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"],
            sub(names.arn("lambda", f"function:{names.function('*')}")),
        ),
        allow(["cloudwatch:DescribeAlarms"], "*"),
    ]
