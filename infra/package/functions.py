"""The functions: one per process, the general desk, and those without a URL."""

from collections.abc import Callable
from dataclasses import dataclass, field

from functions.processes import all_processes
from infra.deployment import Deployment, FunctionCapacity
from infra.front_door import GENERAL
from infra.package import policies
from infra.package.cfn import (
    NOTHING,
    Json,
    Resources,
    allow,
    get,
    logical,
    ref,
    resource,
    role,
    sub,
    when,
)  # fmt: skip
from infra.package.keys import DATA_KEY
from infra.package.layers import ARCHITECTURE, PYTHON, TRIMMED
from infra.package.names import Names

# What every function is started with (functions/settings.py), and what each kind needs more
ALWAYS = ("csrf-key", "pseudonym-key", "oidc-client-secret")
_WITH_OTHERS = (*ALWAYS, "register-client-secret", "service-key", "payment-key", "outside-key")
# A secret that exists only where a service is connected; the condition that says so
CONNECTED = {
    "register-client-secret": "HasRegister",
    "service-key": "HasTokens",
    "payment-key": "HasPayments",
    "outside-key": "HasOutside",
}


# The condition that deployments are taken back by alarms: not when one remedies an alarm that is on
WATCHED = "RollsBackOnAlarm"


@dataclass(frozen=True)
class Function:
    """`takes_urls`: whether API Gateway calls it. `queue`: whether what fails asynchronously is
    kept in its own dead letters. `batches`: whether it is given many records and answers which
    of them failed."""

    name: str
    handler: str
    processes: str
    statements: Callable[[Names, str], list[Json]]  # (names, the sender of mails)
    takes_urls: bool = False
    capacity: FunctionCapacity | None = None
    secrets: tuple[str, ...] = ALWAYS
    layers: tuple[str, ...] = ("SharedLayer",)
    queue: bool = False
    batches: bool = False
    extra: Json = field(default_factory=dict)

    @property
    def id(self) -> str:
        return logical(f"{self.name}-function")

    @property
    def alarms(self) -> tuple[str, ...]:
        """Which stop its deployment and take it back, by logical id. An exception is not enough to
        tell: to who asks by a URL it is an answer of 500, and a record that failed is answered as
        failed; neither is an error of the function to Lambda."""
        answered = ["ApiErrors"] if self.takes_urls else []
        reported = [f"{self.id}Fails"] if self.batches else []
        return (f"{self.id}Errors", *answered, *reported)


def all_functions(deployment: Deployment) -> list[Function]:
    wanted = deployment.processes
    processes = [process for process in all_processes() if "*" in wanted or process.name in wanted]
    return [
        *(_of_process(process.name, lists=bool(process.lists)) for process in processes),
        Function(GENERAL, "functions.entry.handler", "*", _desk, takes_urls=True,
                 secrets=_WITH_OTHERS),
        *_WITHOUT_URL,
    ]  # fmt: skip


def _of_process(name: str, *, lists: bool) -> Function:
    def statements(names: Names, sender: str) -> list[Json]:
        del sender
        return [
            *policies.table_of_visits(name, lists=lists),
            *policies.bucket(names, _VISITOR),
            *policies.call(names, "documents"),
        ]

    return Function(
        name, "functions.entry.handler", name, statements, takes_urls=True, secrets=_WITH_OTHERS
    )


_VISITOR = {
    # a presigned form or link does what its signer may do; who comes back from an upload has it
    # checked at once when the event was not there yet, so a visit releases files too
    "s3:PutObject": ("quarantine", "documents"),
    "s3:GetObject": ("quarantine", "documents", "previews", "issued", "lists"),
    "s3:DeleteObject": ("quarantine",),
}
_OFFICE = {
    "s3:PutObject": ("quarantine", "documents", "imports", "lists"),
    "s3:GetObject": ("quarantine", "documents", "previews", "issued", "imports", "lists"),
    "s3:DeleteObject": ("quarantine", "documents", "previews", "issued", "imports", "lists"),
}
_KEEPING = {
    "s3:PutObject": ("lists",),
    "s3:GetObject": ("documents", "issued", "lists"),
    "s3:DeleteObject": ("quarantine", "documents", "previews", "issued", "imports", "lists"),
}
_CHECKER = {
    "s3:GetObject": ("quarantine", "imports"),
    "s3:PutObject": ("documents", "lists"),
    "s3:DeleteObject": ("quarantine", "imports"),
}
_PRINTER = {
    "s3:GetObject": ("documents", "issued", "lists", "seal", "previews"),
    "s3:PutObject": ("previews", "issued", "lists"),
}


