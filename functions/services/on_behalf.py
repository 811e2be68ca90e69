"""Filling in a form for someone else: an administrator for a protected person, a clerk for who is
at the counter or sent a form on paper. The draft belongs to who fills it in; the case to whom it is
for."""

import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar

from functions.domain.authorisation import Action
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, Draft
from functions.domain.forms import Ask, Topic, validate_topic
from functions.domain.identification import UNKNOWN, WAYS
from functions.domain.kinds import Choice, Line, NationalNumber
from functions.domain.links import Given, Mandate
from functions.domain.numbers import age_order
from functions.domain.person import ADULT, Person, Record, Relative, years_after
from functions.domain.problems import Invalid, MandateEnded, NotFound, Problem
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.processes import find
from functions.services import deciding, drafting, rights
from functions.services.ports import Ports

PERSON = "person"  # the name of the topic on its page
CHILD = "child-"  # how the id of a parent's mandate begins


class ForWhom(Topic):
    """What a clerk fills in before the form itself."""

    title: ClassVar[str] = N_("Voor wie vul je dit in?")
    intro: ClassVar[str] = N_(
        "Vul in wie de aanvraag doet. Daarna vul je het formulier in met de antwoorden van die "
        "persoon."
    )

    national_number: Annotated[
        NationalNumber,
        Ask(
            N_("Rijksregisternummer van de aanvrager"),
            hint=N_("11 cijfers, bijvoorbeeld 85.07.30-033.28."),
            missing=N_("Vul het rijksregisternummer van de aanvrager in."),
            width="m",
        ),
    ]
    given_name: Annotated[
        Line, Ask(N_("Voornaam"), missing=N_("Vul de voornaam van de aanvrager in."))
    ]
    family_name: Annotated[
        Line, Ask(N_("Achternaam"), missing=N_("Vul de achternaam van de aanvrager in."))
    ]
    channel: Annotated[
        Choice,
        Ask(
            N_("Hoe kwam de aanvraag bij ons?"),
            missing=N_("Kies hoe de aanvraag bij ons kwam."),
            options={
                "counter": N_("De aanvrager is aan het loket"),
                "phone": N_("De aanvrager is aan de telefoon"),
                "paper": N_("Op papier, bijvoorbeeld met de post"),
            },
        ),
    ]
    identified: Annotated[
        Choice,
        Ask(
            N_("Hoe weet je wie het is?"),
            hint=N_("We bewaren hoe je het weet, niet het nummer van een document."),
            missing=N_("Kies hoe je weet wie het is."),
            options={key: way.label for key, way in WAYS.items()},
        ),
    ]

    def mistakes(self) -> Iterable[tuple[str, str]]:
        if self.identified == UNKNOWN:
            yield (
                "identified",
                N_(
                    "Je kan dit niet invullen voor iemand van wie je niet zeker weet wie het is. "
                    "Vraag om met een identiteitskaart naar het loket te komen, of om zich online "
                    "aan te melden."
                ),
            )
        elif (way := WAYS.get(self.identified)) and way.channel != self.channel:
            yield (
                "identified",
                N_("Dit past niet bij hoe de aanvraag bij ons kwam. Kijk beide antwoorden na."),
            )


# A clerk


def begin_at_desk(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    case_id: str,
    raw: dict[str, Any],
    lang: str,
) -> Draft:
    """A draft for the person that a clerk names, stored. Raises Invalid, NotAllowed."""
    rights.require(session, Action.ENTER, procedure)
    found, problems = validate_topic(PERSON, ForWhom, raw, {}, ports.facts(session.person, lang))
    if not isinstance(found, ForWhom):
        raise Invalid(problems)
    if found.national_number == session.person.national_number:
        own = N_("Dit is je eigen nummer. Meld je aan als burger om iets voor jezelf te vragen.")
        raise Invalid([Problem(f"{PERSON}.national_number", say(own))])
    record = ports.register.record(found.national_number)
    if record and not is_called(found, record):
        other = N_(
            "Volgens het Rijksregister heet de persoon met dit nummer anders. Kijk het nummer en "
            "de naam na."
        )
        raise Invalid([Problem(f"{PERSON}.national_number", say(other))])
    person = Person(
        given_name=found.given_name,
        family_name=found.family_name,
        national_number=found.national_number,
        ref=ports.pseudonym(found.national_number),
        record=without_name(record),
    )
    draft = drafting.new_draft(ports, procedure, session, case_id, lang)
    named = {"applicant": person, "channel": found.channel, "identified": found.identified}
    return drafting.save(ports, draft.model_copy(update=named))


