"""Driving licences: six procedures that share their topics, rules and road."""

from functions.domain.procedure import Process
from functions.domain.texts import N_
from functions.processes.driving_licence.definitive import definitive
from functions.processes.driving_licence.duplicate import duplicate
from functions.processes.driving_licence.exchange import exchange
from functions.processes.driving_licence.international import international
from functions.processes.driving_licence.provisional import provisional
from functions.processes.driving_licence.renewal import renewal

process = Process(
    "driving-licence",
    N_("Rijbewijs"),
    (provisional, definitive, renewal, duplicate, exchange, international),
)
