"""A path finds the route that was declared for it, and says what it is not."""

import json
from typing import Any, ClassVar

import pytest

from functions.web.door import Door
from functions.web.routing import Match, Routes


@pytest.mark.parametrize(
    ("path", "resource", "parameters"),
    [
        ("/a/b/z", "/a/b/{y}", {"y": "z"}),
        ("/a/q/c", "/a/{x}/c", {"x": "q"}),
        ("/a/b/c", "/a/b/c", {}),  # fixed words win
        ("/a/b/c/", "/a/b/c", {}),
        ("/a/b/d/e", "/a/{x}/d/e", {"x": "b"}),  # back to a variable where fixed words end
        ("/a/x%20y/c", "/a/{x}/c", {"x": "x y"}),
        ("/a/f/list.csv", "/a/f/{name}.csv", {"name": "list"}),
    ],
)
def test_the_declared_route_of_a_path(path: str, resource: str, parameters: dict[str, str]) -> None:
    routes = Routes(["/a/{x}/c", "/a/b/{y}", "/a/b/c", "/a/{x}/d/e", "/a/f/{name}.csv"])
    assert routes.match(path) == Match(resource, parameters)


@pytest.mark.parametrize("path", ["/", "/a", "/a/q", "/a/q/c/d", "/a//c", "/a/x%2Fy/c", "/b/b/c"])
def test_what_is_no_route(path: str) -> None:
    assert Routes(["/a/{x}/c", "/a/b/{y}"]).match(path) is None


class App:
    """As Chalice has its routes; it answers the event that it was given."""

    routes: ClassVar = {"/{lang}/desk/my": {"GET": None, "POST": None}}

    def __call__(self, event: dict[str, Any], context: object) -> dict[str, Any]:
        return {"statusCode": 200, "body": event}


def asked(path: str, method: str = "GET") -> dict[str, Any]:
    event = {
        "path": path,
        "httpMethod": method,
        "resource": "/{lang}/desk/{proxy+}",
        "pathParameters": {"lang": "nl", "proxy": "my"},
        "requestContext": {"path": f"/stage{path}", "resourcePath": "/{lang}/desk/{proxy+}"},
    }
    return Door(App())(event, None)


def test_the_app_sees_the_route_and_no_stage() -> None:
    event = asked("/nl/desk/my")["body"]
    assert event["resource"] == event["requestContext"]["resourcePath"] == "/{lang}/desk/my"
    assert event["pathParameters"] == {"lang": "nl"}
    assert event["requestContext"]["path"] == "/nl/desk/my"


def test_another_method_is_told_which_there_are() -> None:
    answer = asked("/nl/desk/my", "DELETE")
    assert (answer["statusCode"], answer["headers"]["Allow"]) == (405, "GET, POST")
    assert json.loads(answer["body"])["status"] == 405


def test_a_path_without_a_route_is_404() -> None:
    answer = asked("/nl/desk/none")
    assert answer["statusCode"] == 404
    assert answer["headers"]["Content-Type"] == "application/problem+json"
