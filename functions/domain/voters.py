"""A list of voters as a CSV file: read line by line with what is wrong on each, and written in the
one canonical form whose hash is published.

Canonical form, version 1: UTF-8 in Unicode form NFC, one line a voter, sorted by ranking number,
the fields ranking number, national number (11 digits), family name, given name, address and
language (nl, fr, de or nothing) with a tab between them and a line feed after the last. The hash is
SHA-256 (lower-case hex) over the line `burgerloket-voters-1 <salt>`, a line feed, and that text, so
that anybody with the list and the salt can compute it with any tool (docs/verify-draw.md).
"""

import csv
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from functions.domain.person import parse_national_number
from functions.domain.texts import N_, Text, say

MOST_ERRORS: Final = 200  # kept to show; the rest is counted
_LONGEST: Final = 4096  # bytes of a line; what is longer is no voter
_SHOWN: Final = 160  # signs of a line that are shown with an error
_LONGEST_FIELD: Final = 200
_LARGEST_RANK: Final = 99_999_999
_BOM: Final = b"\xef\xbb\xbf"
_MOST_WRONG: Final = 10_000  # after so many errors the rest of the file tells nothing new

# (u): no public page says how the column is called in the file that a municipality has; these are
# the names that people would write, compared without capitals, accents and signs.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "rank": ("rangnummer", "volgnummer", "nummer", "rang", "numerodordre"),
    "national_number": ("rijksregisternummer", "insz", "rrn", "nationaalnummer", "niss"),
    "family_name": ("achternaam", "familienaam", "naam", "nom"),
    "given_name": ("voornaam", "voornamen", "prenom"),
    "address": ("adres", "adresse"),
    "language": ("taal", "langue"),
}
_OPTIONAL = frozenset({"language"})
TITLES: Final[Mapping[str, str]] = {
    "rank": N_("rangnummer"),
    "national_number": N_("rijksregisternummer"),
    "family_name": N_("achternaam"),
    "given_name": N_("voornaam"),
    "address": N_("adres"),
    "language": N_("taal"),
}
_LANGUAGES = {
    "": "", "n": "nl", "nl": "nl", "f": "fr", "fr": "fr", "d": "de", "de": "de",
}  # fmt: skip

EMPTY = N_("Het bestand is leeg.")
NO_VOTERS = N_("Er staan geen kiezers in het bestand, alleen de titels van de kolommen.")
NOT_UTF8 = N_("Deze tekens zijn geen UTF-8. Bewaar het bestand als CSV UTF-8 en stuur het opnieuw.")
TOO_LONG = N_("Deze lijn is te lang voor een kiezer.")
BAD_QUOTES = N_("De aanhalingstekens kloppen niet. Een kiezer staat op één lijn.")
COLUMN_MISSING = N_("De kolom %(title)s ontbreekt. Zet de titels op de eerste lijn.")
COLUMN_TWICE = N_("De kolom %(title)s staat er twee keer.")
TOO_MANY_CELLS = N_("Deze lijn heeft %(found)s kolommen, de eerste lijn %(wanted)s.")
MISSING = N_("Dit ontbreekt.")
NO_RANK = N_("Een rangnummer is een geheel getal vanaf 1.")
RANK_TWICE = N_("Dit rangnummer staat ook op lijn %(first)s.")
PERSON_TWICE = N_("Dit rijksregisternummer staat ook op lijn %(first)s.")
HIDDEN_SIGN = N_("Er staat een onzichtbaar teken in.")
FIELD_TOO_LONG = N_("Dit is te lang: hoogstens %(most)s tekens.")
NO_LANGUAGE = N_("De taal is nl, fr of de.")
GIVEN_UP = N_("We stopten hier met nakijken: er zijn te veel fouten.")


class Voter(NamedTuple):
    """One voter, as the canonical form has them."""

    rank: int
    national_number: str
    family_name: str
    given_name: str
    address: str
    language: str

    def line(self) -> str:
        """The line of the canonical form."""
        return "\t".join(map(str, self)) + "\n"


