"""The provider alone: `python -m infra.local.identity --port 9000`."""

import argparse
import threading

from infra.local.identity import Client, IdentityServer, create_app, load_personas


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.identity", description=__doc__)
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--site-url", default="http://localhost:8000", help="the desk it serves")
    parser.add_argument("--client-id", default="burgerloket")
    parser.add_argument("--client-secret", default="local-client-secret")
    options = parser.parse_args()

    client = Client(
        client_id=options.client_id,
        client_secret=options.client_secret,
        redirect_uris=(f"{options.site_url}/desk/signed-in",),
        post_logout_redirect_uris=(f"{options.site_url}/desk/signed-out",),
    )
    issuer = f"http://localhost:{options.port}"
    app = create_app(issuer=issuer, clients=[client], personas=load_personas())
    with IdentityServer(app, port=options.port):
        print(f"Test identity provider: {issuer}/.well-known/openid-configuration")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("Stopped.")


if __name__ == "__main__":
    main()
