"""Jurors from the list to the province, through the real handlers."""

import io
import json
import re
from datetime import date
from typing import Any

import boto3
import pikepdf
import pytest

from functions import wiring
from functions.domain.case import first_break
from functions.domain.numbers import age_order
from functions.domain.problems import Busy
from functions.services import drawing
from infra import verify_draw
from infra.local.stack import LocalStack
from tests.contract.test_uploads import stored
from tests.drawing import (
    LIST,
    PAGE,
    answer_card,
    begun,
    card_path,
    clerk_at,
    current,
    decide_card,
    draw_boxes,
    drawn,
    list_of,
    persona,
    press,
    published,
    recorded,
    send_file,
    today,
)
from tests.lists import line
from tests.people import Someone
from tests.unit.known import number_of


def names(clerk: Someone) -> list[str]:
    """The family names of the municipal list, as the page shows them."""
    clerk.get(f"{PAGE}/municipal")
    return re.findall(r"<td>(Peeters|Kiezer\d+|[A-Z]\w+-test)</td>", clerk.text)


def mark(clerk: Someone, rank: int, choice: str, reason: str = "") -> None:
    clerk.get(f"{PAGE}/cards/{rank}")
    press(clerk, f"/cards/{rank}", mark=choice, reason=reason)


def test_from_the_list_to_the_province(desk: LocalStack) -> None:
    clerk = drawn(desk)
    found = current()
    assert (found.state, found.prepared, found.opened, found.outside) == ("drawn", 3, 3, 0)
    decide_card(desk, answer_card(desk), "keep")
    assert any("Nieuws" in mail.subject for mail in desk.mails("lena@example.org"))
    mark(clerk, 37, "struck", "Is overleden.")
    assert names(clerk) == ["Kiezer237", "Peeters"]
    clerk.get(PAGE)
    press(clerk, "/sent", **today())
    assert current().state == "sent", clerk.text
    assert "Naar de provincie gestuurd" in clerk.text
    events = wiring.ports().lists.events(LIST)
    assert first_break(events, current().head) is None
    assert [event.kind for event in events] == [
        "created", "imported", "published", "drawn", "opened", "marked", "sent",
    ]  # fmt: skip
    assert {e.actor.ref for e in events if e.kind != "opened"} == {
        wiring.ports().pseudonym(persona("mechelen-court-liaison").rrn)
    }


def test_a_draw_can_be_recomputed_from_what_everybody_can_see(
    desk: LocalStack, tmp_path: Any
) -> None:
    content = list_of(line(437, national_number=number_of(date(1935, 1, 1))))
    drawn(desk, content)
    anybody = desk.client()
    answer = anybody.get(
        f"{PAGE}/published", base_url=desk.url, headers={"Accept": "application/json"}
    )
    record = answer.get_json()
    assert (record["drawn"], record["kept"], record["outside"]) == (["37"], 3, 1)
    (tmp_path / "list.csv").write_bytes(content)
    (tmp_path / "record.json").write_text(json.dumps(record))
    asked = [str(tmp_path / "list.csv"), "--record", str(tmp_path / "record.json")]
    assert verify_draw.main(asked) == verify_draw.SAME
    (tmp_path / "list.csv").write_bytes(content.replace(b"Kiezer299", b"Kiezer298"))
    assert verify_draw.main(asked) == verify_draw.DIFFERENT


def test_what_is_published_needs_no_sign_in_and_names_nobody(desk: LocalStack) -> None:
    clerk = begun(desk)
    anybody = desk.client()
    assert anybody.get(f"{PAGE}/published", base_url=desk.url).status_code == 404
    send_file(clerk, list_of())
    assert anybody.get(f"{PAGE}/published", base_url=desk.url).status_code == 404
    press(clerk, "/publish")
    before = anybody.get(f"{PAGE}/published", base_url=desk.url).get_data(as_text=True)
    found = current()
    assert found.hash in before
    assert found.salt not in before  # or who knows a part of the list could look for the rest
    desk.forward(minutes=2)
    clerk.get(f"{PAGE}/draw")
    press(clerk, "/draw", **draw_boxes())
    desk.settle()
    after = anybody.get(f"{PAGE}/published", base_url=desk.url).get_data(as_text=True)
    assert found.salt in after
    for text in (before, after):
        assert not re.search(r"Kiezer|Peeters|Noor|Lena|Dorpsstraat|An Wouters|\b\d{11}\b", text)


