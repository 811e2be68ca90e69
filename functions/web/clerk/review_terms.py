"""The statutory clock of a case, in words for the desk."""

from datetime import datetime

from functions.domain.calendar import BRUSSELS
from functions.domain.case import CaseFile
from functions.domain.procedure import Procedure
from functions.domain.review_views import TermView
from functions.domain.tenant import Tenant
from functions.domain.terms import Clock, clocks
from functions.domain.texts import N_, Text, say
from functions.domain.workflow import Term
from functions.services.writing import Words
from functions.web import presenters, role_words, telling

_OWN = N_("De gemeente bepaalt deze termijn zelf")
_UNCONFIRMED = N_(
    "Niet bevestigd (u): we vonden geen officiële bron voor deze termijn. Kijk na welke termijn in "
    "onze gemeente geldt."
)


def views(
    words: Words, procedure: Procedure, file: CaseFile, tenant: Tenant, now: datetime
) -> tuple[tuple[TermView, ...], tuple[TermView, ...]]:
    """(those that run, those that are over: the newest first)."""
    found = clocks(procedure.workflow, file.events)
    made = [(clock, _view(words, procedure, clock, tenant, now)) for clock in reversed(found)]
    running = tuple(view for clock, view in made if clock.over is None)
    return running, tuple(view for clock, view in made if clock.over is not None)


def _view(
    words: Words, procedure: Procedure, clock: Clock, tenant: Tenant, now: datetime
) -> TermView:
    left, kind = _left(words, clock, now)
    rows: list[tuple[str, Text | str]] = [(N_("Begonnen op"), words.moment(clock.begun))]
    rows += [(N_("Stond stil"), _pause(p.since, p.until)) for p in clock.pauses]
    if clock.stands_still:
        rows.append((N_("Loopt af op"), N_("Dat hangt af van wanneer het antwoord komt.")))
    else:
        rows.append((N_("Loopt af op"), words.moment(clock.ends)))
    if clock.over:
        rows.append((N_("Geëindigd op"), words.moment(clock.over)))
    if clock.again:
        role = role_words.CLERK_OF.get(clock.step.lapse.escalate_to, "")
        rows.append((N_("Overgenomen door"), words.write(role)))
    if length := _length(procedure, clock.step.term, tenant):
        rows.append((N_("Duur"), length))
    rows.append((N_("Bron"), clock.step.term.law or _OWN))
    if clock.over is None:
        rows.append((N_("Als ze afloopt"), clock.step.lapse.told))
    return TermView(
        title=words.write(telling.step_title(clock.step, telling.DESK)),
        left=left,
        kind=kind,
        rows=tuple((words.write(label), words.write(text)) for label, text in rows),
        note="" if clock.step.term.is_confirmed else words.write(_UNCONFIRMED),
    )


def _left(words: Words, clock: Clock, now: datetime) -> tuple[str, str]:
    if clock.over:
        over = N_("Afgelopen zonder beslissing") if clock.ran_out else N_("Op tijd afgehandeld")
        return words.write(over), "over"
    if clock.stands_still:
        days = max(0, clock.left(now).days)
        still = N_("Staat stil: na het antwoord blijven er %(days)s dagen over")
        if days == 1:
            still = N_("Staat stil: na het antwoord blijft er 1 dag over")
        return words.write(say(still, days=days)), "still"
    text, kind = presenters.term_in_words(words, clock.ends, now)
    return text, kind


def _pause(since: datetime, until: datetime | None) -> Text:
    begun = since.astimezone(BRUSSELS).date()
    if until is None:
        return say(N_("Sinds %(since)s: we vroegen iets aan de aanvrager."), since=begun)
    return say(
        N_("Van %(since)s tot %(until)s: we vroegen iets aan de aanvrager."),
        since=begun,
        until=until.astimezone(BRUSSELS).date(),
    )


def _length(procedure: Procedure, term: Term, tenant: Tenant) -> Text | None:
    """The usual length; None for a fixed moment."""
    if not term.days:
        return None
    days = tenant.terms.get(f"{procedure.key}/{term.name}", term.days)
    text = N_("%(days)s werkdagen") if term.working else N_("%(days)s dagen")
    return say(text, days=days)
