"""How someone of the desk is called, by role: who looked at a case, for the person it is about."""

from functions.domain.case import Event
from functions.domain.texts import N_
from functions.services.writing import Words

CLERK_OF = {
    "counter": N_("medewerker van het loket"),
    "population": N_("medewerker van de dienst bevolking"),
    "registrar": N_("medewerker van de burgerlijke stand"),
    "elections": N_("medewerker van de dienst verkiezingen"),
    "permits": N_("medewerker van de dienst vergunningen"),
    "court_liaison": N_("medewerker voor het contact met het gerecht"),
    "tenant_admin": N_("beheerder van het loket"),
}


def clerk(words: Words, event: Event) -> str:
    """By which role a clerk did this; empty when that is not known."""
    roles = [CLERK_OF[role] for role in event.actor.role.split(",") if role in CLERK_OF]
    return ", ".join(words.write(role) for role in roles)
