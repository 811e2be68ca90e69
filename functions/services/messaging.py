"""The one way by which a person hears of us: each message has a kind, goes where its reader wants
it (domain.messages.route), once, and another way when that one is closed.

An e-Box that does not answer holds up nothing: the message goes on the agenda and is tried again.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from functions.domain.agenda import Dated
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, Draft
from functions.domain.messages import (
    KEPT,
    Kind,
    Mark,
    Preferences,
    Unreached,
    hint_of,
    is_legal,
    route,
)
from functions.domain.numbers import age_order, write_case_number
from functions.domain.problems import Conflict
from functions.domain.texts import N_, Text, say
from functions.processes import find
from functions.services import unreached
from functions.services.message_ports import BoxMessage, NoBox, Refused
from functions.services.ports import Ports
from functions.services.writing import Words

_TRIES = 3  # of an e-Box that does not answer
_PAUSE = timedelta(hours=1)
_ASKED_AGAIN = timedelta(days=30)  # whether somebody uses their e-Box by now
_WRITES = 3
APPLICANT, INVITED = "applicant", "invited"
# In a mail, which others may read: never for whom.
_FOR_ANOTHER = N_("Je vroeg dit aan voor iemand anders. Meld je aan om te lezen voor wie.")


@dataclass(frozen=True)
class Message:
    """`subject`, `body`: say nothing of what it is about, for a mail. `full_subject`, `full_body`:
    the same for who is signed in (an e-Box), and for a mail where the procedure allows it; none:
    there is no more to say. `calendar`: an iCalendar file that goes with a mail."""

    kind: Kind
    subject: Text
    body: Sequence[Text]
    full_subject: Text | None = None
    full_body: Sequence[Text] | None = None
    calendar: bytes = b""


@dataclass(frozen=True)
class Reader:
    """Who is told, and of what: `party` in the case (or draft) with this id. `page`: below it, in
    the address. `behalf`: for whom they asked it, by `mandate`; `otherwise`: who is told when that
    has ended; `is_other`: this is that one."""

    case_id: str
    party: str
    ref: str
    mail: str
    national_number: str
    lang: str
    procedure: str
    number: str = ""
    page: str = ""
    behalf: str = ""
    mandate: str = ""
    otherwise: "Reader | None" = None
    is_other: bool = False


def reader_of(case: Case, party: str) -> Reader:
    """Who handed it in by a mandate hears of it instead of the applicant: the address in the case
    is theirs, and so is what is waited for."""
    is_own = party == APPLICANT
    person = case.asker if is_own else case.parties[party]
    reader = Reader(
        case_id=case.id,
        party=party,
        ref=person.ref,
        mail=case.mail if is_own else case.parties[party].mail,
        national_number=person.national_number,
        lang=case.lang,
        procedure=f"{case.process}/{case.procedure}",
        number=case.number,
    )
    another = case.for_another if is_own else None
    if another is None:
        return reader
    if case.about:  # the applicant is the parent, and stays so
        return replace(reader, behalf=another.name)
    otherwise = replace(
        reader, ref=another.ref, national_number=another.national_number, mail="", is_other=True
    )
    return replace(reader, behalf=another.name, mandate=case.mandate, otherwise=otherwise)


def _now(ports: Ports, reader: Reader) -> Reader:
    """Who may be told: nobody hears of a case of a person for whom they no longer act. One request,
    for what was asked by a mandate only."""
    if reader.otherwise is None:
        return reader
    today = ports.clock.now().astimezone(BRUSSELS).date()
    held = ports.store.mandates_of(reader.ref)
    still = any(m.id == reader.mandate and m.is_in_force(today) for m in held)
    return reader if still else reader.otherwise


def invited(draft: Draft, page: str = "") -> Reader | None:
    """Who was invited to fill in a form."""
    if draft.invitation is None:
        return None
    person = draft.invitation.person
    return Reader(
        case_id=draft.case_id,
        party=INVITED,
        ref=draft.owner,
        mail=draft.invitation.mail,
        national_number=person.national_number if person and person.ref == draft.owner else "",
        lang=draft.lang,
        procedure=f"{draft.process}/{draft.procedure}",
        page=page,
    )


def tell(ports: Ports, key: str, reader: Reader, message: Message) -> None:
    """One message, once for its key, whatever its reader chooses meanwhile."""
    reader = _now(ports, reader)
    has_none = not reader.mail and not reader.is_other
    if has_none and not _has_box(ports, reader, Preferences(ref=reader.ref)):
        return
    ports.once(key, lambda: _deliver(ports, reader, _written(ports, key, reader, message)))


def to_address(
    ports: Ports, key: str, to: str, words: Words, subject: Text, body: Sequence[Text], path: str
) -> None:
    """A mail to an address, once: to the municipality itself, or with a code for its owner."""
    text = _mail_text(ports, words, body, path)
    ports.once(key, lambda: _send_to(ports, to, words.write(subject), text))


def _send_to(ports: Ports, to: str, subject: str, text: str) -> None:
    ports.mail.send(to, subject, text)


def again(ports: Ports, dated: Dated) -> None:
    """From the agenda: a message that the e-Box did not take is tried again."""
    reader = _found(ports, dated.case_id, dated.data["party"])
    if reader is None:
        return
    if _now(ports, reader).is_other:  # it was written for who acted
        if is_legal(kind := Kind(dated.data["kind"])):
            unreached.note(ports, reader.case_id, reader.party, kind)
        return
    key, tries = dated.data["key"], int(dated.data["tries"])
    ports.once(f"{key}/{tries}", lambda: _deliver(ports, reader, dated.data, tries))


def came_back(ports: Ports, case_id: str, party: str, kind: Kind, key: str) -> None:
    """A mail that the law makes us send did not arrive: by the e-Box, or the desk writes a letter.
    What it said is in the case; the message only says so."""
    reader = _found(ports, case_id, party)
    if reader is None:
        return
    subject = say(N_("Er is nieuws in je zaak"))
    body = [say(N_("We konden je niet mailen. Meld je aan om het bericht te lezen."))]
    tell(ports, key, reader, Message(kind, subject, body))


def address_key(ports: Ports, address: str) -> str:
    """A keyed hash of a mail address: the table knows no address that refused our mail."""
    return ports.pseudonym(f"address/{address.strip().casefold()}")


# what is written


def _written(ports: Ports, key: str, reader: Reader, message: Message) -> dict[str, str]:
    """As it may have to wait: with what both channels say."""
    words = Words(reader.lang)
    full_subject = message.full_subject or message.subject
    full_body = message.full_body if message.full_body is not None else message.body
    procedure = find(*reader.procedure.split("/", 1))
    is_open = procedure is not None and procedure.mails_say_what
    subject, body = (full_subject, full_body) if is_open else (message.subject, message.body)
    own = [say(N_("Je zaaknummer: %(number)s"), number=write_case_number(reader.number))]
    number = own if reader.number else []
    brief = [say(_FOR_ANOTHER)] if reader.behalf else []
    named = [say(N_("Je vroeg dit aan voor %(name)s."), name=reader.behalf)] if brief else []
    path = f"/desk/case/{age_order(reader.case_id)}"  # the rest of the id says the process
    if is_open:
        path = f"/desk/{reader.procedure}/{reader.case_id}{reader.page}"
    footer = words.write(N_("Minder berichten? Meld je aan en kies."))
    choose = f"{footer}\n{ports.site_url}/{words.lang}/desk/my/messages\n"
    return {
        "key": key,
        "kind": message.kind,
        "party": reader.party,
        "mail_subject": words.write(subject),
        "mail_text": f"{_mail_text(ports, words, [*body, *brief, *number], path)}\n{choose}",
        "box_subject": words.write(full_subject),
        "box_text": _mail_text(ports, words, [*full_body, *named, *number], path),
        "calendar": message.calendar.decode(),
    }


def _mail_text(ports: Ports, words: Words, body: Sequence[Text], path: str) -> str:
    greeting = words.write(N_("Vriendelijke groeten,"))
    lines = [*(words.write(line) for line in body), f"{ports.site_url}/{words.lang}{path}"]
    return "\n\n".join([*lines, f"{greeting}\n{ports.tenant.title}"]) + "\n"


# how it goes


def _deliver(ports: Ports, reader: Reader, written: Mapping[str, str], tries: int = 0) -> None:
    """By the first channel that takes it. Raises when the table or the mail cannot be reached."""
    kind = Kind(written["kind"])
    chosen, mark = ports.messages.reach(reader.ref, _key_of_mail(ports, reader))
    address = _address(ports, reader, chosen, mark)
    if not (reader.mail or chosen.address or chosen.via == "ebox" or reader.is_other):
        return  # gave no address: the desk knows, and writes
    has_box = _has_box(ports, reader, chosen)
    for channel in route(chosen, kind, has_ebox=has_box, can_mail=bool(address)):
        taken = (
            _mailed(ports, reader, address, written)
            if channel == "mail"
            else _published(ports, reader, written, tries)
        )
        if taken:
            return
    if is_legal(kind):
        unreached.note(ports, reader.case_id, reader.party, kind)
    elif has_box and chosen.via == "ebox" and address:
        # the e-Box that they chose does not take it
        _mailed(ports, reader, address, written)


def _published(ports: Ports, reader: Reader, written: Mapping[str, str], tries: int) -> bool:
    """Whether the e-Box has it, or will be asked again."""
    try:
        ports.post_box.publish(_box_message(reader, written))
    except NoBox:
        note_no_box(ports, reader.ref)
        return False
    except Refused:
        return False
    except Exception:  # down, slow, or out of its mind: later. The adapter told the log
        if tries >= _TRIES:
            return False
        _wait(ports, reader, written, tries + 1)
    return True


def _key_of_mail(ports: Ports, reader: Reader) -> str:
    return address_key(ports, reader.mail) if reader.mail else ""


def _address(ports: Ports, reader: Reader, chosen: Preferences, mark: Mark | None) -> str:
    """Where mail to them arrives, as far as we know: their own choice first, then the case's."""
    if chosen.address:
        own = address_key(ports, chosen.address)
        known = mark if own == _key_of_mail(ports, reader) else ports.messages.mark(own)
        if not (known and known.kind):
            return chosen.address
    return "" if mark and mark.kind else reader.mail


