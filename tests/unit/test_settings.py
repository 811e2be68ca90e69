"""What a function finds in its environment, and what it says when something is missing."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from functions.settings import Settings, read_settings
from infra.local.config import Local

OPTIONAL = {name for name, field in Settings.model_fields.items() if not field.is_required()}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Only what is required."""
    values = {name.upper(): f"/a/{name}" for name in Settings.model_fields}
    for name, value in values.items():
        if name.lower() in OPTIONAL:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    return values


def test_every_field_is_a_variable_in_capitals(environment: dict[str, str]):
    settings = read_settings()
    assert settings.table_name == environment["TABLE_NAME"]
    assert settings.tenant_file == Path(environment["TENANT_FILE"])


def test_what_is_not_required_has_a_default(environment: dict[str, str]):
    settings = read_settings()
    assert {
        "processes",
        "scan_uploads",
        "dead_letter_queue_url",
        "service_client_id",
        "service_key",
        "token_issuer",
        "token_keys_url",
        "token_url",
        "upload_url",
        "payment_url",
        "payment_key",
        "outside_key",
        "outside_url",
        "register_url",
        "register_client_id",
        "register_client_secret",
        "sources_url",
        "ebox_url",
        "ebox_scope",
        "mail_events",
        "seal_key",
        "dosis_url",
        "edge_keys",
        "documents_function",
        "assets_file",
        "botocore_data",
    } == OPTIONAL
    assert (settings.processes, settings.upload_url, settings.assets_file) == ("*", "", None)


@pytest.mark.parametrize("name", sorted(set(Settings.model_fields) - OPTIONAL))
def test_a_missing_variable_is_named(
    name: str, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv(name.upper())
    with pytest.raises(ValidationError) as error:
        read_settings()
    assert [(e["loc"], e["type"]) for e in error.value.errors()] == [((name,), "missing")]
    # The error can end in a log: it names what is missing and shows no secret.
    assert name in str(error.value)
    assert environment["PSEUDONYM_KEY"] not in str(error.value).replace(name, "")


def test_settings_do_not_change(environment: dict[str, str]):
    with pytest.raises(ValidationError):
        read_settings().table_name = "another"  # type: ignore[misc]


@pytest.mark.parametrize("tenant", ["mechelen", "leuven"])
def test_the_local_desk_gives_its_functions_all_they_need(
    tenant: str, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    for name in environment:
        monkeypatch.delenv(name, raising=False)
    for name, value in Local.on_ports(tenant, 9000).environment().items():
        monkeypatch.setenv(name, value)
    assert read_settings().tenant_file.stem == tenant
