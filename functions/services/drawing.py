"""From the draw to the list for the province: recorded once, then the stream makes the preparatory
list and a card for everyone on it, in small parts that can be done again."""

import hmac
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Literal

from functions.domain.agenda import Dated
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, Draft, happened
from functions.domain.draw import Ages, Draw, drawn
from functions.domain.forms import questions_of
from functions.domain.holidays import end_of_day
from functions.domain.list_kinds import CardSummary, ListKind
from functions.domain.lists import Card, VoterList, card_rows_key
from functions.domain.numbers import case_id_from
from functions.domain.person import SYSTEM, Person
from functions.domain.problems import AlreadyDecided, Conflict, Invalid, NotFound, Problem
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, Text, say
from functions.domain.voters import Voter, parse_line
from functions.processes import find
from functions.services import drafting, messaging
from functions.services.lists import (
    AlreadyDrawn,
    canonical_lines,
    clerk,
    kept_until,
    kinds,
    on_newest,
)  # fmt: skip
from functions.services.ports import Ports

_PART = 25  # cards at once: a second or two of a function
_PREPARED = "preparatory.txt"
_MOST_REASON = 2000
State = Literal["silent", "answered", "kept", "struck"]


def draws_of(ports: Ports, kind: ListKind) -> int:
    """How many times the urn is emptied: by province, so the municipality's data."""
    return ports.tenant.facts[kind.card]["draws"]


def record(
    ports: Ports,
    session: Session,
    kind: ListKind,
    list_id: str,
    *,
    at: datetime,
    numbers: tuple[str, ...],
    present: tuple[str, ...],
) -> VoterList:
    """Write down the draw, once. Raises AlreadyDrawn, Invalid, and Conflict for a list that was not
    published as it is."""
    own = ports.tenant.facts[kind.card]
    year = at.astimezone(BRUSSELS).year
    ages = Ages(year=year, youngest=own["youngest"], oldest=own["oldest"])

    def write(now_is: VoterList) -> VoterList:
        if now_is.draw:
            raise AlreadyDrawn
        if not now_is.is_published:
            raise Conflict
        if at < now_is.published[-1].at:
            text = N_("De loting is na de publicatie van de lijst: na %(moment)s.")
            raise Invalid([Problem("day", say(text, moment=now_is.published[-1].at))])
        changed, event = happened(
            now_is,
            "drawn",
            at=ports.clock.now(),
            actor=clerk(session, kind),
            data={"numbers": " ".join(numbers), "hash": now_is.hash},
            draw=Draw(at=at, numbers=numbers, present=present, ages=ages),
        )
        ports.lists.record(changed, event)
        return changed

    return on_newest(ports, list_id, write)


def list_changed(ports: Ports, list_id: str) -> int:
    """The stream saw a list change: make the preparatory list, or a part of its cards; answers how
    many cards. Each part changes the list, and so brings the stream back for the next."""
    voter_list = ports.lists.get(list_id)
    if voter_list is None or voter_list.draw is None or voter_list.sent:
        return 0
    if voter_list.prepared is None:
        _prepare(ports, voter_list)
    elif voter_list.opened < voter_list.prepared:
        return _open_part(ports, voter_list, voter_list.prepared)
    return 0


def _prepare(ports: Ports, voter_list: VoterList) -> None:
    draw = voter_list.draw
    if draw is None:
        return
    kept = outside = 0
    voters = map(parse_line, canonical_lines(ports, voter_list))
    with tempfile.SpooledTemporaryFile(1024 * 1024) as prepared:
        for found in drawn(voters, draw.numbers, draw.ages):
            if found.kept:
                kept += 1
                prepared.write(found.voter.line().encode())
            else:
                outside += 1
        ports.list_files.keep(voter_list.id, _PREPARED, prepared)
    today = ports.clock.now().astimezone(BRUSSELS).date()
    term = return_term(ports, kinds()[voter_list.kind].card)
    _advance(ports, voter_list, prepared=kept, outside=outside, due=today + term)


def _advance(ports: Ports, voter_list: VoterList, **changes: int | date) -> None:
    changed = voter_list.model_copy(update={"version": voter_list.version + 1, **changes})
    try:
        ports.lists.advance(changed)
    except Conflict:  # somebody did the same, or changed the list: the stream comes back for that
        return


def _open_part(ports: Ports, voter_list: VoterList, total: int) -> int:
    kind = kinds()[voter_list.kind]
    procedure = _procedure(kind)
    lines = list(canonical_lines(ports, voter_list, _PREPARED))
    part = lines[voter_list.opened : voter_list.opened + _PART]
    for line in part:
        _open_card(ports, voter_list, procedure, parse_line(line))
    opened = voter_list.opened + len(part)
    if opened < total:
        _advance(ports, voter_list, opened=opened)
        return len(part)
    changed, event = happened(
        voter_list,
        "opened",
        at=ports.clock.now(),
        actor=SYSTEM,
        data={"cards": str(total)},
        opened=opened,
    )
    try:
        ports.lists.record(changed, event, dated=_reminder(ports, kind, voter_list))
    except Conflict:
        return 0
    return len(part)


