"""The seal of the local desk: a key in moto's KMS, and a certificate for it by a CA of this run.

In the cloud the certificate is a qualified one of a trust service provider (eIDAS, annex III). The
CA here is worth nothing outside this machine: its key is forgotten as soon as it has signed.
"""

import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from infra.local.config import ROOT, Local

CHAIN = "seal/chain.pem"
_LIFE = timedelta(days=3650)
_chains: dict[str, bytes] = {}  # the certificates that this process made, by key


def provision_seal(local: Local, client: Callable[[str], Any]) -> None:
    """Make the key and its certificate, unless they are there. `client`: of boto3, by service."""
    kms, s3 = client("kms"), client("s3")
    keys = {one["AliasName"]: one.get("TargetKeyId") for one in kms.list_aliases()["Aliases"]}
    key = keys.get(local.seal_key)
    if key is None:
        made = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]
        key = made["KeyId"]
        kms.create_alias(AliasName=local.seal_key, TargetKeyId=key)
    if key not in _chains:
        if s3.list_objects_v2(Bucket=local.bucket, Prefix=CHAIN)["KeyCount"]:
            return  # made by a process of before a change of the code
        public = kms.get_public_key(KeyId=key)["PublicKey"]
        file = tomllib.loads(
            (ROOT / "infra" / "tenants" / f"{local.tenant}.toml").read_text("utf-8")
        )
        _chains[key] = certify(serialization.load_der_public_key(public), str(file["title"]))
    s3.put_object(Bucket=local.bucket, Key=CHAIN, Body=_chains[key])


def certify(public: Any, organisation: str) -> bytes:  # noqa: ANN401 - a public key
    """A certificate for the key and the CA's own, as PEM: the seal's first."""
    ca_key = ec.generate_private_key(ec.SECP256R1())
    ca = _name("Burgerloket test CA", "Burgerloket")
    own = _builder(ca, ca, ca_key.public_key(), is_ca=True).sign(ca_key, hashes.SHA256())
    seal = _builder(_name(organisation, organisation), ca, public, is_ca=False)
    signed = seal.sign(ca_key, hashes.SHA256())
    return b"".join(c.public_bytes(serialization.Encoding.PEM) for c in (signed, own))


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "BE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: Any,  # noqa: ANN401
    *,
    is_ca: bool,
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=not is_ca,
        content_commitment=not is_ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _LIFE)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )
