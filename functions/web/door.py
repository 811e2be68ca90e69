"""What a function does with a request before Chalice has it.

Chalice finds its route by the resource that API Gateway names. Ours are greedy (see routing), so
the event is told here which route it is. What API Gateway would answer itself if it knew every
route (404, 405) is answered here too, and what did not come through CloudFront is refused. Every
request is a line in the log, with the id by which it is followed; the answer tells that id.
"""

import json
import re
import time
from collections.abc import Callable
from typing import Any

from functions import log
from functions.domain.correlation import HEADER, of_request
from functions.web.edge import came_through, without_key
from functions.web.routing import Match, Routes

Event = dict[str, Any]
Answer = dict[str, Any]
# of a case or a form: what stands between them in other addresses is no procedure
_PROCEDURE = re.compile(r"/\{lang\}/desk/([a-z-]+/[a-z-]+)/(?:\{case_id\}|start$|for$|can-i)")
Missing = Callable[[Event], Answer]


def plain_missing(event: Event) -> Answer:
    """404 for a program."""
    del event
    return _problem(404, "Not found", {})


class Door:
    """The Lambda handler of a Chalice app. `missing` answers where there is no route; `edge_keys`:
    see functions.web.edge."""

    def __init__(
        self,
        app: Any,  # noqa: ANN401
        missing: Missing = plain_missing,
        edge_keys: Callable[[], str] = str,
    ) -> None:
        self._app = app
        self._missing = missing
        self._edge_keys = edge_keys
        self._routes = Routes(app.routes)

    def __call__(self, event: Event, context: object) -> Answer:
        asked = event["requestContext"].get("requestId", "")
        followed = of_request(event.get("headers") or {}, asked)
        with log.handling(context, correlation=followed):
            begun = time.perf_counter()
            match = self._routes.match(event["path"])
            resource = match.resource if match else ""
            if found := _PROCEDURE.match(resource):
                log.about(procedure=found[1])
            answer = self._answer(event, context, match)
            log.logger().info(
                "request",
                method=event["httpMethod"],
                route=resource,
                status=answer["statusCode"],
                ms=round((time.perf_counter() - begun) * 1000),
                api_request=asked,  # as the access log of API Gateway has it
            )
            return {**answer, "headers": {**answer.get("headers", {}), HEADER: followed}}

    def _answer(self, event: Event, context: object, match: Match | None) -> Answer:
        if not came_through(event, self._edge_keys()):
            log.about(refusal="PastCloudFront")
            return _problem(403, "Forbidden", {})
        event = without_key(event)
        if match is None:
            return self._missing(event)
        methods = self._app.routes[match.resource]
        if event["httpMethod"] not in methods:
            return _problem(405, "Method not allowed", {"Allow": ", ".join(sorted(methods))})
        answer: Answer = self._app(_told(event, match), context)
        return answer


def _told(event: Event, match: Match) -> Event:
    """The event as it would be if API Gateway knew the route."""
    return {
        **event,
        "resource": match.resource,
        "pathParameters": match.parameters or None,
        "requestContext": {
            **event["requestContext"],
            "resourcePath": match.resource,
            # API Gateway puts its stage before this one; no address of ours has a stage
            "path": event["path"],
        },
    }


def _problem(status: int, title: str, headers: dict[str, str]) -> Answer:
    """RFC 9457."""
    return {
        "statusCode": status,
        "headers": {
            "Content-Type": "application/problem+json",
            "Cache-Control": "no-store",
            **headers,
        },
        "multiValueHeaders": {},
        "body": json.dumps({"type": "about:blank", "title": title, "status": status}),
    }
