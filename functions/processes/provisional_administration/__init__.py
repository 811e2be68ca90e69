"""Provisional administration: who may act for a protected person, as the court ordered."""

from functions.domain.procedure import Process
from functions.domain.texts import N_
from functions.processes.provisional_administration.workflow import change, ending, registration

process = Process("provisional-administration", N_("Bewindvoering"), (registration, change, ending))
