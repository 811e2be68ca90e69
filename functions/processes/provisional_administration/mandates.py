"""What an order leads to elsewhere: an administrator may act, within the scope and no further.

Only who represents acts for the protected person; who assists acts together with them, so an order
of assistance is a note in the register and no mandate (old Civil Code, articles 492/2 and 494).
"""

from collections.abc import Callable, Iterator

from functions.domain.links import ORDER_ENDED, Ends, FollowInput, Grants, Link, Mandate, Revokes
from functions.domain.person import Person
from functions.processes.provisional_administration.application import (
    ChangeApplication,
    EndingApplication,
    RegistrationApplication,
)
from functions.processes.provisional_administration.topics import ACTS, Form, Someone

Pseudonym = Callable[[str], str]


def mandate_id(protected: str, pseudonym: Pseudonym) -> str:
    """The same for every order about this person, so that a later one changes or ends it; not the
    pseudonym by which the person is found. protected: a national number."""
    return pseudonym(f"administration/{protected}")


def claim_key(protected: str, administrator: str, pseudonym: Pseudonym) -> str:
    """What a registration claims; `administrator`: a pseudonym. It names both, so that nobody finds
    out by trying whether someone else is protected."""
    return f"administration/{pseudonym(f'{protected}/{administrator}')}"


def _mandates(
    application: RegistrationApplication | ChangeApplication, given: FollowInput
) -> Iterator[Mandate]:
    """One for each administrator; none where the order allows nothing here."""
    asked = application.acts
    acts = frozenset(act for name, act in ACTS.items() if getattr(asked, name))
    if application.scope.form != Form.REPRESENTATION or not acts:
        return
    protected = application.protected
    person = Person(
        given_name=protected.given_name,
        family_name=protected.family_name,
        national_number=protected.national_number,
        ref=given.pseudonym(protected.national_number),
    )
    for holder in _holders(application, given):
        yield Mandate(
            id=mandate_id(protected.national_number, given.pseudonym),
            holder=holder,
            person=person,
            acts=acts,
            starts=application.scope.starts,
            ends=application.until.ends if application.until else None,
            claim=claim_key(protected.national_number, holder, given.pseudonym),
        )


def _holders(
    application: RegistrationApplication | ChangeApplication, given: FollowInput
) -> Iterator[str]:
    yield given.facts.applicant.ref
    others = application.administrators.others if application.administrators else []
    yield from _refs(others, given)


def _refs(people: list[Someone], given: FollowInput) -> Iterator[str]:
    return (given.pseudonym(person.national_number) for person in people)


def after_registration(application: RegistrationApplication, given: FollowInput) -> Iterator[Link]:
    if given.end == "registered":
        yield from (Grants(mandate) for mandate in _mandates(application, given))


def after_change(application: ChangeApplication, given: FollowInput) -> Iterator[Link]:
    """The new scope for who is named, nothing for who is not (or only assists from now on)."""
    if given.end != "changed":
        return
    granted = list(_mandates(application, given))
    yield from (Grants(mandate) for mandate in granted)
    gone = list(_refs(application.leaving.others, given)) if application.leaving else []
    if not granted:
        gone += _holders(application, given)
    own = mandate_id(application.protected.national_number, given.pseudonym)
    yield from (Revokes(holder, own) for holder in gone)


def after_ending(application: EndingApplication, given: FollowInput) -> Iterator[Link]:
    """Nobody who stopped acts any more; a later order can be registered again."""
    if given.end != "ended":
        return
    protected = application.protected.national_number
    others = application.stopping.others if application.stopping else []
    for holder in (given.facts.applicant.ref, *_refs(others, given)):
        yield Revokes(holder, mandate_id(protected, given.pseudonym))
        yield Ends(
            claim_key(protected, holder, given.pseudonym),
            ORDER_ENDED,
        )
