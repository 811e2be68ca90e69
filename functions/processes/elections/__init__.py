"""Elections: the procedures of the elections office."""

from functions.domain.procedure import Process
from functions.domain.texts import N_
from functions.processes.elections.convocations.workflow import convocation
from functions.processes.elections.lists import voters_list
from functions.processes.elections.proxies.workflow import proxy
from functions.processes.elections.voters.ending import voter_ending
from functions.processes.elections.voters.workflow import non_belgian_voter

process = Process(
    "elections",
    N_("Verkiezingen"),
    (proxy, convocation, non_belgian_voter, voter_ending),
    lists=(voters_list,),
)