def _desk(names: Names, sender: str) -> list[Json]:
    del sender
    return [
        *policies.whole_table(scan=False),
        *policies.bucket(names, _OFFICE),
        *policies.call(names, "documents"),
        *policies.counts_letters(),
    ]


def _stream(names: Names, sender: str) -> list[Json]:
    return [
        *policies.whole_table(scan=False),
        *policies.bucket(names, _KEEPING),
        *policies.machines(names),
        *policies.sends_mail(names, sender),
        *policies.call(names, "documents"),
        *_reads_stream("DeadLetters"),
    ]


def _agenda(names: Names, sender: str) -> list[Json]:
    return [
        *policies.whole_table(scan=True),
        *policies.bucket(names, _KEEPING),
        *policies.machines(names),
        *policies.sends_mail(names, sender),
        *policies.call(names, "documents"),
    ]


def _dossiers(names: Names, sender: str) -> list[Json]:
    del names, sender
    return [*policies.table_of_cases(), *_reads_stream("DossierDeadLetters")]


def _reads_stream(queue: str) -> list[Json]:
    return [
        allow(
            ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"],
            get("Table", "StreamArn"),
        ),
        allow(["dynamodb:ListStreams"], "*"),  # it knows no resource
        allow(["sqs:SendMessage"], get(queue, "Arn")),
        allow(
            ["kms:Decrypt", "kms:GenerateDataKey"],
            DATA_KEY,
            StringEquals={"kms:ViaService": sub("sqs.${AWS::Region}.${AWS::URLSuffix}")},
        ),
    ]


def _task(names: Names, sender: str) -> list[Json]:
    del names, sender
    return policies.table_of_cases()


def _uploaded(names: Names, sender: str) -> list[Json]:
    del sender
    return [*policies.table_of_cases(), *policies.bucket(names, _CHECKER)]


def _documents(names: Names, sender: str) -> list[Json]:
    del sender
    return [
        *policies.table_of_cases(), *policies.bucket(names, _PRINTER), *policies.seals(),
    ]  # fmt: skip


def _mail_event(names: Names, sender: str) -> list[Json]:
    del names, sender
    return policies.table_of_cases()


_Cap = FunctionCapacity
_WITHOUT_URL = (
    Function("stream", "functions.events.stream", "*", _stream, secrets=_WITH_OTHERS,
             batches=True,
             capacity=_Cap(memory_mb=512, timeout_s=60)),
    Function("dossiers", "functions.events.dossiers", "*", _dossiers,
             batches=True, secrets=(*ALWAYS, "service-key"),
             capacity=_Cap(memory_mb=512, timeout_s=60)),
    Function("workflow-task", "functions.events.workflow_task", "*", _task,
             secrets=_WITH_OTHERS, capacity=_Cap(memory_mb=512, timeout_s=30)),
    Function("document-uploaded", "functions.events.document_uploaded", "*", _uploaded, queue=True,
             capacity=_Cap(memory_mb=1024, timeout_s=120)),
    Function("agenda", "functions.events.agenda", "*", _agenda, queue=True, secrets=_WITH_OTHERS,
             capacity=_Cap(memory_mb=512, timeout_s=600, reserved=1)),
    Function("documents", "functions.events.documents", "*", _documents, queue=True,
             layers=("SharedLayer", "DocumentsLayer"), capacity=_Cap(memory_mb=2048, timeout_s=60)),
    Function("mail-event", "functions.events.mail_event", "*", _mail_event, queue=True,
             capacity=_Cap(memory_mb=512, timeout_s=30)),
)  # fmt: skip


def functions(names: Names, deployment: Deployment, sender: str, zips: dict[str, str]) -> Resources:
    """`zips`: the names of the archives in the bucket of artifacts."""
    found: Resources = {
        f"{layer}Layer": resource(
            "AWS::Lambda::LayerVersion",
            {
                "LayerName": f"{names.prefix}-{layer.lower()}",
                "CompatibleRuntimes": [f"python{PYTHON}"],
                "CompatibleArchitectures": [ARCHITECTURE],
                "Content": {"S3Bucket": ref("ArtifactsBucket"), "S3Key": zips[layer.lower()]},
            },
            # a version that a rollback goes back to needs its layer
            DeletionPolicy="Retain",
            UpdateReplacePolicy="Retain",
        )
        for layer in ("Shared", "Documents")
    }
    for one in all_functions(deployment):
        found |= _resources(one, names, deployment, sender, zips["functions"])
    return found


