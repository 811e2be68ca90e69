"""The test identity provider: OpenID Connect with ACM/IDM's claims, on its own port.

It speaks the real protocol over a real socket (discovery, code flow with PKCE, a signed id_token,
sign-out), but asks for no password: a page lets you pick one of the invented people.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Flask

from infra.local.identity.clients import Client
from infra.local.identity.ledger import Clock, Ledger, SystemClock
from infra.local.identity.personas import Persona, load_personas
from infra.local.identity.provider import build_provider
from infra.local.identity.serving import IdentityServer
from infra.local.identity.views import Views

__all__ = ["Client", "Clock", "IdentityServer", "Persona", "create_app", "load_personas"]


def create_app(
    *,
    issuer: str,
    clients: Sequence[Client],
    personas: Sequence[Persona],
    clock: Clock | None = None,
) -> Flask:
    """Build the provider as a WSGI application.

    Parameters
    ----------
    issuer
        Its own address without a slash at the end, such as `http://localhost:9000`.
    clients
        The websites that may ask for a sign-in.
    personas
        The people to choose from (`load_personas()`).
    clock
        Tells the time for codes and tokens; the machine's own when left out.
    """
    clock = clock or SystemClock()
    app = Flask(__name__, static_folder="assets", static_url_path="/assets")
    # Another name that points at this machine (DNS rebinding) gets no answer.
    app.config["TRUSTED_HOSTS"] = ["localhost", "127.0.0.1", urlsplit(issuer).hostname or ""]
    provider = build_provider(app, issuer=issuer, clients=clients, ledger=Ledger(clock))
    known = {p.key: p for p in personas if p.signs_in}
    app.register_blueprint(Views(provider, known, clock).blueprint())
    return app
