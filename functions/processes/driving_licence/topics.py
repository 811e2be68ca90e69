"""What several licences ask. Sources: watermaal-bosvoorde, houthulst.be, begijnendijk.be."""

from enum import StrEnum
from typing import Annotated, ClassVar

from functions.domain.forms import Answers, Ask, Topic
from functions.domain.kinds import Declared, YesNo
from functions.domain.texts import N_


class Category(StrEnum):
    """What a licence is for, as the card says it. Royal Decree of 23 March 1998, article 2."""

    AM = "AM"
    A1 = "A1"
    A2 = "A2"
    A = "A"
    B = "B"
    BE = "BE"
    C1 = "C1"
    C1E = "C1E"
    C = "C"
    CE = "CE"
    D1 = "D1"
    D1E = "D1E"
    D = "D"
    DE = "DE"
    G = "G"


# Lorries and buses: a medical certificate of group 2. houthulst.be
GROUP_2 = tuple(category for category in Category if category[0] in "CD")
CATEGORIES = {
    Category.AM: N_("AM: bromfiets"),
    Category.A1: N_("A1: lichte motorfiets"),
    Category.A2: N_("A2: motorfiets met beperkt vermogen"),
    Category.A: N_("A: motorfiets"),
    Category.B: N_("B: auto"),
    Category.BE: N_("B+E: auto met zware aanhangwagen"),
    Category.C1: N_("C1: lichte vrachtwagen"),
    Category.C1E: N_("C1+E: lichte vrachtwagen met aanhangwagen"),
    Category.C: N_("C: vrachtwagen"),
    Category.CE: N_("C+E: vrachtwagen met aanhangwagen"),
    Category.D1: N_("D1: minibus"),
    Category.D1E: N_("D1+E: minibus met aanhangwagen"),
    Category.D: N_("D: bus"),
    Category.DE: N_("D+E: bus met aanhangwagen"),
    Category.G: N_("G: tractor"),
}


class Photo(Topic):
    title: ClassVar[str] = N_("Je foto en handtekening")

    from_eid: Annotated[
        YesNo,
        Ask(
            N_("Mogen we de foto en de handtekening van je identiteitskaart gebruiken?"),
            hint=N_("Kies nee als de foto niet meer lijkt. Je komt dan langs met een nieuwe foto."),
            missing=N_("Kies of we de foto van je identiteitskaart mogen gebruiken."),
        ),
    ]


def photo_in(answers: Answers) -> str:
    """Where the producer finds the photo: "eid" or "new"."""
    return "eid" if answers.get("photo", {}).get("from_eid") else "new"


class Declarations(Topic):
    title: ClassVar[str] = N_("Wat je verklaart")
    on_check: ClassVar[bool] = True

    truth: Annotated[
        Declared,
        Ask(
            N_("Wat ik invulde is juist."),
            missing=N_("Vink aan dat je antwoorden juist zijn."),
        ),
    ]


class FitDeclarations(Declarations):
    """With the declaration of fitness that a first licence asks. houthulst.be"""

    fit: Annotated[
        Declared,
        Ask(
            N_("Ik zie goed genoeg en ben lichamelijk en geestelijk in staat om te rijden."),
            hint=N_("Twijfel je? Vraag het eerst aan je arts."),
            missing=N_("Vink aan dat je in staat bent om te rijden."),
        ),
    ]