def test_a_draw_is_recorded_once_whoever_is_second(desk: LocalStack) -> None:
    clerk = published(desk)
    other = clerk_at(desk, f"{PAGE}/draw")
    desk.forward(minutes=2)
    clerk.get(f"{PAGE}/draw")
    press(clerk, "/draw", **draw_boxes())
    answer = press(other, "/draw", **draw_boxes(units="9"))
    assert answer.status_code == 409
    assert "De loting is al genoteerd" in other.text
    assert current().draw.numbers == ("37",)  # type: ignore[union-attr]
    other.get(f"{PAGE}/draw")
    assert other.at == PAGE


def test_a_draw_from_a_list_that_was_not_published_is_refused(desk: LocalStack) -> None:
    clerk = published(desk)
    clerk.get(f"{PAGE}/draw")
    boxes = draw_boxes()
    other = clerk_at(desk, PAGE)
    send_file(other, list_of(most=200))  # another list than the one that was published
    answer = press(clerk, "/draw", **boxes)
    assert answer.status_code == 409
    assert current().draw is None
    assert len(current().published) == 1
    other.get(f"{PAGE}/draw")
    assert other.at == PAGE
    press(other, "/publish")
    assert [line.lines for line in current().published] == [300, 200]
    assert "300" in other.text  # what was published before stays to be seen


def test_what_was_typed_of_a_draw_is_kept_and_each_mistake_is_told_at_its_box(
    desk: LocalStack,
) -> None:
    clerk = published(desk)
    clerk.get(f"{PAGE}/draw")
    wrong = draw_boxes(units="37", tens="", time="laat", alderman__2=" ", mayor="An Wouters")
    assert press(clerk, "/draw", **wrong).status_code == 422
    for box in ("units-1", "tens-1", "time", "alderman-2"):
        assert f'id="{box}-error"' in clerk.text
    assert 'value="An Wouters"' in clerk.text
    assert "<title>Fout:" in clerk.text
    answer = press(clerk, "/draw", **{**draw_boxes(), "day__year": "2999"})
    assert answer.status_code == 422
    assert "in de toekomst" in clerk.text
    answer = press(clerk, "/draw", **{**draw_boxes(), "day__year": "2001"})
    assert "na de publicatie" in clerk.text
    assert answer.status_code == 422
    assert current().draw is None


