"""The pages of the office that belong to no procedure. One function carries them all."""

from chalice.app import Chalice

from functions.web.office import audit, find, lists, roles, settings, together, work


def mount(app: Chalice) -> None:
    for part in (work, lists, find, together, settings, roles, audit):
        part.mount(app)
