"""Mandates that a person gives to another: offered, accepted or refused, and taken back at once.

Who gets one must accept it: until then they can do nothing by it. The name that the giver typed
must be that of who signs in with the number, so a mistyped number gives nothing to somebody else;
nobody learns by giving one who has a number.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal

from functions.domain.facts import Facts
from functions.domain.forms import Ask, Option, Topic, validate_topic
from functions.domain.kinds import Choice, Date, Line, Mail, NationalNumber
from functions.domain.links import Given, Mandate
from functions.domain.person import ADULT, Person, Record, age_on, birth_date
from functions.domain.problems import Conflict, Invalid, NotFound, Problem
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.tenant import Tenant
from functions.domain.texts import N_, say
from functions.processes import offered
from functions.services import office_log
from functions.services.on_behalf import is_called
from functions.services.ports import Ports

GIVE = "give"  # the name of the topic on its page
PREFIX = "given-"  # how the id of such a mandate begins
ALL = "all"
MOST = 10  # open at once


def procedures(tenant: Tenant) -> list[Procedure]:
    """For which one can be given."""
    return [p for p in offered(tenant) if p.by_mandate and p.opened_by == "citizen"]


def _offered(facts: Facts) -> Sequence[Option]:
    named = [(p.key, say(p.guide.title)) for p in procedures(facts.tenant)]
    return [*named, (ALL, say(N_("Voor alles in deze lijst")))]


class Give(Topic):
    title: ClassVar[str] = N_("Geef iemand een volmacht")

    given_name: Annotated[
        Line, Ask(N_("Voornaam"), missing=N_("Vul de voornaam in van wie iets voor je mag doen."))
    ]
    family_name: Annotated[
        Line,
        Ask(N_("Achternaam"), missing=N_("Vul de achternaam in van wie iets voor je mag doen.")),
    ]
    national_number: Annotated[
        NationalNumber,
        Ask(
            N_("Rijksregisternummer"),
            hint=N_("Vraag het aan die persoon: 11 cijfers, bijvoorbeeld 85.07.30-033.28."),
            missing=N_("Vul het rijksregisternummer in van wie iets voor je mag doen."),
            width="m",
        ),
    ]
    organisation: Annotated[Line | None, Ask(N_("Kantoor of organisatie"), optional=True)] = None
    mail: Annotated[
        Mail,
        Ask(
            N_("E-mailadres van die persoon"),
            missing=N_("Vul het e-mailadres in van wie iets voor je mag doen."),
        ),
    ]
    procedure: Annotated[
        Choice,
        Ask(
            N_("Wat mag die persoon voor je doen?"),
            missing=N_("Kies wat die persoon voor je mag doen."),
            options=_offered,
        ),
    ]
    until: Annotated[
        Date,
        Ask(
            N_("Tot en met welke dag?"),
            hint=N_("Je kan de volmacht altijd eerder intrekken."),
            missing=N_("Vul in tot en met welke dag de volmacht loopt."),
        ),
    ]
    own_mail: Annotated[
        Mail,
        Ask(
            N_("Jouw e-mailadres"),
            missing=N_("Vul je e-mailadres in, bijvoorbeeld naam@voorbeeld.be."),
            autocomplete="email",
        ),
    ]


def give(ports: Ports, session: Session, mandate_id: str, raw: dict[str, Any], lang: str) -> Given:
    """Offer it. `mandate_id`: of the page, so that a page that is sent twice gives one. Raises
    Invalid with everything that is wrong."""
    require_on(ports, session)
    facts = ports.facts(session.person, lang)
    found, problems = validate_topic(GIVE, Give, raw, {}, facts)
    if not isinstance(found, Give):
        raise Invalid(problems)
    name = f"{PREFIX}{mandate_id}"
    before = ports.store.given_by(session.person.ref)
    if sent := next((given for given in before if given.mandate.id == name), None):
        return sent
    if wrong := list(_wrong(ports, session, found, before, facts.today)):
        raise Invalid(wrong)
    given = _made(ports, session, found, name, facts)
    try:
        ports.store.give(given)
    except Conflict:  # the same page, at the same moment
        return given
    note(ports, session, "mandate-given", given)
    return given


def require_on(ports: Ports, session: Session) -> None:
    """Raises NotFound where this desk knows no such mandates, and for a clerk or who acts for
    someone: a mandate is given by the person alone."""
    if session.is_staff or session.acting_for or not ports.tenant.mandates.given:
        raise NotFound


def _made(ports: Ports, session: Session, found: Give, name: str, facts: Facts) -> Given:
    keys = {p.key for p in procedures(ports.tenant)}
    person = session.person.model_copy(update={"record": None})
    now = ports.clock.now()
    return Given(
        mandate=Mandate(
            id=name,
            holder=ports.pseudonym(found.national_number),
            person=person,
            starts=facts.today,
            ends=found.until,
            origin="given",
            procedures=frozenset(keys if found.procedure == ALL else {found.procedure}),
            organisation=found.organisation or "",
        ),
        given_name=found.given_name,
        family_name=found.family_name,
        mail=found.mail,
        giver_mail=found.own_mail,
        lang=facts.lang,
        at=now,
        changed=now,
    )


def _wrong(
    ports: Ports, session: Session, found: Give, before: list[Given], today: date
) -> Iterable[Problem]:
    number, until = f"{GIVE}.national_number", f"{GIVE}.until"
    last = today + timedelta(days=ports.tenant.mandates.longest_days)
    born, own = birth_date(found.national_number), session.person
    if found.national_number == own.national_number:
        yield Problem(number, say(N_("Dit is je eigen nummer. Vul dat van de andere persoon in.")))
    elif born and age_on(born, today) < ADULT:
        yield Problem(number, say(N_("Deze persoon is nog geen 18 jaar en kan dit niet doen.")))
    if found.until < today:
        yield Problem(until, say(N_("Deze dag is voorbij. Kies een dag vanaf vandaag.")))
    elif found.until > last:
        text = say(N_("Een volmacht loopt hoogstens tot %(day)s. Kies een vroegere dag."), day=last)
        yield Problem(until, text)
    is_open = [given for given in before if given.is_open(today)]
    holder = ports.pseudonym(found.national_number)
    if any(given.mandate.holder == holder for given in is_open):
        again = N_("Deze persoon heeft al een volmacht van jou. Trek die eerst in.")
        yield Problem(number, say(again))
    elif len(is_open) >= MOST:
        many = N_("Je gaf al %(most)s volmachten. Trek er eerst een in.")
        yield Problem(number, say(many, most=MOST))
    if own.born and age_on(own.born, today) < ADULT:
        yield Problem(
            number, say(N_("Je bent nog geen 18 jaar. Je ouder of voogd doet dit voor je."))
        )
    about = ports.store.mandates_about(own.ref)
    if any(m.origin == "court" and m.is_in_force(today) for m in about):
        protected = N_(
            "Je hebt een bewindvoerder. Daarom kan je hier zelf geen volmacht geven. Bel of mail "
            "ons."
        )
        yield Problem(number, say(protected))


# By who gets it, and by who gave it


def offered_to(ports: Ports, session: Session) -> tuple[list[Mandate], list[Given]]:
    """What this person may do for others, and what waits for their answer."""
    held, offers = ports.store.received_by(session.person.ref)
    today = ports.facts(session.person).today
    return held, [o for o in offers if o.is_open(today) and _is_for(session.person, o)]


def _is_for(person: Person, offer: Given) -> bool:
    named = Record(given_name=person.given_name, family_name=person.family_name)
    return is_called(offer, named)


def answer(ports: Ports, session: Session, mandate_id: str, *, accepts: bool) -> None:
    """Raises NotFound for what was not offered to this person; once more does nothing."""
    require_on(ports, session)
    held, offers = offered_to(ports, session)
    offer = next((o for o in offers if o.mandate.id == mandate_id), None)
    if offer is None:
        if accepts and any(m.id == mandate_id for m in held):
            return
        raise NotFound
    state: Literal["accepted", "refused"] = "accepted" if accepts else "refused"
    changed = offer.model_copy(update={"state": state, "changed": ports.clock.now()})
    try:
        ports.store.change_given(changed, "offered")
    except Conflict as error:  # taken back, or answered in another window
        raise NotFound from error
    note(ports, session, f"mandate-{state}", changed)


def revoke(ports: Ports, session: Session, mandate_id: str) -> None:
    """By who gave it; it ends at once. Raises NotFound; once more does nothing."""
    require_on(ports, session)
    given = ports.store.given(session.person.ref, mandate_id)
    if given is None:
        raise NotFound
    if given.state in ("refused", "revoked"):
        return
    end(ports, session, given)


def end(ports: Ports, session: Session, given: Given) -> None:
    """Take it back. Raises Conflict when it changed meanwhile."""
    changed = given.model_copy(update={"state": "revoked", "changed": ports.clock.now()})
    ports.store.change_given(changed, given.state)
    note(ports, session, "mandate-revoked", changed)


def end_by_desk(ports: Ports, given: Given) -> None:
    """The same by a clerk, who wrote it down before. Raises Conflict."""
    own = {"state": "revoked", "by_desk": True, "changed": ports.clock.now()}
    ports.store.change_given(given.model_copy(update=own), given.state)


def note(ports: Ports, session: Session, kind: str, given: Given) -> None:
    mandate = given.mandate
    data = {"mandate": mandate.id, "giver": mandate.person.ref, "holder": mandate.holder}
    log_of(ports, session, kind, data)


def log_of(ports: Ports, session: Session, kind: str, data: dict[str, str]) -> None:
    """In the office's log, chained, without a name."""
    nameless = session.actor("party").model_copy(update={"name": ""})
    actor = session.as_clerk() if session.is_staff else nameless
    office_log.note(ports, session, kind, data, actor=actor)
