"""The pages of the office that belong to no procedure. One function carries them all."""

from chalice.app import Chalice

from functions.web.office import erase, inspect, lists, retention, statistics, work


def mount(app: Chalice) -> None:
    for part in (work, lists, statistics, retention, inspect, erase):
        part.mount(app)
