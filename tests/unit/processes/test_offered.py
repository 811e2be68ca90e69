"""A process that is off for a municipality is neither offered nor carried there."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from frontend import build, procedures
from functions import wiring
from functions.domain.calendar import load_calendar
from functions.domain.tenant import Tenant
from functions.processes import all_procedures, offered
from functions.services import given_mandates
from functions.services.writing import Words
from functions.web import openapi
from functions.web.office import call_me
from functions.web.office.setting_rows import SECTIONS
from functions.web.office.setting_section import Now
from infra.local.calendar import write_calendar
from infra.local.config import Local
from infra.tenant.whole import write_whole
from tests.unit.known import ROOT, tenant

OFF = "slaughter-permit"
NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)


@pytest.fixture(scope="module")
def without() -> Tenant:
    names = {procedure.process for procedure in all_procedures()} - {OFF}
    return tenant().model_copy(update={"processes": tuple(sorted(names))})


def test_every_process_is_on_where_nothing_is_said():
    assert offered(tenant()) == all_procedures()


def test_what_is_off_is_not_offered(without: Tenant):
    found = {procedure.process for procedure in offered(without)}
    assert OFF not in found
    assert len(found) == len(without.processes)
    assert OFF not in {procedure.process for procedure in procedures.public(without)}
    assert not any(f"/{OFF}/" in card.href for card in procedures.cards("nl", without))
    assert OFF not in json.dumps(openapi.document(offered(without)))
    assert OFF in json.dumps(openapi.document())


def test_no_mandate_is_given_for_what_is_off(without: Tenant):
    assert OFF in {p.process for p in given_mandates.procedures(tenant())}
    assert OFF not in {p.process for p in given_mandates.procedures(without)}


def settable(own: Tenant) -> dict[str, set[str]]:
    """By section of the settings, the keys that are listed."""
    calendar = load_calendar(ROOT / "infra" / "elections.toml")
    now = Now(own, calendar, (own, calendar), NOON.date(), Words("nl"))
    return {section.name: {key.key for key in section.keys(now)} for section in SECTIONS}


def test_nothing_of_it_is_set(without: Tenant):
    before, after = settable(tenant()), settable(without)
    told = {
        name: {key for key in keys if key.startswith(f"{OFF}/")} for name, keys in before.items()
    }
    assert {name for name, keys in told.items() if keys} >= {"retention", "terms", "texts"}
    assert after == {name: before[name] - told[name] for name in before}


def test_nobody_asks_to_be_called_about_it(without: Tenant):
    def subjects(own: Tenant) -> set[str]:
        return {key for group in call_me.subjects(Words("nl"), own) for key, _ in group.options}

    off = {procedure.key for procedure in all_procedures() if procedure.process == OFF}
    assert off <= subjects(tenant())
    assert subjects(without) == subjects(tenant()) - off


@pytest.mark.slow
def test_the_site_and_its_catalogue_are_without_it(without: Tenant):
    files = dict(build.Site(without, now=NOON).files())
    assert not [path for path in files if OFF in path]
    assert OFF not in files["catalogue.jsonld"]
    assert not [path for path, text in files.items() if f'href="/nl/{OFF}/' in text]


@pytest.fixture
def app_routes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[set[str]]:
    """The addresses of a desk whose file turns it off."""
    local = Local.on_ports("mechelen", 9000)
    write_calendar(local.calendar, datetime.now(UTC).date())
    file = tmp_path / "mechelen.toml"
    write_whole(ROOT / "infra" / "tenants" / "mechelen.toml", file)
    file.write_text('processes = ["elections", "birth"]\n' + file.read_text("utf-8"), "utf-8")
    for name, value in {**local.environment(), "TENANT_FILE": str(file)}.items():
        monkeypatch.setenv(name, value)
    wiring.reset()
    from functions.app import create_app

    wiring.reset()
    yield set(create_app().routes)
    wiring.reset()


def test_what_is_off_is_not_carried(app_routes: set[str]):
    assert any("/desk/elections/" in path for path in app_routes)
    assert not any(f"/desk/{OFF}/" in path for path in app_routes)
