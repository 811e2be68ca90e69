"""Identity cards: Kids-ID and eID, for every age and every reason."""

from functions.domain.procedure import Process
from functions.domain.texts import N_
from functions.processes.identity_card.workflow import request

process = Process("identity-card", N_("Identiteitskaart"), (request,))
