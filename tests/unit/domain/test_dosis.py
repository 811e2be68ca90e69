"""What DOSIS is told of a case: for every step and end of every procedure."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from functions.domain import dosis
from functions.domain.case import Case, Party
from functions.domain.dosis import State
from functions.domain.person import Person
from functions.domain.procedure import Procedure
from functions.domain.tenant import Dosis, Tenant, load_tenant
from functions.domain.workflow import LAPSED, WITHDRAWN
from functions.processes import all_procedures
from infra.local.identity import load_personas
from infra.local.neighbours.dosis import Dossier

AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
LATER = "2026-11-27T09:00:00+00:00"
PROCEDURES = [pytest.param(p, id=p.key) for p in all_procedures()]


def tenant(**products: str) -> Tenant:
    found = load_tenant(Path("infra/tenants/mechelen.toml"))
    return found.model_copy(
        update={"products": products or {p.key: "1234" for p in all_procedures()}}
    )


EVERYTHING = tenant().model_copy(update={"dosis": Dosis(source="https://desk.example/")})


def case(procedure: Procedure, **changes: object) -> Case:
    person = Person(
        given_name="Lena", family_name="Peeters", national_number="88041299833", ref="r"
    )
    return Case(
        id=f"{procedure.process}-01KB0000000000000000000000", number="7KM42PRT9XAC",
        process=procedure.process,
        procedure=procedure.name, procedure_version=1, lang="fr", submitted=AT,
        applicant=person, mail="a@example.org",
        answers={"secret": {"answer": "vertelt iets"}}, **changes,
    )  # fmt: skip


def sent(found: Case, procedure: Procedure) -> dict:
    told = dosis.known(procedure, found)
    return dosis.payload(
        EVERYTHING, found, told, site="https://desk.example", title=procedure.guide.title,
        status=str(told.status), action=told.action,
    )  # fmt: skip


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_step_makes_a_dossier_that_is_taken(procedure: Procedure) -> None:
    for step in procedure.workflow.steps:
        body = sent(case(procedure, stage=step.name, stage_entered=LATER), procedure)
        Dossier.model_validate(body)
        asks = body["Status"]["Actie"]["ActieNodig"]
        assert asks is (step.party == "applicant"), step.name
        assert body["WijzigingsDatum"] == LATER
        assert "vertelt" not in str(body)


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_end_makes_a_dossier_that_is_taken(procedure: Procedure) -> None:
    for end in procedure.ends:
        closed = case(procedure, status="closed", outcome=end.name, closed=AT, reason="vertelt")
        body = sent(closed, procedure)
        Dossier.model_validate(body)
        assert body["Status"]["VlaamsFase"] == "Afgerond"
        assert body["Status"]["Actie"] == {"ActieNodig": False, "Actie": ""}
        assert "vertelt" not in str(body)
        expected = State.GRANTED if end.positive else State.REFUSED
        if end.name in (WITHDRAWN, LAPSED):
            expected = State.STOPPED
        assert dosis.known(procedure, closed).state is expected


PROXY = next(p for p in all_procedures() if p.key == "elections/proxy")


def test_what_was_just_handed_in_is_handed_in() -> None:
    body = sent(case(PROXY), PROXY)
    assert body["Status"]["VlaamsCode"] == "Ingediend"
    Dossier.model_validate(body)


def test_what_was_reopened_is_in_appeal() -> None:
    step = next(s for s in PROXY.workflow.steps if s.role)
    found = case(PROXY, stage=step.name, stage_entered=LATER, run=2)
    assert dosis.known(PROXY, found).state is State.APPEAL


def test_only_the_applicant_is_named() -> None:
    body = sent(case(PROXY), PROXY)
    assert [agent["Identificatie"] for agent in body["Agenten"]] == ["88041299833"]


def test_the_same_state_is_the_same_upload_and_another_is_not() -> None:
    step = PROXY.workflow.steps[0].name
    first = sent(case(PROXY, stage=step, stage_entered=LATER), PROXY)
    again = sent(case(PROXY, stage=step, stage_entered=LATER), PROXY)
    other = sent(case(PROXY, stage=step, stage_entered="2026-11-28T09:00:00+00:00"), PROXY)
    assert first["UploadId"] == again["UploadId"] != other["UploadId"]


def test_a_procedure_without_a_number_or_that_is_not_to_be_told_of_has_no_product() -> None:
    assert dosis.product_of(tenant(), case(PROXY)) == "1234"
    assert dosis.product_of(tenant(other="1"), case(PROXY)) == ""
    jurors = next(p for p in all_procedures() if p.key == "jurors/card")
    assert dosis.product_of(tenant(), case(jurors)) == ""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("Agenten", 0, "Identificatie"), "88.04.12-998.33"),
        (("UploadId",), "no uuid"),
        (("WijzigingsDatum",), "2026-11-26T09:00:00"),
        (("Status", "VlaamsCode"), "Iets"),
        (("Status", "Actie", "ActieNodig"), True),
        (("Producten",), []),
        (("Extra",), 1),
    ],
)  # fmt: skip
def test_the_stand_in_refuses_what_is_wrong(path: tuple, value: object) -> None:
    body = sent(case(PROXY), PROXY)
    at = body
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic's and our own
        Dossier.model_validate(body)


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_nothing_of_a_person_but_the_number_makes_a_difference(procedure: Procedure) -> None:
    """Every persona, with all that is known of them in every place where a case keeps something."""
    plain = [*_states(procedure)]
    for persona in load_personas():
        own = persona.rrn
        person = Person(
            given_name=persona.given_name, family_name=persona.family_name,
            national_number=own, ref="other",
        )  # fmt: skip
        party = Party(
            given_name=persona.given_name, family_name=persona.family_name,
            national_number="85073003328", ref="p", mail="party@example.org",
        )  # fmt: skip
        everything = {
            "answers": {"topic": {"all": repr(persona)}}, "applicant": person,
            "mail": f"{persona.given_name}@example.org", "reason": repr(persona),
            "parties": {"holder": party}, "acting": person,
        }  # fmt: skip
        for changes, expected in plain:
            told = sent(case(procedure).model_copy(update={**everything, **changes}), procedure)
            assert told["Agenten"][0].pop("Identificatie") == own
            assert told | {"UploadId": ""} == expected


def _states(procedure: Procedure) -> Iterator[tuple[dict, dict]]:
    """Every step and end, as changes of a case, with what is told of it."""
    steps = [{"stage": s.name, "stage_entered": LATER} for s in procedure.workflow.steps]
    ends = [{"status": "closed", "outcome": e.name, "closed": AT} for e in procedure.ends]
    for changes in ({}, *steps, *ends):
        told = sent(case(procedure, **changes), procedure) | {"UploadId": ""}
        del told["Agenten"][0]["Identificatie"]
        yield changes, told


def test_two_steps_within_a_second_are_two_uploads() -> None:
    handled = [s.name for s in PROXY.workflow.steps if s.party != "applicant"][:2]
    assert len(handled) == 2
    uploads = {sent(case(PROXY, stage=s, stage_entered=LATER), PROXY)["UploadId"] for s in handled}
    assert len(uploads) == 2
    moments = ("2026-11-27T09:00:00.100+00:00", "2026-11-27T09:00:00.900+00:00")
    found = [sent(case(PROXY, stage=handled[0], stage_entered=at), PROXY) for at in moments]
    assert found[0]["WijzigingsDatum"] == found[1]["WijzigingsDatum"]
    assert found[0]["UploadId"] != found[1]["UploadId"]
