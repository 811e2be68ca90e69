"""The whole stack of a tenant as one template of CloudFormation."""

from dataclasses import dataclass

from functions.domain.tenant import Tenant
from infra.deployment import Deployment
from infra.package.api import account, api
from infra.package.assemble import Code
from infra.package.buckets import buckets
from infra.package.cfn import BOUNDARY, BOUNDED, Json, get, ref, sub
from infra.package.edge import edge
from infra.package.edge_key import CONDITION
from infra.package.fleet import shared
from infra.package.functions import WATCHED, all_functions, functions
from infra.package.keys import keys
from infra.package.mail import mail
from infra.package.names import Names
from infra.package.rollback import rollback
from infra.package.scanning import scanning
from infra.package.streams import QUEUES, streams
from infra.package.table import table
from infra.package.watching import watching
from infra.package.workflows import wanted, workflows

# Where a form may end: the sign-in and the checkout, redirects included
_CHECKOUT = "https://www.mollie.com"


@dataclass(frozen=True)
class Parts:
    """What a template is made from. `zips`: the names of the archives among the artifacts."""

    tenant: Tenant
    deployment: Deployment
    code: Code
    zips: dict[str, str]


def template(parts: Parts) -> Json:
    tenant, deployment = parts.tenant, parts.deployment
    names = Names(tenant.name)
    also = rollback(names, all_functions(deployment))
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Description": f"Burgerloket: the digital citizens' desk of {tenant.title}",
        "Parameters": _parameters(deployment),
        "Conditions": _conditions(),
        "Resources": {
            **keys(names),
            **table(names, deployment.table),
            **buckets(names, deployment),
            **mail(names, tenant.sender),
            **functions(names, deployment, tenant.sender, parts.zips),
            **workflows(names, wanted(deployment), deployment.log_days),
            **streams(names, deployment),
            **scanning(names, deployment),
            **api(names, deployment, parts.code.binary_types),
            **account(names),
            **edge(names, ["${OidcIssuer}", _CHECKOUT], deployment.edge_key_version),
            **shared(),
            **watching(names, deployment, all_functions(deployment), also),
            **also,
        },
        "Outputs": {
            "SiteBucket": {"Value": ref("Site")},
            "DocumentsBucket": {"Value": ref("Documents")},
            "Address": {
                "Condition": CONDITION,
                "Value": sub("https://${Distribution.DomainName}"),
            },
            "DistributionId": {"Condition": CONDITION, "Value": ref("Distribution")},
            "ApiAddress": {
                "Value": sub("https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/desk"),
            },
            "DataKeyArn": {"Value": get("DataKey", "Arn")},
            # what infra/operate works on
            "TableName": {"Value": ref("Table")},
            **{queue: {"Value": ref(queue)} for queue in QUEUES},
        },
    }


def _parameters(deployment: Deployment) -> Json:
    plain = {
        "Domain": deployment.domain,
        "CertificateArn": deployment.certificate,
        "HostedZoneId": deployment.hosted_zone,
        "WebAclArn": "",
        "BudgetCurrency": "USD",
        "MonitoringSink": "",
        BOUNDARY: "",
        **dict.fromkeys(
            (
                "RegisterUrl", "RegisterClientId", "TokenUrl", "TokenIssuer", "TokenKeysUrl",
                "ServiceClientId",
                "DosisUrl", "EboxUrl", "EboxScope",
            ),
            "",
        ),
    }  # fmt: skip
    yes_no = {"Type": "String", "AllowedValues": ["yes", "no"]}
    return {
        "ArtifactsBucket": {
            "Type": "String",
            "Description": "The bucket with the archives and definitions of this package",
        },
        "OidcIssuer": {"Type": "String", "Description": "The identity provider (ACM/IDM)"},
        "OidcClientId": {"Type": "String"},
        **{name: {"Type": "String", "Default": value} for name, value in plain.items()},
        "PaymentsOnline": {**yes_no, "Default": "no"},
        "OutsideParties": {**yes_no, "Default": "no"},
        "SecretsSince": {
            "Type": "String",
            "Default": "the first deployment",
            "MaxLength": 60,
            "Description": "Say something new after a secret changed: every function begins anew",
        },
        "SetsApiAccount": {
            **yes_no,
            "Default": "no",
            "Description": "yes, once per account and region: the role by which APIs write logs",
        },
        "RollbackOnAlarm": {
            **yes_no,
            "Default": "yes",
            "Description": "no, for the deployment that remedies an alarm that is on",
        },
        "DeploymentPreference": {
            "Type": "String",
            "Default": "Canary10Percent5Minutes",
            "AllowedValues": [
                "AllAtOnce", "Canary10Percent5Minutes", "Canary10Percent30Minutes",
                "Linear10PercentEvery1Minute",
            ],
        },
    }  # fmt: skip


def _conditions() -> Json:
    def is_given(name: str) -> Json:
        return {"Fn::Not": [{"Fn::Equals": [ref(name), ""]}]}

    def says_yes(name: str) -> Json:
        return {"Fn::Equals": [ref(name), "yes"]}

    # the European Sovereign Cloud has none; docs/deploying.md says what is left then
    has_cloudfront = {"Fn::Not": [{"Fn::Equals": [ref("AWS::Partition"), "aws-eusc"]}]}
    return {
        CONDITION: has_cloudfront,
        "HasCertificate": is_given("CertificateArn"),
        "HasHostedZone": {"Fn::And": [has_cloudfront, is_given("HostedZoneId")]},
        "HasWebAcl": is_given("WebAclArn"),
        "HasSink": is_given("MonitoringSink"),
        BOUNDED: is_given(BOUNDARY),
        "HasRegister": is_given("RegisterUrl"),
        "HasTokens": is_given("TokenUrl"),
        "HasPayments": says_yes("PaymentsOnline"),
        "HasOutside": says_yes("OutsideParties"),
        "SetsApiAccount": says_yes("SetsApiAccount"),
        WATCHED: says_yes("RollbackOnAlarm"),
    }
