"""What has no route gets the desk's own answer, in the cloud as here."""

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
