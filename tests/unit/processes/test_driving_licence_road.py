"""What each driving licence asks for, costs, leads past, and tells an outside party."""

from datetime import timedelta
from typing import Any

import pytest

from functions.domain.facts import Facts
from functions.domain.forms import asked_questions, asked_topics
from functions.domain.procedure import Procedure
from functions.domain.workflow import TermInput
from functions.processes.driving_licence import process, steps
from functions.processes.driving_licence.exchange import exchange
from functions.processes.driving_licence.provisional import Model, provisional
from functions.processes.driving_licence.renewal import PRICE, renewal
from functions.processes.driving_licence.topics import GROUP_2, Category
from tests.applications import answers_for
from tests.unit.known import NOON, facts, person, tenant

COLLECTED = ["production", "collection_booking", "collection"]
UNTIL_PAID = ["check", "payment"]
procedures = {procedure.name: procedure for procedure in process.procedures}


def made(procedure: Procedure, **chosen: str) -> dict[str, dict[str, Any]]:
    wanted = {path.replace("__", "."): value for path, value in chosen.items()}
    return answers_for(procedure, facts(), wanted)


def road(procedure: Procedure, **chosen: str) -> list[str]:
    return [s.name for s in procedure.workflow.road(made(procedure, **chosen), facts())]


def documents(procedure: Procedure, **chosen: str) -> list[str]:
    """The documents that these answers must bring."""
    given = made(procedure, **chosen)
    if "papers" not in asked_topics(procedure.application, given):
        return []
    asked = asked_questions(procedure.topics()["papers"], given)
    return [question.name for question in asked if not question.ask.optional]


@pytest.mark.parametrize("name", ["provisional", "definitive", "renewal", "duplicate"])
def test_the_photo_of_the_eid_saves_a_visit(name: str):
    assert road(procedures[name]) == [*UNTIL_PAID, *COLLECTED]
    assert road(procedures[name], photo__from_eid="no") == [
        *UNTIL_PAID,
        "signing_booking",
        "signing",
        *COLLECTED,
    ]


def test_a_foreign_licence_is_handed_in_and_judged_by_the_police():
    handed_in = ["hand_in_booking", "hand_in", "authenticity"]
    assert road(exchange) == [*UNTIL_PAID, *handed_in, *COLLECTED]
    assert road(exchange, photo__from_eid="no") == road(exchange)


def test_an_international_licence_is_made_at_the_counter():
    assert road(procedures["international"]) == [
        *UNTIL_PAID,
        "collection_booking",
        "collection",
    ]


def test_a_free_medical_renewal_asks_no_payment():
    known = Facts(NOON, person(), facts().calendar, tenant("leuven"))
    free = made(renewal, why__reason="medical-1")
    assert PRICE.chosen(free, known) == "medical"
    assert not PRICE.is_asked(free, known)
    assert "payment" not in road(renewal, why__reason="medical-1")
    for chosen in (
        {"why__reason": "expiry"},
        {"why__reason": "medical-1", "repeated__is_repeated": "no"},
    ):
        assert PRICE.chosen(made(renewal, **chosen), known) == ""
        assert "payment" in road(renewal, **chosen)


def test_every_group_2_vehicle_is_a_lorry_or_a_bus():
    assert {c.value for c in GROUP_2} == {"C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE"}


@pytest.mark.parametrize(
    ("model", "asked"),
    [("m36", ["guide"]), ("m12", ["guide"]), ("m18", ["school"]), ("m3", [])],
)
def test_a_provisional_licence_asks_the_documents_of_its_model(model: str, asked: list[str]):
    chosen = {"model__model": model, "vehicle__category": "A"}
    assert documents(provisional, **chosen) == ["exam_form", *asked]


@pytest.mark.parametrize("category", list(Category))
def test_a_medical_certificate_is_asked_exactly_for_group_2(category: Category):
    asked = documents(procedures["definitive"], exam__category=category.value)
    assert ("medical" in asked) == (category in GROUP_2)
    if category is not Category.B:
        chosen = {"model__model": "m3", "vehicle__category": category.value}
        assert ("medical" in documents(provisional, **chosen)) == (category in GROUP_2)


@pytest.mark.parametrize("model", list(Model))
def test_guides_are_asked_only_where_someone_comes_along(model: Model):
    given = made(provisional, model__model=model.value)
    asked = "guides" in asked_topics(provisional.application, given)
    assert asked == (model in (Model.M36, Model.M12))


