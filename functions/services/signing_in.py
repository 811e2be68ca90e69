"""Signing in and out. The session's id is random and new at every sign-in; the table keeps its
SHA-256 only."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from functions.domain.person import Person, parse_national_number
from functions.domain.problems import SignInNeeded
from functions.domain.session import Session, SignIn
from functions.services.ports import Ports

_FRESH = timedelta(minutes=1)


def key_of(secret: str) -> str:
    """How the table knows a cookie."""
    return hashlib.sha256(secret.encode()).hexdigest()


def begin(ports: Ports, *, next_path: str, lang: str) -> tuple[str, str]:
    """(address of the identity provider, secret for the browser that comes back)."""
    browser = secrets.token_urlsafe(32)
    sign_in = SignIn(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        next=next_path,
        lang=lang,
        expires=ports.clock.now() + timedelta(minutes=10),
    )
    ports.store.save_sign_in(key_of(browser), sign_in)
    return ports.identity.authorize_url(sign_in), browser


def complete(ports: Ports, *, browser: str, state: str, code: str) -> tuple[Session, str, SignIn]:
    """(session, its secret, the sign-in it completes); SignInNeeded when anything differs."""
    sign_in = take(ports, browser=browser, state=state)
    claims, token = ports.identity.claims(code, sign_in)
    now = ports.clock.now()
    secret = secrets.token_urlsafe(32)
    staff = claims.get("vo_doelgroepcode") == "LB"
    rights = [str(right) for right in claims.get("burgerloket_rol_3d", [])] if staff else []
    session = Session(
        key=key_of(secret),
        person=_person(ports, claims, asks_register=not staff),
        roles=ports.tenant.roles_of(rights),
        is_staff=staff,
        started=now,
        seen=now,
        id_token=token,
    )
    if staff:
        ports.staff.signed_in(session)
    ports.store.save_session(session)
    return session, secret, sign_in


def replace_session(ports: Ports, old_key: str, session: Session) -> None:
    """Rotation: what was signed in before ends. What its person typed last is carried over, for
    the same person only."""
    old = ports.store.session(old_key)
    if old and old.kept and old.person.ref == session.person.ref:
        ports.store.save_session(session.model_copy(update={"kept": old.kept}))
    ports.store.delete_session(old_key)


def take(ports: Ports, *, browser: str, state: str) -> SignIn:
    """The sign-in that this browser began; it can be taken once."""
    sign_in = ports.store.take_sign_in(key_of(browser)) if browser else None
    if (
        sign_in is None
        or ports.clock.now() > sign_in.expires
        or not hmac.compare_digest(sign_in.state.encode(), state.encode())
    ):
        raise SignInNeeded
    return sign_in


def _person(ports: Ports, claims: Mapping[str, Any], *, asks_register: bool) -> Person:
    """Who signed in. The register is asked once, here: a clerk at work is not looked up."""
    number = parse_national_number(claims["rrn"])
    record = ports.register.record(number) if asks_register else None
    if record:  # the sign-in told the name
        record = record.model_copy(update={"given_name": "", "family_name": ""})
    return Person(
        given_name=str(claims["given_name"]),
        family_name=str(claims["family_name"]),
        national_number=number,
        ref=ports.pseudonym(number),
        record=record,
    )


def touch(ports: Ports, session: Session, *, always: bool = False) -> Session:
    """Note that the person is active; at most one write a minute."""
    now = ports.clock.now()
    if not always and now - session.seen < _FRESH:
        return session
    seen = session.model_copy(update={"seen": now})
    ports.store.save_session(seen)
    return seen


def csrf_token(ports: Ports, session: Session) -> str:
    """Bound to the session: HMAC of its key (OWASP, HMAC-based token pattern), with the first of
    the keys."""
    return _csrf_token(ports.csrf_key.split()[0], session)


def csrf_fits(ports: Ports, session: Session, token: str) -> bool:
    """Made with any of the keys: while they change, pages of before are still open."""
    given = token.encode("ascii", "replace").decode()
    return any(
        hmac.compare_digest(_csrf_token(key, session), given) for key in ports.csrf_key.split()
    )


def _csrf_token(key: str, session: Session) -> str:
    return hmac.new(key.encode(), session.key.encode(), hashlib.sha256).hexdigest()
