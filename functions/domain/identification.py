"""How a clerk knows who somebody is for whom they fill in a form: a key, never a number of a
document."""

from dataclasses import dataclass
from typing import Annotated

from functions.domain.forms import Ask
from functions.domain.kinds import NationalNumber
from functions.domain.texts import N_

UNKNOWN = "not-identified"

# By whom a clerk finds what the desk keeps: in a form that is posted
WhoseNumber = Annotated[
    NationalNumber,
    Ask(
        N_("Rijksregisternummer van de persoon"),
        hint=N_("11 cijfers, bijvoorbeeld 85.07.30-033.28."),
        missing=N_("Vul het rijksregisternummer van de persoon in."),
        width="m",
    ),
]


@dataclass(frozen=True)
class Way:
    """One way to know who it is, on one channel. `label`: in the clerk's form; `told`: how the desk
    reads it afterwards; `told_citizen`: the same to the person. Empty where nothing can follow."""

    channel: str
    label: str
    told: str = ""
    told_citizen: str = ""


WAYS = {
    "id-card": Way(
        "counter",
        N_("Aan het loket: identiteitskaart getoond en gelezen"),
        N_("toonde de identiteitskaart"),
        N_("Je toonde je identiteitskaart."),
    ),
    "travel-document": Way(
        "counter",
        N_("Aan het loket: paspoort getoond"),
        N_("toonde een paspoort"),
        N_("Je toonde je paspoort."),
    ),
    "residence-card": Way(
        "counter",
        N_("Aan het loket: verblijfskaart getoond"),
        N_("toonde een verblijfskaart"),
        N_("Je toonde je verblijfskaart."),
    ),
    "licence": Way(
        "counter",
        N_("Aan het loket: rijbewijs getoond"),
        N_("toonde een rijbewijs"),
        N_("Je toonde je rijbewijs."),
    ),
    "loss-certificate": Way(
        "counter",
        N_("Aan het loket: attest van verlies of diefstal getoond"),
        N_("toonde een attest van verlies of diefstal"),
        N_("Je toonde een attest van verlies of diefstal."),
    ),
    "called-back": Way(
        "phone",
        N_("Aan de telefoon: teruggebeld op een nummer dat we al kenden"),
        N_("werd teruggebeld op een gekend nummer"),
        N_("We belden je terug op een nummer dat we al kenden."),
    ),
    "control-questions": Way(
        "phone",
        N_("Aan de telefoon: controlevragen juist beantwoord"),
        N_("beantwoordde de controlevragen juist"),
        N_("Je beantwoordde onze controlevragen."),
    ),
    "signature": Way(
        "paper",
        N_("Op papier: handtekening op het formulier"),
        N_("tekende het papieren formulier"),
        N_("Je tekende het papieren formulier."),
    ),
    UNKNOWN: Way("phone", N_("Niet zeker wie het is")),
}
