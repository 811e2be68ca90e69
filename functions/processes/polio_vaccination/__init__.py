"""Polio vaccination: the only compulsory vaccination, proved to the municipality."""

from functions.domain.procedure import Process
from functions.domain.texts import N_
from functions.processes.polio_vaccination.duplicate import duplicate
from functions.processes.polio_vaccination.follow_up import follow_up
from functions.processes.polio_vaccination.workflow import proof

process = Process("polio-vaccination", N_("Poliovaccinatie"), (proof, duplicate, follow_up))
