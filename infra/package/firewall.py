"""The firewall of CloudFront, a template of its own."""

from infra.package.cfn import Json, get, resource
from infra.package.names import Names


def web_acl(names: Names) -> Json:
    """The whole of edge.json: a web ACL for CloudFront has to be in us-east-1, where nothing else
    of the stack is. Its ARN is a parameter of the main template."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"{names.prefix}: the firewall of its CloudFront, for us-east-1",
        "Resources": {
            "WebAcl": resource(
                "AWS::WAFv2::WebACL",
                {
                    "Name": names.prefix,
                    "Scope": "CLOUDFRONT",
                    "DefaultAction": {"Allow": {}},
                    "VisibilityConfig": _seen(names.prefix),
                    "Rules": [
                        # within five minutes and from one address; a family's journey takes some 60
                        _rate("all", 0, 2000, ""),
                        _rate("sign-in", 1, 100, "/desk/sign-in"),
                        _rate("call-me", 2, 50, "/desk/call-me"),
                        _managed("AWSManagedRulesKnownBadInputsRuleSet", 3),
                        _managed("AWSManagedRulesAmazonIpReputationList", 4),
                    ],
                },
            )
        },
        "Outputs": {"WebAclArn": {"Value": get("WebAcl", "Arn")}},
    }


def _rate(name: str, priority: int, limit: int, path: str) -> Json:
    narrowed = {
        "ScopeDownStatement": {
            "ByteMatchStatement": {
                "FieldToMatch": {"UriPath": {}},
                "PositionalConstraint": "CONTAINS",
                "SearchString": path,
                "TextTransformations": [{"Priority": 0, "Type": "URL_DECODE"}],
            }
        }
    }
    statement = {"Limit": limit, "AggregateKeyType": "IP", **(narrowed if path else {})}
    return {
        "Name": f"rate-{name}",
        "Priority": priority,
        "Action": {"Block": {"CustomResponse": {"ResponseCode": 429}}},
        "Statement": {"RateBasedStatement": statement},
        "VisibilityConfig": _seen(f"rate-{name}"),
    }


def _managed(name: str, priority: int) -> Json:
    return {
        "Name": name,
        "Priority": priority,
        "OverrideAction": {"None": {}},
        "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": name}},
        "VisibilityConfig": _seen(name),
    }


def _seen(name: str) -> Json:
    """Counted, without samples: those hold addresses and cookies of people."""
    return {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": True, "MetricName": name}