def is_called(typed: ForWhom | Given, record: Record) -> bool:
    """Whether this can be the person of the register: accents, hyphens and second first names do
    not count."""
    given, known = _plain(typed.given_name), _plain(record.given_name)
    same_given = bool(given and known) and (given.startswith(known) or known.startswith(given))
    return same_given and _plain(typed.family_name) == _plain(record.family_name)


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFD", name.casefold())
    return "".join(sign for sign in parts if sign.isalnum())


def without_name(record: Record | None) -> Record | None:
    return record and record.model_copy(update={"given_name": "", "family_name": ""})


# An administrator


def mandates(ports: Ports, procedure: Procedure, session: Session) -> list[Mandate]:
    """By which this person may start this procedure for someone today. Asks the table only where
    acting for someone is possible at all."""
    if not procedure.scope or procedure.opened_by != "citizen" or session.is_staff:
        return []
    today = ports.facts(session.person).today
    held = ports.store.mandates_of(session.person.ref)
    return [mandate for mandate in held if mandate.covers(procedure.scope, today)]


def parental(ports: Ports, session: Session) -> list[Mandate]:
    """For each minor child whom the register gave at sign-in: until the day before they are 18.
    None where the register could not be asked, or does not know when the child was born."""
    if session.is_staff or not ports.tenant.mandates.parents:
        return []
    return parental_of(ports, session.person.ref, session.person.children)


def parental_of(ports: Ports, parent: str, children: Iterable[Relative]) -> list[Mandate]:
    """By which the parent with this pseudonym may act today for each of these children."""
    today = ports.clock.now().astimezone(BRUSSELS).date()
    found = [
        Mandate(
            id=f"{CHILD}{ports.pseudonym(child.national_number)}",
            holder=parent,
            person=Person(
                given_name=child.given_name,
                family_name=child.family_name,
                national_number=child.national_number,
                ref=ports.pseudonym(child.national_number),
            ),
            starts=born,
            ends=years_after(born, ADULT) - timedelta(days=1),
            origin="parent",
        )
        for child in children
        if (born := child.born)
    ]
    return [mandate for mandate in found if mandate.is_in_force(today)]


def child_of(record: Record, national_number: str) -> Relative:
    """A person of the register, as their parents have them."""
    return Relative(
        relation="child",
        given_name=record.given_name,
        family_name=record.family_name,
        national_number=national_number,
    )


def may_choose(ports: Ports, session: Session) -> bool:
    """Whether this person can act for anybody, or can accept a mandate. One request."""
    held, offers = ports.store.received_by(session.person.ref)
    today = ports.facts(session.person).today
    waiting = any(offer.is_open(today) for offer in offers)
    return waiting or bool(parental(ports, session)) or any(m.is_in_force(today) for m in held)


def covers(procedure: Procedure, mandate: Mandate, day: date) -> bool:
    """Whether it lets its holder start this procedure for its person on that day."""
    if mandate.origin == "parent":
        return procedure.for_child is not None and mandate.is_in_force(day)
    return mandate.covers(procedure.scope, day)


def for_chosen(procedure: Procedure, session: Session, draft: Draft) -> Draft:
    """A new draft, for whom this person chose to act for; their own when they chose nobody. A form
    that asks for whom it is gets its answer: its applicant stays the parent."""
    mandate = session.acting_for
    if mandate is None:
        return draft
    if mandate.origin != "parent":
        return draft.model_copy(update={"applicant": mandate.person, "mandate": mandate.id})
    about = mandate.person.model_copy(update={"record": None})
    changes = {"about": about, "mandate": mandate.id, "answers": _known(procedure, about)}
    return draft.model_copy(update=changes)


def _known(procedure: Procedure, child: Person) -> dict[str, dict[str, Any]]:
    if procedure.for_child is None:
        return {}
    named = Relative(
        relation="child",
        given_name=child.given_name,
        family_name=child.family_name,
        national_number=child.national_number,
    )
    return {topic: dict(known) for topic, known in procedure.for_child(named).items()}


