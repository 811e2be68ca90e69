"""A sealed document read as a strict reader does: pyHanko, with the chain of the desk as trust."""

import io
from typing import Any

import boto3
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from functions import wiring


def chain() -> list[x509.Certificate]:
    bucket = wiring.settings().bucket_name
    text = boto3.client("s3").get_object(Bucket=bucket, Key="seal/chain.pem")["Body"].read()
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(text, True)]


def status(pdf: bytes, trust: list[x509.Certificate]) -> Any:
    """What pyHanko says of the only seal; the last of `trust` is the root."""
    reader = PdfFileReader(io.BytesIO(pdf))
    (seal,) = reader.embedded_signatures
    return validate_pdf_signature(seal, ValidationContext(trust_roots=[trust[-1]]))


def holds(pdf: bytes, trust: list[x509.Certificate]) -> bool:
    """Whether the seal is whole, trusted, and nothing was done after it; False for what cannot be
    read at all."""
    try:
        found = status(pdf, trust)
    except Exception:
        return False
    return bool(found.bottom_line and found.coverage.name == "ENTIRE_FILE")
