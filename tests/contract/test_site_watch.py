"""A change of settings reaches the public pages of a running local desk by itself."""

import json
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from functions import wiring
from functions.domain.problems import Busy
from infra.local.site_watch import SiteWatch
from infra.local.stack import LocalStack
from tests.contract.test_settings import change, today
from tests.people import Someone


@pytest.fixture
def watch(desk: LocalStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteWatch:
    from dataclasses import replace

    found = SiteWatch(replace(desk.local, state=tmp_path / "state", pages=tmp_path / "pages"))
    monkeypatch.setattr(
        found, "_command", lambda now: [sys.executable, "-c", f"print({now!r})"], raising=True
    )
    return found


@pytest.fixture
def admin(desk: LocalStack) -> Someone:
    found = Someone(desk, "mechelen-tenant-admin")
    found.sign_in("/nl/desk/settings")
    return found


def test_nothing_is_built_while_nothing_changed(watch: SiteWatch) -> None:
    assert not watch.look()
    assert not watch.look()
    assert not watch.file.exists()


def test_a_change_is_built_once(watch: SiteWatch, admin: Someone) -> None:
    watch.look()
    change(admin, "hours", "counter", day__1="7:00-8:00")
    assert watch.look()
    assert watch.wait() == 0
    assert not watch.look()
    _, line = map(json.loads, watch.file.read_text("utf-8").splitlines())
    assert json.loads(line["data"]["value"])["week"]["1"][0]["open"] == "07:00"


def test_another_day_is_built(desk: LocalStack, watch: SiteWatch) -> None:
    watch.look()
    desk.clock.forward(timedelta(days=1))
    assert watch.look()
    watch.wait()


def test_code_that_started_again_builds_what_was_changed_before(
    desk: LocalStack, watch: SiteWatch, admin: Someone
) -> None:
    change(admin, "hours", "counter", day__1="7:00-8:00")
    assert watch.look()
    watch.wait()


def test_a_table_that_cannot_answer_builds_nothing_and_stops_nothing(
    watch: SiteWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Busy

    monkeypatch.setattr(wiring.ports().logs._adapter, "get", busy)
    assert not watch.look()
    monkeypatch.undo()


@pytest.mark.slow
def test_the_page_shows_it(desk: LocalStack, tmp_path: Path, admin: Someone) -> None:
    from dataclasses import replace

    watch = SiteWatch(replace(desk.local, state=tmp_path / "state", pages=tmp_path / "pages"))
    watch.look()
    day: date = today(desk) + timedelta(days=2)
    change(admin, "hours", "counter", start=day, day__1="7:05-8:00")
    assert watch.look()
    assert watch.wait() == 0
    page = tmp_path / "pages" / "nl" / "counter" / "index.html"
    assert "07:05" not in page.read_text("utf-8")
    desk.clock.forward(timedelta(days=2))
    assert watch.look()
    assert watch.wait() == 0
    assert "07:05–08:00" in page.read_text("utf-8")