def test_two_draws_where_the_province_has_two(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = wiring.ports().tenant.facts["jurors/card"]
    monkeypatch.setitem(own, "draws", 2)
    clerk = published(desk)
    desk.forward(minutes=2)
    clerk.get(f"{PAGE}/draw")
    same = draw_boxes(units__2="7", tens__2="3")
    assert press(clerk, "/draw", **same).status_code == 422
    assert "hetzelfde nummer" in clerk.text
    press(clerk, "/draw", **draw_boxes(units__2="0", tens__2="0"))
    desk.settle()
    assert current().draw.numbers == ("37", "00")  # type: ignore[union-attr]
    assert current().prepared == 6  # 37, 137, 237 and 100, 200, 300


def test_cards_are_opened_in_parts_and_a_crash_in_the_middle_repeats_nothing(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch, hasty: None
) -> None:
    monkeypatch.setattr(drawing, "_PART", 2)
    recorded(desk, list_of(most=700))
    store, opened = wiring.ports().store, []
    create = store.create_draft

    def failing(draft: Any) -> None:
        opened.append(draft.case_id)
        if len(opened) in (2, 3, 6):
            raise Busy
        create(draft)

    monkeypatch.setattr(store, "create_draft", failing)
    desk.settle()
    found = current()
    assert (found.prepared, found.opened, found.state) == (7, 7, "drawn")
    cards = wiring.ports().lists.cards(LIST)
    assert [card.rank for card in cards] == [37, 137, 237, 337, 437, 537, 637]
    assert len({card.case_id for card in cards}) == 7
    assert len(set(opened)) == 7  # only ids that were made before are tried again
    assert all(store.draft_or_case(card.case_id)[0] for card in cards)
    kinds = [event.kind for event in wiring.ports().lists.events(LIST)]
    assert kinds.count("opened") == 1


def test_an_old_record_of_the_stream_opens_no_card_again(desk: LocalStack) -> None:
    drawn(desk)
    juror = answer_card(desk)
    case_id = juror.at.removesuffix("/receipt").rpartition("/")[2]
    ports = wiring.ports()
    before = current()
    assert drawing.list_changed(ports, LIST) == 0
    again = before.model_copy(update={"opened": 0, "version": before.version + 1})
    ports.lists.advance(again)
    desk.settle()
    draft, case = ports.store.draft_or_case(case_id)
    assert draft is None
    assert case
    assert current().opened == 3


def test_a_card_is_only_for_who_was_drawn(desk: LocalStack) -> None:
    drawn(desk)
    juror = clerk_at(desk, "/nl/desk/my", "lena-peeters")
    path = card_path(juror)
    other = clerk_at(desk, "/nl/desk/my", "karim-el-amrani")
    assert "Kaart voor gezworenen" not in other.text
    for place in ("questions/language", "check", "receipt", ""):
        assert other.get(f"{path}/{place}".rstrip("/")).status_code == 404


def test_an_office_is_shown_to_the_office_and_struck_with_its_reason(desk: LocalStack) -> None:
    clerk = drawn(desk)
    juror = answer_card(desk, office="mandate")
    clerk.get(f"{PAGE}/cards?state=answered")
    assert "Heeft een politiek mandaat." in clerk.text
    assert "Kiezer37" not in clerk.text
    decide_card(desk, juror, "strike", "Heeft een politiek mandaat.")
    assert names(clerk) == ["Kiezer237", "Kiezer37"]
    juror.get(juror.at.removesuffix("/receipt"))
    assert "Je bent van de lijst geschrapt." in juror.text
    assert "Heeft een politiek mandaat." in juror.text
    clerk.get(f"{PAGE}/cards/137")
    with pytest.raises(AssertionError, match="no form"):
        clerk.form("/cards/137")


def test_who_does_not_answer_or_withdraws_stays_on_the_list(desk: LocalStack) -> None:
    clerk = drawn(desk)
    juror = answer_card(desk)
    juror.get(juror.at.removesuffix("/receipt"))
    press(juror, "/withdraw")
    desk.settle()
    mark(clerk, 37, "no-answer")
    assert "Geen antwoord, blijft op de lijst" in clerk.text
    assert names(clerk) == ["Kiezer237", "Kiezer37", "Peeters"]


def test_striking_without_an_answer_asks_for_a_reason_and_can_be_put_right(
    desk: LocalStack,
) -> None:
    clerk = drawn(desk)
    clerk.get(f"{PAGE}/cards/37")
    assert press(clerk, "/cards/37", mark="struck", reason="  ").status_code == 422
    assert 'id="reason-error"' in clerk.text
    assert press(clerk, "/cards/37", mark="", reason="x").status_code == 422
    assert press(clerk, "/cards/37", mark="struck", reason="x" * 2001).status_code == 422
    mark(clerk, 37, "struck", "Is overleden.")
    assert "Kiezer37" not in names(clerk)
    mark(clerk, 37, "no-answer")
    assert "Kiezer37" in names(clerk)


def test_a_card_that_was_answered_meanwhile_is_not_struck_unseen(desk: LocalStack) -> None:
    clerk = drawn(desk)
    clerk.get(f"{PAGE}/cards/137")
    answer_card(desk)
    answer = press(clerk, "/cards/137", mark="struck", reason="Te laat.")
    assert answer.status_code == 409
    assert "Peeters" in names(clerk)


def test_the_list_is_sent_only_when_every_card_that_came_is_decided(desk: LocalStack) -> None:
    clerk = drawn(desk)
    juror = answer_card(desk)
    clerk.get(PAGE)
    assert press(clerk, "/sent", **today()).status_code == 422
    assert "nog 1" in clerk.text
    assert press(clerk, "/sent", day__year="2999", day__month="1", day__day="1").status_code == 422
    assert press(clerk, "/sent").status_code == 422
    decide_card(desk, juror, "keep")
    clerk.get(PAGE)
    press(clerk, "/sent", **today())
    assert current().state == "sent"
    clerk.get(f"{PAGE}/cards/37")
    with pytest.raises(AssertionError, match="no form"):
        clerk.form("/cards/37")


def test_the_municipal_list_is_a_csv_that_no_spreadsheet_calculates(desk: LocalStack) -> None:
    clerk = drawn(desk, list_of(line(337, family_name='=HYPERLINK("http://x")')))
    juror = answer_card(desk, occupation="@SUM(1+1)")
    decide_card(desk, juror, "keep")
    answer = clerk.get(f"{PAGE}/municipal.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{LIST}.csv"'
    text = answer.get_data().decode("utf-8-sig")
    assert "'@SUM(1+1)" in text
    assert "\"'=HYPERLINK(" in text
    cells = [cell for row in text.splitlines() for cell in row.split(";")]
    assert not [cell for cell in cells if cell.lstrip('"').startswith(("=", "@", "+", "-"))]


def tags(pdf: pikepdf.Pdf) -> set[str]:
    """The structure types of a tagged PDF (ISO 32000-1, 14.8.4)."""
    found, waiting = set(), [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            found.add(str(node.get("/S", "")))
            waiting += [node.K] if "/K" in node else []
    return found


@pytest.mark.parametrize("lang", ["nl", "fr"])
def test_the_municipal_list_is_an_accessible_pdf(desk: LocalStack, lang: str) -> None:
    clerk = drawn(desk)
    answer = clerk.browser.get(
        f"/{lang}/desk/lists/{LIST}/municipal.pdf", base_url=desk.url, follow_redirects=False
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(desk.local.cloud_url)
    content = stored()[f"lists/{LIST}/municipal-{lang}.pdf"]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith(lang)
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert LIST.removeprefix("jury-") in about["dc:title"]
        assert tags(pdf) >= {"/Document", "/H1", "/P", "/Table", "/TR", "/TH", "/TD", "/THead"}
    kinds = [(e.kind, e.data) for e in wiring.ports().lists.events(LIST)]
    assert ("downloaded", {"what": "pdf"}) in kinds


def test_cards_are_printed_one_a_page_for_who_answers_on_paper(desk: LocalStack) -> None:
    clerk = drawn(desk)
    answer_card(desk)
    clerk.get(f"{PAGE}/print")
    assert clerk.text.count('class="sheet"') == 2  # Lena answered
    assert "Noor Kiezer37" in clerk.text
    assert "Kan je lezen en schrijven?" in clerk.text
    assert "☐ Ja" in clerk.text
    assert not re.search(r"\d\d\.\d\d\.\d\d-\d{3}", clerk.text)  # no national number in the post


def test_the_office_is_reminded_before_the_day_of_the_province_and_only_then(
    desk: LocalStack,
) -> None:
    drawn(desk)
    ports = wiring.ports()
    own = ports.tenant.facts["jurors/card"]
    last = drawing.send_day(ports, "jurors/card", current())
    assert (last.month, last.day) == (own["send_month"], own["send_day"])
    from functions.domain.agenda import Dated

    dated = Dated(case_id=LIST, kind="list-remind", name="send", at=ports.clock.now())
    ports.store.plan(dated)
    desk.forward(hours=2)
    (mail,) = [m for m in desk.mails() if "naar de provincie" in m.subject]
    assert PAGE in mail.text
    clerk = clerk_at(desk, PAGE)
    press(clerk, "/sent", **today())
    ports.store.plan(dated.model_copy(update={"at": ports.clock.now()}))
    desk.forward(hours=2)
    assert len([m for m in desk.mails() if "naar de provincie" in m.subject]) == 1


def test_a_list_goes_when_it_was_kept_long_enough_and_that_it_was_there_stays(
    desk: LocalStack,
) -> None:
    clerk = drawn(desk)
    clerk.get(PAGE)
    press(clerk, "/sent", **today())
    ports = wiring.ports()
    desk.forward(days=4 * 365 + 2)
    assert ports.lists.cards(LIST) == []
    assert [key for key in stored() if LIST in key] == []
    events = ports.lists.events(LIST)
    assert events[-1].kind == "deleted"
    assert first_break(events, current().head) is None
    assert clerk_at(desk, PAGE).last.status_code == 200
    assert clerk_at(desk, f"{PAGE}/cards").last.status_code == 404


def test_no_card_id_can_be_guessed(desk: LocalStack) -> None:
    drawn(desk)
    ids = [card.case_id for card in wiring.ports().lists.cards(LIST)]
    made = [age_order(case_id) for case_id in ids]
    assert len({one[:10] for one in made}) == 1
    assert len({one[10:13] for one in made}) == 3
    table = boto3.client("dynamodb").scan(TableName=desk.local.table)["Items"]
    assert sum(item.get("kind", {}).get("S") == "draft" for item in table) == 3
