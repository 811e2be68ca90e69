"""The composition root: adapters behind ports, made once per process, lazily."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, cached_property
from importlib import import_module
from typing import Any

from functions import log
from functions.adapters.aws import client, use_trimmed_data
from functions.adapters.once import TableOnce
from functions.adapters.store import DynamoStore
from functions.adapters.table import Table
from functions.domain.calendar import load_calendar
from functions.domain.tenant import Dosis, Tenant, load_tenant
from functions.services.in_force import InForce
from functions.services.ports import Ports
from functions.settings import Settings, read_settings

_overrides: dict[str, Any] = {}


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class _Later:
    """An adapter that is imported and made at its first use: no function starts slower for what it
    may never need."""

    def __init__(self, module: str, name: str, *given: Any) -> None:  # noqa: ANN401
        self._name = (f"functions.adapters.{module}", name)
        self._given = given

    @cached_property
    def _adapter(self) -> Any:  # noqa: ANN401
        module, name = self._name
        return getattr(import_module(module), name)(*self._given)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._adapter, name)


@cache
def settings() -> Settings:
    return read_settings(_secrets)


def _secrets(names: list[str]) -> Mapping[str, str]:
    from functions.adapters.secrets import read

    return read(names)


@cache
def ports() -> Ports:
    """Everything a use case can reach; nothing here opens a connection."""
    s = settings()
    use_trimmed_data(s.botocore_data)
    made: dict[str, Any] = {
        "clock": SystemClock(),
        "store": DynamoStore(Table(s.table_name)),
        "workflows": _Later("workflows", "StepFunctions", s.state_machine_prefix),
        "files": _Later("files", "S3Files", s.bucket_name, s.upload_url),
        "logs": _Later("logs", "DynamoLogs", Table(s.table_name)),
        "lists": _Later("voter_lists", "DynamoVoterLists", Table(s.table_name)),
        "list_files": _Later("list_files", "S3ListFiles", s.bucket_name, s.upload_url),
        "previews": _Later("previews", "S3Previews", s.bucket_name, s.documents_function),
        "typesetter": _Later("typesetter", "LambdaTypesetter", s.documents_function),
        "mail": _Later("mail", "SesMailer", s.mail_sender, s.mail_events),
        "payments": _Later("mollie", "Mollie", s.payment_url, s.payment_key),
        "staff": _Later("staff", "DynamoStaff", Table(s.table_name)),
        "messages": _Later("messages", "DynamoMessages", Table(s.table_name)),
        "calls": _Later("calls", "DynamoCalls", Table(s.table_name)),
        "issued": _Later("issued", "DynamoIssued", Table(s.table_name), s.bucket_name),
        "refusals": _Later("refusals", "DynamoRefusals", Table(s.table_name)),
        "overviews": _Later("overviews", "DynamoOverviews", Table(s.table_name)),
        "backlog": _Later("backlog", "DeadLetters", s.dead_letter_queue_url),
        "press": _Later("press", "LambdaPress", s.documents_function),
        "sealer": _Later("seal", "KmsSealer", s.seal_key, s.bucket_name),
        "once": TableOnce(s.table_name),
        "tally": _Later("tally", "DynamoTally", Table(s.table_name)),
        "personal_data": _Later("personal_data", "DynamoPersonalData", Table(s.table_name)),
        "tenant": load_tenant(s.tenant_file),
        "calendar": load_calendar(s.calendar_file),
        "site_url": s.site_url,
        "pseudonym_key": s.pseudonym_key,
        "csrf_key": s.csrf_key,
        "scans_uploads": s.scan_uploads,
    }
    log.always(tenant=made["tenant"].name)
    made |= _overrides
    now = made["clock"].now
    signing_in = (s.oidc_issuer, s.oidc_client_id, s.oidc_client_secret, s.site_url, now)
    made.setdefault("identity", _Later("oidc", "OpenIdConnect", *signing_in))
    checking = (s.token_issuer, s.token_keys_url, now)
    made.setdefault("access_tokens", _Later("access_tokens", "AccessTokens", *checking))
    made.setdefault(
        "outside", _Later("outside", "SignedOutside", s.outside_key, s.outside_url, now)
    )
    asking = (s.register_url, s.register_client_id, s.register_client_secret, now)
    proving = (s.token_url, s.service_client_id, s.service_key, now)
    tokens = _Later("oauth", "ClientCredentials", *proving)
    sources = ("HttpSources", tokens, s.sources_url, now) if s.token_url else ("NoSources",)
    made.setdefault("sources", _Later("sources", *sources))
    made.setdefault("dossiers", _Later("dosis", *_dosis(s, made["tenant"].dosis, tokens)))
    register = ("PopulationRegister", *asking) if s.register_url else ("NoRegister",)
    made.setdefault("register", _Later("register", *register))
    made.setdefault("post_box", _post_box(s, made["tenant"], tokens))
    file = (made.pop("tenant"), made.pop("calendar"))
    made.setdefault("in_force", InForce(*file, made["logs"], made["clock"], _unread))
    return Ports(**made)


def _dosis(s: Settings, tenant: Dosis, tokens: _Later) -> tuple[Any, ...]:
    """Where DOSIS is, for who tells it."""
    is_told = s.dosis_url and s.token_url and tenant.source
    return ("HttpDosis", s.dosis_url, tenant.scope, tokens) if is_told else ("NoDosis",)


def _post_box(s: Settings, tenant: Tenant, tokens: _Later) -> _Later:
    """The e-Box, where the municipality is connected to it."""
    if not (s.ebox_url and tenant.ebox):
        return _Later("ebox", "NoEBox")
    return _Later("ebox", "EBoxRest", s.ebox_url, s.ebox_scope, tokens, tenant.ebox)


def _unread() -> None:
    log.logger().error("settings-unread")


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
