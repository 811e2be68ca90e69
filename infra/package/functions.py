"""The functions: one per process, the general desk, and those without a URL."""

import hashlib
import json
from dataclasses import dataclass, field

from functions.log import Metric
from functions.processes import all_processes
from infra.deployment import Deployment, FunctionCapacity
from infra.front_door import GENERAL
from infra.package import policies, rights
from infra.package.bytecode import PYTHON
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
from infra.package.edge_key import CONDITION, accepted
from infra.package.keys import DATA_KEY
from infra.package.layers import ARCHITECTURE, TRIMMED
from infra.package.names import Names
from infra.package.rights import Statements

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


# By which CodeDeploy moves requests to a new version. SAM's own role would have a policy of AWS,
# for every function of the account
SHIFTS = "DeploymentsRole"

# The condition that deployments are taken back by alarms: not when one remedies an alarm that is on
WATCHED = "RollsBackOnAlarm"


@dataclass(frozen=True)
class Function:
    """`takes_urls`: whether API Gateway calls it. `queue`: whether what fails asynchronously is
    kept in its own dead letters. `failing`: the metric of what it
    answers as failed instead of failing itself."""

    name: str
    handler: str
    processes: str
    statements: Statements
    takes_urls: bool = False
    capacity: FunctionCapacity | None = None
    secrets: tuple[str, ...] = ALWAYS
    layers: tuple[str, ...] = ("SharedLayer",)
    queue: bool = False
    failing: str = ""
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
        reported = [f"{self.id}Fails"] if self.failing else []
        return (f"{self.id}Errors", *answered, *reported)


def all_functions(deployment: Deployment) -> list[Function]:
    wanted = deployment.processes
    processes = [process for process in all_processes() if "*" in wanted or process.name in wanted]
    return [
        *(_of_process(process.name, lists=bool(process.lists)) for process in processes),
        Function(GENERAL, "functions.entry.handler", "*", rights.desk, takes_urls=True,
                 secrets=_WITH_OTHERS),
        *_WITHOUT_URL,
    ]  # fmt: skip


def _of_process(name: str, *, lists: bool) -> Function:
    return Function(
        name, "functions.entry.handler", name, rights.visits(name, lists=lists), takes_urls=True,
        secrets=_WITH_OTHERS,
    )  # fmt: skip


_Cap = FunctionCapacity
_WITHOUT_URL = (
    Function("stream", "functions.events.stream", "*", rights.stream, secrets=_WITH_OTHERS,
             failing=Metric.RECORD_FAILED, capacity=_Cap(memory_mb=512, timeout_s=60)),
    Function("dossiers", "functions.events.dossiers", "*", rights.dossiers,
             failing=Metric.DOSSIER_FAILED, secrets=(*ALWAYS, "service-key"),
             capacity=_Cap(memory_mb=512, timeout_s=60)),
    Function("workflow-task", "functions.events.workflow_task", "*", rights.task,
             secrets=_WITH_OTHERS, capacity=_Cap(memory_mb=512, timeout_s=30)),
    Function("document-uploaded", "functions.events.document_uploaded", "*", rights.uploaded,
             queue=True, capacity=_Cap(memory_mb=1024, timeout_s=120)),
    Function("agenda", "functions.events.agenda", "*", rights.agenda, queue=True,
             secrets=_WITH_OTHERS, capacity=_Cap(memory_mb=512, timeout_s=600, reserved=1)),
    Function("documents", "functions.events.documents", "*", rights.documents, queue=True,
             layers=("SharedLayer", "DocumentsLayer"), capacity=_Cap(memory_mb=2048, timeout_s=60)),
    Function("mail-event", "functions.events.mail_event", "*", rights.mail_event, queue=True,
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
    found[SHIFTS] = role("codedeploy.amazonaws.com", policies.shifts(names))
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
                # another text publishes a version, whose environments read the secrets anew
                "Description": sub(f"Given {_given(deployment)}, secrets of ${{SecretsSince}}"),
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
                "Environment": {"Variables": environment(one, names, deployment, sender)},
                "AutoPublishAlias": "live",
                "AutoPublishAliasAllProperties": True,
                "DeploymentPreference": {
                    "Type": ref("DeploymentPreference"),
                    "Role": get(SHIFTS, "Arn"),
                    "Alarms": when(WATCHED, [ref(alarm) for alarm in one.alarms], []),
                },
                **(invoked if one.queue else {}),
            },
        ),
    }  # fmt: skip


def _given(deployment: Deployment) -> str:
    """Names what functions are told by the template's parameters. SAM publishes a version when the
    text of a function is another and does not look into parameters: without this, one that is
    changed in the tenant's file would never reach the version that runs."""
    told = {
        "Domain": deployment.domain, "OidcIssuer": deployment.identity_provider,
        **deployment.parameters,
    }  # fmt: skip
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def _role(statements: list[Json]) -> Json:
    # Lambda says for which function, not from which account, when it takes a role on
    made = role("lambda.amazonaws.com", statements)
    del made["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]
    return made


def environment(one: Function, names: Names, deployment: Deployment, sender: str) -> Json:
    """See docs/settings.md. A secret is named here, never written; for the key, see edge_key."""
    keys = accepted(deployment.edge_key_version)
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
        "TOKEN_KEYS_URL": ref("TokenKeysUrl"),
        "SERVICE_CLIENT_ID": ref("ServiceClientId"),
        "DOSIS_URL": ref("DosisUrl"),
        "EBOX_URL": ref("EboxUrl"),
        "EBOX_SCOPE": ref("EboxScope"),
        "UPLOAD_URL": sub(
            f"https://{names.prefix}-documents-${{AWS::AccountId}}"
            ".s3.${AWS::Region}.${AWS::URLSuffix}/"
        ),
        "SCAN_UPLOADS": "yes" if deployment.scans else "no",
        "EDGE_KEYS": when(CONDITION, keys, "") if one.takes_urls else "",
        "DEAD_LETTER_QUEUE_URL": ref("DeadLetters") if one.name == GENERAL else "",
        "DOCUMENTS_FUNCTION": sub(names.function_arn("documents")),
        "SEAL_KEY": f"alias/{names.prefix}-seal",
        "POWERTOOLS_TRACE_DISABLED": "true",
        # a warning of pydantic quotes the value that it is about
        "PYTHONWARNINGS": "ignore",
        **{_variable(name): _named(names, name) for name in one.secrets},
    }


def _variable(secret: str) -> str:
    return secret.upper().replace("-", "_")


def _named(names: Names, secret: str) -> object:
    where = f"ssm:{names.parameters}/{secret}"
    return when(CONNECTED[secret], where, "") if secret in CONNECTED else where
