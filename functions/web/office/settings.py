"""The tenant administrator's pages: what the municipality sets itself, from when, by whom."""

from collections.abc import Mapping

from chalice.app import Chalice, Response

from functions.domain.problems import Conflict, Invalid, NotFound, Problem
from functions.domain.session import Session
from functions.domain.settings import standing
from functions.domain.settings_views import (
    SectionLine,
    SectionPage,
    SettingForm,
    SettingGroup,
    SettingsPage,
)
from functions.domain.texts import N_, say
from functions.domain.views import Link
from functions.services import changing
from functions.services.changing import ChangedMeanwhile, Known
from functions.web import answers
from functions.web.office.setting_rows import (
    SECTIONS,
    back_link,
    base,
    coming_keys,
    groups_of,
    history_of,
    manager,
    now_of,
    row_of,
    section_of,
    told_of,
)
from functions.web.office.setting_section import Form, Key, Now, Posted, Section
from functions.web.office.words import date_field, errors_of, text_field
from functions.web.visit import Visit

_BASE = "/{lang}/desk/settings"
_MOST_HISTORY = 50
_SHORT_HISTORY = 10


def mount(app: Chalice) -> None:
    answers.route(app, _BASE, overview)
    answers.route(app, f"{_BASE}/all", everything)
    answers.route(app, f"{_BASE}/revoke", revoke, ("POST",))
    answers.route(app, f"{_BASE}/section/{{section}}", section_page)
    answers.route(app, f"{_BASE}/section/{{section}}/change", change, ("GET", "POST"))


# what there is


def overview(visit: Visit) -> Response:
    known, now, words = changing.read(visit.ports, manager(visit)), now_of(visit), visit.words
    coming = [
        row_of(
            visit,
            now,
            known,
            section,
            Key(key, f"{words.write(section.title)}: {section.label(now, key)}"),
        )
        for section in SECTIONS
        for key in coming_keys(known, section, now)
    ]
    view = SettingsPage(
        sections=tuple(_line(visit, known, now, section) for section in SECTIONS),
        coming=tuple(coming),
        history=history_of(visit, now, known.events[-_SHORT_HISTORY:]),
        links=(
            Link(
                words.write(N_("Alles op één pagina, met waar het vandaan komt")),
                f"{base(visit)}/all",
            ),
            Link(words.write(N_("Wie mag wat: de rollen")), f"{base(visit)}/roles"),
        ),
        csrf=visit.csrf(),
        revoke_action=f"{base(visit)}/revoke",
    )
    return answers.page(visit, "settings", view, title=words.write(N_("Beheer")))


def _line(visit: Visit, known: Known, now: Now, section: Section) -> SectionLine:
    words = visit.words
    own = sum(name == section.name for name, _ in standing(known.changes, now.day))
    later = len(coming_keys(known, section, now))
    told = [words.write(say(N_("%(count)s zelf ingesteld"), count=own))] if own else []
    told += [words.write(say(N_("%(count)s op komst"), count=later))] if later else []
    return SectionLine(
        title=words.write(section.title),
        intro=words.write(section.intro),
        href=f"{base(visit)}/section/{section.name}",
        told=", ".join(told),
    )


def everything(visit: Visit) -> Response:
    known, now = changing.read(visit.ports, manager(visit)), now_of(visit)
    groups = [
        SettingGroup(
            title=f"{visit.words.write(section.title)}: {group.title}"
            if group.title
            else visit.words.write(section.title),
            rows=group.rows,
        )
        for section in SECTIONS
        for group in groups_of(visit, now, known, section)
    ]
    view = SectionPage(
        title=visit.words.write(N_("Alle instellingen")),
        intro=visit.words.write(N_("Wat nu geldt, en waar het vandaan komt.")),
        groups=tuple(groups),
        history=(),
        csrf=visit.csrf(),
        revoke_action=f"{base(visit)}/revoke",
        back=back_link(visit),
    )
    return answers.page(visit, "settings-section", view, title=view.title)


def section_page(visit: Visit) -> Response:
    session, section = manager(visit), section_of(visit)
    known, now, words = changing.read(visit.ports, session), now_of(visit), visit.words
    link = f"{base(visit)}/section/{section.name}"
    own = [event for event in known.events if event.data["section"] == section.name]
    view = SectionPage(
        title=words.write(section.title),
        intro=words.write(section.intro),
        groups=tuple(groups_of(visit, now, known, section)),
        history=history_of(visit, now, own[-_MOST_HISTORY:]),
        csrf=visit.csrf(),
        revoke_action=f"{base(visit)}/revoke",
        add=Link(words.write(section.adds), f"{link}/change") if section.adds else None,
        notice=_done(visit, now, known),
        back=back_link(visit),
    )
    return answers.page(visit, "settings-section", view, title=view.title)


