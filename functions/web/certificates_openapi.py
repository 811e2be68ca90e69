"""The description of the Attesten API as we answer it (OpenAPI 3.0)."""

from typing import Any


def document(site_url: str, scope: str) -> dict[str, Any]:
    """With the additional fields of ours; the contract that we follow is in
    tests/contract/certificates_openapi.json."""
    one = "/v1/certificates/{insz}/{id}/{language}"
    limits = [
        _query("limit", 1, 10, "How many on a page; more than 100 is 100."),
        _query("page", 0, 0, "Which page; 0 is the first."),
    ]
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Certificates",
            "version": "1",
            "description": "Documents that the municipality issued to a person.",
        },
        "servers": [{"url": site_url}],
        "security": [{"token": [scope]}],
        "paths": {
            "/v1/certificates/{insz}": {
                "get": _get("certificates", "listCertificates", [_INSZ, *limits], "Certificates")
            },
            one: {"get": _get("one certificate", "certificate", _KEY, "Certificate")},
            f"{one}/download": {
                "get": {
                    "summary": "The file",
                    "operationId": "downloadCertificate",
                    "parameters": _KEY,
                    "responses": {
                        "200": {
                            "description": "A PDF (ask for it: Accept: application/pdf)",
                            "content": {
                                "application/pdf": {
                                    "schema": {"type": "string", "format": "binary"}
                                }
                            },
                        },
                        "303": {"description": "A short-lived address, to ask without the token"},
                        **_PROBLEMS,
                    },
                }
            },
        },
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT (RFC 9068)",
                    "description": f"With the scope {scope}",
                }
            },
            "schemas": _SCHEMAS,
        },
    }


def _path(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    found = {"name": name, "in": "path", "required": True, "schema": {"type": "string", **schema}}
    return {**found, "description": description}


def _query(name: str, least: int, usual: int, description: str) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": least, "default": usual}
    return {"name": name, "in": "query", "schema": schema, "description": description}


_INSZ = _path("insz", {"pattern": "^[0-9]{11}$"}, "National register or BIS number")
_KEY = [
    _INSZ,
    _path("id", {}, "As in the list"),
    _path("language", {"enum": ["nl", "fr", "de", "en"]}, "ISO 639-1"),
]


def _problem(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": schema}},
    }


_PROBLEMS = {
    "400": _problem("A parameter that is none"),
    "401": _problem("No token, or one that is not good"),
    "403": _problem("A good token for something else"),
    "404": _problem("Unknown, not valid any more, or of somebody else"),
    "503": _problem("Try again later (Retry-After)"),
}


def _get(what: str, name: str, parameters: list[Any], schema: str) -> dict[str, Any]:
    content = {"application/hal+json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {
        "summary": what[0].upper() + what[1:],
        "operationId": name,
        "parameters": parameters,
        "responses": {"200": {"description": "Found", "content": content}, **_PROBLEMS},
    }


_TEXT = {"type": "string"}
_DAY = {"type": "string", "format": "date"}
_COUNT = {"type": "integer", "minimum": 0}
_LINKS = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}
_SCHEMAS: dict[str, Any] = {
    "Link": {
        "type": "object",
        "required": ["rel", "href"],
        "properties": {"rel": _TEXT, "href": {"type": "string", "format": "uri"}},
    },
    "Certificate": {
        "type": "object",
        "required": ["id", "language", "name", "links"],
        "properties": {
            "id": _TEXT,
            "language": {"type": "string", "enum": ["nl", "fr", "de", "en"]},
            "name": _TEXT,
            "year": {"type": "integer"},
            "issuer": _TEXT,
            "issued": _DAY,
            "validUntil": _DAY,
            "product": {"type": "string", "description": "Its number in the product catalogue"},
            "links": _LINKS,
        },
    },
    "Certificates": {
        "type": "object",
        "required": ["certificates", "pageMetadata", "links"],
        "properties": {
            "certificates": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/Certificate"},
            },
            "pageMetadata": {
                "type": "object",
                "required": ["number", "size", "totalElements", "totalPages"],
                "properties": {
                    "number": {"type": "integer", "minimum": 1},
                    "size": {"type": "integer", "minimum": 1, "maximum": 100},
                    "totalElements": _COUNT,
                    "totalPages": _COUNT,
                },
            },
            "links": _LINKS,
        },
    },
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
        },
    },
}
