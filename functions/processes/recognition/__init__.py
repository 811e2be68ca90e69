"""The recognition of a child, before birth or after it, with the consents that the law asks."""

from functions.domain.procedure import Process
from functions.domain.texts import N_
from functions.processes.recognition.workflow import declaration

process = Process("recognition", N_("Erkenning van een kind"), (declaration,))
