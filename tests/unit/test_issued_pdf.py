"""Every document that a procedure can issue, as a PDF: what stands on it, and how it is tagged."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pikepdf
import pypdfium2
import pytest

from frontend.contrast import TEXT, ratio
from functions import documents
from functions.domain import sensitive
from functions.domain.calendar import load_calendar
from functions.domain.case import Case, CaseFile, Event
from functions.domain.facts import Facts
from functions.domain.forms import questions_of
from functions.domain.issued import Wanted, code_in
from functions.domain.person import Actor, Person
from functions.domain.procedure import Procedure
from functions.domain.tenant import load_tenant
from functions.domain.workflow import WITHDRAWN, End
from functions.processes import all_procedures
from functions.services import issued_sheet, issuing
from infra.local.calendar import write_calendar
from infra.local.config import ROOT
from tests.applications import NAME, answers_for

AT = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
CODE = "64227T3MC63XDKKEJ2DW"
URL = f"https://mechelen.example/nl/desk/verify/{CODE}"
TENANT = load_tenant(ROOT / "infra" / "tenants" / "mechelen.toml")
TEXT_OF_CLERK = "Uitleg van de dienst"
APPLICANT = Person(given_name="Zoë", family_name="D’Hondt", national_number="85073003328", ref="r")


class _Ports:
    """What the text of a document needs of the world."""

    tenant = TENANT

    @property
    def calendar(self) -> Any:
        return _calendar()


@cache
def _calendar() -> Any:
    path = ROOT / "build" / "local" / "calendar-of-documents.toml"
    write_calendar(path, AT.date())
    return load_calendar(path)


@cache
def answers_of(key: str) -> dict[str, dict[str, Any]]:
    procedure = next(p for p in all_procedures() if p.key == key)
    return answers_for(procedure, Facts(AT, APPLICANT, _calendar(), TENANT), {})


def file_of(procedure: Procedure, end: End) -> CaseFile:
    """A case that the office ended so, with every answer that the form takes."""
    case = Case(
        id=f"{procedure.process}-01KB0000000000000000000000", number="7KM42PRT9XAC",
        process=procedure.process,
        procedure=procedure.name, procedure_version=1, lang="fr", submitted=AT,
        applicant=APPLICANT, mail="z@example.org", answers=answers_of(procedure.key),
        status="closed", outcome=end.name, closed=AT,
    )  # fmt: skip
    steps = [s for s in procedure.workflow.steps if s.role]
    leading = [(s, o) for s in steps for o in s.outcomes if o.then == end.name]
    step, choice = leading[0] if leading else (steps[-1], steps[-1].outcomes[0])
    data = {"step": step.name, "choice": choice.value, "reason": TEXT_OF_CLERK}
    if choice.reasons:
        first = next(iter(choice.reasons))
        data |= {"reasons": first, "text": TEXT_OF_CLERK}
    clerk = Actor(kind="clerk", name="Joris Maes", ref="c", role=step.role)
    events = [
        Event(case_id=case.id, seq=1, at=AT, kind="decided", actor=clerk, data=data),
        Event(case_id=case.id, seq=2, at=AT, kind="closed", actor=Actor(kind="system"), data={}),
    ]
    return CaseFile(case=case, events=events)


def endings() -> Iterator[tuple[Procedure, End]]:
    for procedure in all_procedures():
        for end in procedure.ends:
            if issuing.kind_of(procedure, file_of(procedure, end)):
                yield procedure, end


@cache
def made(key: str, end: str, lang: str) -> bytes:
    procedure = next(p for p in all_procedures() if p.key == key)
    file = file_of(procedure, procedure.workflow.end(end))
    kind = issuing.kind_of(procedure, file)
    assert kind
    wanted = Wanted(kind, lang, 1, 1)
    found = issued_sheet.content(_Ports(), procedure, file, wanted, AT)  # type: ignore[arg-type]
    return documents.issued_pdf(found, TENANT, CODE, URL)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


CASES = [pytest.param(p, e, id=f"{p.key}-{e.name}") for p, e in endings()]
CERTIFICATE, DECISION = (
    ("polio-vaccination/proof", "registered"),
    (
        "legal-cohabitation/declaration",
        "refused",
    ),
)


@pytest.mark.parametrize(("procedure", "end"), CASES)
def test_every_end_makes_a_document_in_dutch_and_in_another_language(
    procedure: Procedure, end: End
) -> None:
    from functions.services.writing import Words

    for lang in ("nl", "fr"):
        text = " ".join(text_of(made(procedure.key, end.name, lang)).split())
        assert APPLICANT.name in text
        assert "7KM4-2PRT-9XAC" in text
        assert "6422-7T3M-C63X-DKKE-J2DW" in text
        assert TENANT.title in text
        title = end.issues.title if end.issues else procedure.guide.title
        for written in {lang, "nl"}:  # the Dutch text is always there
            assert Words(written).write(title) in text, (lang, written)


@pytest.mark.parametrize(("procedure", "end"), CASES)
def test_nothing_sensitive_stands_on_it(procedure: Procedure, end: End) -> None:
    """Neither the answers (they all hold a mark of their own) nor a clerk's words about them."""
    text = text_of(made(procedure.key, end.name, "fr"))
    if sensitive.of_procedure(procedure) and not end.positive:
        step = issuing.decided_by(procedure, file_of(procedure, end))
        assert step
        if sensitive.is_reason(procedure, step):
            assert TEXT_OF_CLERK not in text
    if not end.issues:
        assert NAME not in text
    for path in end.issues.rows if end.issues else ():
        topic, _, name = path.partition(".")
        question = next(q for q in questions_of(procedure.topics()[topic]) if q.name == name)
        assert not sensitive.of_question(question), path
        assert not sensitive.tells(procedure, procedure.topics()[topic], question), path


