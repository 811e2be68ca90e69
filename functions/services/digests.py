"""The digest of a clerk: counts of their queue by mail, on the mornings they chose. No names, no
numbers of people or cases."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from functions import processes
from functions.domain.authorisation import Action
from functions.domain.calendar import BRUSSELS
from functions.domain.digest import HOUR, OFTEN, Counts, Digest, Often, is_due
from functions.domain.messages import MOST_CODES, Pending
from functions.domain.person import Person
from functions.domain.problems import Conflict, Invalid, Problem
from functions.domain.session import Session
from functions.domain.staff import Colleague
from functions.domain.texts import N_, Text, say
from functions.services import confirming, rights
from functions.services.confirming import TOO_MANY, read_address
from functions.services.ports import Ports
from functions.services.queue import Filters, Queue
from functions.services.writing import Words

KEPT = timedelta(days=365)  # after the last choice; who left the roster gets nothing
_HOURS = 3  # how long after HOUR a schedule that stood still catches up
_COUNTED = 100  # letters to write, of each procedure


# the choice


def of(ports: Ports, session: Session) -> Digest:
    return ports.messages.digest(session.person.ref)


def choose(
    ports: Ports, session: Session, *, often: str, address: str, lang: str, version: int
) -> Digest:
    """Raises Invalid, and Conflict when another window was first."""
    known = _still(ports, session, version)
    wanted = next((value for value in OFTEN if value == often), None)
    problems = []
    if wanted is None:
        problems.append(Problem("often", say(N_("Kies hoe vaak je een overzicht wil."))))
    if wanted not in (None, "never") or address.strip():
        try:
            address = read_address(address)
            _require_own_domain(ports, address)
        except Invalid as invalid:
            problems += invalid.problems
    if problems or wanted is None:
        raise Invalid(problems)
    changed = known.model_copy(update={"often": wanted, "lang": lang})
    now = ports.clock.now()
    if address and address != known.address:
        is_waiting = known.pending and known.pending.address == address
        if not (is_waiting and known.pending and known.pending.is_live(now)):
            changed = _asked(changed, address, now)
    elif not address:
        changed = changed.model_copy(update={"address": "", "pending": None})
    return _save(ports, known, changed)


def _require_own_domain(ports: Ports, address: str) -> None:
    domain = address.rpartition("@")[2].casefold()
    allowed = ports.tenant.staff_mail_domains
    if domain not in allowed:
        told = ", ".join(f"@{name}" for name in allowed)
        text = N_("Gebruik je adres van het werk. Het eindigt op %(domains)s.")
        raise Invalid([Problem("address", say(text, domains=told))])


def _asked(digest: Digest, address: str, now: datetime) -> Digest:
    today = now.astimezone(BRUSSELS).date()
    codes = digest.codes if digest.codes_on == today else 0
    if codes >= MOST_CODES:
        raise Invalid([Problem("address", say(TOO_MANY))])
    pending = Pending(address=address, asked=now)
    return digest.model_copy(update={"pending": pending, "codes": codes + 1, "codes_on": today})


def confirm(ports: Ports, session: Session, code: str, *, version: int) -> Digest:
    """Raises Invalid, Conflict."""
    known = _still(ports, session, version)

    def tried(pending: Pending) -> None:
        _save(ports, known, known.model_copy(update={"pending": pending}))

    address = confirming.confirmed(ports, known.ref, known.pending, code, tried)
    return _save(ports, known, known.model_copy(update={"address": address, "pending": None}))


def _still(ports: Ports, session: Session, version: int) -> Digest:
    known = of(ports, session)
    if known.version != version:
        raise Conflict
    return known


def _save(ports: Ports, known: Digest, changed: Digest) -> Digest:
    if changed == known:
        return known
    changed = changed.model_copy(update={"version": known.version + 1})
    ports.messages.save_digest(changed, ports.clock.now() + KEPT)
    return changed


# the morning


def send_due(ports: Ports, on_failure: Callable[[Exception], None] = lambda _: None) -> int:
    """Send what is due this morning, once to each; answers to how many. What fails stops nothing
    else, and is tried again with the next run."""
    now = ports.clock.now().astimezone(BRUSSELS)
    day = now.date()
    if not HOUR <= now.hour < HOUR + _HOURS or not any(_is_due(ports, o, day) for o in OFTEN):
        return 0
    chosen = [found for found in ports.messages.digests() if found.address]
    wanted = [found for found in chosen if _is_due(ports, found.often, day)]
    colleagues = {c.ref: c for c in ports.staff.everyone(ports.clock.now())} if wanted else {}
    sent = 0
    for digest in wanted:
        if colleague := colleagues.get(digest.ref):
            try:
                _send(ports, digest, colleague, day)
                sent += 1
            except Exception as error:
                on_failure(error)
    return sent


def _is_due(ports: Ports, often: Often, day: date) -> bool:
    return is_due(often, day) and day not in ports.tenant.closed_on


def _send(ports: Ports, digest: Digest, colleague: Colleague, day: date) -> None:
    key = f"digest/{digest.ref}/{day.isoformat()}"
    ports.once(key, lambda: _mail(ports, digest, colleague, day))


def _mail(ports: Ports, digest: Digest, colleague: Colleague, day: date) -> None:
    counts = counted(ports, colleague, _since(digest.often, day))
    if counts.is_empty:
        return
    words = Words(digest.lang)
    link = f"{ports.site_url}/{words.lang}/desk"
    links = (
        (N_("Naar je werklijst"), "/work"),
        (N_("Wat te laat is"), "/work?term=late"),
        (N_("Wat jij hebt"), "/work?whose=mine"),
        (N_("Minder of geen overzichten? Kies hier"), "/digest"),
    )
    lines = [
        *(f"- {words.write(line)}" for line in in_words(counts)),
        "",
        *(f"{words.write(text)}: {link}{path}" for text, path in links),
    ]
    subject = words.write(say(N_("Je werk op %(day)s"), day=day))
    ports.mail.send(digest.address, subject, "\n".join(lines) + "\n")


def _since(often: Often, day: date) -> datetime:
    """From when a case is new: the digest before."""
    before = day - timedelta(days=1)
    while not is_due(often, before):
        before -= timedelta(days=1)
    return datetime(before.year, before.month, before.day, HOUR, tzinfo=BRUSSELS).astimezone(UTC)


def counted(ports: Ports, colleague: Colleague, since: datetime) -> Counts:
    """What the queue shows this clerk now."""
    session = _as(colleague)
    now = ports.clock.now()
    queue, own = Queue(ports, session, ""), Queue(ports, session, "mine")
    today = now.astimezone(BRUSSELS).date()
    monday = today + timedelta(days=7 - today.weekday())
    end = datetime(monday.year, monday.month, monday.day, tzinfo=BRUSSELS)
    late, mine = queue.count(Filters(term="late")), own.count(Filters("mine"))
    tasks, has = queue.read(), own.read()
    unreached = [
        ports.messages.waiting(procedure.key, most=_COUNTED)
        for procedure in processes.all_procedures()
        if rights.held(session, Action.LETTER, procedure)
    ]
    return Counts(
        late=late.number,
        this_week=sum(now <= task.deadline < end for task in tasks),
        new=sum(task.opened >= since for task in tasks),
        mine=mine.number,
        handed=sum(bool(task.holder_from) for task in has),
        unreached=sum(map(len, unreached)),
        is_more=late.is_more or mine.is_more or queue.count(Filters()).is_more,
    )


def _as(colleague: Colleague) -> Session:
    """What a clerk may see, without their sign-in: their roles as the roster has them."""
    person = Person(given_name="", family_name="", national_number="", ref=colleague.ref)
    seen = colleague.seen
    return Session(
        key="", person=person, roles=colleague.roles, is_staff=True, started=seen, seen=seen
    )


def in_words(counts: Counts) -> list[Text]:
    """A line for each that is not zero."""
    lines = (
        (N_("Te laat: %(count)s"), counts.late),
        (N_("Nog te doen deze week: %(count)s"), counts.this_week),
        (N_("Nieuw sinds het vorige overzicht: %(count)s"), counts.new),
        (N_("Bij jou: %(count)s"), counts.mine),
        (N_("Aan jou doorgegeven: %(count)s"), counts.handed),
        (N_("Berichten die niet aankwamen, schrijf een brief: %(count)s"), counts.unreached),
    )
    found = [say(text, count=number) for text, number in lines if number]
    if counts.is_more:
        found.append(say(N_("Er is meer dan hier geteld is.")))
    return found
