"""CloudFront: the static site and the API under one name, with the security headers.

What the site does not have is asked of the desk (an origin group), which answers with its own page
in the language of the address: an error page of CloudFront would also take the place of the answers
of the API.
"""

import json
from pathlib import Path

from functions.web.answers import MISSING
from infra.front_door import API_PATTERNS
from infra.package.api import STAGE
from infra.package.cfn import NOTHING, Json, Resources, get, ref, resource, sub, when
from infra.package.names import Names

_HEADERS = Path(__file__).parents[1] / "parts" / "headers.json"
CONDITION = "HasCloudFront"
_NEVER = 0
_ALL_BUT_HOST = {"HeaderBehavior": "allExcept", "Headers": ["host"]}
# of S3, which says 403 where it may not say 404
_NOT_THERE = {"StatusCodes": {"Quantity": 2, "Items": [403, 404]}}
_YEAR = 31536000
_INDEX = """\
function handler(event) {
  var request = event.request;
  var uri = request.uri.replace(/^\\/+/, '/');
  if (uri.endsWith('/')) {
    request.uri = uri + 'index.html';
  } else if (uri.lastIndexOf('.') < uri.lastIndexOf('/')) {
    return {statusCode: 308, statusDescription: 'Permanent Redirect',
            headers: {location: {value: uri + '/'}}};
  }
  return request;
}
"""


def edge(names: Names, form_origins: list[str]) -> Resources:
    found = {
        "SiteAccess": resource(
            "AWS::CloudFront::OriginAccessControl",
            {
                "OriginAccessControlConfig": {
                    "Name": f"{names.prefix}-site",
                    "OriginAccessControlOriginType": "s3",
                    "SigningBehavior": "always",
                    "SigningProtocol": "sigv4",
                }
            },
        ),
        "SiteIndex": resource(
            "AWS::CloudFront::Function",
            {
                "Name": f"{names.prefix}-index",
                "AutoPublish": True,
                "FunctionCode": _INDEX,
                "FunctionConfig": {
                    "Comment": "a folder is its index.html",
                    "Runtime": "cloudfront-js-2.0",
                },
            },
        ),
        "Headers": _headers(names, form_origins),
        "ApiCaching": _caching(names),
        "ApiRequests": _requests(names, "api", _ALL_BUT_HOST),
        "SiteRequests": _requests(
            names, "site", {"HeaderBehavior": "whitelist", "Headers": ["Accept"]}, others="none"
        ),
        "SiteCaching": resource(
            "AWS::CloudFront::CachePolicy",
            {
                "CachePolicyConfig": {
                    "Name": f"{names.prefix}-site",
                    "MinTTL": _NEVER, "DefaultTTL": 300, "MaxTTL": _YEAR,
                    "ParametersInCacheKeyAndForwardedToOrigin": _key([], "none"),
                }
            },
        ),
        "Distribution": _distribution(names),
        "SiteName": _record(),
    }  # fmt: skip
    return {
        name: {"Condition": CONDITION, **part} if "Condition" not in part else part
        for name, part in found.items()
    }


def _distribution(names: Names) -> Json:
    methods = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]
    common = {"ViewerProtocolPolicy": "redirect-to-https", "Compress": True,
              "ResponseHeadersPolicyId": ref("Headers")}  # fmt: skip
    behaviours = [
        {
            **common, "PathPattern": pattern, "TargetOriginId": "api", "AllowedMethods": methods,
            "CachePolicyId": ref("ApiCaching"), "OriginRequestPolicyId": ref("ApiRequests"),
        }
        for pattern in API_PATTERNS
    ]  # fmt: skip
    return resource(
        "AWS::CloudFront::Distribution",
        {
            "DistributionConfig": {
                "Enabled": True,
                "Comment": names.prefix,
                "HttpVersion": "http2and3",
                "IPV6Enabled": True,
                "PriceClass": "PriceClass_100",  # Europe and North America
                "Aliases": when("HasCertificate", [ref("Domain")], NOTHING),
                "ViewerCertificate": when(
                    "HasCertificate",
                    {
                        "AcmCertificateArn": ref("CertificateArn"),
                        "MinimumProtocolVersion": "TLSv1.2_2021",
                        "SslSupportMethod": "sni-only",
                    },
                    {"CloudFrontDefaultCertificate": True},
                ),
                "WebACLId": when("HasWebAcl", ref("WebAclArn"), NOTHING),
                "Origins": [
                    _site(), _api("api", f"/{STAGE}"), _api("missing", f"/{STAGE}{MISSING}"),
                ],
                "OriginGroups": {
                    "Quantity": 1,
                    "Items": [
                        {
                            "Id": "pages",
                            "Members": {
                                "Quantity": 2,
                                "Items": [{"OriginId": "site"}, {"OriginId": "missing"}],
                            },
                            "FailoverCriteria": _NOT_THERE,
                        }
                    ],
                },
                "DefaultCacheBehavior": {
                    **common,
                    "TargetOriginId": "pages",
                    "AllowedMethods": ["GET", "HEAD"],
                    "CachePolicyId": ref("SiteCaching"),
                    "OriginRequestPolicyId": ref("SiteRequests"),
                    "FunctionAssociations": [
                        {"EventType": "viewer-request",
                         "FunctionARN": get("SiteIndex", "FunctionMetadata.FunctionARN")}
                    ],
                },
                "CacheBehaviors": behaviours,
                # the desk says 503 with a page of its own; these come when it could not answer
                "CustomErrorResponses": [
                    *({"ErrorCode": code, "ErrorCachingMinTTL": _NEVER}
                      for code in (400, 403, 404, 500, 503)),
                    *({"ErrorCode": code, "ErrorCachingMinTTL": _NEVER, "ResponseCode": 503,
                       "ResponsePagePath": "/nl/503.html"} for code in (502, 504)),
                ],
            }
        },
    )  # fmt: skip