def test_what_no_office_decided_gives_nothing() -> None:
    none = {WITHDRAWN, "lapsed", "declined", "destroyed"}
    for procedure in all_procedures():
        for end in procedure.ends:
            assert end.is_decision is (end.name not in none), (procedure.key, end.name)
            if end.name in none:
                assert issuing.kind_of(procedure, file_of(procedure, end)) is None, procedure.key


# how it is tagged


def elements(node: Any) -> Iterator[Any]:
    """Every structure element, in reading order."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from elements(one)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(e.S) for e in elements(pdf.Root.StructTreeRoot.K)]


@pytest.fixture(params=[CERTIFICATE, DECISION], ids=["certificate", "decision"])
def tagged(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made(*request.param, "fr"))) as pdf:
        yield pdf


def test_it_says_its_language_its_title_and_that_it_is_tagged(tagged: pikepdf.Pdf) -> None:
    root = tagged.Root
    assert str(root.Lang) == "fr"
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    meta = root.Metadata.read_bytes().decode()
    assert 'pdfuaid:part="1"' in meta or "<pdfuaid:part>1<" in meta
    assert str(tagged.docinfo["/Title"])


def test_its_headings_are_in_order_and_each_language_begins_with_one(tagged: pikepdf.Pdf) -> None:
    headings = [k for k in kinds(tagged) if k in ("/H1", "/H2", "/H3")]
    assert headings[0] == "/H1"
    assert headings.count("/H1") == 2  # French, then Dutch
    assert "/H3" not in headings


def test_its_tables_have_header_cells(tagged: pikepdf.Pdf) -> None:
    tables = [e for e in elements(tagged.Root.StructTreeRoot.K) if str(e.S) == "/Table"]
    assert tables
    for table in tables:
        found = [str(e.S) for e in elements(table.K)]
        assert found.count("/TH") == 2
        assert found.count("/TD") >= 2
        assert found.index("/TH") < found.index("/TD")


def test_its_picture_says_what_it_is(tagged: pikepdf.Pdf) -> None:
    figures = [e for e in elements(tagged.Root.StructTreeRoot.K) if str(e.S) == "/Figure"]
    assert len(figures) == 1
    assert URL in str(figures[0].Alt)


def test_the_dutch_part_says_that_it_is_dutch(tagged: pikepdf.Pdf) -> None:
    """On the elements or on the marked content: one of the two (ISO 32000-1, 14.9.2)."""
    marked = b"".join(op for page in tagged.pages for op in [page.Contents.read_bytes()])
    on_elements = [str(e.get("/Lang", "")) for e in elements(tagged.Root.StructTreeRoot.K)]
    assert "nl" in on_elements or b"/Lang" in marked


def test_all_that_is_drawn_is_tagged_or_an_artifact(tagged: pikepdf.Pdf) -> None:
    """Every text that is shown stands inside marked content (ISO 14289-1, 7.1)."""
    shown = 0
    for page in tagged.pages:
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                depth += 1
            elif name == "EMC":
                depth -= 1
            elif name in ("Tj", "TJ"):
                shown += 1
                assert depth > 0
            del operands
        assert depth == 0
    assert shown > 20


def test_its_text_reads_in_order() -> None:
    text = text_of(made(*CERTIFICATE, "nl"))
    order = ["Bewijs van registratie", "Aanvrager", "Wat we bevestigen", "Rechtsgrond",
             "Geldigheid", "Over dit document", "Kijk na of dit document echt is"]  # fmt: skip
    places = [text.index(heading) for heading in order]
    assert places == sorted(places)


def test_every_letter_is_in_the_file(tagged: pikepdf.Pdf) -> None:
    for page in tagged.pages:
        for font in page.Resources.Font.values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            about = inner.FontDescriptor
            assert any(name in about for name in ("/FontFile", "/FontFile2", "/FontFile3"))
            assert "/ToUnicode" in font


def test_the_same_content_gives_the_same_bytes() -> None:
    again = made.__wrapped__(*CERTIFICATE, "fr")
    assert again == made(*CERTIFICATE, "fr")
    assert code_in(again) == CODE


@pytest.mark.parametrize("name", ["Ana 😀", "محمد", "李", "ab"])
def test_a_sign_that_no_font_has_stops_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = APPLICANT.model_copy(update={"given_name": name})
    monkeypatch.setattr("tests.unit.test_issued_pdf.APPLICANT", odd)
    assert "?" in text_of(made.__wrapped__(*CERTIFICATE, "nl"))


@pytest.mark.parametrize("tenant", ["mechelen", "leuven"])
def test_the_colour_of_the_house_can_be_read_on_paper(tenant: str) -> None:
    accent = load_tenant(ROOT / "infra" / "tenants" / f"{tenant}.toml").style.accent
    assert ratio(accent, "#ffffff") >= TEXT
