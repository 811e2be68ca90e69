"""What CloudFront keeps, what it passes on, and the security headers that it adds."""

import json
from pathlib import Path

from infra.package.cfn import Json, Resources, resource, sub
from infra.package.names import Names

_HEADERS = Path(__file__).parents[1] / "parts" / "headers.json"
NEVER = 0
_ALL_BUT_HOST = {"HeaderBehavior": "allExcept", "Headers": ["host"]}
_YEAR = 31536000


def policies_of_edge(names: Names, form_origins: list[str]) -> Resources:
    """`form_origins`: where a form of a page may end, beside the bucket of documents."""
    return {
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
                    "MinTTL": NEVER, "DefaultTTL": 300, "MaxTTL": _YEAR,
                    "ParametersInCacheKeyAndForwardedToOrigin": _key([], "none"),
                }
            },
        ),
    }  # fmt: skip


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
                "MinTTL": NEVER,
                "DefaultTTL": NEVER,
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