def _has_box(ports: Ports, reader: Reader, chosen: Preferences) -> bool:
    if not (ports.post_box.is_there and reader.national_number):
        return False
    told = chosen.no_ebox
    return told is None or told + _ASKED_AGAIN < ports.clock.now()


def _mailed(ports: Ports, reader: Reader, address: str, written: Mapping[str, str]) -> bool:
    about = {
        "ref": reader.ref,
        "case": reader.case_id,
        "party": reader.party,
        "kind": written["kind"],
    }
    calendar = written["calendar"].encode()
    subject, text = written["mail_subject"], written["mail_text"]
    return ports.mail.send(address, subject, text, calendar=calendar, about=about) is not False


def _box_message(reader: Reader, written: Mapping[str, str]) -> BoxMessage:
    return BoxMessage(
        key=written["key"],
        national_number=reader.national_number,
        lang=reader.lang,
        subject=written["box_subject"],
        text=written["box_text"],
    )


def _wait(ports: Ports, reader: Reader, written: Mapping[str, str], tries: int) -> None:
    name = hashlib.sha256(f"{written['key']}/{tries}".encode()).hexdigest()[:16]
    at = ports.clock.now() + _PAUSE * tries
    data = {**written, "tries": str(tries)}
    ports.store.plan(Dated(case_id=reader.case_id, kind="message", name=name, at=at, data=data))


