"""The municipal list: who stays, in alphabetical order, for a page, a CSV file and a PDF."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from functions.domain.list_kinds import ListKind
from functions.domain.lists import VoterList
from functions.domain.person import birth_date
from functions.domain.texts import N_, say
from functions.services import drawing
from functions.services.ports import Ports
from functions.services.writing import Words

# What a spreadsheet takes for a formula when a cell begins with it (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

COLUMNS = (
    N_("Rangnummer"), N_("Achternaam"), N_("Voornaam"), N_("Adres"), N_("Geboren"), N_("Beroep"),
)  # fmt: skip


@dataclass(frozen=True)
class MunicipalList:
    """Ready to be written out: texts in the reader's language."""

    title: str
    intro: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]


def municipal_list(
    ports: Ports, kind: ListKind, voter_list: VoterList, words: Words
) -> MunicipalList:
    """The list as it now stands. An unanswered card is no reason to strike."""
    draw = voter_list.draw
    kept = [row for row in drawing.rows(ports, kind, voter_list) if drawing.stays(row)]
    intro = [say(N_("Opgemaakt op %(day)s."), day=ports.clock.now())]
    if draw:
        numbers = ", ".join(draw.numbers)
        intro.append(
            say(N_("Geloot op %(day)s: nummer %(numbers)s."), day=draw.at, numbers=numbers)
        )
        present = ", ".join(draw.present)
        intro.append(say(N_("Aanwezig bij de loting: %(names)s."), names=present))
    intro.append(say(N_("Aantal personen op deze lijst: %(count)s."), count=len(kept)))
    return MunicipalList(
        title=words.write(
            say(N_("Gemeentelijke lijst van gezworenen %(subject)s"), subject=voter_list.subject)
        ),
        intro=tuple(map(words.write, intro)),
        columns=tuple(map(words.write, COLUMNS)),
        rows=tuple(_cells(row) for row in kept),
        closing=(words.write(N_("Namens het college: de burgemeester.")),),
    )


def _cells(row: drawing.Row) -> tuple[str, ...]:
    card = row.card
    born = birth_date(card.national_number)
    return (
        str(card.rank), card.family_name, card.given_name, card.address,
        f"{born:%d/%m/%Y}" if born else "", row.summary.occupation,
    )  # fmt: skip


def as_csv(found: MunicipalList) -> str:
    """For a spreadsheet: UTF-8 with a mark, `;`, and no cell that begins like a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([guarded(cells) for cells in (found.columns, *found.rows)])
    return "\ufeff" + text.getvalue()


def guarded(cells: Sequence[str]) -> list[str]:
    """With an apostrophe before what a spreadsheet would calculate."""
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]
