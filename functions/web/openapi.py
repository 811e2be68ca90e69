"""The API as OpenAPI 3.1, made from the procedures."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from functions import processes
from functions.domain.procedure import Procedure
from functions.domain.workflow import PAID, Step

_PROBLEM = {
    "description": "A problem (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def document(procedures: Iterable[Procedure] | None = None) -> dict[str, Any]:
    """The description of these procedures, or of all that there are; every path answers JSON with
    `Accept: application/json`."""
    found = processes.all_procedures() if procedures is None else procedures
    return _document(frozenset(procedure.key for procedure in found))


@cache
def _document(keys: frozenset[str]) -> dict[str, Any]:
    paths: dict[str, Any] = {
        "/{lang}/desk/my": {
            "get": _operation("My cases, here and with other authorities", "myCases", [_LANG])
        },
        "/{lang}/desk/my/dates.ics": {
            "get": {
                **_operation("The dates of my cases", "myDates", [_LANG]),
                "responses": {
                    "2XX": {
                        "description": "iCalendar (RFC 5545)",
                        "content": {"text/calendar": {"schema": {"type": "string"}}},
                    }
                },
            }
        },
        "/{lang}/desk/work": {
            "get": _operation("The work queue of my roles", "workQueue", [_LANG])
        },
        "/{lang}/desk/search": {
            "get": _operation(
                "Find a procedure",
                "search",
                [_LANG, {"name": "q", "in": "query", "schema": {"type": "string"}}],
            )
        },
        "/api/payments/webhook": {
            "post": {
                **_operation("The payment service tells that a payment changed", "webhook", []),
                "requestBody": {
                    "content": {
                        "application/x-www-form-urlencoded": {
                            "schema": {
                                "type": "object",
                                "required": ["id"],
                                "properties": {"id": {"type": "string"}},
                            }
                        }
                    }
                },
            }
        },
        "/{lang}/desk/session": {"post": _operation("Stay signed in", "extendSession", [_LANG])},
        "/api/outside/{party}": {
            "post": _operation(
                "The answer of an outside party (signed: RFC 9421)", "outside", [_PARTY], _ANSWER
            )
        },
    }
    schemas: dict[str, Any] = {"Problem": _PROBLEM_SCHEMA}
    for procedure in (p for p in processes.all_procedures() if p.key in keys):
        name = _name(procedure)
        schemas |= _schemas(procedure, name)
        paths |= _paths(procedure, name)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Burgerloket",
            "version": "1",
            "description": "The same addresses as the pages answer JSON when you send "
            "Accept: application/json. A session cookie says who you are; a POST carries the "
            "session's token in X-CSRF-Token.",
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


_LANG = {
    "name": "lang",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "enum": ["nl", "fr", "de", "en"]},
}
_CASE = {
    "name": "case_id",
    "in": "path",
    "required": True,
    "description": "ULID, made with the first topic",
    "schema": {"type": "string", "minLength": 26, "maxLength": 26},
}
_PARTY = {"name": "party", "in": "path", "required": True, "schema": {"type": "string"}}
_ANSWER = {
    "type": "object",
    "required": ["reference", "answer"],
    "properties": {
        "reference": {"type": "string", "description": "As in the message that asked"},
        "answer": {"type": "string", "description": "One of the answers of that message"},
        "note": {"type": "string", "maxLength": 2000},
    },
}
_PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


def _operation(
    summary: str, operation: str, parameters: list[Any], body: dict[str, Any] | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "summary": summary,
        "operationId": operation,
        "parameters": parameters,
        "responses": {
            "2XX": {"description": "Done", "content": {"application/json": {"schema": {}}}},
            **dict.fromkeys(("401", "403", "404", "409", "422", "503"), _PROBLEM),
        },
    }
    if body:
        found["requestBody"] = {"content": {"application/json": {"schema": body}}}
    return found


def _name(procedure: Procedure) -> str:
    return "".join(part.capitalize() for part in procedure.key.replace("/", "-").split("-"))


def _schemas(procedure: Procedure, name: str) -> dict[str, Any]:
    whole = procedure.application.model_json_schema(
        ref_template=f"#/components/schemas/{name}.{{model}}"
    )
    parts = whole.pop("$defs", {})
    return {name: whole, **{f"{name}.{part}": schema for part, schema in parts.items()}}


_MOMENT = {
    "type": "object",
    "required": ["moment"],
    "properties": {"moment": {"type": "string", "format": "date-time"}},
}
_DAY = {
    "name": "day",
    "in": "query",
    "description": "A day of the week to show; without it the first week with room",
    "schema": {"type": "string", "format": "date"},
}


def _appointments(path: str, name: str, step: str) -> dict[str, Any]:
    """A booking step: what is free, choose or move, cancel, and the file for a calendar."""
    both = [_LANG, _CASE]
    calendar = _operation(f"Calendar file: {step}", f"calendar{name}{step}", both)
    calendar["responses"]["2XX"] = {
        "description": "iCalendar (RFC 5545)",
        "content": {"text/calendar": {"schema": {"type": "string"}}},
    }
    return {
        path: {
            "get": _operation(f"Free moments: {step}", f"moments{name}{step}", [*both, _DAY]),
            "post": _operation(
                f"Choose or move the moment: {step}", f"book{name}{step}", both, _MOMENT
            ),
        },
        f"{path}/cancel": {
            "post": _operation(f"Cancel the moment: {step}", f"cancel{name}{step}", both)
        },
        f"{path}/calendar": {"get": calendar},
    }


def _paths(procedure: Procedure, name: str) -> dict[str, Any]:
    base = f"/{{lang}}/desk/{procedure.key}"
    case = f"{base}/{{case_id}}"
    both = [_LANG, _CASE]
    found = {
        f"{base}/for": {
            "get": _operation("For whom I can do this", f"for{name}", [_LANG]),
            "post": _operation("Begin for someone", f"begin{name}", [_LANG], {"type": "object"}),
        },
        case: {"get": _operation("A case", f"get{name}", both)},
        f"{case}/check": {
            "get": _operation("The answers so far", f"check{name}", both),
            "post": _operation("Hand in", f"submit{name}", both, {"type": "object"}),
        },
        f"{case}/withdraw": {"post": _operation("Withdraw", f"withdraw{name}", both)},
    }
    for step in procedure.workflow.steps:
        if step.books:
            found |= _appointments(f"{case}/appointments/{step.name}", name, step.name)
            continue
        if step.external:
            continue  # an outside party answers: /api/outside
        choices = {
            "type": "object",
            "required": ["choice"],
            "properties": {
                "choice": {"type": "string", "enum": _choices(step)},
                "reason": {"type": "string", "maxLength": 2000},
            },
        }
        found[f"{case}/decisions/{step.name}"] = {
            "post": _operation(f"Decide: {step.name}", f"{name}{step.name}", both, choices)
        }
        if step.pays:
            found |= _payment_paths(f"{case}/payment", f"{name}{step.name}", step.name)
    for topic in procedure.topics():
        of_topic = procedure.topics()[topic].__name__
        schema = {"$ref": f"#/components/schemas/{name}.{of_topic}"}
        body = {"type": "object", "required": ["answers"], "properties": {"answers": schema}}
        found[f"{case}/questions/{topic}"] = {
            "get": _operation(f"Questions: {topic}", f"get{name}{topic}", both),
            "post": _operation(f"Answer: {topic}", f"answer{name}{topic}", both, body),
        }
    return found


def _choices(step: Step) -> list[str]:
    """What a person can choose: that a fee was paid online is not theirs to say."""
    return [o.value for o in step.outcomes if not (step.pays and o.value == PAID)]


def _payment_paths(base: str, name: str, step: str) -> dict[str, Any]:
    both = [_LANG, _CASE]
    return {
        f"{base}/{step}": {
            "post": _operation(
                "Pay online: answers the address of the checkout", f"{name}Pay", both
            )
        },
        f"{base}/{step}/return": {
            "get": _operation("Back from the checkout", f"{name}Return", both)
        },
        f"{base}/received": {
            "post": _operation("The fee was paid at the counter", f"{name}Received", both)
        },
    }
