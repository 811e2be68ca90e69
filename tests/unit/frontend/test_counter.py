"""Where and when the counter is there, and how to be called: on every page, and never wrong."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from frontend.build import Site
from frontend.hours import closed_days
from tests.chromium import chromium
from tests.unit import known

EVE = date(2026, 12, 24)  # the municipality itself closes on it, a Thursday


def tenant():
    return known.tenant().model_copy(update={"closed_on": (EVE, date(2026, 12, 27))})


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    site = Site(tenant(), now=datetime(2026, 12, 1, 10, tzinfo=UTC))
    return dict(site.files())


def test_the_days_to_come_on_which_it_is_closed_are_named() -> None:
    found = closed_days(tenant(), date(2026, 12, 1), "nl")
    assert found == [
        (EVE, ""),
        (date(2026, 12, 25), "Kerstmis"),
        (date(2027, 1, 1), "Nieuwjaar"),
    ]  # not the Sunday, on which it is never open
    assert closed_days(tenant(), date(2026, 12, 1), "fr")[1][1] == "Noël"
    assert closed_days(tenant(), date(2026, 5, 26), "nl")[0][0] == date(2026, 7, 21)


def test_the_page_of_the_counter_says_so(pages: dict[str, str]) -> None:
    page = pages["nl/counter/index.html"]
    assert "donderdag 24 december 2026</li>" in page
    assert "vrijdag 25 december 2026: Kerstmis</li>" in page


def test_every_page_has_address_hours_help_and_a_call_back(pages: dict[str, str]) -> None:
    shown = [n for n in pages if n.startswith("nl/") and n.endswith(".html")]
    assert len(shown) > 20
    for name in shown:
        footer = pages[name].split('<footer class="footer">', 1)[1]
        assert "Grote Markt 21" in footer, name
        assert "09:00–12:30, 16:00–20:00" in footer, name
        assert 'href="/nl/help/"' in footer, name
        assert "/nl/desk/call-me" in footer, name


def test_who_asks_from_the_page_of_a_procedure_need_not_say_which(pages: dict[str, str]) -> None:
    page = pages["nl/elections/proxy/index.html"]
    assert page.count("/nl/desk/call-me?about=elections/proxy") == 2  # among the ways, and below
    for way in ("Online", "Aan het loket", "Aan de telefoon", "Op papier"):
        assert f"<dt>{way}</dt>" in page
    assert "about=elections/proxy" in pages["nl/elections/proxy/paper/index.html"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("now", "today", "told"),
    [
        ("2026-12-17T10:00:00+01:00", "donderdag (vandaag)", "09:00–12:30, 16:00–20:00"),
        ("2026-12-24T10:00:00+01:00", "donderdag (vandaag)", "gesloten"),
        ("2026-12-24T23:30:00+00:00", "vrijdag (vandaag)", "gesloten"),  # Christmas in Belgium
    ],
)
def test_today_is_marked_and_a_closing_day_is_not_called_open(
    pages: dict[str, str], tmp_path: Path, now: str, today: str, told: str
) -> None:
    script = next(text for name, text in pages.items() if name.endswith(".js"))
    html = pages["nl/counter/index.html"].split("<body>")[1]
    (tmp_path / "page.html").write_text(f"<body>{html}<script>{script}</script>")
    with chromium() as browser:
        page = browser.new_page()
        page.clock.set_fixed_time(now)
        page.goto(f"file://{tmp_path}/page.html")
        row = page.locator(".is-today")
        assert row.locator("th").inner_text() == today
        assert row.locator("td").inner_text() == told
