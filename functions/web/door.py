"""What a function does with a request before Chalice has it.

Chalice finds its route by the resource that API Gateway names. Ours are greedy (see routing), so
the event is told here which route it is. What API Gateway would answer itself if it knew every
route (404, 405) is answered here too, and what did not come through CloudFront is refused.
"""

import json
from collections.abc import Callable
from typing import Any

from functions.web.edge import came_through, without_key
from functions.web.routing import Match, Routes

Event = dict[str, Any]
Answer = dict[str, Any]
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
        if not came_through(event, self._edge_keys()):
            return _problem(403, "Forbidden", {})
        event = without_key(event)
        match = self._routes.match(event["path"])
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