def _found(ports: Ports, case_id: str, party: str) -> Reader | None:
    """Who that was, as the case or the draft knows them now."""
    draft, case = ports.store.draft_or_case(case_id)
    if case is not None:
        party = APPLICANT if party == INVITED else party
        return reader_of(case, party) if party == APPLICANT or party in case.parties else None
    return invited(draft) if draft is not None else None


# what is remembered of a person


def note_no_box(ports: Ports, ref: str) -> Preferences:
    """The e-Box told that they do not use it."""
    now = ports.clock.now()
    return _noted(ports, ref, lambda known: known.model_copy(update={"no_ebox": now}))


def note_unreached(ports: Ports, ref: str, found: Unreached) -> None:
    """Their next page tells them."""
    _noted(ports, ref, lambda known: known.model_copy(update={"unreached": found}))


def _noted(ports: Ports, ref: str, change: Callable[[Preferences], Preferences]) -> Preferences:
    """Beside what they choose in the same instant: read again, a few times."""
    for _ in range(_WRITES):
        known = ports.messages.preferences(ref)
        changed = change(known).model_copy(update={"version": known.version + 1})
        try:
            ports.messages.save(changed, ports.clock.now() + KEPT)
        except Conflict:
            continue
        return changed
    raise Conflict


def unreached_of(ports: Ports, address: str, at: datetime, kind: str) -> Unreached:
    """What their page may tell of an address."""
    return Unreached.model_validate(
        {"at": at, "kind": kind, "hint": hint_of(address), "address": address_key(ports, address)}
    )
