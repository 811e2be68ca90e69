"""What only a browser can show: cookies that it keeps, scripts that it refuses."""

import pytest

from tests.browser import proxy
from tests.browser.conftest import Opens
from tests.browser.visitor import Visitor
from tests.browser.watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-security")]


def test_the_session_is_a_host_cookie_that_no_script_reads(opens: Opens) -> None:
    page = opens()
    Visitor(page).signs_in(proxy.GIVER, "/nl/desk/my")
    (cookie,) = page.context.cookies()
    assert cookie["name"] == "__Host-session"
    assert cookie["secure"]
    assert cookie["httpOnly"]
    assert cookie["path"] == "/"
    assert cookie["sameSite"] == "Lax"
    assert cookie["expires"] == -1
    assert page.evaluate("document.cookie") == ""


def test_signing_out_ends_the_session_for_the_back_button_too(opens: Opens) -> None:
    person = Visitor(opens())
    person.signs_in(proxy.GIVER, "/nl/desk/my")
    person.presses("Afmelden")
    person.page.wait_for_url("**/desk/signed-out*")
    assert person.page.context.cookies() == []
    person.page.goto("/nl/desk/my")
    assert "localhost" in person.page.url
    assert "/desk/my" not in person.page.url.split("?")[0]


@pytest.mark.parametrize(
    "harm",
    [
        "const s = document.createElement('script'); s.textContent = 'window.harmed = 1';"
        " document.body.append(s)",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.harmed=1\">')",
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')",
    ],
    ids=["a script", "a handler", "a style"],
)
def test_what_is_written_into_a_page_is_refused_and_the_watch_hears_it(
    opens: Opens, watch: Watch, harm: str
) -> None:
    page = opens()
    Visitor(page).signs_in(proxy.GIVER, "/nl/desk/my")
    page.evaluate(f"() => {{ {harm} }}")
    page.wait_for_timeout(300)
    assert page.evaluate("window.harmed") is None
    assert any("Content Security Policy" in line for line in watch.said)
    watch.said.clear()


def test_another_address_is_never_asked_and_the_watch_would_hear_it(
    opens: Opens, watch: Watch
) -> None:
    page = opens()
    page.goto("/nl/")
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => null)")
    page.wait_for_timeout(300)
    assert watch.said or watch.elsewhere
    watch.said.clear()
    watch.elsewhere.clear()


def test_a_block_of_data_in_a_page_is_there_and_offends_no_policy(
    opens: Opens, watch: Watch
) -> None:
    page = opens()
    page.goto("/nl/passport/request/")
    name = "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').text).name"
    assert page.evaluate(name) == page.locator("h1").inner_text()
    assert watch.said == []
