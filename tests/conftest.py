"""What every test can ask for."""

import gc
import os
from collections.abc import Iterator

import pytest

from frontend.texts import compile_catalogues
from infra.local.cloud import Cloud, cloud
from infra.local.config import aws_environment
from infra.local.stack import LocalStack
from tests import direct
from tests.mornings import start_anew

# Set before anything imports boto3's session: no test may ever reach a real account.
os.environ.update(aws_environment(9))
direct.use()
# The catalogues are not in the repository as gettext reads them.
compile_catalogues()
# A million objects stay for the whole run (moto's, boto3's): to look through them less often takes
# seven of a hundred seconds of the contract tests away.
gc.set_threshold(100_000, 20, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Which states of which state machine were reached (tests/infra/test_state_machines.py)."""
    reports = [r for found in terminalreporter.stats.values() for r in found]
    told = [
        value
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "states reached" and getattr(report, "when", "") == "call"
    ]
    if told:
        terminalreporter.section("states reached")
        for line in sorted(told):
            terminalreporter.line(line)


@pytest.fixture(scope="session")
def moto() -> Cloud:
    """The one moto server of this process."""
    return cloud()


@pytest.fixture
def aws(moto: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """An empty cloud, and an environment in which boto3 finds it."""
    for name, value in moto.environment().items():
        monkeypatch.setenv(name, value)
    moto.reset()
    yield moto
    moto.reset()


@pytest.fixture(scope="session")
def _desk() -> Iterator[LocalStack]:
    """One desk for all tests that ask for it: starting it once costs most."""
    with LocalStack() as stack:
        yield stack


@pytest.fixture
def desk(_desk: LocalStack) -> LocalStack:
    """The whole desk of Mechelen, empty, on a morning; nothing moves until `settle`."""
    start_anew(_desk)
    return _desk


@pytest.fixture
def hasty(desk: LocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries without the pauses between them."""
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0.0)
    monkeypatch.setattr(desk.pump, "_sleep", lambda _: None)
