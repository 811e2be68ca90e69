"""The lines of a chain in words, for who checks the desk."""

from functions.domain.audit import Break
from functions.domain.audit_views import AuditLine
from functions.domain.case import Event
from functions.domain.procedure import Procedure
from functions.domain.texts import N_
from functions.services.writing import Words
from functions.web.office.words import ROLE_NAMES

BREAKS = {
    "changed": N_("Regel %(seq)s is gewijzigd: hij past niet meer bij zijn eigen hash."),
    "missing": N_("Regel %(seq)s ontbreekt."),
    "order": N_("Regel %(seq)s staat niet op zijn plaats."),
    "follows": N_("Regel %(seq)s volgt niet op de regel ervoor: die is vervangen."),
    "head": N_("Regel %(seq)s is niet de laatste regel die de keten zelf noemt."),
    "gone": N_("Er zijn regels vanaf %(seq)s, maar waar ze bij horen is weg."),
}


ACTORS = {
    "applicant": N_("aanvrager"),
    "acting": N_("namens de aanvrager"),
    "party": N_("andere partij"),
    "clerk": N_("medewerker"),
    "external": N_("andere instantie"),
    "payments": N_("betaaldienst"),
    "system": N_("het loket zelf"),
    "operator": N_("technisch beheer"),
}
KINDS = {
    "submitted": N_("Ingediend"),
    "entered": N_("Stap begonnen"),
    "decided": N_("Beslist"),
    "lapsed": N_("Termijn voorbij"),
    "closed": N_("Afgesloten"),
    "viewed": N_("Zaak bekeken"),
    "downloaded": N_("Document bekeken"),
    "booked": N_("Afspraak gemaakt"),
    "moved": N_("Afspraak verplaatst"),
    "cancelled": N_("Afspraak geannuleerd"),
    "linked": N_("Vervolg in een andere aanvraag"),
    "warned": N_("Verwittigd dat de termijn bijna om is"),
    "paying": N_("Online betaling begonnen"),
    "unpaid": N_("Online betaling niet gelukt"),
    "paid": N_("Betaald"),
    "overpaid": N_("Te veel betaald"),
    "restarted": N_("Verloop na een storing hervat"),
    "restored": N_("Zaak teruggezet uit een reservekopie"),
    "refunded": N_("Terugbetaald"),
    "searched": N_("Gezocht"),
    "listed": N_("Lijst bekeken"),
    "mandate-given": N_("Volmacht gegeven"),
    "mandate-accepted": N_("Volmacht aangenomen"),
    "mandate-refused": N_("Volmacht geweigerd"),
    "mandate-revoked": N_("Volmacht ingetrokken"),
    "mandate-used": N_("Gekozen om voor iemand te handelen"),
    "mandates-seen": N_("Volmachten van een persoon opgezocht"),
    "mandate-ended": N_("Volmacht of bewind beëindigd door een medewerker"),
    "verified": N_("Geschiedenis van een zaak bekeken"),
    "exported": N_("Meegenomen als bestand"),
    "inspected": N_("Gegevens van een persoon verzameld"),
    "erased": N_("Gegevens gewist"),
    "retained": N_("Gewist wat lang genoeg bewaard was"),
    "changed": N_("Instelling gewijzigd"),
    "claimed": N_("Zaak genomen"),
    "released": N_("Zaak teruggegeven"),
    "taken-over": N_("Zaak overgenomen"),
    "handed-over": N_("Zaak doorgegeven"),
    "revoked": N_("Wijziging van een instelling ingetrokken"),
}
# What is told of an event of a case: never what somebody wrote about a person.
_PLAIN = ("booking", "start", "document", "form", "what", "to", "from")


def line_of(words: Words, event: Event, found: Break | None, detail: str) -> AuditLine:
    actor = event.actor
    roles = [
        words.write(ROLE_NAMES.get(role, "")) or role for role in actor.role.split(",") if role
    ]
    kind = words.write(ACTORS.get(actor.kind, "")) or actor.kind
    return AuditLine(
        number=str(event.seq),
        when=words.moment(event.at),
        iso=event.at.isoformat(timespec="seconds"),
        who=actor.name or kind,
        role=", ".join(roles) or (kind if actor.name else ""),
        what=words.write(KINDS.get(event.kind, "")) or event.kind,
        detail=detail,
        is_broken=found is not None and found.seq == event.seq,
    )


def told_of_case(words: Words, procedure: Procedure, event: Event) -> str:
    """The step and what was chosen, by their names."""
    data, told = event.data, []
    step = next((s for s in procedure.workflow.steps if s.name == data.get("step")), None)
    if data.get("step"):
        told.append(words.write(step.title) if step else data["step"])
    if data.get("choice"):
        outcome = step.outcome(data["choice"]) if step else None
        told.append(words.write(outcome.label) if outcome else data["choice"])
    told += [f"{name}: {data[name]}" for name in _PLAIN if data.get(name)]
    return ", ".join(told)


_NAMES = {
    "case": N_("zaak"),
    "found": N_("gevonden"),
    "log": N_("logboek"),
    "lines": N_("regels"),
    "form": N_("bestand"),
    "section": N_("onderdeel"),
    "key": N_("wat"),
    "from": N_("vanaf"),
    "value": N_("waarde"),
    "why": N_("waarom"),
    "seq": N_("regel"),
    "number": N_("zaaknummer"),
    "procedure": N_("procedure"),
    "rule": N_("bewaarregel"),
    "reason": N_("reden"),
    "identified": N_("hoe nagekeken wie het was"),
    "drafts": N_("formulieren"),
    "head": N_("laatste hash"),
    "ref": N_("persoon (pseudoniem)"),
    "mandate": N_("volmacht"),
    "giver": N_("wie ze gaf (pseudoniem)"),
    "holder": N_("wie ze kreeg (pseudoniem)"),
}


def told_of_log(words: Words, event: Event) -> str:
    """All of it: no log holds what somebody wrote about a person."""
    known = [name for name in _NAMES if event.data.get(name)]
    others = sorted(set(event.data) - {*known, "what"})
    return ", ".join(
        f"{words.write(_NAMES.get(name, '')) or name}: {event.data[name]}"
        for name in [*known, *others]
        if event.data[name]
    )
