"""Elections: the procedures of the elections office."""

from functions.domain.procedure import Process
from functions.domain.texts import N_
from functions.processes.elections.lists import voters
from functions.processes.elections.workflow import proxy

process = Process("elections", N_("Verkiezingen"), (proxy,), lists=(voters,))