def parse_line(line: str) -> Voter:
    """A line of the canonical form; ValueError for anything else."""
    rank, *texts = line.removesuffix("\n").split("\t")
    if len(texts) != len(Voter._fields) - 1:
        raise ValueError(len(texts))
    return Voter(int(rank), *texts)


class LineError(BaseModel):
    """What is wrong on a line. `column`: source text of its name, or empty; `source`: how the line
    begins, for who must mend it."""

    model_config = ConfigDict(defer_build=True)

    line: int
    column: str
    why: str
    values: dict[str, str | int] = {}
    source: str = ""

    @property
    def text(self) -> Text:
        title = {"title": say(str(self.values["title"]))} if "title" in self.values else {}
        return say(self.why, **{**self.values, **title})


@dataclass
class Report:
    """What reading a file found: voters without a fault, and errors (the first MOST_ERRORS)."""

    voters: int = 0
    wrong: int = 0
    errors: list[LineError] = field(default_factory=list)

    def add(
        self, line: int, why: str, column: str = "", source: str = "", **values: str | int
    ) -> None:
        self.wrong += 1
        if len(self.errors) < MOST_ERRORS:
            shown = "".join(s if s.isprintable() else "\N{REPLACEMENT CHARACTER}" for s in source)
            self.errors.append(
                LineError(line=line, column=column, why=why, values=values, source=shown[:_SHOWN])
            )


def read_voters(chunks: Iterable[bytes], report: Report) -> Iterator[Voter]:
    """The voters of a CSV file that comes in pieces, in the order of the file; what is wrong is put
    in the report. Holds one line at a time, and two numbers for each voter to see doubles."""
    lines = _lines(chunks)
    first = next(lines, None)
    if first is None:
        report.add(1, EMPTY)
        return
    header = _header(first[1], report)
    if header is None:
        return
    reader = _Reader(*header, report)
    for number, raw in lines:
        voter = reader.read(number, raw)
        if voter:
            report.voters += 1
            yield voter
        elif report.wrong >= _MOST_WRONG:
            report.add(number, GIVEN_UP)
            return
    if not report.voters and not report.wrong:
        report.add(2, NO_VOTERS)


