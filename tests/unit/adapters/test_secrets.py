"""A setting may name a parameter instead of its value; all are read in one request."""

import os
from collections.abc import Iterator

import boto3
import pytest

from functions.adapters import secrets
from functions.adapters.aws import client
from functions.settings import SECRETS, Settings, read_settings
from infra.local.cloud import Cloud
from infra.local.config import Local


@pytest.fixture
def parameters(aws: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Every secret in the store, and an environment that only names them."""
    for name, value in Local.on_ports("mechelen", 9000).environment().items():
        if not name.startswith(("AWS_", "MOTO_")):
            monkeypatch.setenv(name, value)
    values = {f"/burgerloket/mechelen/{name}": f"the value of {name}" for name in SECRETS}
    for name in SECRETS:
        monkeypatch.setenv(name.upper(), f"ssm:/burgerloket/mechelen/{name}")
    store = boto3.client("ssm")
    for name, value in values.items():
        store.put_parameter(Name=name, Value=value, Type="SecureString")
    client.cache_clear()
    secrets._read.cache_clear()
    yield values
    client.cache_clear()
    secrets._read.cache_clear()


def test_every_secret_is_read_in_one_request(
    parameters: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def fetch(names: list[str]) -> dict[str, str]:
        asked.append(names)
        return dict(secrets.read(names))

    settings = read_settings(fetch)
    assert {name: getattr(settings, name) for name in SECRETS} == {
        name: f"the value of {name}" for name in SECRETS
    }
    assert asked == [sorted(parameters)]
    assert len(SECRETS) <= 10  # what one GetParameters takes


def test_a_parameter_that_is_not_there_is_named(
    parameters: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSRF_KEY", "ssm:/burgerloket/mechelen/none")
    with pytest.raises(LookupError, match="/burgerloket/mechelen/none") as error:
        read_settings(secrets.read)
    assert "the value" not in str(error.value)


def test_plain_values_ask_nothing(
    parameters: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name.upper(), "plain")
    assert read_settings(None).csrf_key == "plain"


def test_every_secret_is_a_setting() -> None:
    assert set(Settings.model_fields) >= SECRETS
    assert "SEAL_KEY" not in os.environ or "seal_key" not in SECRETS  # a name of KMS, no secret
