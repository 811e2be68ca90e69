"""The paper beside a case that a clerk filled in for someone: where it is printed and scanned."""

from functions.domain.case import Case
from functions.domain.documents import MOST_PER_QUESTION
from functions.domain.texts import N_
from functions.domain.views import Link
from functions.services import drafting
from functions.web.visit import Visit

SIGNED = "desk.signed"  # where the scan stands among the documents of a case


def reminder(visit: Visit, case: Case) -> str:
    """For a clerk: a form on paper of which there is no scan yet."""
    if case.channel != "paper" or case.status == "closed":
        return ""
    if any(d.state == "released" for d in drafting.documents_at(case, SIGNED)):
        return ""
    return visit.words.write(N_("De papieren aanvraag is nog niet ingescand en toegevoegd."))


def links(visit: Visit, case: Case, link: str) -> tuple[Link, ...]:
    """For a clerk: the paper beside a case that was filled in for someone."""
    if case.acting is None or case.mandate:
        return ()
    words = visit.words
    held = len(drafting.documents_at(case, SIGNED))
    add = (
        (Link(words.write(N_("Scan toevoegen")), f"{link}/signed"),)
        if case.status != "closed" and held < MOST_PER_QUESTION
        else ()
    )
    return (
        Link(words.write(N_("Samenvatting om te ondertekenen")), f"{link}/summary"),
        *add,
    )
