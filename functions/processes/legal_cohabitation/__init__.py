"""Legal cohabitation: its declaration, its two endings, and the certificate that it exists."""

from functions.domain.procedure import Process
from functions.domain.texts import N_
from functions.processes.legal_cohabitation.certificate import certificate
from functions.processes.legal_cohabitation.declaration import declaration
from functions.processes.legal_cohabitation.ending_alone import ending_alone
from functions.processes.legal_cohabitation.ending_together import ending_together

process = Process(
    "legal-cohabitation",
    N_("Wettelijk samenwonen"),
    (declaration, ending_together, ending_alone, certificate),
)
