"""Everything that runs for a person: at this desk, and with other authorities.

A source is asked when what it told is older than a few minutes. What it told before is shown for as
long as it does not answer, with the moment: an old answer that says how old it is helps more than
none. Only the number of who signed in is ever sent to a source.
"""

from collections.abc import Mapping
from datetime import timedelta

from functions.domain.elsewhere import Heard, Told
from functions.domain.problems import Busy
from functions.domain.session import Session
from functions.services.ports import Ports


def elsewhere(ports: Ports, session: Session, lang: str) -> list[Heard]:
    """Every connected source with what is known of it. Reads the table once, writes once for each
    source that answered."""
    tenant, now = ports.tenant, ports.clock.now()
    if not tenant.sources or session.is_staff or session.acting_for or not ports.sources.can_ask:
        return []
    kept = _kept(ports, session)
    fresh = timedelta(minutes=tenant.overview.fresh_minutes)
    asked = {
        name: source
        for name, source in tenant.sources.items()
        if name not in kept or now - kept[name].at >= fresh or kept[name].asked_in != lang
    }
    answers = ports.sources.ask(asked, session.person.national_number, lang) if asked else {}
    until = now + timedelta(days=tenant.overview.kept_days)
    for name, answer in answers.items():
        kept[name] = Told(source=name, at=now, asked_in=lang, answer=answer)
        try:
            ports.overviews.keep(session.person.ref, kept[name], until)
        except Busy:
            continue  # it is shown now, and asked again next time
    return [
        Heard(
            source=source,
            told=kept.get(name),
            is_missing=name in asked and name not in answers,
        )
        for name, source in tenant.sources.items()
    ]


def _kept(ports: Ports, session: Session) -> dict[str, Told]:
    """What the sources told before and may still be shown: the table deletes late."""
    try:
        found: Mapping[str, Told] = ports.overviews.told(session.person.ref)
    except Busy:
        return {}
    oldest = ports.clock.now() - timedelta(days=ports.tenant.overview.kept_days)
    return {name: told for name, told in found.items() if told.at > oldest}
