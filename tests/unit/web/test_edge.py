"""What did not come through CloudFront is refused before anything else is looked at."""

import hmac
from typing import Any, ClassVar

import pytest

from functions.web import edge
from functions.web.door import Door

KEYS = "new-key,old-key"


class App:
    """As Chalice has its routes; it answers the event that it was given."""

    routes: ClassVar = {"/{lang}/desk/my": {"GET": None}}

    def __call__(self, event: dict[str, Any], context: object) -> dict[str, Any]:
        return {"statusCode": 200, "body": event}


def missing(event: dict[str, Any]) -> dict[str, Any]:
    return {"statusCode": 404, "body": event}


def asked(
    *given: str, keys: str = KEYS, name: str = edge.HEADER, path: str = "/nl/desk/my", **more: Any
) -> dict[str, Any]:
    several = {"Accept": ["text/html"], **({name: list(given)} if given else {})}
    event = {
        "path": path,
        "httpMethod": "GET",
        "headers": {name: values[-1] for name, values in several.items()},
        "multiValueHeaders": several,
        "requestContext": {},
        **more,
    }
    return Door(App(), missing, lambda: keys)(event, None)


@pytest.mark.parametrize("key", ["new-key", "old-key"])
@pytest.mark.parametrize("name", [edge.HEADER, edge.HEADER.lower(), edge.HEADER.upper()])
def test_either_key_is_taken_however_the_header_is_written(key: str, name: str) -> None:
    answer = asked(key, name=name)
    assert answer["statusCode"] == 200
    assert answer["body"]["headers"] == {"Accept": "text/html"}  # and goes no further
    assert answer["body"]["multiValueHeaders"] == {"Accept": ["text/html"]}


@pytest.mark.parametrize(
    "given",
    [
        (), ("",), ("new-key,old-key",), ("NEW-KEY",), ("new-ke",), ("new-key ",), ("é",),
        ("new-key", "new-key"), ("x", "new-key"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/nl/desk/my", "/nl/desk/none", "/"])
def test_anything_else_is_refused_whatever_it_asks(given: tuple[str, ...], path: str) -> None:
    answer = asked(*given, path=path)
    assert answer["statusCode"] == 403
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert answer["headers"]["Cache-Control"] == "no-store"
    assert "key" not in answer["body"]


def test_an_event_without_headers_is_refused() -> None:
    assert asked(headers=None, multiValueHeaders=None)["statusCode"] == 403


@pytest.mark.parametrize("keys", [",", ",,"])
def test_keys_that_are_all_empty_open_nothing(keys: str) -> None:
    for given in ((), ("",), (",",)):
        assert asked(*given, keys=keys)["statusCode"] == 403


def test_before_the_first_change_there_is_one_key() -> None:
    assert asked("new-key", keys="new-key,")["statusCode"] == 200
    assert asked("", keys="new-key,")["statusCode"] == 403


def test_without_keys_nothing_is_in_front() -> None:
    assert asked(keys="")["statusCode"] == 200
    assert asked("anything", keys="")["statusCode"] == 200
    assert asked(keys="", headers=None, multiValueHeaders=None)["statusCode"] == 200


def test_every_key_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []
    real = hmac.compare_digest

    def compare(a: bytes, b: bytes) -> bool:
        compared.append((a, b))
        return real(a, b)

    monkeypatch.setattr(edge.hmac, "compare_digest", compare)
    for given in ("new-key", "old-key", "none"):
        compared.clear()
        asked(given)
        assert compared == [(given.encode(), b"new-key"), (given.encode(), b"old-key")]
