"""SES: who we send as, and being told what became of each mail."""

from infra.package.cfn import Resources, ref, resource, sub
from infra.package.names import Names


def mail(names: Names, sender: str) -> Resources:
    return {
        # a domain, so that its owner proves it once with three DNS records (docs/deploying.md)
        "SenderIdentity": resource(
            "AWS::SES::EmailIdentity",
            {
                "EmailIdentity": sender.partition("@")[2],
                "ConfigurationSetAttributes": {"ConfigurationSetName": ref("MailEvents")},
            },
        ),
        "MailEvents": resource(
            "AWS::SES::ConfigurationSet",
            {
                "Name": f"{names.prefix}-mail",
                "DeliveryOptions": {"TlsPolicy": "REQUIRE"},
                "ReputationOptions": {"ReputationMetricsEnabled": True},
                "SuppressionOptions": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
            },
        ),
        "MailEventsToBus": resource(
            "AWS::SES::ConfigurationSetEventDestination",
            {
                "ConfigurationSetName": ref("MailEvents"),
                "EventDestination": {
                    "Enabled": True,
                    "MatchingEventTypes": ["BOUNCE", "COMPLAINT"],
                    "EventBridgeDestination": {
                        "EventBusArn": sub(names.arn("events", "event-bus/default"))
                    },
                },
            },
        ),
    }
