"""The pages of the office that belong to no procedure. One function carries them all."""

from chalice.app import Chalice

from functions.web.office import (
    audit,
    call_me,
    calls,
    digest,
    erase,
    find,
    inspect,
    lists,
    mandates,
    related,
    retention,
    roles,
    settings,
    statistics,
    together,
    verify,
    visits,
    work,
)  # fmt: skip

_PARTS = (
    work, find, related, together, visits, call_me, calls, digest, lists, mandates, statistics,
    retention, inspect, erase, settings, roles, audit, verify,
)  # fmt: skip


def mount(app: Chalice) -> None:
    for part in _PARTS:
        part.mount(app)
