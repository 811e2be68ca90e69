"""What a source of another authority may say, and what becomes of it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from functions.adapters.http import Fault
from functions.adapters.sources import _read

NUMBER = "88041299833"
ORIGINS = frozenset({"http://localhost:8007"})


def answer(*dossiers: Any, number: str = NUMBER, **more: Any) -> dict[str, Any]:
    return {"Agent": {"Identificator": number}, "Taal": "nl", "Dossiers": list(dossiers), **more}


def dossier(**changes: Any) -> dict[str, Any]:
    return {
        "DossierNummer": "A-1",
        "Naam": "Studietoelage",
        "Status": {"Naam": "In behandeling"},
        "Fase": "behandeling",
        **changes,
    }


def one(**changes: Any):
    (found,) = _read(answer(dossier(**changes)), NUMBER, ORIGINS).dossiers
    return found


def test_a_dossier_is_read_as_it_was_told() -> None:
    found = one(
        ActieNodig=True,
        Actie={"Naam": "Stuur  een\nbewijs.", "Vervaldatum": "2026-12-08"},
        WijzigingsDatum="2026-11-20T10:00:00+01:00",
        Link="https://www.vlaanderen.be/zaak",
        Documenten=[{"Naam": "Brief", "Link": "https://www.vlaanderen.be/brief"}],
    )
    assert (found.number, found.title, found.status) == ("A-1", "Studietoelage", "In behandeling")
    assert (found.action, found.due, found.is_asked) == (
        "Stuur een bewijs.",
        date(2026, 12, 8),
        True,
    )
    assert found.changed == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert [document.title for document in found.documents] == ["Brief"]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(answer(dossier(), number="90090399790"), id="somebody else"),
        pytest.param({"Dossiers": []}, id="nobody"),
        pytest.param({"Agent": NUMBER, "Dossiers": []}, id="another shape"),
        pytest.param({"Agent": {"Identificator": NUMBER}}, id="no dossiers"),
        pytest.param(answer("x", None, {}, dossier(Naam="")), id="nothing that can be read"),
    ],
)
def test_what_is_no_answer_is_a_fault(wrong: dict[str, Any]) -> None:
    with pytest.raises(Fault):
        _read(wrong, NUMBER, ORIGINS)


def test_one_wrong_dossier_does_not_lose_the_others() -> None:
    found = _read(answer({"DossierNummer": 3}, dossier(), None), NUMBER, ORIGINS)
    assert [one.number for one in found.dossiers] == ["A-1"]


def test_a_number_that_comes_twice_is_told_once_by_its_newest_state() -> None:
    old = dossier(WijzigingsDatum="2026-11-01T10:00:00+01:00")
    new = dossier(
        Status={"Naam": "Afgehandeld"}, Fase="Afgehandeld",
        WijzigingsDatum="2026-11-20T10:00:00+01:00",
    )  # fmt: skip
    for told in ((old, new), (new, old)):
        (found,) = _read(answer(*told), NUMBER, ORIGINS).dossiers
        assert (found.status, found.phase) == ("Afgehandeld", "done")


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "http://elsewhere.example/", "//elsewhere.example/", "/zaak", 7,
        "https://user@elsewhere.example/", "https://x.example/\n", "https://x/" + "a" * 500, "",
    ],
)  # fmt: skip
def test_only_a_page_on_the_web_is_linked(link: Any) -> None:
    assert one(Link=link).href == ""
    assert one(Documenten=[{"Naam": "Brief", "Link": link}]).documents == ()


def test_the_address_of_the_source_itself_is_linked() -> None:
    assert one(Link="http://localhost:8007/zaak").href == "http://localhost:8007/zaak"


@pytest.mark.parametrize(("phase", "is_done"), [("afgehandeld", True), ("iets nieuws", False)])
def test_a_phase_that_is_not_known_runs(phase: str, is_done: bool) -> None:
    assert (one(Fase=phase).phase == "done") is is_done


@pytest.mark.parametrize("day", ["morgen", "2026-13-40", "2026-12-01rubbish", None, 3])
def test_a_date_that_is_none_leaves_the_rest(day: Any) -> None:
    found = one(ActieNodig=True, Actie={"Naam": "Doe iets.", "Vervaldatum": day},
                WijzigingsDatum=day)  # fmt: skip
    assert (found.action, found.due, found.changed) == ("Doe iets.", None, None)


def test_something_to_do_is_never_hidden() -> None:
    assert one(ActieNodig=True).is_asked
    assert one(ActieNodig=True, Actie={"Vervaldatum": "2026-12-08"}).due == date(2026, 12, 8)
    assert one(ActieNodig=True, Actie={"Naam": 3}).action == ""


def test_what_is_left_out_is_counted() -> None:
    many = [dossier(DossierNummer=str(number)) for number in range(103)]
    assert _read(answer(*many), NUMBER, ORIGINS).left_out == 3
    assert _read(answer(dossier(), None), NUMBER, ORIGINS).left_out == 1
    assert _read(answer(dossier()), NUMBER, ORIGINS).left_out == 0


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    assert one(Naam="a" * 300).title == "a" * 199 + "…"


def test_nothing_is_asked_of_who_is_done_or_where_it_is_not_said() -> None:
    action = {"Naam": "Doe iets."}
    assert not one(ActieNodig=True, Actie=action, Fase="afgehandeld").is_asked
    assert not one(ActieNodig="ja", Actie=action).is_asked
    assert not one(Actie=action).is_asked


def test_a_language_that_we_do_not_know_is_dutch() -> None:
    assert _read(answer(dossier(), Taal="fr"), NUMBER, ORIGINS).lang == "fr"
    assert _read(answer(dossier(), Taal="xx"), NUMBER, ORIGINS).lang == "nl"
