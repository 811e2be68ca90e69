"""Marriage: its declaration, the ceremony, and the act."""

from functions.domain.procedure import Process
from functions.domain.texts import N_
from functions.processes.marriage.workflow import declaration

process = Process("marriage", N_("Huwelijk"), (declaration,))
