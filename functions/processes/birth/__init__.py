"""The declaration of a birth, with the recognition in the same act where it is needed."""

from functions.domain.procedure import Process
from functions.domain.texts import N_
from functions.processes.birth.workflow import declaration

process = Process("birth", N_("Geboorte"), (declaration,))
