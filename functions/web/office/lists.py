"""The routes of lists: begun, imported, published. See draws for what follows."""

import json

from chalice.app import Chalice, Response

from functions.domain.calendar import BRUSSELS
from functions.domain.case import Event
from functions.domain.list_kinds import ListKind
from functions.domain.list_views import (
    ImportView,
    LineErrorView,
    ListLine,
    ListPage,
    ListsPage,
    PublishedLine,
    PublishedPage,
)  # fmt: skip
from functions.domain.lists import MOST_BYTES, Import, VoterList
from functions.domain.numbers import is_id
from functions.domain.problems import Invalid, NotFound, Problem
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import (
    FieldView,
    HistoryRow,
    Link,
    OptionView,
    UploadForm,
)  # fmt: skip
from functions.services import drawing, importing, lists, signing_in
from functions.web import answers
from functions.web.office import draws
from functions.web.office.words import STATES, date_field, errors_of, list_link, title_of
from functions.web.visit import Visit

_ACCEPT = ".csv,text/csv"
_BASE = "/{lang}/desk/lists"


def mount(app: Chalice) -> None:
    one = f"{_BASE}/{{list_id}}"
    answers.route(app, _BASE, overview, ("GET", "POST"))
    answers.route(app, one, show)
    answers.route(app, f"{one}/imported/{{import_id}}", imported)
    answers.route(app, f"{one}/publish", publish, ("POST",))
    answers.route(app, f"{one}/published", published)
    answers.route(app, f"{one}/sent", sent, ("POST",))
    draws.mount(app, one)


def overview(visit: Visit) -> Response:
    session = visit.signed_in()
    kinds = lists.kinds_of(session)
    if visit.request.method == "POST":
        kind, _, subject = visit.form.get("subject", "").partition("-")
        try:
            if kind not in lists.kinds():
                raise Invalid([Problem("subject", say(N_("Kies waarover de lijst gaat.")))])
            begun = lists.begin(visit.ports, session, kind, subject)
        except Invalid as invalid:
            if visit.wants_json:
                raise
            return _overview(visit, kinds, invalid)
        return answers.redirect(list_link(visit, begun))
    visit._session = signing_in.touch(visit.ports, session)
    return _overview(visit, kinds)


def _overview(visit: Visit, kinds: list[ListKind], invalid: Invalid | None = None) -> Response:
    words = visit.words
    facts = visit.ports.facts(visit.signed_in().person, visit.lang)
    found = [(kind, item) for kind in kinds for item in visit.ports.lists.of_kind(kind.name)]
    there = {item.id for _, item in found}
    options = [
        OptionView(f"{kind.name}-{subject}", f"{words.write(kind.title)}: {words.write(title)}")
        for kind in kinds
        for subject, title in kind.subjects(facts)
        if f"{kind.name}-{subject}" not in there
    ]
    errors = errors_of(words, invalid)
    view = ListsPage(
        lines=tuple(
            ListLine(
                title=title_of(visit, kind, item),
                state=words.write(STATES[item.state]),
                voters=str(item.lines) if item.file else "",
                href=list_link(visit, item),
            )
            for kind, item in sorted(found, key=lambda pair: pair[1].created, reverse=True)
        ),
        subject=FieldView(
            id="subject",
            name="subject",
            kind="choice",
            label=words.write(N_("Waarover gaat de nieuwe lijst?")),
            error=errors[0].message if errors else "",
            options=tuple(options),
        ),
        action=f"/{visit.lang}/desk/lists",
        csrf=visit.csrf(),
        errors=errors,
    )
    title = words.write(N_("Lijsten van kiezers"))
    status = 422 if errors else 200
    return answers.page(visit, "lists", view, title=title, status=status, has_error=bool(errors))


def show(visit: Visit) -> Response:
    session = visit.signed_in()
    kind, found = lists.open_list(visit.ports, session, visit.param("list_id"))
    visit._session = signing_in.touch(visit.ports, session)
    return list_page(visit, session, kind, found)


