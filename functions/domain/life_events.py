"""The moments in a life under which procedures are found, in the order of the start page."""

from functions.domain.texts import N_

CHILD = N_("Een kind")
TOGETHER = N_("Samenleven en trouwen")
IDENTITY = N_("Identiteit en reizen")
DRIVING = N_("Rijden")
VOTING = N_("Stemmen")
CARE = N_("Zorgen voor iemand")
ANIMALS = N_("Dieren")
COURT = N_("Het gerecht")

LIFE_EVENTS = (IDENTITY, DRIVING, CHILD, TOGETHER, VOTING, CARE, ANIMALS, COURT)