def card_id(ports: Ports, process: str, voter_list: VoterList, rank: int) -> str:
    """The id of the card of a ranking number: always the same one, and nobody can guess it. With
    the moment of the list."""
    name = f"{voter_list.id}#{rank}".encode()
    seal = hmac.new(ports.pseudonym_key.encode(), name, sha256).digest()
    return case_id_from(process, voter_list.created, seal)


def _open_card(ports: Ports, voter_list: VoterList, procedure: Procedure, voter: Voter) -> None:
    """A form that stands ready; one that is there, or that was handed in meanwhile, stays."""
    now = ports.clock.now()
    case_id = card_id(ports, procedure.process, voter_list, voter.rank)
    languages = ports.tenant.languages
    draft = Draft(
        case_id=case_id,
        process=procedure.process,
        procedure=procedure.name,
        procedure_version=procedure.version,
        owner=ports.pseudonym(voter.national_number),
        lang=voter.language if voter.language in languages else languages[0],
        created=now,
        updated=now,
        # The list is with the province then: an answer comes too late. But never at once.
        expires_at=int(
            max(
                end_of_day(send_day(ports, procedure.key, voter_list)), now + drafting.KEPT_FOR
            ).timestamp()
        ),
        version=1,
        due=voter_list.due,
    )
    if ports.store.draft_or_case(case_id) == (None, None):
        with suppress(Conflict):  # made at the same time by another delivery
            ports.store.create_draft(draft)
    ports.lists.put_card(Card(list_id=voter_list.id, case_id=case_id, **voter._asdict()))


def return_term(ports: Ports, procedure_key: str) -> timedelta:
    """Within which the card comes back: 8 days, 10 elsewhere (gemeentemol.be)."""
    return timedelta(days=ports.tenant.terms.get(f"{procedure_key}/return", 8))


def send_day(ports: Ports, procedure_key: str, voter_list: VoterList) -> date:
    """The day before which the list is with the province, in the year of the draw."""
    own = ports.tenant.facts[procedure_key]
    year = voter_list.draw.ages.year if voter_list.draw else int(voter_list.created.year)
    return date(year, own["send_month"], own["send_day"])


def _reminder(ports: Ports, kind: ListKind, voter_list: VoterList) -> list[Dated]:
    before = timedelta(days=ports.tenant.facts[kind.card]["remind_days"])
    at = end_of_day(send_day(ports, kind.card, voter_list) - before)
    if at <= ports.clock.now():
        return []
    return [Dated(case_id=voter_list.id, kind="list-remind", name="send", at=at)]


def _procedure(kind: ListKind) -> Procedure:
    process, _, name = kind.card.partition("/")
    found = find(process, name)
    if found is None:
        raise LookupError(kind.card)
    return found


# what the office sees


@dataclass(frozen=True)
class Row:
    """Someone on the preparatory list and how far they are."""

    card: Card
    state: State
    case: Case | None
    summary: CardSummary
    reason: str = ""


def rows(ports: Ports, kind: ListKind, voter_list: VoterList) -> list[Row]:
    """Everyone on the preparatory list, in alphabetical order. One request for each 100 cards."""
    cards = ports.lists.cards(voter_list.id)
    cases: dict[str, Case] = {}
    for start in range(0, len(cards), 100):
        ids = [card.case_id for card in cards[start : start + 100]]
        cases |= {case.id: case for case in ports.store.cases(ids)}
    found = (_row(kind, card, cases.get(card.case_id)) for card in cards)
    return sorted(found, key=lambda row: card_rows_key(row.card))


def row(ports: Ports, kind: ListKind, voter_list: VoterList, rank: int) -> Row:
    """One of them; NotFound for who was not drawn."""
    card = ports.lists.card(voter_list.id, rank)
    if card is None:
        raise NotFound
    cases = ports.store.cases([card.case_id])
    return _row(kind, card, cases[0] if cases else None)


def paper_questions(ports: Ports, kind: ListKind, lang: str) -> list[tuple[str, tuple[Text, ...]]]:
    """The questions of the card with their options, for who answers on paper."""
    facts = ports.facts(Person(given_name="", family_name="", national_number="", ref=""), lang)
    yes_no = (say(N_("Ja")), say(N_("Nee")))
    return [
        (question.ask.label, yes_no if question.kind == "yes-no" else tuple(options))
        for topic in _procedure(kind).topics().values()
        if not topic.on_check
        for question in questions_of(topic)
        for options in [[text for _, text in question.options(facts)]]
    ]


