"""The token service of the other authorities, asked by our own adapter over a socket."""

import json
from datetime import timedelta

import pytest
import urllib3
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from functions import wiring
from functions.adapters.http import Fault
from functions.adapters.oauth import ClientCredentials
from infra.local.keys import SERVICE_CLIENT_ID, private_key
from infra.local.stack import LocalStack


def _credentials(desk: LocalStack, key: str = "") -> ClientCredentials:
    url = f"{desk.local.neighbours_url}/token"
    own = key or private_key(SERVICE_CLIENT_ID)
    return ClientCredentials(url, SERVICE_CLIENT_ID, own, desk.clock.now)


def _with(headers: dict[str, str]) -> Request:
    return Request(EnvironBuilder(headers=headers).get_environ())


def test_a_signed_jwt_gives_a_token_for_one_service(desk: LocalStack) -> None:
    bearer = _credentials(desk).bearer("dosis")
    tokens = desk.neighbours.tokens
    assert tokens.is_good(_with(bearer), "dosis")
    assert not tokens.is_good(_with(bearer), "something else")
    assert not tokens.is_good(_with({}), "dosis")
    assert not tokens.is_good(_with({"Authorization": "Bearer not.a.jwt"}), "dosis")


def test_a_token_is_kept_until_it_ends(desk: LocalStack) -> None:
    credentials = _credentials(desk)
    first = credentials.bearer("dosis")
    assert credentials.bearer("dosis") == first
    assert credentials.bearer("another") != first
    desk.clock.forward(timedelta(minutes=6))
    assert not desk.neighbours.tokens.is_good(_with(first), "dosis")
    assert desk.neighbours.tokens.is_good(_with(credentials.bearer("dosis")), "dosis")
    now = credentials.bearer("dosis")
    credentials.forget("dosis")
    assert credentials.bearer("dosis") != now


def test_another_key_gets_no_token(desk: LocalStack) -> None:
    with pytest.raises(Fault, match="401"):
        _credentials(desk, private_key("a stranger")).bearer("dosis")


def test_an_assertion_is_good_once(desk: LocalStack) -> None:
    form = {
        "grant_type": "client_credentials",
        "scope": "dosis",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": _credentials(desk)._assertion(desk.clock.now()),
    }
    url = f"{desk.local.neighbours_url}/token"
    got = [
        urllib3.PoolManager().request_encode_body("POST", url, fields=form, encode_multipart=False)
        for _ in range(2)
    ]
    assert [answer.status for answer in got] == [200, 401]
    assert json.loads(got[1].data) == {"error": "invalid_client"}


def test_the_keys_in_the_environment_are_for_this_run(desk: LocalStack) -> None:
    found = wiring.settings()
    assert found.token_url == f"{desk.local.neighbours_url}/token"
    assert json.loads(found.service_key)["kty"] == "EC"
