"""Home slaughter: an animal slaughtered at home for the own household."""

from functions.domain.procedure import Process
from functions.domain.texts import N_
from functions.processes.slaughter_permit.workflow import declaration

process = Process("slaughter-permit", N_("Thuis slachten"), (declaration,))
