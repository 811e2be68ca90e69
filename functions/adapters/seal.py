"""The municipality's seal on a PDF: PAdES B-B by pyHanko, with a key that never leaves KMS
(services.issued_ports.Sealer).

The seal's certificate and those above it are one PEM file in the bucket: it is no secret, and it
is renewed without a deployment. The signature field is invisible and hidden, so that the tagged
structure stays whole (PDF/UA-1, ISO 14289-1, 7.18); any later change breaks the seal for every
reader (a certification signature that allows none).
"""

import io
from functools import cached_property
from typing import Any

from asn1crypto import algos, pem, x509
from botocore.exceptions import BotoCoreError, ClientError
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from functions.adapters.aws import client
from functions.domain.problems import Busy

CHAIN = "seal/chain.pem"  # in the bucket: the seal's certificate first
_FIELD = "Seal"
_RESERVED = 16 * 1024  # bytes for the signature with its certificates: always the same room
_DIGEST = "sha256"


class KmsSealer:
    """`key`: id, ARN or alias of an ECDSA P-256 key of KMS."""

    def __init__(self, key: str, bucket: str) -> None:
        self._key = key
        self._bucket = bucket

    @cached_property
    def _signer(self) -> signers.Signer:
        chain = _ask("s3", "get_object", Bucket=self._bucket, Key=CHAIN)["Body"].read()
        own, *others = (
            x509.Certificate.load(der) for _, _, der in pem.unarmor(chain, multiple=True)
        )
        return _KmsSigner(self._key, own, others)

    def seal(self, pdf: bytes) -> bytes:
        signer = self._signer
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        place = fields.SigFieldSpec(
            _FIELD,
            invis_sig_settings=fields.InvisSigSettings(set_print_flag=False, set_hidden_flag=True),
            readable_field_name=signer.subject_name,
        )
        about = signers.PdfSignatureMetadata(
            field_name=_FIELD,
            md_algorithm=_DIGEST,
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            name=signer.subject_name,
            # a seal is given by an organisation: its certificate says so, not a person's consent
            signer_key_usage={"digital_signature"},
        )
        sealed = signers.PdfSigner(about, signer, new_field_spec=place).sign_pdf(
            writer, bytes_reserved=_RESERVED
        )
        content: bytes = sealed.getvalue()
        return content


class _KmsSigner(signers.Signer):
    def __init__(self, key: str, own: x509.Certificate, others: list[x509.Certificate]) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple([own, *others])
        super().__init__(
            signing_cert=own,
            cert_registry=store,
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": f"{_DIGEST}_ecdsa"}),
        )
        self._key = key

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002
    ) -> bytes:
        del digest_algorithm  # KMS hashes with the one of its own algorithm: the same
        if dry_run:
            return bytes(72)  # as long as a signature of P-256 in DER can be
        # `data`: the signed attributes, some 200 bytes (KMS takes 4096); the document's digest is
        # in them. KMS hashes them itself: moto would hash a digest once more.
        signature: bytes = _ask(
            "kms",
            "sign",
            KeyId=self._key,
            Message=data,
            MessageType="RAW",
            SigningAlgorithm="ECDSA_SHA_256",
        )["Signature"]
        return signature


def _ask(service: str, operation: str, **arguments: Any) -> Any:  # noqa: ANN401
    try:
        return getattr(client(service), operation)(**arguments)
    except (ClientError, BotoCoreError) as error:
        raise Busy from error