def list_page(
    visit: Visit,
    session: Session,
    kind: ListKind,
    found: VoterList,
    invalid: Invalid | None = None,
) -> Response:
    words, link = visit.words, list_link(visit, found)
    last = visit.ports.lists.last_import(found.id)
    asked = visit.query("file")
    is_waiting = is_id(asked) and (last is None or last.id < asked) and not found.draw
    errors = errors_of(words, invalid)
    can_send = bool(kind.card) and found.state == "drawn"
    view = ListPage(
        title=title_of(visit, kind, found),
        state=words.write(STATES[found.state]),
        rows=_rows(visit, kind, found),
        csrf=visit.csrf(),
        upload=_upload(visit, session, found),
        last_import=_import_view(visit, last) if last else None,
        waiting=Link(words.write(N_("Kijk of het klaar is")), f"{link}?file={asked}")
        if is_waiting
        else None,
        publish_action=f"{link}/publish" if found.state == "imported" and kind.card else "",
        actions=_actions(visit, kind, found),
        links=_links(visit, kind, found),
        sent_field=date_field(
            words, "day", N_("Op welke dag ging de lijst naar de provincie?"), visit.form, errors
        )
        if can_send
        else None,
        sent_action=f"{link}/sent",
        history=_history(visit, found),
        errors=errors,
        back=Link(words.write(N_("Alle lijsten")), f"/{visit.lang}/desk/lists"),
    )
    status = 422 if errors else 200
    return answers.page(
        visit, "list", view, title=view.title, status=status, has_error=bool(errors)
    )


def _upload(visit: Visit, session: Session, found: VoterList) -> UploadForm | None:
    if found.draw:
        return None
    back = f"{visit.ports.site_url}{list_link(visit, found)}/imported/"
    address, fields = importing.ask_import(visit.ports, session, found, back=back)
    return UploadForm(address, tuple(fields.items()), _ACCEPT, "40 MB", MOST_BYTES)


def _rows(visit: Visit, kind: ListKind, found: VoterList) -> tuple[tuple[str, str], ...]:
    words = visit.words
    rows: list[tuple[str, str]] = []
    if found.imported:
        rows.append((N_("Kiezers op de lijst"), str(found.lines)))
        rows.append((N_("Ingelezen op"), words.moment(found.imported)))
    if kind.card and found.hash:
        rows.append((N_("Controlegetal van de lijst"), found.hash))
    if found.draw:
        rows.append((N_("Geloot op"), words.moment(found.draw.at)))
        rows.append((N_("Geloot nummer"), ", ".join(found.draw.numbers)))
        rows.append((N_("Aanwezig"), ", ".join(found.draw.present)))
    if found.draw and found.prepared is not None:
        rows.append((N_("Te jong of te oud"), str(found.outside)))
        rows.append((N_("Op de voorbereidende lijst"), str(found.prepared)))
        rows.append((N_("Kaarten die klaarstaan"), str(found.opened)))
        rows += draws.counts(visit, kind, found)
    if found.sent:
        day = found.sent.astimezone(BRUSSELS).date()
        rows.append((N_("Naar de provincie op"), words.day(day)))
    return tuple((words.write(label), value) for label, value in rows)


def _actions(visit: Visit, kind: ListKind, found: VoterList) -> tuple[Link, ...]:
    if kind.card and found.state == "published":
        text = visit.words.write(N_("Loting noteren"))
        return (Link(text, f"{list_link(visit, found)}/draw"),)
    return ()


def _links(visit: Visit, kind: ListKind, found: VoterList) -> tuple[Link, ...]:
    link, write = list_link(visit, found), visit.words.write
    links = []
    if found.published:
        links.append(Link(write(N_("Wat iedereen kan zien")), f"{link}/published"))
    if kind.card and found.draw and found.file:
        links.append(Link(write(N_("Voorbereidende lijst")), f"{link}/cards"))
        links.append(Link(write(N_("Kaarten afdrukken")), f"{link}/print"))
        links.append(Link(write(N_("Gemeentelijke lijst")), f"{link}/municipal"))
    return tuple(links)


