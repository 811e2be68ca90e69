"""Between HTTP and what API Gateway (REST, version 1) hands to a function.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

import base64
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from infra.local.config import ACCOUNT, LOOPBACK

_STAGE = "local"


def to_event(
    request: Request, resource: tuple[str, dict[str, str]], binary_types: Iterable[str]
) -> dict[str, Any]:
    """The proxy event of a request; `resource`: that of API Gateway with its path parameters."""
    path, parameters = resource
    headers: dict[str, list[str]] = {}
    for name, value in request.headers.items():
        headers.setdefault(name, []).append(value)
    query = {key: request.args.getlist(key) for key in request.args}
    raw = request.get_data()
    binary = is_binary(request.headers.get("Content-Type", ""), binary_types)
    body = base64.b64encode(raw).decode() if binary else raw.decode("utf-8", "replace")
    now = datetime.now(UTC)
    return {
        "resource": path,
        "path": request.path,
        "httpMethod": request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {key: values[-1] for key, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": parameters,
        "stageVariables": None,
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": "local",
            "domainName": request.host.partition(":")[0],
            "extendedRequestId": uuid.uuid4().hex[:16],
            "httpMethod": request.method,
            "identity": {
                "sourceIp": request.remote_addr or LOOPBACK,
                "userAgent": request.headers.get("User-Agent"),
            },
            "path": f"/{_STAGE}{request.path}",
            "protocol": "HTTP/1.1",
            "requestId": str(uuid.uuid4()),
            "requestTime": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "requestTimeEpoch": int(now.timestamp() * 1000),
            "resourcePath": path,
            "stage": _STAGE,
        },
        "body": body if raw else None,
        "isBase64Encoded": bool(raw) and binary,
    }


def is_binary(content_type: str, binary_types: Iterable[str]) -> bool:
    """Tell whether API Gateway passes this type on as base64."""
    kind = content_type.partition(";")[0].strip().lower()
    return any(
        wanted in (kind, "*/*") or (wanted.endswith("/*") and kind.startswith(wanted[:-1]))
        for wanted in binary_types
    )


def to_response(answer: dict[str, Any]) -> Response:
    """The HTTP response of a function's answer. KeyError or ValueError if it is malformed."""
    status = int(answer["statusCode"])
    text = answer.get("body") or ""
    body = base64.b64decode(text) if answer.get("isBase64Encoded") else str(text).encode()
    response = Response(body, status)
    multiple = answer.get("multiValueHeaders") or {}
    several = {name.lower() for name in multiple}
    response.headers.remove("Content-Type")
    for name, value in (answer.get("headers") or {}).items():
        if name.lower() not in several:
            response.headers.set(name, str(value))
    for name, values in multiple.items():
        response.headers.remove(name)
        for value in values:
            response.headers.add(name, str(value))
    response.headers.setdefault("Content-Type", "application/json")
    return response
