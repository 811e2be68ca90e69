"""What a file is, told by its first bytes and never by its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain import documents
from functions.domain.documents import content_type, inspect_content, safe_name

HEADS = {
    b"%PDF-1.7\n": "application/pdf",
    b"\xff\xd8\xff\xe0JFIF": "image/jpeg",
    b"\x89PNG\r\n\x1a\n\0\0": "image/png",
    b"\0\0\0\x18ftypheic\0\0": "image/heic",
    b"\0\0\0\x18ftypmif1\0\0": "image/heic",
}
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.mark.parametrize(("head", "kind"), HEADS.items())
def test_a_document_is_known_by_its_signature(head: bytes, kind: str):
    assert inspect_content(head + b"x" * 100) == (kind, "")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", documents.EMPTY),
        (b"MZ\x90\0 this program cannot be run", documents.NOT_A_DOCUMENT),
        (b"<html><script>", documents.NOT_A_DOCUMENT),
        (b"PK\x03\x04", documents.NOT_A_DOCUMENT),
        (b" %PDF-1.7", documents.NOT_A_DOCUMENT),
        (b"\0\0\0\x18ftypisom", documents.NOT_A_DOCUMENT),
        (b"%PD", documents.NOT_A_DOCUMENT),
        (EICAR, documents.HARMFUL),
        (b"%PDF-1.7\n" + EICAR, documents.HARMFUL),
        (b"%PDF-" + b"x" * documents.MAX_BYTES, documents.TOO_LARGE),
    ],
)
def test_anything_else_is_rejected_and_says_why(content: bytes, why: str):
    assert inspect_content(content) == ("", why)


def test_the_largest_file_is_accepted():
    content = b"%PDF-".ljust(documents.MAX_BYTES, b"x")
    assert inspect_content(content) == ("application/pdf", "")


@given(st.binary(max_size=64))
def test_any_bytes_have_a_type_that_we_accept_or_none(head: bytes):
    found = content_type(head)
    assert found is None or found in documents.ACCEPT


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("attest.pdf", "attest.pdf"),
        ("C:\\Users\\lena\\attest.pdf", "attest.pdf"),
        ("../../etc/passwd", "passwd"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
        ("été.heic", "été.heic"),
        ("", "document"),
        ("///", "document"),
    ],
)
def test_a_file_keeps_only_its_own_name(name: str, safe: str):
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_a_name_is_short_printable_and_has_no_path(name: str):
    found = safe_name(name)
    assert 0 < len(found) <= 120
    assert found.isprintable()
    assert "/" not in found
    assert "\\" not in found
