"""Jurors of the Assize Court: the card of everyone who is drawn, and the list they come from."""

from functions.domain.procedure import Process
from functions.domain.texts import N_
from functions.processes.jurors.lists import voters_list
from functions.processes.jurors.workflow import card

process = Process("jurors", N_("Gezworenen"), (card,), lists=(voters_list,))