def _lines(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """(number, line without its end), None for one that is too long; empty ones are left out."""
    number, kept, is_long = 0, bytearray(), False
    for chunk in chunks:
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            number += 1
            if not is_long:
                kept += chunk[start:end]
            is_long = is_long or len(kept) > _LONGEST
            if is_long or kept.strip(_BOM + b"\r "):
                yield number, None if is_long else bytes(kept).rstrip(b"\r")
            kept.clear()
            start, is_long = end + 1, False
        if not is_long:
            kept += chunk[start : start + _LONGEST + 1]
            is_long = len(kept) > _LONGEST
    if is_long or kept.strip(_BOM + b"\r "):
        yield number + 1, None if is_long else bytes(kept).rstrip(b"\r")


def _decoded(raw: bytes) -> str | None:
    try:
        return unicodedata.normalize("NFC", raw.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _header(raw: bytes | None, report: Report) -> tuple[str, list[str]] | None:
    """(delimiter, name of each column, "" where it is not ours), or None with the errors told."""
    text = _decoded(raw.removeprefix(_BOM)) if raw else None
    if raw is None or text is None:
        report.add(1, TOO_LONG if raw is None else NOT_UTF8)
        return None
    found = {delimiter: _columns(text, delimiter) for delimiter in ";,\t"}
    delimiter, columns = max(found.items(), key=lambda pair: len(set(pair[1]) - {""}))
    for name, title in TITLES.items():
        if columns.count(name) > 1:
            report.add(1, COLUMN_TWICE, title, text, title=title)
        elif name not in columns and name not in _OPTIONAL:
            report.add(1, COLUMN_MISSING, title, text, title=title)
    return None if report.wrong else (delimiter, columns)


def _columns(header: str, delimiter: str) -> list[str]:
    known = {alias: name for name, aliases in COLUMNS.items() for alias in aliases}
    return [known.get(_plain(cell), "") for cell in header.replace('"', "").split(delimiter)]


def _plain(title: str) -> str:
    """Without capitals, accents and signs."""
    parts = unicodedata.normalize("NFD", title.casefold())
    return "".join(sign for sign in parts if sign.isalnum())


class _Wrong(Exception):  # noqa: N818
    def __init__(self, why: str, **values: str | int) -> None:
        super().__init__(why)
        self.why, self.values_ = why, values


class _Reader:
    """Reads the lines after the first."""

    def __init__(self, delimiter: str, columns: list[str], report: Report) -> None:
        self._delimiter = delimiter
        self._columns = columns
        self._report = report
        self._ranks: dict[int, int] = {}  # -> line
        self._people: dict[int, int] = {}

    def read(self, number: int, raw: bytes | None) -> Voter | None:
        text = _decoded(raw) if raw is not None else None
        if raw is None or text is None:
            shown = raw.decode("utf-8", "replace") if raw else ""
            self._report.add(number, TOO_LONG if raw is None else NOT_UTF8, source=shown)
            return None
        try:
            (cells,) = csv.reader([text], delimiter=self._delimiter, strict=True)
        except (csv.Error, ValueError):
            self._report.add(number, BAD_QUOTES, source=text)
            return None
        if len(cells) > len(self._columns) and any(cells[len(self._columns) :]):
            wanted = len(self._columns)
            self._report.add(number, TOO_MANY_CELLS, source=text, found=len(cells), wanted=wanted)
            return None
        given = dict(zip(self._columns, cells, strict=False))
        before = self._report.wrong
        read = {name: self._cell(number, name, given.get(name, ""), text) for name in COLUMNS}
        if self._report.wrong > before:
            return None
        rank, person = int(read["rank"]), read["national_number"]
        self._single(number, "rank", rank, self._ranks, RANK_TWICE, text)
        self._single(number, "national_number", int(person), self._people, PERSON_TWICE, text)
        if self._report.wrong > before:
            return None
        texts = (read[name] for name in ("family_name", "given_name", "address", "language"))
        return Voter(rank, person, *texts)

    def _cell(self, line: int, name: str, value: str, source: str) -> str:
        try:
            return _CHECKS.get(name, _text)(" ".join(value.split()))
        except _Wrong as wrong:
            self._report.add(line, wrong.why, TITLES[name], source, **wrong.values_)
        except PydanticCustomError as error:
            self._report.add(line, error.message_template, TITLES[name], source)
        return ""

    def _single(
        self, line: int, name: str, value: int, seen: dict[int, int], why: str, source: str
    ) -> None:
        first = seen.setdefault(value, line)
        if first != line:
            self._report.add(line, why, TITLES[name], source, first=first)


def _rank(value: str) -> str:
    if not value:
        raise _Wrong(MISSING)
    fits = value.isascii() and value.isdigit() and len(value) <= len(str(_LARGEST_RANK))
    if not fits or int(value) < 1:
        raise _Wrong(NO_RANK)
    return str(int(value))


def _person(value: str) -> str:
    if not value:
        raise _Wrong(MISSING)
    return parse_national_number(value)


def _language(value: str) -> str:
    found = _LANGUAGES.get(value.casefold())
    if found is None:
        raise _Wrong(NO_LANGUAGE)
    return found


def _text(value: str) -> str:
    if not value:
        raise _Wrong(MISSING)
    if not value.isprintable():
        raise _Wrong(HIDDEN_SIGN)
    if len(value) > _LONGEST_FIELD:
        raise _Wrong(FIELD_TOO_LONG, most=_LONGEST_FIELD)
    return value


_CHECKS = {"rank": _rank, "national_number": _person, "language": _language}


def list_hash(salt: str, canonical: Iterable[str]) -> str:
    """The hash of a list, from the lines of its canonical form in order."""
    digest = hashlib.sha256(f"burgerloket-voters-1 {salt}\n".encode())
    for line in canonical:
        digest.update(line.encode())
    return digest.hexdigest()