@pytest.mark.parametrize(
    ("reason", "asked"), [("expiry", []), ("medical-1", ["group_1"]), ("medical-2", ["group_2"])]
)
def test_a_medical_renewal_brings_its_certificate(reason: str, asked: list[str]):
    assert documents(renewal, why__reason=reason) == asked


@pytest.mark.parametrize(("reason", "asked"), [("lost", 2), ("stolen", 2), ("damaged", 0)])
def test_a_duplicate_asks_a_declaration_for_what_is_gone(reason: str, asked: int):
    duplicate = procedures["duplicate"]
    given = made(duplicate, why__reason=reason)
    topics = asked_topics(duplicate.application, given)
    assert len({"loss", "declaration"} & set(topics)) == asked


def test_the_police_is_not_told_whose_licence_it_is():
    message = exchange.workflow.step("authenticity").message
    assert message
    given = made(exchange)
    told = dict(message(given, facts()))
    assert told == {
        "document": "driving-licence",
        "country": given["foreign"]["country"],
        "number": given["foreign"]["number"],
        "issued": given["foreign"]["issued"],
    }
    assert person().national_number not in told.values()


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("provisional", {"document": "provisional-m36", "category": "B"}),
        ("definitive", {"document": "licence", "category": "B"}),
        ("renewal", {"document": "licence-renewed"}),
        ("duplicate", {"document": "licence-duplicate"}),
        ("exchange", {"document": "licence-exchanged", "category": ""}),
    ],
)
def test_the_producer_is_told_only_what_it_needs(name: str, more: dict[str, str]):
    message = procedures[name].workflow.step("production").message
    assert message
    answers = made(procedures[name])
    if name == "exchange":
        more = {**more, "category": answers["foreign"]["categories"]}
    assert dict(message(answers, facts())) == {
        "national_number": person().national_number,
        "photo": "eid",
        "deliver_to": tenant().nis,
        **more,
    }


def test_a_doubt_or_silence_of_the_police_comes_to_a_clerk_and_refuses_nobody_by_itself():
    step = exchange.workflow.step("authenticity")
    assert {o.value: o.then for o in step.outcomes} == {
        "authentic": "production",
        "not-authentic": "review",
    }
    assert step.lapse.then == "review"
    refuse = exchange.workflow.step("review").outcome("refuse")
    assert refuse
    assert refuse.then == "refused"


@pytest.mark.parametrize("name", ["mechelen", "leuven"])
def test_the_police_has_the_term_that_the_municipality_names(name: str):
    known = Facts(NOON, person(), facts().calendar, tenant(name))
    due = exchange.workflow.step("authenticity").term.due(
        TermInput(exchange.key, made(exchange), known, NOON)
    )
    days = known.tenant.terms[f"{exchange.key}/authenticity"]
    assert due == NOON + timedelta(days=days)


def test_a_photo_that_was_not_good_is_retaken_by_everyone():
    for procedure in process.procedures[:5]:
        chase = procedure.workflow.step("chase").outcome("come-again")
        assert chase
        assert chase.then == "retake_booking"
        for name in ("retake_booking", "retake"):
            step = procedure.workflow.step(name)
            assert step.aside
            assert step.needed is None


def test_the_counter_is_told_what_to_do_with_each_licence():
    """A foreign licence was handed in before: then a new photo is taken, and nothing later."""
    hand_in = exchange.workflow.step("hand_in")
    assert "foto" in hand_in.ask
    asks = {p.name: p.workflow.step("collection").ask for p in process.procedures[:5]}
    assert {name for name, ask in asks.items() if "neem het oude rijbewijs in" not in ask} == {
        "exchange"
    }


def test_a_provisional_licence_is_not_called_a_licence():
    end = provisional.workflow.end("issued")
    assert "voorlopig" in end.status
    assert end != procedures["definitive"].workflow.end("issued")


def test_one_application_of_each_runs_per_person_and_a_good_end_frees_it():
    keys = set()
    for procedure in process.procedures:
        application = procedure.read(made(procedure))
        (claim,) = procedure.claims(application, str, "own")
        topic, _, field = claim.taken.field.partition(".")
        assert field in procedure.topics()[topic].model_fields
        assert not procedure.keeps_claims
        keys.add(claim.key)
    assert len(keys) == len(process.procedures)


def test_who_wants_a_new_photo_comes_by():
    assert steps.wants_new_photo({"photo": {"from_eid": False}}, facts())
    assert not steps.wants_new_photo({"photo": {"from_eid": True}}, facts())