def _site() -> Json:
    return {
        "Id": "site",
        "DomainName": get("Site", "RegionalDomainName"),
        "OriginAccessControlId": ref("SiteAccess"),
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }


def _api(name: str, path: str) -> Json:
    return {
        "Id": name,
        "DomainName": sub("${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"),
        "OriginPath": path,
        "CustomOriginConfig": {
            "OriginProtocolPolicy": "https-only",
            "OriginSSLProtocols": ["TLSv1.2"],
            "OriginReadTimeout": 30,
        },
    }


def _caching(names: Names) -> Json:
    """Nothing of the API is kept: it says `no-store`, and nothing lives longer than a second.

    A policy of no time at all could not pass these two headers, which an origin request policy
    cannot name beside "all but Host".
    """
    return resource(
        "AWS::CloudFront::CachePolicy",
        {
            "CachePolicyConfig": {
                "Name": f"{names.prefix}-api",
                "MinTTL": _NEVER,
                "DefaultTTL": _NEVER,
                "MaxTTL": 1,
                "ParametersInCacheKeyAndForwardedToOrigin": _key(
                    ["Authorization", "CloudFront-Viewer-Address"], "all"
                ),
            }
        },
    )


def _key(headers: list[str], others: str) -> Json:
    return {
        "EnableAcceptEncodingGzip": True,
        "EnableAcceptEncodingBrotli": True,
        "HeadersConfig": (
            {"HeaderBehavior": "whitelist", "Headers": headers}
            if headers
            else {"HeaderBehavior": "none"}
        ),
        "CookiesConfig": {"CookieBehavior": others},
        "QueryStringsConfig": {"QueryStringBehavior": others},
    }


def _requests(names: Names, which: str, headers: Json, *, others: str = "all") -> Json:
    return resource(
        "AWS::CloudFront::OriginRequestPolicy",
        {
            "OriginRequestPolicyConfig": {
                "Name": f"{names.prefix}-{which}",
                "HeadersConfig": headers,
                "CookiesConfig": {"CookieBehavior": others},
                "QueryStringsConfig": {"QueryStringBehavior": others},
            }
        },
    )


def _headers(names: Names, form_origins: list[str]) -> Json:
    wanted: dict[str, str] = json.loads(_HEADERS.read_text("utf-8"))
    bucket = (
        f"https://{names.prefix}-documents-${{AWS::AccountId}}"
        ".s3.${AWS::Region}.${AWS::URLSuffix}"
    )
    policy = wanted.pop("Content-Security-Policy")
    policy = policy.replace("{form_origins}", " ".join([bucket, *form_origins]))
    policy = policy.replace("{upload_origins}", bucket)
    return resource(
        "AWS::CloudFront::ResponseHeadersPolicy",
        {
            "ResponseHeadersPolicyConfig": {
                "Name": names.prefix,
                "SecurityHeadersConfig": {
                    "ContentSecurityPolicy": {
                        "ContentSecurityPolicy": sub(policy), "Override": True,
                    },
                    "ContentTypeOptions": {"Override": bool(wanted.pop("X-Content-Type-Options"))},
                    "FrameOptions": {
                        "FrameOption": wanted.pop("X-Frame-Options"), "Override": True,
                    },
                    "ReferrerPolicy": {
                        "ReferrerPolicy": wanted.pop("Referrer-Policy"), "Override": True,
                    },
                    "StrictTransportSecurity": _transport(wanted.pop("Strict-Transport-Security")),
                },
                "CustomHeadersConfig": {
                    "Items": [
                        {"Header": name, "Value": value, "Override": True}
                        for name, value in wanted.items()
                    ]
                },
            }
        },
    )  # fmt: skip


def _transport(text: str) -> Json:
    parts = [part.strip() for part in text.split(";")]
    return {
        "AccessControlMaxAgeSec": int(parts[0].removeprefix("max-age=")),
        "IncludeSubdomains": "includeSubDomains" in parts,
        "Preload": "preload" in parts,
        "Override": True,
    }


def _record() -> Json:
    return resource(
        "AWS::Route53::RecordSet",
        {
            "HostedZoneId": ref("HostedZoneId"),
            "Name": ref("Domain"),
            "Type": "A",
            "AliasTarget": {
                "DNSName": get("Distribution", "DomainName"),
                "HostedZoneId": "Z2FDTNDATAQYW2",  # CloudFront's own, the same for everybody
            },
        },
        Condition="HasHostedZone",
    )


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
