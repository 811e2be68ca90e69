"""CloudFront: the static site and the API under one name, with the security headers.

What the site does not have is asked of the desk (an origin group), which answers with its own page
in the language of the address: an error page of CloudFront would also take the place of the answers
of the API.
"""

from functions.web.answers import MISSING
from infra.front_door import API_PATTERNS
from infra.package.api import STAGE
from infra.package.cfn import NOTHING, Json, Resources, get, ref, resource, sub, when
from infra.package.edge_key import CONDITION, edge_key, sent
from infra.package.edge_policies import NEVER, policies_of_edge
from infra.package.names import Names

# of S3, which says 403 where it may not say 404
_NOT_THERE = {"StatusCodes": {"Quantity": 2, "Items": [403, 404]}}
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


def edge(names: Names, form_origins: list[str], key_version: str) -> Resources:
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
        **edge_key(names),
        **policies_of_edge(names, form_origins),
        "Distribution": _distribution(names, key_version),
        "SiteName": _record(),
    }  # fmt: skip
    return {
        name: {"Condition": CONDITION, **part} if "Condition" not in part else part
        for name, part in found.items()
    }


def _distribution(names: Names, key_version: str) -> Json:
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
                    _site(), _api("api", f"/{STAGE}", key_version),
                    _api("missing", f"/{STAGE}{MISSING}", key_version),
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
                    *({"ErrorCode": code, "ErrorCachingMinTTL": NEVER}
                      for code in (400, 403, 404, 500, 503)),
                    *({"ErrorCode": code, "ErrorCachingMinTTL": NEVER, "ResponseCode": 503,
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


def _api(name: str, path: str, key_version: str) -> Json:
    return {
        "Id": name,
        "DomainName": sub("${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"),
        "OriginPath": path,
        "OriginCustomHeaders": [sent(key_version)],
        "CustomOriginConfig": {
            "OriginProtocolPolicy": "https-only",
            "OriginSSLProtocols": ["TLSv1.2"],
            "OriginReadTimeout": 30,
        },
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