def _import_view(visit: Visit, found: Import) -> ImportView:
    words = visit.words
    if found.why:
        summary = N_("Het bestand is niet ingelezen. De lijst bleef zoals ze was.")
    elif found.wrong:
        summary = N_(
            "Er zijn %(wrong)s fouten. Er is niets ingelezen: de lijst bleef zoals ze was. "
            "Verbeter het bestand en stuur het opnieuw."
        )
    else:
        summary = N_("Alle lijnen zijn in orde: %(lines)s kiezers.")
    more = found.wrong - len(found.errors)
    return ImportView(
        when=words.moment(found.at),
        is_good=found.is_good,
        summary=words.write(say(summary, wrong=found.wrong, lines=found.lines)),
        refused=words.write(found.why),
        errors=tuple(
            LineErrorView(
                line=error.line,
                column=words.write(error.column),
                message=words.write(error.text),
                source=error.source,
            )
            for error in found.errors
        ),
        more=words.write(say(N_("En nog %(more)s andere fouten."), more=more)) if more else "",
    )


_TOLD = {
    "created": N_("Lijst begonnen"),
    "imported": N_("Bestand ingelezen: %(lines)s kiezers"),
    "published": N_("Controlegetal gepubliceerd"),
    "drawn": N_("Loting genoteerd: %(numbers)s"),
    "opened": N_("Kaarten klaargezet: %(cards)s"),
    "marked": N_("Kaart van rangnummer %(rank)s genoteerd"),
    "sent": N_("Naar de provincie gestuurd"),
    "downloaded": N_("Personen van de lijst meegenomen: %(what)s"),
    "deleted": N_("Personen en bestanden gewist: de bewaartermijn is voorbij"),
}


def _history(visit: Visit, found: VoterList) -> tuple[HistoryRow, ...]:
    """What happened to the list, newest first."""
    events = visit.ports.lists.events(found.id)
    return tuple(_event(visit, event) for event in reversed(events))


def _event(visit: Visit, event: Event) -> HistoryRow:
    words = visit.words
    who = event.actor.name or words.write(
        N_("medewerker") if event.actor.kind == "clerk" else N_("het loket zelf")
    )
    return HistoryRow(
        when=words.moment(event.at),
        who=who,
        what=words.write(say(_TOLD[event.kind], **event.data)),
        iso=event.at.isoformat(timespec="seconds"),
        detail=event.data.get("reason", "") or event.data.get("hash", ""),
    )


def imported(visit: Visit) -> Response:
    """Where the browser comes back to after an upload. The file is looked at by a function of its
    own, since a list of 100,000 lines takes longer than a page may."""
    _kind, found = lists.open_list(visit.ports, visit.signed_in(), visit.param("list_id"))
    import_id = visit.param("import_id")
    if not is_id(import_id):
        raise NotFound
    return answers.redirect(f"{list_link(visit, found)}?file={import_id}")


def publish(visit: Visit) -> Response:
    session = visit.signed_in()
    kind, found = lists.open_list(visit.ports, session, visit.param("list_id"))
    if not kind.card:
        raise NotFound
    lists.publish(visit.ports, session, kind, found.id)
    return answers.redirect(f"{list_link(visit, found)}/published")


def sent(visit: Visit) -> Response:
    session = visit.signed_in()
    kind, found = lists.open_list(visit.ports, session, visit.param("list_id"))
    try:
        day = draws.posted_day(visit.form, "day")
        drawing.send(visit.ports, session, kind, found.id, day)
    except Invalid as invalid:
        if visit.wants_json:
            raise
        return list_page(visit, session, kind, found, invalid)
    return answers.redirect(list_link(visit, found))


def published(visit: Visit) -> Response:
    """For anybody, without signing in: what was published before the draw, and then the draw."""
    kind, found = lists.published_list(visit.ports, visit.param("list_id"))
    record = lists.public_record(found)
    if visit.wants_json:
        return answers.as_json(record)
    visit.peek()
    words = visit.words
    rows: list[tuple[str, str]] = []
    if found.draw:
        ages = found.draw.ages
        rows = [
            (N_("Geloot op"), words.moment(found.draw.at)),
            (N_("Geloot nummer"), ", ".join(found.draw.numbers)),
            (N_("Leeftijd op 1 januari"), f"{ages.youngest}–{ages.oldest}"),
            (N_("Geheim getal, nu openbaar"), found.salt),
        ]
    view = PublishedPage(
        title=title_of(visit, kind, found),
        publications=tuple(
            PublishedLine(line.hash, str(line.lines), words.moment(line.at))
            for line in reversed(found.published)
        ),
        rows=tuple((words.write(label), value) for label, value in rows),
        record=json.dumps(record, indent=1),
    )
    return answers.page(visit, "list-published", view, title=view.title)
