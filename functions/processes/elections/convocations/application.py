"""Asking for another letter: what the voter tells. Sources: meerhout.be, oostende.be."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain.facts import Facts
from functions.domain.forms import Application, Ask, Contact, Known, Option, Topic
from functions.domain.kinds import Choice, Declared, Kind
from functions.domain.texts import N_
from functions.processes.elections import voting


class Reason(StrEnum):
    NOT_RECEIVED = "not-received"
    LOST = "lost"
    DAMAGED = "damaged"


def elections_with_letters(facts: Facts) -> Sequence[Option]:
    return voting.options(facts.calendar.with_convocations(facts.now), facts)


class Letter(Topic):
    title: ClassVar[str] = N_("Jouw brief")
    intro: ClassVar[str] = N_(
        "De brief heet oproepingsbrief als stemmen verplicht is. Bij Vlaamse lokale verkiezingen "
        "heet hij uitnodiging: dan is stemmen niet verplicht."
    )

    election: Annotated[
        Choice,
        Ask(
            N_("Voor welke verkiezing vraag je een nieuwe brief?"),
            missing=N_("Kies de verkiezing waarvoor je een nieuwe brief vraagt."),
            options=elections_with_letters,
            no_longer=voting.every_election,
        ),
    ]
    reason: Annotated[
        Reason,
        Kind("choice"),
        Ask(
            N_("Waarom heb je een nieuwe brief nodig?"),
            missing=N_("Kies waarom je een nieuwe brief nodig hebt."),
            options={
                Reason.NOT_RECEIVED: N_("Ik kreeg geen brief"),
                Reason.LOST: N_("Ik ben de brief kwijt"),
                Reason.DAMAGED: N_("De brief is niet meer leesbaar"),
            },
        ),
    ]


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Ik heb geen bruikbare brief. Wat ik invulde is juist."),
            missing=N_("Vink aan dat je geen bruikbare brief hebt."),
        ),
    ]


class ConvocationApplication(Application):
    known: Known
    letter: Letter
    contact: Contact
    declarations: Declarations
