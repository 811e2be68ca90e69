"""What a function finds in its environment, read once into one typed model."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """Each field is an environment variable in capitals. Raises pydantic.ValidationError."""

    # An error ends in a log: it names what is missing and never shows the keys beside it.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    tenant_file: Path
    calendar_file: Path
    table_name: str
    bucket_name: str
    site_url: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
    pseudonym_key: str
    csrf_key: str
    state_machine_prefix: str
    mail_sender: str
    processes: str = "*"
    register_url: str = ""  # the population register; none: nothing is known beforehand
    register_client_id: str = ""
    register_client_secret: str = ""
    token_url: str = ""  # gives access tokens for services of other authorities
    token_issuer: str = ""  # who signs the tokens with which they come to us
    token_keys_url: str = ""  # where the keys of token_issuer are, when its metadata does not say
    service_client_id: str = ""  # who we are there
    service_key: str = ""  # secret: our private key, a JWK
    dosis_url: str = ""  # none: nobody is told of our cases
    sources_url: str = ""  # instead of the addresses in the tenant's file
    ebox_url: str = ""  # the message registry of the e-Box; none: it is not offered
    ebox_scope: str = ""
    mail_events: str = ""  # SES's configuration set, which tells what became of each mail
    upload_url: str = ""
    scan_uploads: bool = False  # whether a result of GuardDuty is waited for
    payment_url: str = "https://api.mollie.com"
    payment_key: str = ""  # secret
    dead_letter_queue_url: str = ""  # of the table's stream; none: nobody can tell what waits
    outside_key: str = ""  # only where a procedure asks something of an outside party
    outside_url: str = ""
    documents_function: str = ""  # makes PDFs (functions/documents.py)
    seal_key: str = ""  # seals what is issued: a key of KMS (its id, ARN or alias)
    edge_keys: str = ""  # secret: one of them says that a request came through CloudFront
    botocore_data: Path | None = None  # made by infra.trim_botocore, for a quicker start
    assets_file: Path | None = None  # the site's assets/manifest.json


# Fields whose value may stand elsewhere: `ssm:<name>` in the environment names a parameter.
SECRETS = frozenset(
    {
        "oidc_client_secret", "pseudonym_key", "csrf_key", "register_client_secret", "service_key",
        "payment_key", "outside_key",
    }
)  # fmt: skip
REFERENCE = "ssm:"

# From names of parameters to their values, in one request
Fetch = Callable[[list[str]], Mapping[str, str]]


def read_settings(fetch: Fetch | None = None) -> Settings:
    names = Settings.model_fields
    found = {name: os.environ[name.upper()] for name in names if name.upper() in os.environ}
    elsewhere = {
        name: value.removeprefix(REFERENCE)
        for name, value in found.items()
        if name in SECRETS and value.startswith(REFERENCE)
    }
    if elsewhere:
        if fetch is None:
            raise LookupError(f"no way to read {', '.join(sorted(elsewhere))}")
        values = fetch(sorted(set(elsewhere.values())))
        found |= {name: values[parameter] for name, parameter in elsewhere.items()}
    return Settings.model_validate(found)
