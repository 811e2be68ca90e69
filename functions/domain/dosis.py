"""A case as DOSIS, the status system behind Mijn Burgerprofiel, takes it. All that is said of its
payload stands in this file.

Sources: "API-calls DOSIS" (vlaamseoverheid.atlassian.net, IKPubliek 2680357975), the glossary
(overheid.vlaanderen.be/dosis-verklarende-woordenlijst), and the field names, phases and codes that
the public client of VLAIO sends (github.com/Qmino/dosis-connector, branch Dosis-Pusher). That
client speaks version 1; version 2 may name fields otherwise (u). Which code belongs to which phase
was not confirmed (u): _STATUS is the table to set right.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from functions.domain.case import Case
from functions.domain.numbers import write_case_number
from functions.domain.procedure import Procedure
from functions.domain.tenant import Tenant
from functions.domain.texts import N_
from functions.domain.workflow import LAPSED, WITHDRAWN, Step

# Of our uploads: the same told of the same case, since the same moment, is the same upload.
_UPLOADS = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # RFC 4122: names that are addresses
_RIGHT = "Raadpleger"  # what a citizen may do with it


class State(StrEnum):
    """Where a case stands, as far as others are told."""

    SUBMITTED = "submitted"
    HANDLED = "handled"
    INCOMPLETE = "incomplete"  # the office asked for more
    ASKED = "asked"  # something else is asked of the applicant
    APPEAL = "appeal"  # reopened after an appeal
    GRANTED = "granted"
    REFUSED = "refused"
    STOPPED = "stopped"  # withdrawn, or it lapsed


# state -> (VlaamsCode, VlaamsFase)
_STATUS: Mapping[State, tuple[str, str]] = {
    State.SUBMITTED: ("Ingediend", "Samenstelling"),
    State.HANDLED: ("InBehandeling", "Behandeling"),
    State.INCOMPLETE: ("DossierOnvolledig", "Behandeling"),
    State.ASKED: ("InBehandeling", "Behandeling"),
    State.APPEAL: ("InWacht", "Beroep"),
    State.GRANTED: ("Goedgekeurd", "Afgerond"),
    State.REFUSED: ("Geweigerd", "Afgerond"),
    State.STOPPED: ("Stopgezet", "Afgerond"),
}
CODES = frozenset(code for code, _ in _STATUS.values())
PHASES = frozenset(phase for _, phase in _STATUS.values())


@dataclass(frozen=True)
class Known:
    """What is told of a case. `status`: source text, as its applicant reads it; `action`: source
    text of what is asked of them, or empty; `since`: when it came to this state."""

    state: State
    status: str
    action: str
    since: datetime


def known(procedure: Procedure, case: Case) -> Known:
    """What may be told of a case as it is now: no answer, no reason, nobody but the applicant."""
    if case.status == "closed":
        end = procedure.workflow.end(case.outcome)
        state = State.GRANTED if end.positive else State.REFUSED
        if end.name in (WITHDRAWN, LAPSED):
            state = State.STOPPED
        return Known(state, end.status, "", case.closed or case.submitted)
    if not case.stage:
        return Known(State.SUBMITTED, N_("We kregen je aanvraag."), "", case.submitted)
    step = procedure.workflow.step(case.stage)
    since = datetime.fromisoformat(case.stage_entered) if case.stage_entered else case.submitted
    if step.party == "applicant":
        state = State.INCOMPLETE if step.supplement_of else State.ASKED
        return Known(state, step.waiting, _action(step), since)
    return Known(State.APPEAL if case.run > 1 else State.HANDLED, step.waiting, "", since)


def _action(step: Step) -> str:
    """What the applicant has to do; it is read where nothing of the case stands around it."""
    if step.pays:
        return N_("Betaal de kosten van je aanvraag.")
    if step.books:
        return N_("Kies een moment om langs te komen.")
    return N_("Meld je aan en lees wat we nog vragen.")


def product_of(tenant: Tenant, case: Case) -> str:
    """The IPDC number; empty where the procedure has none, or is not to be told of."""
    key = f"{case.process}/{case.procedure}"
    return "" if key in tenant.dosis.not_sent else tenant.products.get(key, "")


def payload(
    tenant: Tenant, case: Case, told: Known, *, site: str, title: str, status: str, action: str
) -> dict[str, Any]:
    """The body of the POST. `title`, `status`, `action`: in Dutch, the language of the
    administration; `site`: our address. Its `UploadId` covers all of it and the exact moment: two
    steps that follow within a second are two uploads."""
    code, phase = _STATUS[told.state]
    number = write_case_number(case.number)
    since = told.since.isoformat(timespec="seconds")
    contact = tenant.contact
    street, _, house = contact.street.rpartition(" ")
    body = {
        "Identificatie": {"Bron": tenant.dosis.source, "DossierNummer": number},
        "Naam": title,
        "WijzigingsDatum": since,
        "TypeDossierCode": "DossierStatus",
        "Status": {
            "VlaamsCode": code,
            "VlaamsFase": phase,
            "Detail1": status,
            "Actie": {"ActieNodig": bool(action), "Actie": action},
        },
        "Doorverwijzing": f"{site}/nl/desk/{case.process}/{case.procedure}/{case.id}",
        "Producten": [{"Id": product_of(tenant, case)}],
        "DossierBeheerder": {
            "Naam": tenant.title,
            "Dienst": tenant.title,
            "Telefoon": contact.phone,
            "Email": contact.mail,
            "Website": site,
            "Adres": {
                "Straat": street or house,
                "Nummer": house if street else "",
                "Postcode": contact.postal_code,
                "Gemeente": tenant.place,
            },
        },
        "Agenten": [
            {
                "Identificatie": case.applicant.national_number,
                "Toegangsrechten": [{"Code": _RIGHT}],
            }
        ],
    }
    name = f"{told.since.isoformat()} {json.dumps(body, sort_keys=True)}"
    return {**body, "UploadId": str(uuid5(_UPLOADS, name))}
