"""The test identity provider, spoken to over a real socket as the desk and a browser do."""

import base64
import hashlib
import http.client
import json
import re
import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from types import SimpleNamespace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from authlib.oidc import discovery, rpinitiated
from joserfc import jwt
from joserfc.jwk import KeySet

from infra.local.identity import Client, IdentityServer, create_app, load_personas
from infra.local.identity.texts import LOCALES, TEXTS

SITE = "http://localhost:8000"
BACK = f"{SITE}/desk/signed-in"
AFTER = f"{SITE}/desk/signed-out"
SECRET = "a-secret-for-tests"
VERIFIER = "v" * 64
ALL_SCOPES = "openid profile rrn vo burgerloket"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class MovableClock:
    """Stands still until a test moves it."""

    moment = NOW

    def now(self) -> datetime:
        return self.moment


def challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def basic(client_id: str = "desk", secret: str = SECRET) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()}


class Caller:
    """A browser and a website in one; redirects are looked at, not followed."""

    def __init__(self, issuer: str, clock: MovableClock) -> None:
        self.issuer, self.clock = issuer, clock

    def call(self, method, path, form=None, headers=None) -> SimpleNamespace:
        parts = urlsplit(self.issuer)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
        headers = dict(headers or {})
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            body = urlencode(form) if form is not None else None
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        target = answer.getheader("Location") or ""
        return SimpleNamespace(
            status=answer.status,
            text=text,
            headers=answer.headers,
            target=target.split("?")[0],
            query={k: v[0] for k, v in parse_qs(urlsplit(target).query).items()},
            json=lambda: json.loads(text),
        )

    def get(self, path, **query):
        return self.call("GET", f"{path}?{urlencode(query)}" if query else path)

    @staticmethod
    def asked(**changes):
        """A right request; `None` leaves a parameter out."""
        request = {
            "response_type": "code",
            "client_id": "desk",
            "redirect_uri": BACK,
            "scope": ALL_SCOPES,
            "state": "the-state",
            "nonce": "the-nonce",
            "code_challenge": challenge(VERIFIER),
            "code_challenge_method": "S256",
        }
        return {k: v for k, v in (request | changes).items() if v is not None}

    def authorize(self, **changes):
        return self.get("/authorize", **self.asked(**changes))

    def choose(self, persona="lena-peeters", **changes):
        """Open the page, then send its form as the browser would."""
        page = self.authorize(**changes)
        assert page.status == 200, page.text
        hidden = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page.text)
        form = {unescape(k): unescape(v) for k, v in hidden}
        action = re.search(r'action="([^"]*)"', page.text)[1]
        return self.call("POST", action, form | {"persona": persona})

    def code(self, persona="lena-peeters", **changes) -> str:
        return self.choose(persona, **changes).query["code"]

    def token(self, code, /, *, headers=None, **changes):
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "code_verifier": VERIFIER,
        }
        form = {k: v for k, v in (form | changes).items() if v is not None}
        return self.call("POST", "/token", form, basic() if headers is None else headers)

    def claims(self, id_token):
        keys = KeySet.import_key_set(self.get("/jwks.json").json())
        return jwt.decode(id_token, keys, algorithms=["RS256"]).claims

    def signed_in(self, persona="lena-peeters", **changes):
        return self.token(self.code(persona, **changes)).json()


@pytest.fixture(scope="module")
def running() -> Iterator[Caller]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    issuer, clock = f"http://127.0.0.1:{port}", MovableClock()
    clients = [
        Client(
            client_id=name,
            client_secret=SECRET,
            redirect_uris=(BACK,),
            post_logout_redirect_uris=(AFTER,),
        )
        for name in ("desk", "other")
    ]
    app = create_app(issuer=issuer, clients=clients, personas=load_personas(), clock=clock)
    with IdentityServer(app, port=port):
        yield Caller(issuer, clock)


@pytest.fixture
def provider(running: Caller) -> Iterator[Caller]:
    yield running
    running.clock.moment = NOW


# Discovery and keys


def test_the_discovery_document_is_valid_and_about_this_provider(provider):
    document = provider.get("/.well-known/openid-configuration").json()
    metadata = discovery.OpenIDProviderMetadata(document)
    metadata.validate(metadata_classes=[rpinitiated.OpenIDProviderMetadata])
    assert document["issuer"] == provider.issuer


