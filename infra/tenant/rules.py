"""What holds for every municipality's file, besides the types of its fields."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from frontend import contrast
from frontend.assets import Accent
from frontend.render import LANGUAGES
from functions.domain.fees import Price
from functions.domain.procedure import Procedure
from functions.domain.tenant import ROLES, Tenant
from functions.processes import all_procedures, all_processes
from infra.deployment import USUAL, Deployment

# What runs besides the functions of the processes (functions/events.py) and the desk itself.
FUNCTIONS = (
    "desk", "workflow-task", "stream", "dossiers", "document-uploaded", "agenda", "documents",
    "mail-event",
)  # fmt: skip

Found = Iterator[tuple[str, str]]  # (place, what is wrong and what to do)


def nearest(name: str, known: Iterable[str]) -> str:
    """ " Did you mean ...?", where something is near."""
    near = get_close_matches(name, list(known), 1, 0.5)
    return f" Did you mean {near[0]!r}?" if near else ""


def wrong_nis(nis: str) -> str:
    return "" if re.fullmatch(r"\d{5}", nis) else "five digits, as Statbel's REFNIS writes it"


def wrong_org_code(code: str) -> str:
    return "" if re.fullmatch(r"OVO\d{6}", code) else '"OVO" and six digits'


def wrong_languages(languages: Iterable[str]) -> str:
    unknown = [lang for lang in languages if lang not in LANGUAGES]
    return f"{unknown[0]!r} is unknown; there are {', '.join(LANGUAGES)}" if unknown else ""


def wrong_region(region: str, partition: str) -> str:
    is_sovereign = region.startswith("eusc-")
    if is_sovereign == (partition == "aws-eusc"):
        return ""
    other = "aws-eusc" if is_sovereign else "aws"
    return f"{region!r} is not in the partition {partition!r}: say {other!r}, or another region"


def wrong_sender(sender: str, domain: str) -> str:
    """Mail from another domain than the site's is taken for a forgery."""
    own = sender.rpartition("@")[2]
    if domain == own or domain.endswith(f".{own}"):
        return ""
    return f"{sender!r} is in no domain above {domain!r}: a mail of the site comes from its own"


def wrong_accent(light: str, dark: str) -> str:
    failed = [m for m in contrast.measures(Accent(light, dark)) if m.ratio < m.needed]
    if not failed:
        return ""
    worst = min(failed, key=lambda measure: measure.ratio)
    return f"too little contrast ({worst}): take a darker accent, or a lighter accent_dark"


def fee_keys(procedure: Procedure) -> list[str]:
    """The names of its fees: one, or one for each variant."""
    price = procedure.price or Price(procedure.key)
    return [price.key(variant) for variant in price.labels or ("",)]


def of_tenant(tenant: Tenant) -> Found:
    yield "nis", wrong_nis(tenant.nis)
    yield "org_code", wrong_org_code(tenant.org_code)
    yield "languages", wrong_languages(tenant.languages)
    yield "style.accent", wrong_accent(tenant.style.accent, tenant.style.accent_dark)
    names = [process.name for process in all_processes()]
    for name in tenant.processes:
        if name not in ("*", *names):
            yield f"processes.{name}", f"there is no such process.{nearest(name, names)}"
    yield from _roles(tenant)
    yield from _names(tenant)
    yield from _fees(tenant)


def _roles(tenant: Tenant) -> Found:
    for role, rights in tenant.roles.items():
        if role not in ROLES:
            yield f"roles.{role}", f"there is no such role.{nearest(role, ROLES)}"
        elif not rights:
            yield f"roles.{role}", "no right gives this role: nobody can do its work"
    for role in ROLES:
        if role not in tenant.roles:
            yield "roles", f"nobody is {role!r}: say which rights give it"


def _names(tenant: Tenant) -> Found:
    """Procedures and steps that do not exist."""
    keys = [procedure.key for procedure in all_procedures()]
    steps = [f"{p.key}/{step.name}" for p in all_procedures() for step in p.workflow.steps]
    named = [
        *(("facts", key, keys) for key in tenant.facts),
        *(("retention", key, keys) for key in tenant.retention),
        *(("dosis.not_sent", key, keys) for key in tenant.dosis.not_sent),
        *(("four_eyes", key, steps) for key in tenant.four_eyes),
        *(("terms", key.rpartition("/")[0], keys) for key in tenant.terms),
    ]
    for place, name, known in named:
        if name not in known:
            yield f"{place}.{name}", f"this does not exist.{nearest(name, known)}"


def _fees(tenant: Tenant) -> Found:
    known = [key for procedure in all_procedures() for key in fee_keys(procedure)]
    said = {fee.procedure for fee in tenant.fees}
    for name in sorted(said - set(known)):
        yield f"fees.{name}", f"no procedure has this fee.{nearest(name, known)}"
    for name in known:
        if name not in said:
            yield "fees", f"{name} has none: say what it costs, 0 when it is free"


def of_deployment(tenant: Tenant, deployment: Deployment) -> Found:
    yield "deployment.region", wrong_region(deployment.region, deployment.partition)
    yield "sender", wrong_sender(tenant.sender, deployment.domain)
    known = [USUAL, *FUNCTIONS, *(process.name for process in all_processes())]
    for name in deployment.capacity:
        if name not in known:
            place = f"deployment.capacity.{name}"
            yield place, f"there is no such function.{nearest(name, known)}"
