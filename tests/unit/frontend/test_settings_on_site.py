"""What the municipality changed itself is on its public pages, from its day on."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from frontend import build
from frontend.procedures import public
from functions.domain.audit import as_lines
from functions.domain.case import happened
from functions.domain.logs import SETTINGS, Log
from functions.domain.person import Actor
from functions.domain.settings import data_of, read_value
from tests.unit import known
from tests.unit.frontend import html

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
FREE = next(p for p in public() if not p.price)
WORDS = {lang: f"<b>Verhuisd</b> {lang}" for lang in ("nl", "fr", "de", "en")}
BEGINS = date(2026, 12, 1)
CELLAR = {**WORDS, "nl": "Kom naar de kelder"}
PRINTED = {**WORDS, "nl": "Schrijf in blokletters"}
STORM = {**WORDS, "nl": "<b>Storing</b>"}
WORKS = {**WORDS, "nl": "Zaterdag werken we aan het loket"}
CHANGES = (
    ("fees", FREE.key, {"amount": "17.50"}, date(2026, 12, 1)),
    ("hours", "counter", {"week": {1: [{"open": "07:15", "close": "07:45"}]}}, date(2026, 12, 1)),
    ("closed", "2026-12-21", {"closed": True}, date(2026, 11, 20)),
    ("texts", "start/notice", {"text": WORDS, "until": "2026-12-02"}, date(2026, 12, 1)),
    ("texts", "status/disturbance/notice", {"text": STORM, "until": "2026-12-02"}, BEGINS),
    ("texts", "status/works/notice", {"text": WORKS, "until": "2026-12-02"}, BEGINS),
    ("texts", f"{FREE.key}/notice", {"text": WORDS}, date(2026, 12, 1)),
    ("texts", f"{FREE.key}/counter", {"text": CELLAR}, BEGINS),
    ("texts", f"{FREE.key}/paper", {"text": PRINTED}, BEGINS),
)  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    log, events = Log(id=SETTINGS), []
    for section, key, raw, starts in CHANGES:
        data = data_of(section, key, starts, read_value(section, raw), "besluit")
        actor = Actor(kind="clerk", name="Els")
        log, event = happened(log, "changed", at=NOON, actor=actor, data=data)
        events.append(event)
    path = tmp_path_factory.mktemp("settings") / "settings.jsonl"
    path.write_text("".join(as_lines(log, events, {"log": SETTINGS})), "utf-8")
    return path


def pages(file, now: datetime) -> dict[str, str]:
    tenant, calendar = build.settled(known.tenant(), build.Calendar(), file, now)
    made = dict(build.Site(tenant, now=now, calendar=calendar).files())
    return {
        name: made[f"nl/{path}index.html"].replace("\xa0", " ")
        for name, path in (
            ("start", ""),
            ("counter", "counter/"),
            ("procedure", f"{FREE.key}/"),
            ("paper", f"{FREE.key}/paper/"),
        )
    }


def test_before_its_day_nothing_shows_but_the_closing_day(file, site):
    found = pages(file, NOON)
    assert "17,50" not in found["procedure"]
    assert "07:15" not in found["start"]
    assert "Verhuisd" not in found["start"] + found["procedure"]
    assert "21 december 2026" in found["counter"]


def test_from_its_day_on_it_is_on_every_page(file, site):
    found = pages(file, NOON + timedelta(days=7))
    assert "17,50" in found["procedure"]
    assert "17,50" in found["paper"]
    assert "07:15–07:45" in found["start"]
    assert "07:15–07:45" in found["counter"]
    assert "&lt;b&gt;Verhuisd&lt;/b&gt; nl" in found["start"]
    assert "&lt;b&gt;Verhuisd&lt;/b&gt; nl" in found["procedure"]
    assert "Kom naar de kelder" in found["procedure"]
    assert "Schrijf in blokletters" in found["procedure"]
    assert not [name for name, text in found.items() if html.faults(text)]


def test_a_disturbance_is_on_every_page_and_works_are_on_the_start_page(file, site):
    before, during = pages(file, NOON), pages(file, NOON + timedelta(days=7))
    after = pages(file, NOON + timedelta(days=9))
    for text in during.values():
        assert text.count("&lt;b&gt;Storing&lt;/b&gt;") == 1
    assert [name for name, text in during.items() if "Zaterdag werken we" in text] == ["start"]
    assert not [
        t for t in (*before.values(), *after.values()) if "Storing" in t or "werken we" in t
    ]


def test_a_notice_goes_after_its_last_day(file, site):
    found = pages(file, NOON + timedelta(days=9))
    assert "Verhuisd" not in found["start"]
    assert "Verhuisd" in found["procedure"]


def test_a_change_is_a_reason_to_build_again(file, tmp_path):
    other = tmp_path / "settings.jsonl"
    other.write_text(file.read_text("utf-8"), "utf-8")
    before = build.fingerprint("mechelen", NOON, other)
    assert build.fingerprint("mechelen", NOON, other) == before
    lines = other.read_text("utf-8").splitlines()
    other.write_text("\n".join([json.dumps({}), *lines[1:3]]), "utf-8")
    assert build.fingerprint("mechelen", NOON, other) != before
    assert build.fingerprint("mechelen", NOON + timedelta(days=1), other) != before
