"""Access tokens of a token service over a socket, as our adapter checks them."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey
from werkzeug.wrappers import Request, Response

from functions.adapters.access_tokens import AccessTokens
from functions.domain.problems import Busy, NarrowToken, NoToken
from infra.local.serve import Served

WANTED = {"audience": "certificates", "scope": "certificates"}


class Issuer:
    """A token service whose keys change. `status`: of every answer."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 26, 9, tzinfo=UTC)
        self.keys = [ECKey.generate_key("P-256", private=True)]
        self.status, self.asked = 200, 0
        self.served = Served(self._answer)
        self.url = f"http://127.0.0.1:{self.served.port}"
        self.named = self.url
        self.adapter = AccessTokens(self.url, "", lambda: self.now)

    def _answer(self, environ, start_response):
        self.asked += 1
        path = Request(environ).path
        found = {
            "/.well-known/oauth-authorization-server": {
                "issuer": self.named, "jwks_uri": f"{self.url}/keys",
            },
            "/keys": {"keys": [*map(self._public, self.keys), {"kty": "oct", "k": "x"}]},
        }.get(path, {})  # fmt: skip
        response = Response(json.dumps(found), self.status, mimetype="application/json")
        return response(environ, start_response)

    def _public(self, key) -> dict:
        return {**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig"}

    def token(self, *, key=None, header: dict | None = None, without: str = "", **claims) -> str:
        key = key or self.keys[0]
        began = int(self.now.timestamp())
        said = {
            "iss": self.url, "aud": "certificates", "scope": "openid certificates",
            "client_id": "reader", "sub": "reader", "iat": began, "exp": began + 300, "jti": "1",
            **claims,
        }  # fmt: skip
        said.pop(without, None)
        alg = {"EC": "ES256", "RSA": "RS256", "oct": "HS256"}[key.key_type]
        head = {"alg": alg, "typ": "at+jwt", "kid": key.thumbprint(), **(header or {})}
        return jwt.encode(head, said, key, algorithms=[head["alg"]])

    def ask(self, token: str) -> str:
        return self.adapter.client_of(f"Bearer {token}", **WANTED)


@pytest.fixture
def issuer():
    found = Issuer()
    yield found
    found.served.stop()


def test_a_good_token_names_its_client_and_the_keys_are_asked_once(issuer) -> None:
    assert [issuer.ask(issuer.token()) for _ in range(3)] == ["reader"] * 3
    assert issuer.asked == 2  # metadata and keys
    assert issuer.adapter.client_of(f"bearer {issuer.token()}", **WANTED) == "reader"


def test_an_rsa_key_is_good_too(issuer) -> None:
    issuer.keys = [RSAKey.generate_key(2048, private=True)]
    assert issuer.ask(issuer.token()) == "reader"


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "dosis"},
        {"aud": ["dosis", "other"]},
        {"exp": 1},
        {"exp": "tomorrow"},
        {"nbf": 4102444800},
        {"iat": 4102444800},
        {"without": "exp"},
        {"without": "aud"},
        {"without": "client_id"},
        {"header": {"typ": "JWT"}},
        {"header": {"kid": ""}},
        {"header": {"kid": "unknown"}},
    ],
)
def test_a_token_that_is_not_ours_is_refused(issuer, wrong: dict) -> None:
    with pytest.raises(NoToken):
        issuer.ask(issuer.token(**wrong))


def test_an_audience_among_others_is_good(issuer) -> None:
    assert issuer.ask(issuer.token(aud=["other", "certificates"])) == "reader"


def test_a_token_with_another_scope_is_too_narrow(issuer) -> None:
    for scope in ("openid", "", "certificates-of-others"):
        with pytest.raises(NarrowToken):
            issuer.ask(issuer.token(scope=scope))


def test_a_forged_signature_is_refused(issuer) -> None:
    stranger = ECKey.generate_key("P-256", private=True)
    own = issuer.keys[0].thumbprint()
    with pytest.raises(NoToken):
        issuer.ask(issuer.token(key=stranger, header={"kid": own}))
    head, body, signature = issuer.token().split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["client_id"] = "another"
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    with pytest.raises(NoToken):
        issuer.ask(f"{head}.{forged}.{signature}")


def test_no_algorithm_and_a_shared_secret_are_refused(issuer) -> None:
    _, body, _ = issuer.token().split(".")
    kid = issuer.keys[0].thumbprint()
    none = base64.urlsafe_b64encode(
        json.dumps({"alg": "none", "typ": "at+jwt", "kid": kid}).encode()
    )
    with pytest.raises(NoToken):
        issuer.ask(f"{none.decode().rstrip('=')}.{body}.")
    # the public key, which everyone has, as if it were a secret
    public = json.dumps(issuer._public(issuer.keys[0])).encode()
    with pytest.raises(NoToken):
        issuer.ask(issuer.token(key=OctKey.import_key(public), header={"kid": kid}))


def test_a_new_key_is_found_and_a_withdrawn_one_ends(issuer) -> None:
    old = issuer.token()
    issuer.ask(old)
    issuer.keys = [ECKey.generate_key("P-256", private=True)]
    new = issuer.token()
    with pytest.raises(NoToken):  # keys were read this very minute: nobody makes us ask at will
        issuer.ask(new)
    issuer.now += timedelta(minutes=1)
    assert issuer.ask(new) == "reader"
    with pytest.raises(NoToken):
        issuer.ask(old)


def test_made_up_keys_cannot_make_us_ask_at_will(issuer) -> None:
    for number in range(20):
        with pytest.raises(NoToken):
            issuer.ask(issuer.token(header={"kid": f"made-up-{number}"}))
    assert issuer.asked == 2


def test_keys_that_cannot_be_read_are_a_matter_of_waiting(issuer) -> None:
    issuer.status = 500
    with pytest.raises(Busy):
        issuer.ask(issuer.token())
    issuer.status = 200
    assert issuer.ask(issuer.token()) == "reader"
    issuer.status = 500
    issuer.now += timedelta(minutes=30)  # known keys serve for an hour
    assert issuer.ask(issuer.token()) == "reader"
    issuer.now += timedelta(minutes=31)
    with pytest.raises(Busy):
        issuer.ask(issuer.token())


def test_a_service_that_is_not_there_is_a_matter_of_waiting(issuer) -> None:
    issuer.served.stop()
    with pytest.raises(Busy):
        issuer.ask(issuer.token())


def test_metadata_of_another_issuer_is_not_believed(issuer) -> None:
    issuer.named = "https://elsewhere.example"
    with pytest.raises(Busy):
        issuer.ask(issuer.token())


def test_the_address_of_the_keys_can_be_told(issuer) -> None:
    adapter = AccessTokens(issuer.url, f"{issuer.url}/keys", lambda: issuer.now)
    assert adapter.client_of(f"Bearer {issuer.token()}", **WANTED) == "reader"
    assert issuer.asked == 1