def still_about(procedure: Procedure, draft: Draft) -> Draft:
    """The form has the last word: without the child when it was answered for someone else."""
    if draft.about is None:
        return draft
    known = _known(procedure, draft.about)
    same = all(
        draft.answers.get(topic, {}).get(name) == told
        for topic, given in known.items()
        for name, told in given.items()
    )
    return draft if known and same else draft.model_copy(update={"about": None, "mandate": ""})


def begin_by_mandate(
    ports: Ports, procedure: Procedure, session: Session, case_id: str, mandate_id: str, lang: str
) -> Draft:
    """A draft for the protected person of a mandate, stored. Raises NotFound for a mandate that was
    not offered."""
    found = next((m for m in mandates(ports, procedure, session) if m.id == mandate_id), None)
    if found is None:
        raise NotFound
    record = without_name(ports.register.record(found.person.national_number))
    person = found.person.model_copy(update={"record": record})
    draft = drafting.new_draft(ports, procedure, session, case_id, lang)
    named = {"applicant": person, "mandate": found.id}
    return drafting.save(ports, draft.model_copy(update=named))


def require_mandate(
    ports: Ports, procedure: Procedure, session: Session, held: Draft | Case
) -> None:
    """Whether who acts by a mandate in this draft or case still may. Raises MandateEnded."""
    acts = isinstance(held, Draft) or deciding.acts_for(held, session)
    if not acts or not (name := _mandate_of(held, session)):
        return
    if not any(
        mandate.id == name and covers(procedure, mandate, ports.facts(session.person).today)
        for mandate in _held(ports, session, name)
    ):
        raise MandateEnded


def _mandate_of(held: Draft | Case, session: Session) -> str:
    """By which this person acts here; a case that its person began is open by the one chosen."""
    if isinstance(held, Draft) or deciding.began_for(held, session):
        return held.mandate
    return session.acting_for.id if session.acting_for else ""


def _held(ports: Ports, session: Session, name: str) -> list[Mandate]:
    if name.startswith(CHILD):
        return parental(ports, session)
    return ports.store.mandates_of(session.person.ref)


def require_chosen(ports: Ports, session: Session) -> Mandate:
    """The mandate by which this session acts for someone, if it still is in force. Raises
    MandateEnded."""
    chosen = session.acting_for
    today = ports.facts(session.person).today
    for mandate in _held(ports, session, chosen.id) if chosen else []:
        if chosen and mandate.id == chosen.id and mandate.is_in_force(today):
            return mandate
    raise MandateEnded


def cases_of(ports: Ports, session: Session) -> tuple[list[Case], list[Draft]]:
    """What this sign-in sees as its own: each case and open draft that the person is a part of. Who
    acts for someone sees that person's alone, as far as the mandate goes. Raises MandateEnded."""
    chosen = require_chosen(ports, session) if session.acting_for else None
    cases, drafts = ports.store.cases_of(session.person.ref)
    if chosen:
        drafts = [draft for draft in drafts if draft.mandate == chosen.id]
        cases = list(_of_chosen(ports, session, chosen, cases))
    now = ports.clock.now().timestamp()
    opened = [
        draft
        for draft in drafts
        if draft.expires_at > now
        and (procedure := find(draft.process, draft.procedure)) is not None
        and drafting.may_open(procedure, draft, session)
    ]
    return still_theirs(ports, session, cases), opened


def _of_chosen(ports: Ports, session: Session, chosen: Mandate, own: list[Case]) -> Iterable[Case]:
    """What was begun by this mandate; by an order also what its person began, within its acts."""
    found = {case.id: case for case in own if case.mandate == chosen.id}
    if chosen.origin == "court":
        theirs, _ = ports.store.cases_of(chosen.person.ref)
        found |= {case.id: case for case in theirs if deciding.acts_for(case, session)}
    return (found[case_id] for case_id in sorted(found, key=age_order, reverse=True))


def still_theirs(ports: Ports, session: Session, cases: Iterable[Case]) -> list[Case]:
    """Without the cases of people for whom this person may no longer act."""
    found = list(cases)
    if not any(deciding.acts_for(case, session) for case in found):
        return found
    today = ports.facts(session.person).today
    held = {mandate.id: mandate for mandate in ports.store.mandates_of(session.person.ref)}

    def covered(case: Case) -> bool:
        name, procedure = _mandate_of(case, session), find(case.process, case.procedure)
        mandate = held.get(name)
        return bool(mandate and procedure and mandate.covers(procedure.scope, today))

    return [case for case in found if not deciding.acts_for(case, session) or covered(case)]