def _row(kind: ListKind, card: Card, case: Case | None) -> Row:
    nothing = CardSummary("", ())
    told = kind.summary(case.answers) if case and kind.summary else nothing
    if card.mark == "struck":
        return Row(card, "struck", case, told, card.reason)
    if case is None or case.outcome in _NO_ANSWER:
        return Row(card, "silent", case, told)
    if case.status == "running":
        return Row(card, "answered", case, told)
    if case.outcome in kind.struck:
        return Row(card, "struck", case, told, case.reason)
    return Row(card, "kept", case, told)


_NO_ANSWER = frozenset({"withdrawn"})


def stays(row: Row) -> bool:
    """No answer is no reason to strike. zaventem.be, hove.be"""
    return row.state != "struck"


def mark(
    ports: Ports,
    session: Session,
    kind: ListKind,
    list_id: str,
    rank: int,
    choice: str,
    reason: str,
) -> None:
    """Note that a card never came, or strike someone who did not answer (deceased, lost civil
    rights). Raises Invalid, NotFound, AlreadyDecided for a card that was answered."""
    reason = reason.strip()
    if choice not in ("no-answer", "struck"):
        raise Invalid([Problem("mark", say(N_("Kies wat je noteert.")))])
    if choice == "struck" and not reason:
        raise Invalid([Problem("reason", say(N_("Schrijf waarom de burgemeester schrapt.")))])
    if len(reason) > _MOST_REASON:
        text = say(N_("Maak dit korter: hoogstens %(max_length)s tekens."), max_length=_MOST_REASON)
        raise Invalid([Problem("reason", text)])

    def write(now_is: VoterList) -> None:
        if now_is.sent:
            raise AlreadyDecided
        card = ports.lists.card(list_id, rank)
        if card is None:
            raise NotFound
        cases = ports.store.cases([card.case_id])
        if cases and cases[0].outcome not in _NO_ANSWER:
            raise AlreadyDecided  # the card itself is decided on
        marked = card.model_copy(
            update={"mark": choice, "reason": reason, "version": card.version + 1}
        )
        changed, event = happened(
            now_is,
            "marked",
            at=ports.clock.now(),
            actor=clerk(session, kind),
            data={"rank": str(rank), "mark": choice, "reason": reason},
        )
        ports.lists.record(changed, event, card=marked)

    on_newest(ports, list_id, write)


def send(ports: Ports, session: Session, kind: ListKind, list_id: str, day: date) -> None:
    """The list went to the province: it is closed. Raises Invalid, Conflict."""
    today = ports.clock.now().astimezone(BRUSSELS).date()

    def write(now_is: VoterList) -> None:
        if now_is.sent or now_is.state != "drawn" or now_is.draw is None:
            raise Conflict
        if not now_is.draw.at.astimezone(BRUSSELS).date() <= day <= today:
            raise Invalid([Problem("day", say(N_("Kies een dag tussen de loting en vandaag.")))])
        waiting = sum(row.state == "answered" for row in rows(ports, kind, now_is))
        if waiting:
            text = N_("Beslis eerst over de kaarten die binnenkwamen: nog %(cards)s.")
            raise Invalid([Problem("day", say(text, cards=waiting))])
        changed, event = happened(
            now_is,
            "sent",
            at=ports.clock.now(),
            actor=clerk(session, kind),
            data={"day": day.isoformat()},
            sent=end_of_day(day),
        )
        deletion = Dated(
            case_id=list_id,
            kind="list-delete",
            name="list",
            at=kept_until(kind, end_of_day(day)),
        )
        ports.lists.record(changed, event, dated=[deletion])

    on_newest(ports, list_id, write)


# what is due


def remind(ports: Ports, dated: Dated) -> None:
    """The list must go to the province soon: mail the office, while it did not."""
    voter_list = ports.lists.get(dated.case_id)
    if voter_list is None or voter_list.sent or voter_list.draw is None:
        return
    from functions.services.writing import Words

    kind = kinds()[voter_list.kind]
    words = Words(ports.tenant.languages[0])
    last = send_day(ports, kind.card, voter_list)
    subject = say(N_("Herinnering: de lijst moet naar de provincie"))
    body = [say(N_("De lijst van de loting moet voor %(day)s bij de provincie zijn."), day=last)]
    to = ports.tenant.alerts or ports.tenant.contact.mail
    key = f"list-remind/{voter_list.id}/{dated.at.isoformat()}"
    path = f"/desk/lists/{voter_list.id}"
    messaging.to_address(ports, key, to, words, subject, body, path)


def delete(ports: Ports, dated: Dated) -> None:
    """The list was kept long enough: its people and files go; that there was one, stays."""
    voter_list = ports.lists.get(dated.case_id)
    if voter_list is None:
        return
    ports.lists.forget_cards(voter_list.id)
    ports.list_files.forget(voter_list.id)
    changed, event = happened(
        voter_list, "deleted", at=ports.clock.now(), actor=SYSTEM, file="", salt=""
    )
    ports.lists.record(changed, event)
