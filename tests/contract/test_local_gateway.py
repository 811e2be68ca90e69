"""Requests reach the app as API Gateway gives them, and pages come as CloudFront gives them."""

import gzip
import json
import threading
from pathlib import Path

import pytest
from chalice import Chalice, Response
from werkzeug.test import Client

from functions.web.routing import Routes
from infra.local.config import Local
from infra.local.gateway import Api, Gateway
from infra.local.uploads import Uploads

BASE = "http://localhost:8000"
FORM = "application/x-www-form-urlencoded"


def make_app() -> Chalice:
    app = Chalice(app_name="test")

    @app.route("/{lang}/desk/echo/{thing}", methods=["GET", "POST"],
               content_types=[FORM, "application/json", "application/octet-stream"])  # fmt: skip
    def echo(lang, thing):
        return app.current_request.to_original_event()

    @app.route("/{lang}/desk/echo/fixed")
    def fixed(lang):
        return Response("fixed", headers={"Content-Type": "text/plain"})

    @app.route("/{lang}/desk/cookies")
    def cookies(lang):
        both = ["a=1; Path=/", "b=2; Path=/"]
        headers = {"Set-Cookie": both, "Content-Type": "text/html", "X-Frame-Options": "SAMEORIGIN"}
        return Response("<p>é</p>", headers=headers)

    @app.route("/{lang}/desk/picture")
    def picture(lang):
        return Response(b"\x89PNG\xff", headers={"Content-Type": "image/png"})

    @app.route("/api/openapi.json")
    def openapi():
        return {"openapi": "3.1.0"}

    waiting = threading.Barrier(2, timeout=5)

    @app.route("/{lang}/desk/together/{thing}")
    def together(lang, thing):
        waiting.wait()
        return {"thing": app.current_request.uri_params["thing"]}

    return app


@pytest.fixture
def site(tmp_path) -> Path:
    pages = {
        "index.html": "<p>languages</p>",
        "nl/index.html": "<p>welkom</p>" * 100,
        "nl/404.html": "<p>niet gevonden</p>",
        "fr/404.html": "<p>introuvable</p>",
        "nl/503.html": "<p>druk</p>",
        "assets/site.abc123.css": "p{color:red}",
        "api/index.html": "<p>docs</p>",
    }
    for name, text in pages.items():
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "secret.html").write_text("secret")
    return tmp_path / "site"


def client_of(app, site) -> Client:
    local = Local("mechelen", 8000, 8001, 8002, 8003, site.parent, site, payments=8004)
    return Client(
        Gateway(
            local=local,
            api=Api(app),
            uploads=Uploads(bucket="b", created=lambda event: None),
            desk=lambda request: None,
        )
    )


@pytest.fixture
def client(site) -> Client:
    return client_of(make_app(), site)


def test_an_event_has_api_gateways_shape(client):
    response = client.post(
        "/nl/desk/echo/x%20y?a=1&a=2&empty=",
        base_url=BASE,
        data="name=J%C3%BCrgen",
        headers={"X-Twice": "1", "Content-Type": FORM},
    )
    event = response.json
    assert event["resource"] == "/{lang}/desk/echo/{thing}"
    assert event["pathParameters"] == {"lang": "nl", "thing": "x y"}
    assert event["httpMethod"] == "POST"
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"], "empty": [""]}
    assert event["queryStringParameters"] == {"a": "2", "empty": ""}
    assert event["headers"]["X-Twice"] == "1"
    assert event["multiValueHeaders"]["X-Twice"] == ["1"]
    assert event["body"] == "name=J%C3%BCrgen"
    assert event["isBase64Encoded"] is False
    context = event["requestContext"]
    assert context["resourcePath"] == "/{lang}/desk/echo/{thing}"
    assert context["httpMethod"] == "POST"
    assert context["identity"]["sourceIp"] == "127.0.0.1"
    assert context["requestId"]


def test_an_empty_query_and_body_are_null(client):
    event = client.get("/nl/desk/echo/x", base_url=BASE).json
    assert event["queryStringParameters"] is None
    assert event["multiValueQueryStringParameters"] is None
    assert event["body"] is None


def test_binary_types_travel_as_base64_both_ways(client):
    headers = {"Content-Type": "application/octet-stream"}
    event = client.post("/nl/desk/echo/x", base_url=BASE, data=b"\x00\xff", headers=headers).json
    assert (event["body"], event["isBase64Encoded"]) == ("AP8=", True)
    picture = client.get("/nl/desk/picture", base_url=BASE, headers={"Accept": "image/png"})
    assert picture.data == b"\x89PNG\xff"


