"""What has no route gets the desk's own answer, in the cloud as here."""

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from functions import wiring
from functions.web.edge import HEADER
from infra.front_door import resource_of
from infra.local.proxy_event import to_event
from infra.local.stack import LocalStack


def test_a_browser_gets_a_page_of_the_desk(desk: LocalStack) -> None:
    client = desk.client()
    for path in ("/nl/desk/none", "/nl/desk/birth", "/nl/desk", "/xx/desk/my"):
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 404, path
        assert answer.mimetype == "text/html"
        assert "/nl/desk/my" in answer.text
    assert client.get("/fr/desk/none", headers={"Accept": "text/html"}).status_code == 404


def test_a_program_gets_a_problem(desk: LocalStack) -> None:
    client = desk.client()
    for path in ("/nl/desk/none", "/v1/none", "/api/open/none/none/none"):
        answer = client.get(path, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json"), path


def test_a_session_that_ended_is_no_hindrance(desk: LocalStack) -> None:
    headers = {"Accept": "text/html", "Cookie": "__Host-session=gone"}
    assert desk.client().get("/nl/desk/none", headers=headers).status_code == 404


@pytest.fixture
def behind_cloudfront(desk: LocalStack, monkeypatch: pytest.MonkeyPatch) -> LocalStack:
    settings = wiring.settings().model_copy(update={"edge_keys": "new-key,old-key"})
    monkeypatch.setattr(wiring, "settings", lambda: settings)
    monkeypatch.setenv("EDGE_KEYS", settings.edge_keys)  # as the local gateway reads it
    return desk


def test_who_goes_past_cloudfront_is_refused_everywhere(behind_cloudfront: LocalStack) -> None:
    client = behind_cloudfront.client()
    for path in ("/nl/desk/my", "/nl/desk/call-me", "/v1/none", "/api/open/figures", "/nl/desk/no"):
        for headers in ({}, {HEADER: "wrong"}, {"CloudFront-Viewer-Address": "192.0.2.1:1"}):
            assert client.get(path, headers=headers).status_code == 403, path
            assert client.post(path, headers=headers).status_code == 403, path
    for key in ("new-key", "old-key"):
        answer = client.get("/nl/desk/sign-in", headers={HEADER: key, "Accept": "text/html"})
        assert answer.status_code in (200, 303)


def test_the_handler_of_a_function_refuses_too(behind_cloudfront: LocalStack) -> None:
    del behind_cloudfront
    from functions import entry  # it needs an environment

    def asked(**headers: str) -> int:
        request = Request(EnvironBuilder("/nl/desk/none", headers=headers).get_environ())
        resource = resource_of(request.path, set())
        assert resource
        return int(entry.handler(to_event(request, resource, []), None)["statusCode"])

    assert asked() == 403
    assert asked(**{HEADER: "new-key"}) == 404
