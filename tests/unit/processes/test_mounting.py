"""PROCESSES says which processes a function carries."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from chalice.app import Chalice

from functions import wiring
from functions.domain.procedure import Process
from functions.processes import all_procedures, all_processes, find, mounted
from functions.web import certificates, office, open_data
from infra.local.calendar import write_calendar
from infra.local.config import Local


@pytest.fixture
def routes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], set[str]]]:
    """The addresses of an app with that setting."""
    local = Local.on_ports("mechelen", 9000)
    write_calendar(local.calendar, datetime.now(UTC).date())  # as the local desk does at its start
    for name, value in local.environment().items():
        monkeypatch.setenv(name, value)
    wiring.settings.cache_clear()
    from functions.app import create_app  # reads the environment when it is imported

    def mount(processes: str) -> set[str]:
        monkeypatch.setenv("PROCESSES", processes)
        wiring.settings.cache_clear()
        return set(create_app().routes)

    yield mount
    wiring.settings.cache_clear()


def of(process: Process, addresses: set[str]) -> set[str]:
    return {path for path in addresses if path.startswith(f"/{{lang}}/desk/{process.name}/")}


def test_a_star_mounts_everything(routes: Callable[[str], set[str]]):
    found = routes("*")
    for procedure in all_procedures():
        assert f"/{{lang}}/desk/{procedure.key}/start" in found
        assert f"/{{lang}}/desk/{procedure.key}/{{case_id}}/decisions/{{step}}" in found


@pytest.mark.parametrize("process", all_processes(), ids=lambda p: p.name)
def test_a_name_mounts_only_the_routes_of_that_process(
    process: Process, routes: Callable[[str], set[str]]
):
    found = routes(process.name)
    assert of(process, found)
    for other in all_processes():
        if other is not process:
            assert of(other, found) == set()
    assert "/{lang}/desk/my" in found


def test_names_with_a_comma_between_mount_each(routes: Callable[[str], set[str]]):
    names = [process.name for process in all_processes()]
    everything = routes("*")
    own = Chalice("office")
    for part in (office, certificates, open_data):
        part.mount(own)
    assert routes(", ".join(names)) == everything - set(own.routes)


def test_a_process_that_does_not_exist_stops_the_function(routes: Callable[[str], set[str]]):
    with pytest.raises(ModuleNotFoundError, match="unknown"):
        routes("unknown")


def test_nothing_mounted_leaves_only_what_belongs_to_no_process():
    assert mounted("") == ()


def test_a_procedure_is_found_by_its_key():
    for procedure in all_procedures():
        assert find(procedure.process, procedure.name) is procedure
    assert find("elections", "nothing") is None
