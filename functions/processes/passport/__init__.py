"""Passports: for adults and minors, and two years for refugees and stateless persons."""

from functions.domain.procedure import Process
from functions.domain.texts import N_
from functions.processes.passport.workflow import request

process = Process("passport", N_("Paspoort"), (request,))
