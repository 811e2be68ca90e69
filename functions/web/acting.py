"""In words: for whom a form is filled in, and who filled it in."""

from functions.domain.case import Case, Draft, Event
from functions.domain.forms import Contact, Topic
from functions.domain.identification import WAYS
from functions.domain.tenant import Tenant
from functions.domain.texts import N_, Text, say
from functions.services.writing import Words

GIVEN = "given-"  # how the id of a mandate that was given begins (services/given_mandates.py)

CHANNELS = {
    "counter": N_("aan het loket"),
    "phone": N_("aan de telefoon"),
    "paper": N_("van een papieren formulier"),
    "online": N_("online"),
}


def filling_in(words: Words, draft: Draft) -> str:
    """On every page of the form: "you do this for ..."; empty for who does it for themselves."""
    person = draft.applicant or draft.about
    if person is None:
        return ""
    return words.write(say(N_("Je doet dit voor %(name)s."), name=person.name))


def is_given(case: Case) -> bool:
    """Whether it was filled in by a mandate that the applicant gave."""
    return case.mandate.startswith(GIVEN)


def handed_in(words: Words, case: Case) -> str:
    """On the receipt."""
    person = case.about or (case.applicant if case.acting else None)
    if person is None:
        return ""
    return words.write(say(N_("Je diende dit in voor %(name)s."), name=person.name))


def of_case(words: Words, case: Case, *, names: bool) -> str:
    """On the case; `names`: with the name of the clerk (for the desk)."""
    if case.about:
        by, child = case.applicant.name, case.about.name
        text = N_("%(acting)s vulde dit als ouder in voor %(name)s.")
        return words.write(say(text, acting=by, name=child))
    if case.acting is None:
        return ""
    told = words.write(_of_case(case, names=names))
    known = _identified(words, case.identified, case.applicant.name if names else "")
    return f"{told} {known}" if known else told


def _identified(words: Words, key: str, name: str) -> str:
    """How the clerk knew who it was; `name`: of the person, for the desk."""
    way = WAYS.get(key)
    if way is None or not way.told:
        return ""
    if not name:
        return words.write(way.told_citizen)
    return words.write(say(N_("%(name)s %(how)s."), name=name, how=say(way.told)))


def _of_case(case: Case, *, names: bool) -> Text | str:
    acting, applicant = case.acting, case.applicant.name
    if acting is None:
        return ""
    if case.mandate:
        by_order = N_("%(acting)s vulde dit als bewindvoerder in voor %(name)s.")
        by_gift = N_("%(acting)s vulde dit met een volmacht in voor %(name)s.")
        return say(
            by_gift if is_given(case) else by_order,
            acting=acting.name,
            name=applicant,
        )
    how = say(CHANNELS[case.channel])
    if names:
        return say(
            N_("%(acting)s vulde dit in voor %(name)s, %(how)s."),
            acting=acting.name,
            name=applicant,
            how=how,
        )
    return say(N_("Een medewerker vulde dit in, %(how)s."), how=how)


def how_known(words: Words, owner: Draft | Case) -> str:
    """For the desk: how the clerk knew who the applicant is."""
    return _identified(words, owner.identified, owner.applicant.name if owner.applicant else "")


def of_event(words: Words, event: Event) -> str:
    """In the history: for whom, where that is not the one who did it."""
    if "for" not in event.data:
        return ""
    name, how = event.data["for"], say(CHANNELS[event.data["channel"]])
    told = words.write(say(N_("Voor %(name)s, %(how)s."), name=name, how=how))
    known = _identified(words, event.data.get("identified", ""), name)
    return f"{told} {known}" if known else told


def intro(words: Words, topic: type[Topic], draft: Draft, tenant: Tenant) -> str:
    """The text above the questions; a clerk reads what to do for who has no mail address."""
    if draft.channel == "online" or topic is not Contact:
        return words.write(topic.intro)
    return words.write(
        say(
            N_(
                "Vul het e-mailadres van de aanvrager in. Heeft die er geen? Vul dan ons adres in, "
                "%(mail)s, en breng de aanvrager zelf op de hoogte."
            ),
            mail=tenant.contact.mail,
        )
    )
