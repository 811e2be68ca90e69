"""Signatures between the desk and an outside party, computed here by the letter of the RFCs."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.outside import WINDOW, is_signed, key_of, signed_headers

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
URL = "https://desk.example/api/outside/prosecutor"
BODY = b'{"reference": "r", "answer": "objection"}'
KEY = key_of("secret", "prosecutor")


def by_hand(
    *, keyid: str = "prosecutor", at: datetime = NOW, key: bytes = KEY, more: str = ""
) -> dict[str, str]:
    """As another program would sign it: RFC 9421, 2.5, and RFC 9530, 2."""
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(BODY).digest()).decode()}:"
    parameters = (
        '("@method" "@target-uri" "content-type" "content-digest")'
        f';created={int(at.timestamp())};keyid="{keyid}";alg="hmac-sha256"{more}'
    )
    base = (
        f'"@method": POST\n"@target-uri": {URL}\n"content-type": application/json\n'
        f'"content-digest": {digest}\n"@signature-params": {parameters}'
    )
    signature = base64.b64encode(hmac.new(key, base.encode(), hashlib.sha256).digest()).decode()
    return {
        "content-type": "application/json",
        "content-digest": digest,
        "signature-input": f"sig={parameters}",
        "signature": f"sig=:{signature}:",
    }


def accepts(headers: dict[str, str], *, now: datetime = NOW, body: bytes = BODY) -> bool:
    return is_signed(KEY, "prosecutor", URL, headers, body, now)


def test_what_another_program_signs_by_the_rfc_is_accepted():
    assert accepts(by_hand())
    assert accepts(by_hand(more=f";expires={int(NOW.timestamp()) + 1}"))


def test_what_we_sign_is_what_the_rfc_says():
    ours = {
        name.lower(): value
        for name, value in signed_headers(KEY, "prosecutor", URL, BODY, NOW).items()
    }
    assert ours.items() >= by_hand().items()


@pytest.mark.parametrize(
    "wrong",
    [
        by_hand(key=b"another"),
        by_hand(keyid="police"),
        by_hand(more=f";expires={int(NOW.timestamp()) - 1}"),
        by_hand(more=";expires=1.5"),
        by_hand(at=NOW - WINDOW - timedelta(seconds=1)),
        by_hand(at=NOW + WINDOW + timedelta(seconds=1)),
        {**by_hand(), "signature": "sig=:AAAA:"},
        {**by_hand(), "signature": "x"},
        {**by_hand(), "signature-input": ""},
        {},
    ],
)
def test_anything_else_is_not(wrong: dict[str, str]):
    assert not accepts(wrong)


@given(st.dictionaries(st.sampled_from(["signature", "signature-input", "content-digest"]),
                       st.text() | st.text("sig=():;\"@,*?01ab", max_size=60)))  # fmt: skip
def test_no_header_is_too_odd_to_be_refused(headers: dict[str, str]):
    assert not accepts({**by_hand(), "signature": "sig=:AAAA:", **headers})


def test_it_holds_for_this_body_only():
    assert not accepts(by_hand(), body=BODY + b" ")


def test_every_party_has_a_key_of_its_own():
    assert len({key_of("secret", party) for party in ("prosecutor", "police", "favv")}) == 3
