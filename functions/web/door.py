"""What a function does with a request before Chalice has it.

Chalice finds its route by the resource that API Gateway names. Ours are greedy (see routing), so
the event is told here which route it is. What API Gateway would answer itself if it knew every
route (404, 405) is answered here too.
"""

import json
from collections.abc import Callable
from typing import Any

from functions.web.routing import Match, Routes

Event = dict[str, Any]
Answer = dict[str, Any]
Missing = Callable[[Event], Answer]


def plain_missing(event: Event) -> Answer:
    """404 for a program."""
    del event
    return _problem(404, "Not found", {})


class Door:
    """The Lambda handler of a Chalice app. `missing` answers where there is no route."""

    def __init__(self, app: Any, missing: Missing = plain_missing) -> None:  # noqa: ANN401
        self._app = app
        self._missing = missing
        self._routes = Routes(app.routes)

    def __call__(self, event: Event, context: object) -> Answer:
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