def _resources(
    one: Function, names: Names, deployment: Deployment, sender: str, code: str
) -> Resources:
    log_group, role_id = f"{one.id}Logs", f"{one.id}Role"
    size = deployment.capacity_of(one.name, one.capacity)
    dead = [allow(["sqs:SendMessage"], get("EventDeadLetters", "Arn"))] if one.queue else []
    invoked = {
        "EventInvokeConfig": {
            "MaximumRetryAttempts": 2,
            "DestinationConfig": {
                "OnFailure": {"Type": "SQS", "Destination": get("EventDeadLetters", "Arn")}
            },
        }
    }
    return {
        log_group: resource(
            "AWS::Logs::LogGroup",
            {
                "LogGroupName": f"/aws/lambda/{names.function(one.name)}",
                "RetentionInDays": deployment.log_days,
                "KmsKeyId": DATA_KEY,
            },
        ),
        role_id: _role([
            *policies.basics(log_group), *policies.secrets(names, one.secrets),
            *one.statements(names, sender), *dead,
        ]),
        one.id: resource(
            "AWS::Serverless::Function",
            {
                "FunctionName": names.function(one.name),
                # another value publishes a version, whose environments read the secrets anew
                "Description": sub("Secrets of ${SecretsSince}"),
                "Runtime": f"python{PYTHON}",
                "Architectures": [ARCHITECTURE],
                "Handler": one.handler,
                "CodeUri": {"Bucket": ref("ArtifactsBucket"), "Key": code},
                "Layers": [ref(layer) for layer in one.layers],
                "MemorySize": size.memory_mb,
                "Timeout": size.timeout_s,
                "ReservedConcurrentExecutions": (
                    NOTHING if size.reserved is None else size.reserved
                ),
                "Role": get(role_id, "Arn"),
                "Tracing": "Active",
                "KmsKeyArn": DATA_KEY,
                "LoggingConfig": {"LogGroup": ref(log_group), "LogFormat": "JSON",
                                  "SystemLogLevel": "WARN"},
                "Environment": {"Variables": environment(one, names, sender)},
                "AutoPublishAlias": "live",
                "AutoPublishAliasAllProperties": True,
                "DeploymentPreference": {
                    "Type": ref("DeploymentPreference"),
                    "Alarms": when(WATCHED, [ref(alarm) for alarm in one.alarms], []),
                },
                **(invoked if one.queue else {}),
            },
        ),
    }  # fmt: skip


def _role(statements: list[Json]) -> Json:
    # Lambda says for which function, not from which account, when it takes a role on
    made = role("lambda.amazonaws.com", statements)
    del made["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]
    return made


def environment(one: Function, names: Names, sender: str) -> Json:
    """See docs/settings.md. A secret is named here, never written."""
    return {
        "TENANT_FILE": "/var/task/tenant.toml",
        "CALENDAR_FILE": "/var/task/elections.toml",
        "ASSETS_FILE": "/var/task/manifest.json",
        "BOTOCORE_DATA": f"/opt/{TRIMMED}",
        "TABLE_NAME": names.prefix,
        "BUCKET_NAME": names.documents,
        "SITE_URL": sub("https://${Domain}"),
        "PROCESSES": one.processes,
        "OIDC_ISSUER": ref("OidcIssuer"),
        "OIDC_CLIENT_ID": ref("OidcClientId"),
        "STATE_MACHINE_PREFIX": sub(names.machine_arn),
        "MAIL_SENDER": sender,
        "MAIL_EVENTS": f"{names.prefix}-mail",
        "REGISTER_URL": ref("RegisterUrl"),
        "REGISTER_CLIENT_ID": ref("RegisterClientId"),
        "TOKEN_URL": ref("TokenUrl"),
        "TOKEN_ISSUER": ref("TokenIssuer"),
        "SERVICE_CLIENT_ID": ref("ServiceClientId"),
        "DOSIS_URL": ref("DosisUrl"),
        "EBOX_URL": ref("EboxUrl"),
        "EBOX_SCOPE": ref("EboxScope"),
        "UPLOAD_URL": sub(
            f"https://{names.prefix}-documents-${{AWS::AccountId}}"
            ".s3.${AWS::Region}.${AWS::URLSuffix}/"
        ),
        "DEAD_LETTER_QUEUE_URL": ref("DeadLetters") if one.name == GENERAL else "",
        "DOCUMENTS_FUNCTION": sub(names.function_arn("documents")),
        "SEAL_KEY": f"alias/{names.prefix}-seal",
        "POWERTOOLS_SERVICE_NAME": "burgerloket",
        "POWERTOOLS_METRICS_NAMESPACE": "Burgerloket",
        "POWERTOOLS_TRACE_DISABLED": "true",
        **{_variable(name): _named(names, name) for name in one.secrets},
    }


def _variable(secret: str) -> str:
    return secret.upper().replace("-", "_")


def _named(names: Names, secret: str) -> object:
    where = f"ssm:{names.parameters}/{secret}"
    return when(CONNECTED[secret], where, "") if secret in CONNECTED else where
