"""Names that a clerk gives to filters of the queue."""

from functions.domain.problems import Invalid, Problem
from functions.domain.session import Session
from functions.domain.staff import LONGEST_NAME, MOST_VIEWS, SavedView
from functions.domain.texts import N_, say
from functions.services.ports import Ports
from functions.services.queue import filters_in


def save(ports: Ports, session: Session, name: str, query: str) -> None:
    """Keep these filters; the same name again replaces what it stood for. Raises Invalid at
    `name`."""
    name = "".join(sign for sign in " ".join(name.split()) if sign.isprintable())
    if not name:
        raise Invalid([Problem("name", say(N_("Geef deze lijst een naam.")))])
    if len(name) > LONGEST_NAME:
        text = N_("Maak dit korter: hoogstens %(max_length)s tekens.")
        raise Invalid([Problem("name", say(text, max_length=LONGEST_NAME))])
    before = ports.staff.views(session.person.ref)
    others = [view for view in before if view.name.casefold() != name.casefold()]
    if len(others) >= MOST_VIEWS:
        text = N_("Je bewaart al %(most)s lijsten. Verwijder er eerst een.")
        raise Invalid([Problem("name", say(text, most=MOST_VIEWS))])
    new = SavedView(name=name, query=filters_in(query).query())
    ports.staff.save_views(session.person.ref, [*others, new], before=before)


def remove(ports: Ports, session: Session, name: str) -> None:
    """What is not there is gone already."""
    before = ports.staff.views(session.person.ref)
    left = [view for view in before if view.name != name]
    if left != before:
        ports.staff.save_views(session.person.ref, left, before=before)
