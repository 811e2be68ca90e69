"""The description of the API: valid, and of every procedure."""

import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from functions.domain.procedure import Procedure
from functions.domain.workflow import PAID
from functions.processes import all_procedures
from functions.web.openapi import _paths, document
from tests.paying import permit

every_procedure = pytest.mark.parametrize("procedure", all_procedures(), ids=lambda p: p.key)


def operations() -> list[tuple[str, dict[str, Any]]]:
    return [(path, op) for path, item in document()["paths"].items() for op in item.values()]


@pytest.mark.slow
def test_it_is_valid_openapi_3_1():
    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []


def test_the_validator_would_see_a_mistake():
    wrong = document() | {"info": {"title": "Burgerloket"}, "paths": {}, "components": {}}
    assert list(OpenAPIV31SpecValidator(wrong).iter_errors())


def test_every_operation_has_its_own_name():
    names = [operation["operationId"] for _, operation in operations()]
    assert len(set(names)) == len(names)


def test_every_place_in_an_address_is_a_parameter():
    for path, operation in operations():
        inside = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
        assert set(re.findall(r"\{(\w+)\}", path)) == inside, path


@every_procedure
def test_every_page_and_every_decision_is_described(procedure: Procedure):
    paths, case = document()["paths"], f"/{{lang}}/desk/{procedure.key}/{{case_id}}"
    for topic in procedure.topics():
        page = paths[f"{case}/questions/{topic}"]
        assert {"get", "post"} <= set(page)
        body = page["post"]["requestBody"]["content"]["application/json"]["schema"]
        (_, _, schema) = body["properties"]["answers"]["$ref"].rpartition("/")
        fields = document()["components"]["schemas"][schema]["properties"]
        assert set(fields) == set(procedure.topics()[topic].model_fields)
    for step in procedure.workflow.steps:
        if step.books:
            page = f"{case}/appointments/{step.name}"
            assert {"get", "post"} <= set(paths[page])
            assert {f"{page}/cancel", f"{page}/calendar"} <= set(paths)
            continue
        if step.external:
            assert f"{case}/decisions/{step.name}" not in paths
            continue
        post = paths[f"{case}/decisions/{step.name}"]["post"]
        schema = post["requestBody"]["content"]["application/json"]["schema"]
        by_people = [o.value for o in step.outcomes if not (step.pays and o.value == PAID)]
        assert schema["properties"]["choice"]["enum"] == by_people


@every_procedure
def test_every_question_is_in_the_schema_of_the_form(procedure: Procedure):
    schemas = document()["components"]["schemas"]
    topics = set(procedure.topics())
    (form,) = (s for s in schemas.values() if set(s.get("properties", ())) == topics)
    for name, topic in procedure.topics().items():
        text = str(form["properties"][name])
        reference = re.search(r"#/components/schemas/([\w.]+)", text)
        assert reference, name
        assert set(schemas[reference[1]]["properties"]) == set(topic.model_fields)


def test_a_fee_has_addresses_of_its_own_and_nobody_can_say_that_it_is_paid():
    paths, case = _paths(permit, "Permit"), f"/{{lang}}/desk/{permit.key}/{{case_id}}"
    assert set(paths[f"{case}/payment/pay"]) == {"post"}
    assert set(paths[f"{case}/payment/pay/return"]) == {"get"}
    assert set(paths[f"{case}/payment/received"]) == {"post"}
    decision = paths[f"{case}/decisions/pay"]["post"]["requestBody"]["content"]
    assert decision["application/json"]["schema"]["properties"]["choice"]["enum"] == ["counter"]
    names = [op["operationId"] for item in paths.values() for op in item.values()]
    assert len(set(names)) == len(names)
    assert document()["paths"]["/api/payments/webhook"]["post"]["operationId"] == "webhook"