def test_every_endpoint_of_the_discovery_document_exists(provider):
    document = provider.get("/.well-known/openid-configuration").json()
    for name, address in document.items():
        if name.endswith(("_endpoint", "_uri")):
            assert address.startswith(provider.issuer + "/")
            assert provider.get(urlsplit(address).path).status != 404, name


def test_the_discovered_claims_are_the_ones_that_are_given(provider):
    listed = set(provider.get("/.well-known/openid-configuration").json()["claims_supported"])
    given = provider.claims(provider.signed_in("mechelen-elections")["id_token"])
    assert set(given) == listed


def test_published_keys_have_no_private_half(provider):
    [key] = provider.get("/jwks.json").json()["keys"]
    assert key["kid"]
    assert key["use"] == "sig"
    assert not {"d", "p", "q", "dp", "dq", "qi"} & set(key)


# The code flow


def test_a_citizen_signs_in(provider):
    back = provider.choose("lena-peeters")
    assert back.status == 303
    assert back.target == BACK
    assert back.query["state"] == "the-state"

    answer = provider.token(back.query["code"])
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    token = answer.json()
    claims = provider.claims(token["id_token"])
    seconds = int(NOW.timestamp())
    assert claims["iss"] == provider.issuer
    assert claims["aud"] == "desk"
    assert claims["nonce"] == "the-nonce"
    assert claims["iat"] == claims["auth_time"] == seconds
    assert claims["exp"] == seconds + 600
    assert claims["acr"] == "urn:be:vlaanderen:authmech:eid"
    half = hashlib.sha256(token["access_token"].encode()).digest()[:16]
    assert claims["at_hash"] == base64.urlsafe_b64encode(half).rstrip(b"=").decode()
    assert (claims["given_name"], claims["family_name"]) == ("Lena", "Peeters")
    assert claims["rrn"] == "88041299833"
    assert claims["vo_doelgroepcode"] == "BUR"
    assert "vo_orgcode" not in claims
    assert "burgerloket_rol_3d" not in claims


def test_a_clerk_comes_with_organisation_and_roles(provider):
    claims = provider.claims(provider.signed_in("mechelen-two-roles")["id_token"])
    assert claims["vo_doelgroepcode"] == "LB"
    assert (claims["vo_orgcode"], claims["vo_orgnaam"]) == ("OVO002067", "Stad Mechelen")
    assert claims["burgerloket_rol_3d"] == ["population:OVO002067", "elections:OVO002067"]


def test_a_clerk_without_a_right_has_no_role_claim(provider):
    claims = provider.claims(provider.signed_in("mechelen-no-role")["id_token"])
    assert claims["vo_doelgroepcode"] == "LB"
    assert "burgerloket_rol_3d" not in claims


def test_claims_follow_the_scopes(provider):
    claims = provider.claims(provider.signed_in("mechelen-counter", scope="openid")["id_token"])
    protocol = {"iss", "aud", "iat", "exp", "auth_time", "nonce", "acr", "at_hash"}
    assert set(claims) == {"sub"} | protocol


def test_an_arabic_name_arrives_whole(provider):
    assert provider.claims(provider.signed_in("arabic-name")["id_token"])["given_name"] == "ليلى"


def test_the_secret_may_also_be_posted(provider):
    answer = provider.token(provider.code(), headers={}, client_id="desk", client_secret=SECRET)
    assert answer.status == 200


def test_a_nonce_is_not_invented(provider):
    assert "nonce" not in provider.claims(provider.signed_in(nonce=None)["id_token"])


def test_the_means_of_sign_in_that_was_asked_is_reported(provider):
    itsme = "urn:be:vlaanderen:authmech:itsme"
    assert provider.claims(provider.signed_in(acr_values=f"x {itsme}")["id_token"])["acr"] == itsme


def test_userinfo_gives_the_same_claims_to_the_bearer(provider):
    token = provider.signed_in()
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    answer = provider.call("GET", "/userinfo", headers=bearer)
    assert answer.status == 200
    assert answer.json().items() <= provider.claims(token["id_token"]).items()


def test_userinfo_needs_a_living_token(provider):
    token = provider.signed_in()
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    provider.clock.moment += timedelta(seconds=3600)
    for headers in ({}, {"Authorization": "Bearer nonsense"}, bearer):
        answer = provider.call("GET", "/userinfo", headers=headers)
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"].lower().startswith("bearer")