def _done(visit: Visit, now: Now, known: Known) -> str:
    """What was just done, for who comes back from a form."""
    asked = visit.query("done")
    event = next((e for e in known.events if str(e.seq) == asked), None)
    if event is None:
        return ""
    section = section_of(visit)
    booked = sum(
        len(visit.ports.store.seats(name, day))
        for day in section.closes(event.data.get("key", ""), event.data.get("value", ""))
        for name in now.tenant.services
    )
    text = N_("Afspraken die die dag al gemaakt zijn: %(count)s. Verwittig die mensen.")
    told = [visit.words.write(N_("Bewaard.")), told_of(visit, now, event)]
    told += [visit.words.write(say(text, count=booked))] if booked else []
    return " ".join(told)


# changing


def change(visit: Visit) -> Response:
    session, section = manager(visit), section_of(visit)
    known, now = changing.read(visit.ports, session), now_of(visit)
    is_post = visit.request.method == "POST"
    key = visit.form.get("key", "") if is_post else visit.query("key")
    _require_key(now, known, section, key)
    if not is_post:
        boxes = section.boxes(now, section.held(now, key) if key else None)
        return _form(visit, now, known, section, key, boxes)
    return _posted(visit, session, now, known, section, key)


def _require_key(now: Now, known: Known, section: Section, key: str) -> None:
    """NotFound for what cannot be set here; nothing given is something new, where that can be."""
    if not key and section.adds:
        return
    own = {c.key for c in known.changes if c.section == section.name}
    if key not in {k.key for k in section.keys(now)} | own:
        raise NotFound


def _posted(
    visit: Visit, session: Session, now: Now, known: Known, section: Section, key: str
) -> Response:
    posted = Posted(visit.form)
    new_key, raw = section.read(now, key, posted)
    starts = posted.day("from") if section.has_start else now.day
    why = " ".join(posted.text("why").split())
    _, wrong = changing.checked(visit.ports, section.name, starts=starts, raw=raw, why=why)
    problems = posted.problems + [_at_box(section, problem) for problem in wrong]
    one_each = tuple({problem.field: problem for problem in reversed(problems)}.values())
    if one_each:
        invalid = Invalid(sorted(one_each, key=problems.index))
        if visit.wants_json:
            raise invalid
        return _form(visit, now, known, section, key, visit.form, invalid=invalid)
    typed = visit.form.get("seen", "")
    seen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    try:
        event = changing.change(
            visit.ports, session, section.name, new_key, starts=starts, raw=raw, why=why, seen=seen
        )
    except ChangedMeanwhile as meanwhile:
        if visit.wants_json:
            raise
        known = changing.read(visit.ports, session)
        return _form(visit, now_of(visit), known, section, key, visit.form, meanwhile=meanwhile)
    return answers.redirect(f"{base(visit)}/section/{section.name}?done={event.seq}")


def _at_box(section: Section, problem: Problem) -> Problem:
    if not problem.field.startswith("value."):
        return problem
    return Problem(section.box_at(problem.field.removeprefix("value.")), problem.text)


def _form(
    visit: Visit,
    now: Now,
    known: Known,
    section: Section,
    key: str,
    boxes: Mapping[str, str],
    *,
    invalid: Invalid | None = None,
    meanwhile: ChangedMeanwhile | None = None,
) -> Response:
    words = visit.words
    errors = errors_of(words, invalid)
    form = Form(now, key, boxes, errors)
    items = list(section.fields(form))
    if section.has_start:
        items.append(date_field(words, "from", N_("Vanaf welke dag geldt dit?"), boxes, errors))
    items.append(
        text_field(
            words,
            "why",
            words.write(N_("Waarom wijzig je dit?")),
            boxes,
            errors,
            hint=N_("Bijvoorbeeld het besluit van de gemeenteraad. Dit blijft in de geschiedenis."),
            width="l",
        )
    )
    title = section.label(now, key) if key else words.write(section.adds)
    held = section.told(words, section.held(now, key)) if key else ""
    told = ""
    if meanwhile:
        last = told_of(visit, now, meanwhile.last)
        text = N_(
            "Dit is intussen gewijzigd door %(who)s: %(last)s. Wat je typte, staat er nog. Bewaar "
            "opnieuw als jouw wijziging toch moet gelden."
        )
        told = words.write(say(text, who=meanwhile.last.actor.name, last=last))
    view = SettingForm(
        title=title,
        now=held,
        note=section.intro_of(now, key),
        items=tuple(items),
        action=f"{base(visit)}/section/{section.name}/change",
        key=key,
        seen=str(known.log.seq),
        csrf=visit.csrf(),
        errors=errors,
        notice=told,
        back=Link(words.write(section.title), f"{base(visit)}/section/{section.name}"),
    )
    status = Conflict.status if meanwhile else 422 if errors else 200
    return answers.page(
        visit, "settings-form", view, title=view.title, status=status, has_error=bool(errors)
    )


def revoke(visit: Visit) -> Response:
    session = manager(visit)
    seq = visit.form.get("seq", "")
    if not (seq.isascii() and seq.isdigit() and len(seq) < 10):
        raise NotFound
    found = changing.revoke(visit.ports, session, int(seq))
    return answers.redirect(f"{base(visit)}/section/{found.section}")
