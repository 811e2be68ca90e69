"""The pages of the office that belong to no procedure. One function carries them all."""

from chalice.app import Chalice

from functions.web.office import call_me, calls, lists, visits, work


def mount(app: Chalice) -> None:
    for part in (work, lists, visits, call_me, calls):
        part.mount(app)