# What is refused at the token endpoint


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "w" * 64}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_request"),
        ({"redirect_uri": BACK + "/"}, "invalid_grant"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"code": "nonsense"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_wrong_token_request_gets_no_token(provider, changes, error):
    answer = provider.token(provider.code(), **changes)
    assert (answer.status, answer.json()["error"]) == (400, error)
    assert "access_token" not in answer.json()


def test_a_wrong_verifier_burns_the_code(provider):
    code = provider.code()
    provider.token(code, code_verifier="w" * 64)
    assert provider.token(code).json()["error"] == "invalid_grant"


def test_a_code_works_once_and_its_reuse_revokes_the_token(provider):
    code = provider.code()
    bearer = {"Authorization": f"Bearer {provider.token(code).json()['access_token']}"}
    assert provider.call("GET", "/userinfo", headers=bearer).status == 200
    assert provider.token(code).json()["error"] == "invalid_grant"
    assert provider.call("GET", "/userinfo", headers=bearer).status == 401


@pytest.mark.parametrize(("seconds", "status"), [(59, 200), (60, 400)])
def test_a_code_lives_for_a_minute(provider, seconds, status):
    code = provider.code()
    provider.clock.moment += timedelta(seconds=seconds)
    assert provider.token(code).status == status


def test_a_code_belongs_to_its_client(provider):
    code = provider.code()
    assert provider.token(code, headers=basic("other")).json()["error"] == "invalid_grant"
    assert provider.token(code).status == 200


@pytest.mark.parametrize("headers", [basic(secret="wrong"), basic("nobody"), {}])
def test_a_client_must_prove_itself(provider, headers):
    answer = provider.token(provider.code(), headers=headers)
    assert (answer.status, answer.json()["error"]) == (401, "invalid_client")


# What is refused at the authorization endpoint


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": BACK + "?x=1"},
        {"redirect_uri": 'https://evil.example/"é'},
        {"redirect_uri": None},
        {"client_id": "nobody"},
        {"client_id": None},
        {"response_type": "é", "redirect_uri": "https://evil.example/"},
    ],
)
def test_an_unknown_address_gets_a_page_and_never_a_redirect(provider, changes):
    answer = provider.authorize(**changes)
    assert answer.status == 400
    assert answer.target == ""
    assert "Test: aanmelden kan niet" in answer.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"response_type": "id_token"}, "unsupported_response_type"),
        ({"prompt": "none"}, "login_required"),
        ({"prompt": "none login"}, "invalid_request"),
    ],
)
def test_a_wrong_request_of_a_known_client_goes_back_with_its_state(provider, changes, error):
    answer = provider.authorize(**changes)
    assert (answer.status, answer.target) == (302, BACK)
    assert (answer.query["error"], answer.query["state"]) == (error, "the-state")


@pytest.mark.parametrize("prompt", ["login", "select_account", "consent"])
def test_a_prompt_and_a_hint_are_accepted(provider, prompt):
    assert provider.code(prompt=prompt, login_hint="an-claes")


def test_cancelling_goes_back_with_access_denied(provider):
    answer = provider.call("POST", "/choose", provider.asked() | {"cancel": "1"})
    assert (answer.status, answer.target) == (303, BACK)
    assert answer.query["error"] == "access_denied"
    assert answer.query["state"] == "the-state"


def test_an_unknown_person_gets_no_code(provider):
    answer = provider.call("POST", "/choose", provider.asked() | {"persona": "nobody"})
    assert (answer.status, answer.target) == (400, "")


def test_the_choice_cannot_be_sent_to_another_address(provider):
    form = provider.asked(redirect_uri="https://evil.example/") | {"persona": "lena-peeters"}
    assert provider.call("POST", "/choose", form).status == 400


def test_another_host_name_gets_no_answer(provider):
    answer = provider.call("GET", "/jwks.json", headers={"Host": "evil.example"})
    assert answer.status == 400


# Sign-out


def test_signing_out_goes_back_with_the_state_and_ends_the_token(provider):
    token = provider.signed_in()
    answer = provider.get(
        "/end_session",
        id_token_hint=token["id_token"],
        post_logout_redirect_uri=AFTER,
        state="bye",
    )
    assert (answer.status, answer.target, answer.query) == (302, AFTER, {"state": "bye"})
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    assert provider.call("GET", "/userinfo", headers=bearer).status == 401


