"""A list of voters as CSV: each fault is told at its line, and one form has one hash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain import voters
from functions.domain.voters import (
    COLUMNS,
    MOST_ERRORS,
    Report,
    Voter,
    list_hash,
    parse_line,
    read_voters,
)
from tests.lists import HEADER, line, number, voters_csv


def read(content: bytes, piece: int = 65_536) -> tuple[list[Voter], Report]:
    report = Report()
    pieces = (content[i : i + piece] for i in range(0, len(content), piece))
    return list(read_voters(pieces, report)), report


def faults(content: str | bytes) -> list[tuple[int, str, str]]:
    """(line, column, what) of everything wrong."""
    raw = content.encode() if isinstance(content, str) else content
    return [(error.line, error.column, error.why) for error in read(raw)[1].errors]


def test_a_line_becomes_a_voter():
    (voter,), report = read(voters_csv(7))
    assert voter == Voter(7, number(7), "Kiezer7", "Noor", "Dorpsstraat 7, 2800 Mechelen", "nl")
    assert (report.voters, report.wrong) == (1, 0)


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("piece", [1, 7, 65_536])
def test_byte_mark_line_ends_and_delimiter_make_no_difference(
    start: str, end: str, delimiter: str, piece: int
):
    quoted = line(2, address='"Markt 1, bus 2; links"').replace(";", delimiter)
    quoted = quoted.replace(f"bus 2{delimiter} links", "bus 2; links")
    text = start + HEADER.replace(";", delimiter) + quoted
    found, report = read(text.replace("\n", end).encode(), piece)
    assert report.errors == []
    assert [v.address for v in found] == ["Markt 1, bus 2; links"]


def test_columns_come_in_any_order_under_names_that_people_write():
    text = "Familienaam,INSZ,Voor-namen,Geboorteland,Rang,ADRESSE\n"
    text += f"De Wit,{number(3)},Jo,BE,3,Markt 1\n"
    (voter,), report = read(text.encode())
    assert report.errors == []
    assert voter == Voter(3, number(3), "De Wit", "Jo", "Markt 1", "")


def test_gaps_and_empty_lines_are_no_fault_and_the_last_line_needs_no_end():
    content = voters_csv(1, 5).replace(b"\n", b"\n\n") + b" \r\n" + line(900).encode().rstrip()
    found, report = read(content)
    assert [v.rank for v in found] == [1, 5, 900]
    assert report.errors == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(1, "", voters.EMPTY)]),
        (b"\r\n \n", [(1, "", voters.EMPTY)]),
        (b"\xef\xbb\xbf", [(1, "", voters.EMPTY)]),
        (HEADER.encode(), [(2, "", voters.NO_VOTERS)]),
        (HEADER.encode("utf-16"), [(1, "", voters.NOT_UTF8)]),
        (b"x" * 100_000, [(1, "", voters.TOO_LONG)]),
    ],
)
def test_a_file_without_voters_says_why(content: bytes, expected: list[tuple[int, str, str]]):
    assert faults(content) == expected


def test_a_missing_or_double_column_is_told_by_its_name():
    assert faults(HEADER.replace("adres;", "") + "x\n") == [(1, "adres", voters.COLUMN_MISSING)]
    twice = HEADER.replace("taal", "naam")
    assert faults(twice) == [(1, "achternaam", voters.COLUMN_TWICE)]
    (error,) = read(HEADER.replace("adres;", "").encode())[1].errors
    assert error.text.write(str) == "De kolom adres ontbreekt. Zet de titels op de eerste lijn."


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("rank", "", voters.MISSING),
        ("rank", "0", voters.NO_RANK),
        ("rank", "-3", voters.NO_RANK),
        ("rank", "3.5", voters.NO_RANK),
        ("rank", "٣", voters.NO_RANK),
        ("rank", "9" * 40, voters.NO_RANK),
        ("national_number", "", voters.MISSING),
        ("family_name", " ", voters.MISSING),
        ("given_name", "a\u202eb", voters.HIDDEN_SIGN),
        ("given_name", "a\x00b", voters.HIDDEN_SIGN),
        ("address", "x" * 201, voters.FIELD_TOO_LONG),
        ("language", "es", voters.NO_LANGUAGE),
    ],
)
def test_what_is_wrong_in_a_cell_is_told_at_its_line_and_column(column: str, value: str, why: str):
    content = HEADER + line(1) + line(2, **{column: value}) + line(3)
    assert faults(content) == [(3, voters.TITLES[column], why)]


def test_a_national_number_is_judged_as_in_every_form():
    told = {faults(HEADER + line(1, national_number=wrong))[0][2] for wrong in
            ("85.07.30-033.29", "123", "85.13.41-123.45", "x" * 11)}  # fmt: skip
    assert all(why.endswith(".") for why in told)
    assert len(told) >= 2


def test_every_fault_of_a_line_is_told_and_the_next_line_is_read_all_the_same():
    content = HEADER + line(0, language="xx") + line(2)
    found, report = read(content.encode())
    assert [e.column for e in report.errors] == ["rangnummer", "taal"]
    assert [v.rank for v in found] == [2]


def test_a_line_with_too_few_or_too_many_cells_is_told():
    few = HEADER + "1;85.07.30-033.28\n"
    assert [column for _, column, _ in faults(few)] == ["achternaam", "voornaam", "adres"]
    many = HEADER + line(1).rstrip() + ";nog iets\n"
    assert faults(many) == [(2, "", voters.TOO_MANY_CELLS)]
    assert faults(HEADER + line(1).rstrip() + ";;\n") == []


def test_quotes_that_do_not_close_are_told_at_their_line_only():
    content = HEADER + line(1, given_name='"Noor') + line(2)
    assert faults(content) == [(2, "", voters.BAD_QUOTES)]


def test_a_second_voter_with_the_same_number_is_told_with_the_line_of_the_first():
    content = HEADER + line(1) + line(2) + line(1, national_number=number(9))
    content += line(4, national_number=number(2))
    assert faults(content) == [
        (4, "rangnummer", voters.RANK_TWICE),
        (5, "rijksregisternummer", voters.PERSON_TWICE),
    ]
    first = read(content.encode())[1].errors[0]
    assert first.text.write(str) == "Dit rangnummer staat ook op lijn 2."


def test_other_encodings_and_endless_lines_spoil_only_their_line():
    content = HEADER.encode() + line(1, given_name="Zoë").encode("latin-1")
    content += b"y" * 100_000 + b"\n" + line(3).encode()
    found, report = read(content, piece=1000)
    assert [(e.line, e.why) for e in report.errors] == [(2, voters.NOT_UTF8), (3, voters.TOO_LONG)]
    assert [v.rank for v in found] == [3]


def test_the_start_of_a_wrong_line_is_shown_without_signs_that_steer_a_terminal_or_a_page():
    report = read((HEADER + line(0, given_name="\x1b[2J\u202e")).encode())[1]
    assert all(error.source.isprintable() for error in report.errors)
    assert len(read((HEADER + "x" * 4000 + "\n").encode())[1].errors[0].source) == 160


def test_errors_are_kept_up_to_a_number_and_counted_further():
    report = read((HEADER + line(0) * 3_000).encode())[1]
    assert (len(report.errors), report.wrong) == (MOST_ERRORS, 3_000)


def test_a_file_of_nothing_but_errors_is_given_up():
    content = HEADER.encode() + b"x\n" * 30_000
    assert read(content)[1].wrong < 11_000


names = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40
).filter(str.isprintable)
people = st.builds(
    lambda rank, family, given, address, language: Voter(
        rank, number(rank), family, given, address, language
    ),
    st.integers(1, 500_000), names, names, names, st.sampled_from(["", "nl", "fr", "de"]),
)  # fmt: skip


def as_csv(given: list[Voter], delimiter: str) -> bytes:
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([aliases[0] for aliases in COLUMNS.values()])
    writer.writerows(given)
    return text.getvalue().encode()


@given(st.lists(people, min_size=1, max_size=20, unique_by=lambda v: v.rank), st.randoms())
def test_the_canonical_form_is_the_same_for_every_order_and_delimiter(given_voters, random):
    shuffled = random.sample(given_voters, len(given_voters))
    one, _ = read(as_csv(given_voters, ";"))
    other, _ = read(as_csv(shuffled, ","), piece=3)
    lines = [voter.line() for voter in sorted(one)]
    assert lines == [voter.line() for voter in sorted(other)]
    assert list_hash("salt", lines) == list_hash("salt", iter(lines))
    assert [parse_line(text) for text in lines] == sorted(one)


@given(people, people)
def test_two_lists_have_one_hash_only_when_they_are_the_same(one: Voter, other: Voter):
    same = list_hash("s", [one.line()]) == list_hash("s", [other.line()])
    assert same == (one == other)
    assert list_hash("s", [one.line()]) != list_hash("t", [one.line()])


def test_the_hash_is_what_any_tool_computes():
    import hashlib

    voter = Voter(7, "85073003328", "Peeters", "Lena", "Markt 1", "nl")
    text = "burgerloket-voters-1 00ff\n7\t85073003328\tPeeters\tLena\tMarkt 1\tnl\n"
    assert list_hash("00ff", [voter.line()]) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("text", ["", "7\tx\n", "a\tb\tc\td\te\tf\n"])
def test_what_is_no_canonical_line_is_refused(text: str):
    with pytest.raises(ValueError):  # noqa: PT011
        parse_line(text)
