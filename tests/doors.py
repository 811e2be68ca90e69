"""Every route of the desk, and people to try it as (without the road through the provider)."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
from werkzeug.test import Client, TestResponse

from functions import wiring
from functions.domain.session import Session
from functions.services import signing_in
from functions.web.visit import SESSION_COOKIE
from infra.local.stack import LocalStack
from tests.applications import someone

_secrets = itertools.count(1)
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass
class Visitor:
    """A browser with a session of its own; `session` None: not signed in."""

    client: Client
    url: str
    session: Session | None = None
    csrf: str = ""

    def ask(self, method: str, path: str, *, json: bool = False, **boxes: str) -> TestResponse:
        headers = {"Accept": "application/json" if json else "text/html"}
        if method == "GET":
            return self.client.get(path, base_url=self.url, headers=headers)
        data = {"csrf": self.csrf, **boxes}
        return self.client.post(path, base_url=self.url, data=data, headers=headers)


def visitor(desk: LocalStack, *roles: str, staff: bool | None = None) -> Visitor:
    """Somebody who signed in: a citizen, or a clerk with these roles. `staff` without roles: a
    clerk of another municipality."""
    return enter_as(desk, someone(wiring.ports(), "", *roles), staff=staff)


def enter_as(desk: LocalStack, person: Session, *, staff: bool | None = None) -> Visitor:
    ports = wiring.ports()
    secret = f"secret-{next(_secrets)}"
    own = {
        "key": signing_in.key_of(secret),
        "is_staff": person.is_staff if staff is None else staff,
    }
    session = person.model_copy(update=own)
    ports.store.save_session(session)
    client = desk.client()
    client.set_cookie(SESSION_COOKIE, secret, domain="localhost", secure=True)
    return Visitor(client, desk.url, session, signing_in.csrf_token(ports, session))


def nobody(desk: LocalStack) -> Visitor:
    return Visitor(desk.client(), desk.url)


def routes() -> Iterator[tuple[str, str]]:
    """(method, path with its places) of everything that the app answers."""
    from functions.app import app

    for path, methods in sorted(app.routes.items()):
        for method in sorted(methods):
            yield method, path


def filled(path: str, values: dict[str, str]) -> str:
    """The path with these values in its places; a place without a value gets one that is none."""
    return _PLACE.sub(lambda place: values.get(place[1], "none"), path)


def places(path: str) -> set[str]:
    return set(_PLACE.findall(path)) - {"lang"}


def contents(*partitions: str) -> list[Any]:
    """Every item of these partitions of the table, sorted: to see that nothing changed."""
    found = boto3.client("dynamodb").scan(TableName=wiring.settings().table_name)["Items"]
    own = [item for item in found if item["PK"]["S"] in partitions]
    return sorted(own, key=lambda item: (item["PK"]["S"], item["SK"]["S"]))
