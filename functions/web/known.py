"""What the population register knows of a person, as rows that are shown instead of asked."""

from functions.domain.case import Case
from functions.domain.forms import Topic
from functions.domain.person import Person, Record, write_national_number
from functions.domain.procedure import Procedure
from functions.domain.texts import N_
from functions.domain.views import AnswerRow, AnswerTopic
from functions.services.writing import Words

NOT_RIGHT = N_("De aanvrager zegt dat deze gegevens niet kloppen.")
_NOT_ASKED = N_(
    "We konden de gegevens nu niet ophalen bij het Rijksregister. Je kan gewoon verdergaan: wij "
    "kijken ze later na."
)
_NOT_KNOWN = N_("Bij het indienen konden we het Rijksregister niet raadplegen. Kijk het zelf na.")
_STATELESS = "XX"
_CIVIL_STATUS = {
    "single": N_("Ongehuwd"),
    "married": N_("Gehuwd"),
    "divorced": N_("Gescheiden"),
    "widowed": N_("Verweduwd"),
}
_RELATIONS = {"partner": N_("Partner"), "child": N_("Kind")}


def rows(words: Words, person: Person, topic: type[Topic]) -> tuple[AnswerRow, ...]:
    """Who it is, by the sign-in; the rest only where the register could be asked."""
    return _rows(words, person, family=topic.shows_family)


def notice(words: Words, person: Person) -> str:
    """What to tell the reader when the register could not be asked."""
    return "" if person.record else words.write(_NOT_ASKED)


def at_submission(words: Words, procedure: Procedure, case: Case) -> AnswerTopic | None:
    """For the desk: what the register said then, where the answers do not show it already."""
    shown = any(topic.shows_known for topic in procedure.topics().values())
    known = case.applicant.record is not None
    if shown == known:  # in its own topic already, or this procedure does not need it
        return None
    return AnswerTopic(
        title=words.write(N_("Het Rijksregister, toen dit werd ingediend")),
        rows=_rows(words, case.applicant, family=False) if known else (),
        warning="" if known else words.write(_NOT_KNOWN),
    )


def _rows(words: Words, person: Person, *, family: bool) -> tuple[AnswerRow, ...]:
    told = [
        (N_("Naam"), person.name),
        (N_("Rijksregisternummer"), write_national_number(person.national_number)),
    ]
    if person.born:
        told.append((N_("Geboortedatum"), words.date(person.born)))
    if person.record:
        told += _of(words, person.record)
        if family:
            told += [
                (_RELATIONS[relative.relation], relative.name)
                for relative in person.record.relatives
                if relative.relation in _RELATIONS
            ]
    return tuple(AnswerRow(words.write(label), text) for label, text in told if text)


def _of(words: Words, record: Record) -> list[tuple[str, str]]:
    status = words.write(_CIVIL_STATUS.get(record.civil_status, ""))
    if record.is_cohabiting:
        status = words.write(N_("Wettelijk samenwonend"))
    since = words.date(record.since) if record.since else ""
    return [
        (N_("Nationaliteit"), _nationality(words, record)),
        (N_("Adres"), record.address),
        (N_("Ingeschreven in die gemeente sinds"), since),
        (N_("Burgerlijke staat"), status),
    ]


def _nationality(words: Words, record: Record) -> str:
    if record.nationality == _STATELESS:
        return words.write(N_("Staatloos"))
    if not record.nationality:
        return ""
    country = words.country(record.nationality)
    return f"{country} ({words.write(N_('erkend vluchteling'))})" if record.is_refugee else country