def test_signing_out_works_long_after_and_by_post(provider):
    provider.clock.moment += timedelta(days=400)  # the local clock was moved forward
    hint = provider.signed_in()["id_token"]
    form = {"id_token_hint": hint, "post_logout_redirect_uri": AFTER}
    provider.clock.moment += timedelta(days=1)
    assert provider.call("POST", "/end_session", form).target == AFTER


def test_signing_out_without_an_address_says_so_on_a_page(provider):
    answer = provider.get("/end_session", ui_locales="de")
    assert answer.status == 200
    assert TEXTS["de"]["signed_out"] in answer.text


def test_signing_out_never_redirects_to_an_address_it_cannot_trust(provider):
    hint = provider.signed_in()["id_token"]
    head, body, signature = hint.split(".")
    forged = ".".join([head, body, signature[::-1]])
    for query in (
        {"id_token_hint": hint, "post_logout_redirect_uri": "https://evil.example/"},
        {"client_id": "desk", "post_logout_redirect_uri": AFTER},
        {"id_token_hint": forged, "post_logout_redirect_uri": AFTER},
        {"id_token_hint": "nonsense", "post_logout_redirect_uri": AFTER},
        {"id_token_hint": hint, "client_id": "other", "post_logout_redirect_uri": AFTER},
    ):
        answer = provider.get("/end_session", **query)
        assert (answer.status, answer.target) == (400, "")


# The page


def test_the_page_groups_people_and_says_it_is_a_test(provider):
    page = provider.authorize()
    headings = re.findall(r"<h2>(.*?)</h2>", page.text)
    citizens = ["Inwoners", "Gezinnen", "Andere nationaliteiten", "Bescherming en bewind"]
    citizens.append("Andere gemeente, of pas verhuisd")
    assert headings == [*citizens, "Medewerkers: Stad Mechelen", "Medewerkers: Stad Leuven"]
    assert "<h1>Test: kies wie je bent</h1>" in page.text
    assert "17 jaar" in page.text


@pytest.mark.parametrize("lang", LOCALES)
def test_the_page_speaks_the_asked_language(provider, lang):
    page = provider.authorize(ui_locales=f"xx {lang}-BE")
    assert f'<html lang="{lang}">' in page.text
    assert TEXTS[lang]["cancel"] in page.text
    assert TEXTS[lang].keys() == TEXTS["nl"].keys()


def test_who_is_only_in_the_register_cannot_sign_in(provider):
    assert "Lou Janssens" not in provider.authorize().text
    form = provider.asked() | {"persona": "lou-janssens"}
    assert provider.call("POST", "/choose", form).status == 400


def test_a_hinted_person_comes_first(provider):
    page = provider.authorize(login_hint="an-claes")
    assert re.search(r'name="persona" value="([^"]*)"', page.text)[1] == "an-claes"


def test_the_page_allows_no_inline_code_and_escapes_what_was_asked(provider):
    page = provider.authorize(state='"><script>alert(1)</script>')
    assert "<script" not in page.text
    assert "style=" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert f"form-action 'self' {SITE};" in policy
    assert provider.get("/assets/identity.css").status == 200


# The people


def test_each_tenant_has_a_clerk_for_each_role():
    people = load_personas()
    for org in ("OVO002067", "OVO002052"):
        single = {p.roles[0] for p in people if p.org_code == org and len(p.roles) == 1}
        assert len(single) == 7


def test_the_people_cover_the_cases_that_are_hard():
    people = load_personas()
    ages = [p.age_on(date(2026, 11, 24)) for p in people if not p.is_clerk and p.signs_in]
    assert min(ages) == 16
    assert max(ages) >= 65
    assert any(p.parents for p in people)
    assert any(p.nationality == "IT" and p.nis == "12025" for p in people)
    assert any(int(p.rrn[2:4]) > 40 for p in people), "a BIS number"
    assert any(len(p.name) > 100 for p in people)
    assert any(p.name_lang == "ar" for p in people)


@pytest.mark.parametrize("number", ["88041299834", "1", "88.04.12-998.33"])
def test_a_file_with_a_wrong_number_is_refused(tmp_path, number):
    file = tmp_path / "people.toml"
    entry = 'key="x"\ngiven_name="X"\nfamily_name="X"\nbirth_date=1988-04-12\nwhy="x"\n'
    file.write_text(f'[[persona]]\nrrn="{number}"\n{entry}')
    with pytest.raises(ValueError, match="national register"):
        load_personas(file)