def test_headers_with_several_values_and_the_apps_own_come_through(client):
    response = client.get("/nl/desk/cookies", base_url=BASE)
    assert response.headers.getlist("Set-Cookie") == ["a=1; Path=/", "b=2; Path=/"]
    assert response.text == "<p>é</p>"
    assert response.headers.getlist("X-Frame-Options") == ["SAMEORIGIN"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_fixed_words_of_a_route_win_and_a_last_slash_does_not_matter(client):
    assert client.get("/nl/desk/echo/fixed/", base_url=BASE).text == "fixed"
    routes = Routes(["/a/{x}/c", "/a/b/{y}"])
    assert routes.match("/a/b/z").resource == "/a/b/{y}"
    assert routes.match("/a/q/c").parameters == {"x": "q"}
    assert routes.match("/a/q") is None


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nl/desk/none", 404), ("GET", "/none", 404), ("DELETE", "/nl/desk/cookies", 405),
     ("POST", "/nl/", 405)],
)  # fmt: skip
def test_what_does_not_exist_is_a_problem_for_a_script(client, method, path, status):
    response = client.open(path, method=method, base_url=BASE)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.json["status"] == status


def test_405_names_the_methods(client):
    response = client.delete("/nl/desk/cookies", base_url=BASE)
    assert response.headers["Allow"] == "GET"


@pytest.mark.parametrize(
    ("path", "text"), [("/nl/x", "niet"), ("/fr/x", "introuv"), ("/x", "niet")]
)
def test_a_browser_gets_the_page_of_its_language(client, path, text):
    response = client.get(path, base_url=BASE, headers={"Accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 404
    assert text in response.text


def test_a_body_over_ten_megabytes_is_refused(client):
    body = b"x" * (10 * 1024 * 1024 + 1)
    response = client.post("/nl/desk/echo/x", base_url=BASE, data=body, content_type=FORM)
    assert response.status_code == 413


def test_an_app_that_raises_is_busy_for_a_browser_and_502_for_a_script(site, caplog):
    app = make_app()

    class Broken(type(app)):
        def __call__(self, event, context):
            raise RuntimeError

    app.__class__ = Broken
    client = client_of(app, site)
    caplog.set_level("CRITICAL")
    path = "/nl/desk/cookies"
    page = client.get(path, base_url=BASE, headers={"Accept": "text/html"})
    assert (page.status_code, page.text) == (503, "<p>druk</p>")
    script = client.get(path, base_url=BASE)
    assert (script.status_code, script.json["title"]) == (502, "Internal server error")


def test_two_requests_at_once_do_not_see_each_other(client):
    answers = {}

    def ask(name):
        answer = Client(client.application).get(f"/nl/desk/together/{name}", base_url=BASE)
        answers[name] = answer.json

    threads = [threading.Thread(target=ask, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {"a": {"thing": "a"}, "b": {"thing": "b"}}


def test_pages_assets_and_their_caching(client):
    page = client.get("/nl/", base_url=BASE, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(page.data).startswith(b"<p>welkom")
    assert page.headers["Vary"] == "Accept-Encoding"
    again = client.get(
        "/nl/",
        base_url=BASE,
        headers={"Accept-Encoding": "gzip", "If-None-Match": page.headers["ETag"]},
    )
    assert again.status_code == 304
    asset = client.get("/assets/site.abc123.css", base_url=BASE)
    assert "immutable" in asset.headers["Cache-Control"]
    assert asset.mimetype == "text/css"
    assert client.get("/nl", base_url=BASE).headers["Location"] == "/nl/"
    assert client.head("/nl/", base_url=BASE).data == b""


def test_the_docs_of_the_api_are_static_and_its_description_is_not(client):
    assert "docs" in client.get("/api/", base_url=BASE).text
    assert client.get("/api/openapi.json", base_url=BASE).json == {"openapi": "3.1.0"}


@pytest.mark.parametrize(
    "path", ["/../secret.html", "/%2e%2e/secret.html", "/nl/%00", "/nl/..%2f.."]
)
def test_nothing_outside_the_site_is_served(client, path):
    response = client.get(path, base_url=BASE)
    assert response.status_code in (308, 404)
    assert b"secret" not in response.data


def test_every_answer_has_the_security_headers(client):
    for path in ("/nl/", "/none", "/nl/desk/echo/x", "/assets/site.abc123.css"):
        headers = client.get(path, base_url=BASE).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        policy = headers["Content-Security-Policy"]
        assert "form-action 'self' http://localhost:8001 http://localhost:8004;" in policy
        assert "unsafe" not in policy
        assert "{" not in policy


def test_another_host_name_is_refused(client):
    response = client.get("/nl/", base_url="http://evil.example:8000")
    assert response.status_code == 421


def test_the_headers_file_is_what_the_cloud_reads():
    from infra.local.pages import _HEADERS

    names = json.loads(_HEADERS.read_text())
    assert {"Content-Security-Policy", "Strict-Transport-Security"} <= set(names)
