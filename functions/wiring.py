"""The composition root: adapters behind ports, made once per process, lazily."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from functions.adapters.aws import client, use_trimmed_data
from functions.adapters.files import S3Files
from functions.adapters.list_files import S3ListFiles
from functions.adapters.mail import SesMailer
from functions.adapters.mollie import Mollie
from functions.adapters.oidc import OpenIdConnect
from functions.adapters.once import TableOnce
from functions.adapters.outside import SignedOutside
from functions.adapters.register import NoRegister, PopulationRegister
from functions.adapters.store import DynamoStore
from functions.adapters.table import Table
from functions.adapters.typesetter import LambdaTypesetter
from functions.adapters.voter_lists import DynamoVoterLists
from functions.adapters.workflows import StepFunctions
from functions.domain.calendar import load_calendar
from functions.domain.tenant import load_tenant
from functions.services.ports import Ports
from functions.settings import Settings, read_settings

_overrides: dict[str, Any] = {}


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@cache
def settings() -> Settings:
    return read_settings()


@cache
def ports() -> Ports:
    """Everything a use case can reach; nothing here opens a connection."""
    s = settings()
    use_trimmed_data(s.botocore_data)
    made: dict[str, Any] = {
        "clock": SystemClock(),
        "store": DynamoStore(Table(s.table_name)),
        "workflows": StepFunctions(s.state_machine_prefix),
        "files": S3Files(s.bucket_name, s.upload_url),
        "lists": DynamoVoterLists(Table(s.table_name)),
        "list_files": S3ListFiles(s.bucket_name, s.upload_url),
        "typesetter": LambdaTypesetter(s.documents_function),
        "mail": SesMailer(s.mail_sender),
        "payments": Mollie(s.payment_url, s.payment_key),
        "once": TableOnce(s.table_name),
        "tenant": load_tenant(s.tenant_file),
        "calendar": load_calendar(s.calendar_file),
        "site_url": s.site_url,
        "pseudonym_key": s.pseudonym_key,
        "csrf_key": s.csrf_key,
    }
    made |= _overrides
    made.setdefault(
        "identity",
        OpenIdConnect(
            s.oidc_issuer, s.oidc_client_id, s.oidc_client_secret, s.site_url, made["clock"].now
        ),
    )
    made.setdefault("outside", SignedOutside(s.outside_key, s.outside_url, made["clock"].now))
    made.setdefault(
        "register",
        PopulationRegister(
            s.register_url, s.register_client_id, s.register_client_secret, made["clock"].now
        )
        if s.register_url
        else NoRegister(),
    )
    return Ports(**made)


def warm_up() -> None:
    """Make what the first request needs anyway: the ports and the table's client, no connection."""
    ports()
    client("dynamodb")


def override(**replaced: Any) -> None:  # noqa: ANN401 - any port
    """Put other ports in place (the local stack's clock, a test's fakes)."""
    _overrides.update(replaced)
    ports.cache_clear()


def reset(*, clients: bool = True) -> None:
    """Forget everything: another environment, another tenant. clients: also those of AWS, which
    last as long as its address."""
    from functions.adapters import aws

    _overrides.clear()
    for made in (settings, ports, *([aws.client] if clients else [])):
        made.cache_clear()
