"""The routes of a draw: recorded, its cards, the municipal list."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from chalice.app import Chalice, Response
from pydantic_core import PydanticCustomError

from functions.domain.calendar import BRUSSELS
from functions.domain.draw import number_of
from functions.domain.kinds import parse_date
from functions.domain.list_kinds import ListKind
from functions.domain.list_views import (
    CardLine,
    CardPage,
    CardsPage,
    DrawPage,
    MunicipalPage,
    PrintedCard,
    PrintPage,
)  # fmt: skip
from functions.domain.lists import VoterList
from functions.domain.person import write_national_number
from functions.domain.problems import Invalid, NotFound, Problem
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import ErrorView, FieldView, Link, OptionView
from functions.services import drawing, lists, municipal, signing_in
from functions.web import answers, presenters
from functions.web.office.words import (
    date_field,
    error_at,
    errors_of,
    list_link,
    text_field,
    title_of,
)  # fmt: skip
from functions.web.visit import Visit

_ON_A_PAGE = 50
_PRINTED_AT_ONCE = 200
_TIME = re.compile(r"([01]?\d|2[0-3])[:.uh]([0-5]\d)")
_LONGEST_NAME = 100
_PRESENT = (
    ("mayor", N_("Naam van de burgemeester")),
    ("alderman-1", N_("Naam van de eerste schepen")),
    ("alderman-2", N_("Naam van de tweede schepen")),
)
STATES: Mapping[drawing.State, str] = {
    "silent": N_("Nog geen antwoord"),
    "answered": N_("Antwoord binnen, te beslissen"),
    "kept": N_("Blijft op de lijst"),
    "struck": N_("Geschrapt"),
}


def mount(app: Chalice, one: str) -> None:
    answers.route(app, f"{one}/draw", draw, ("GET", "POST"))
    answers.route(app, f"{one}/cards", cards)
    answers.route(app, f"{one}/cards/{{rank}}", card, ("GET", "POST"))
    answers.route(app, f"{one}/print", printed)
    answers.route(app, f"{one}/municipal", municipal_page)
    answers.route(app, f"{one}/municipal.csv", municipal_csv)
    answers.route(app, f"{one}/municipal.pdf", municipal_pdf)


def _open(visit: Visit, *, drawn: bool = True) -> tuple[Session, ListKind, VoterList]:
    """A list that people are drawn from; `drawn`: only once they were, and while they are kept."""
    session = visit.signed_in()
    kind, found = lists.open_list(visit.ports, session, visit.param("list_id"))
    if not kind.card or (drawn and not (found.draw and found.file)):
        raise NotFound
    visit._session = signing_in.touch(visit.ports, session)
    return session, kind, found


# the session


def draw(visit: Visit) -> Response:
    session, kind, found = _open(visit, drawn=False)
    if visit.request.method == "GET":
        if found.state != "published":
            return answers.redirect(list_link(visit, found))
        return _draw_page(visit, kind, found)
    try:
        at, numbers, present = _posted_draw(visit, drawing.draws_of(visit.ports, kind))
        drawing.record(
            visit.ports, session, kind, found.id, at=at, numbers=numbers, present=present
        )
    except Invalid as invalid:
        if visit.wants_json:
            raise
        return _draw_page(visit, kind, found, invalid)
    return answers.redirect(list_link(visit, found))


def posted_day(posted: Mapping[str, str], name: str) -> date:
    """The day in three boxes; raises Invalid."""
    parts = {part: posted.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")}
    if not any(parts.values()):
        raise Invalid([Problem(name, say(N_("Vul de dag in, bijvoorbeeld 31 3 2026.")))])
    try:
        return parse_date(parts)
    except PydanticCustomError as error:
        raise Invalid([Problem(name, say(error.message_template))]) from error


def _posted_draw(visit: Visit, draws: int) -> tuple[datetime, tuple[str, ...], tuple[str, ...]]:
    """(moment, numbers, who was there); raises Invalid with all that is wrong."""
    posted = visit.form
    problems: list[Problem] = []
    day = None
    try:
        day = posted_day(posted, "day")
    except Invalid as invalid:
        problems += invalid.problems
    clock = _TIME.fullmatch(posted.get("time", "").strip())
    if clock is None:
        problems.append(Problem("time", say(N_("Vul het uur in, bijvoorbeeld 14:30."))))
    numbers = [_number(posted, i, problems) for i in range(1, draws + 1)]
    if not problems and len(set(numbers)) < draws:
        text = N_("Twee lotingen gaven hetzelfde nummer. Loot de tweede opnieuw.")
        problems.append(Problem("units-2", say(text)))
    present = []
    for name, _ in _PRESENT:
        who = " ".join(posted.get(name, "").split())
        if not who or not who.isprintable() or len(who) > _LONGEST_NAME:
            problems.append(Problem(name, say(N_("Vul de naam in van wie aanwezig was."))))
        present.append(who)
    at = visit.ports.clock.now()
    if day and clock:
        at = datetime(
            day.year, day.month, day.day, int(clock[1]), int(clock[2]), tzinfo=BRUSSELS
        ).astimezone(UTC)
        if at > visit.ports.clock.now():
            text = N_("Dit moment ligt in de toekomst. Noteer de loting na de zitting.")
            problems.append(Problem("day", say(text)))
    if problems:
        raise Invalid(problems)
    return at, tuple(numbers), tuple(present)


def _number(posted: Mapping[str, str], i: int, problems: list[Problem]) -> str:
    slips = {}
    for place in ("units", "tens"):
        slip = posted.get(f"{place}-{i}", "").strip()
        if not (len(slip) == 1 and slip.isascii() and slip.isdigit()):
            text = N_("Vul het cijfer op het briefje in: 0 tot 9.")
            problems.append(Problem(f"{place}-{i}", say(text)))
        slips[place] = slip
    return number_of(slips["units"], slips["tens"])


def _draw_page(
    visit: Visit, kind: ListKind, found: VoterList, invalid: Invalid | None = None
) -> Response:
    words, posted = visit.words, visit.form
    errors = errors_of(words, invalid)
    draws = drawing.draws_of(visit.ports, kind)
    items = [
        date_field(words, "day", N_("Dag van de loting"), posted, errors),
        text_field(
            words,
            "time",
            words.write(N_("Uur van de loting")),
            posted,
            errors,
            hint=N_("Bijvoorbeeld 14:30"),
            width="s",
        ),
    ]
    for i in range(1, draws + 1):
        for place, label in (
            ("units", N_("Loting %(number)s: eerste briefje, de eenheden")),
            ("tens", N_("Loting %(number)s: tweede briefje, de tientallen")),
        ):
            told = words.write(say(label, number=i))
            items.append(
                text_field(
                    words, f"{place}-{i}", told, posted, errors, width="xs", inputmode="numeric"
                )
            )
    items += [
        text_field(words, name, words.write(label), posted, errors) for name, label in _PRESENT
    ]
    view = DrawPage(
        title=words.write(N_("Loting noteren")),
        intro=words.write(
            N_(
                "Noteer de loting zoals ze in het openbaar gebeurde. Dat kan maar een keer: kijk "
                "de cijfers goed na."
            )
        ),
        items=tuple(items),
        action=f"{list_link(visit, found)}/draw",
        csrf=visit.csrf(),
        errors=errors,
        back=Link(title_of(visit, kind, found), list_link(visit, found)),
    )
    status = 422 if errors else 200
    return answers.page(
        visit, "list-draw", view, title=view.title, status=status, has_error=bool(errors)
    )


# the preparatory list


def counts(visit: Visit, kind: ListKind, found: VoterList) -> list[tuple[str, str]]:
    """How many cards are where."""
    if not found.file:
        return []
    rows = drawing.rows(visit.ports, kind, found)
    return [
        (label, str(sum(row.state == state for row in rows))) for state, label in STATES.items()
    ]


def cards(visit: Visit) -> Response:
    _session, kind, found = _open(visit)
    words, here = visit.words, f"{list_link(visit, found)}/cards"
    rows = drawing.rows(visit.ports, kind, found)
    state = visit.query("state")
    chosen = [row for row in rows if state in ("", row.state)]
    start = _start(visit)
    shown = chosen[start : start + _ON_A_PAGE]
    after = start + _ON_A_PAGE
    view = CardsPage(
        title=words.write(N_("Voorbereidende lijst")),
        total=words.write(say(N_("%(count)s personen"), count=len(chosen))),
        lines=tuple(_line(visit, row, here) for row in shown),
        filters=tuple(
            (Link(words.write(label), f"{here}?state={value}" if value else here), value == state)
            for value, label in (("", N_("Alles")), *STATES.items())
        ),
        next_page=Link(words.write(N_("Volgende")), f"{here}?state={state}&start={after}")
        if after < len(chosen) and state in ("", *STATES)
        else None,
        back=Link(title_of(visit, kind, found), list_link(visit, found)),
    )
    return answers.page(visit, "list-cards", view, title=view.title)


def _start(visit: Visit) -> int:
    asked = visit.query("start")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0


def _line(visit: Visit, row: drawing.Row, here: str) -> CardLine:
    words, card_ = visit.words, row.card
    grounds = " ".join(words.write(ground) for ground in row.summary.grounds)
    noted = row.card.mark == "no-answer" and row.state == "silent"
    return CardLine(
        rank=str(card_.rank),
        name=f"{card_.family_name}, {card_.given_name}",
        address=card_.address,
        state=words.write(N_("Geen antwoord, blijft op de lijst") if noted else STATES[row.state]),
        told=row.reason or grounds,
        href=f"{here}/{card_.rank}",
    )


def _row(visit: Visit, kind: ListKind, found: VoterList) -> drawing.Row:
    rank = visit.param("rank")
    if not (rank.isascii() and rank.isdigit() and len(rank) < 9):
        raise NotFound
    return drawing.row(visit.ports, kind, found, int(rank))


def card(visit: Visit) -> Response:
    session, kind, found = _open(visit)
    row = _row(visit, kind, found)
    if visit.request.method == "GET":
        return _card_page(visit, found, row)
    choice, reason = visit.form.get("mark", ""), visit.form.get("reason", "")
    try:
        drawing.mark(visit.ports, session, kind, found.id, row.card.rank, choice, reason)
    except Invalid as invalid:
        if visit.wants_json:
            raise
        return _card_page(visit, found, row, invalid)
    return answers.redirect(f"{list_link(visit, found)}/cards")


def _card_page(
    visit: Visit,
    found: VoterList,
    row: drawing.Row,
    invalid: Invalid | None = None,
) -> Response:
    words, card_ = visit.words, row.card
    errors = errors_of(words, invalid)
    link = list_link(visit, found)
    can_note = not found.sent and row.state in ("silent", "struck") and not _is_decided(row)
    rows = [
        (N_("Rangnummer"), str(card_.rank)),
        (N_("Rijksregisternummer"), write_national_number(card_.national_number)),
        (N_("Adres"), card_.address),
        (N_("Toestand"), words.write(STATES[row.state])),
        (N_("Reden"), row.reason),
    ]
    view = CardPage(
        title=card_.name,
        rows=tuple((words.write(label), value) for label, value in rows if value),
        items=_mark_fields(visit, row, errors) if can_note else (),
        action=f"{link}/cards/{card_.rank}",
        csrf=visit.csrf(),
        case=Link(
            words.write(N_("Bekijk de kaart")),
            f"{presenters.case_link(visit.lang, row.case)}/review",
        )
        if row.case
        else None,
        errors=errors,
        back=Link(words.write(N_("Voorbereidende lijst")), f"{link}/cards"),
    )
    status = 422 if errors else 200
    return answers.page(
        visit, "list-card", view, title=view.title, status=status, has_error=bool(errors)
    )


def _is_decided(row: drawing.Row) -> bool:
    return row.case is not None and row.card.mark == "" and row.state == "struck"


_NO_REASON = N_("Geen antwoord, ziekte of een verhuizing is geen reden om te schrappen.")


def _mark_fields(
    visit: Visit, row: drawing.Row, errors: tuple[ErrorView, ...]
) -> tuple[FieldView, ...]:
    words = visit.words
    chosen = visit.form.get("mark", row.card.mark)
    options = (
        ("no-answer", N_("Geen antwoord: blijft op de lijst")),
        ("struck", N_("Schrappen, de burgemeester besliste het")),
    )
    return (
        FieldView(
            id="mark",
            name="mark",
            kind="choice",
            label=words.write(N_("Wat noteer je?")),
            hint=words.write(_NO_REASON),
            error=error_at(errors, "mark"),
            options=tuple(
                OptionView(value, words.write(label), checked=value == chosen)
                for value, label in options
            ),
        ),
        FieldView(
            id="reason",
            name="reason",
            kind="long-text",
            label=words.write(N_("Reden om te schrappen")),
            hint=words.write(N_("Alleen als je schrapt, bijvoorbeeld: is overleden.")),
            value=visit.form.get("reason", row.card.reason),
            error=error_at(errors, "reason"),
            required=False,
        ),
    )


# paper


def printed(visit: Visit) -> Response:
    """A letter with a card a page, in the order of the list, some hundreds at once."""
    session, kind, found = _open(visit)
    lists.note(visit.ports, session, kind, found.id, "print")
    words, link = visit.words, list_link(visit, found)
    rows = [r for r in drawing.rows(visit.ports, kind, found) if r.state == "silent"]
    start = _start(visit)
    after = start + _PRINTED_AT_ONCE
    due = found.due
    questions = drawing.paper_questions(visit.ports, kind, visit.lang)
    view = PrintPage(
        title=words.write(N_("Kaarten afdrukken")),
        questions=tuple(
            (words.write(label), tuple(map(words.write, options))) for label, options in questions
        ),
        cards=tuple(
            PrintedCard(
                r.card.name, r.card.address, str(r.card.rank), words.day(due) if due else ""
            )
            for r in rows[start:after]
        ),
        next_page=Link(words.write(N_("Volgende")), f"{link}/print?start={after}")
        if after < len(rows)
        else None,
        back=Link(title_of(visit, kind, found), link),
    )
    return answers.page(visit, "list-print", view, title=view.title)


# the municipal list


def municipal_page(visit: Visit) -> Response:
    _session, kind, found = _open(visit)
    link = f"{list_link(visit, found)}/municipal"
    made = municipal.municipal_list(visit.ports, kind, found, visit.words)
    view = MunicipalPage(
        title=made.title,
        intro=made.intro,
        columns=made.columns,
        rows=made.rows,
        closing=made.closing,
        links=(
            Link(visit.words.write(N_("Als bestand voor een rekenblad (CSV)")), f"{link}.csv"),
            Link(visit.words.write(N_("Als toegankelijke PDF")), f"{link}.pdf"),
        ),
        back=Link(title_of(visit, kind, found), list_link(visit, found)),
    )
    return answers.page(visit, "list-municipal", view, title=view.title)


def municipal_csv(visit: Visit) -> Response:
    session, kind, found = _open(visit)
    lists.note(visit.ports, session, kind, found.id, "csv")
    made = municipal.municipal_list(visit.ports, kind, found, visit.words)
    return answers.file(municipal.as_csv(made), "text/csv; charset=utf-8", f"{found.id}.csv")


def municipal_pdf(visit: Visit) -> Response:
    """Made by a function of its own, then fetched from the storage by a short-lived address."""
    session, kind, found = _open(visit)
    lists.note(visit.ports, session, kind, found.id, "pdf")
    name = visit.ports.typesetter.make(found.id, visit.lang)
    url = visit.ports.list_files.download_url(
        found.id, name, as_name=f"{found.id}.pdf", kind="application/pdf"
    )
    return answers.redirect(url)
