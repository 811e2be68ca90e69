"""The API is of use only to who comes through CloudFront, and no file holds the key."""

import json
from pathlib import Path
from typing import Any

import pytest

from functions.domain.tenant import load_tenant
from functions.web.edge import HEADER
from infra.deployment import Deployment
from infra.local.config import ROOT
from infra.package.assemble import Code
from infra.package.functions import all_functions
from infra.package.template import Parts, template

from .packaged import translated

TENANT = ROOT / "infra" / "tenants" / "mechelen.toml"
ZIPS = {"functions": "f.zip", "shared": "s.zip", "documents": "d.zip"}

pytestmark = pytest.mark.xdist_group("package")


def made(key_version: str = "") -> dict[str, Any]:
    deployment = Deployment.load(TENANT).model_copy(update={"edge_key_version": key_version})
    return template(Parts(load_tenant(TENANT), deployment, Code(Path("f.zip"), {}, []), ZIPS))


def variables(stack: dict[str, Any]) -> dict[str, Any]:
    return {
        one.id: stack["Resources"][one.id]["Properties"]["Environment"]["Variables"]["EDGE_KEYS"]
        for one in all_functions(Deployment.load(TENANT))
        if one.takes_urls
    }


def test_both_origins_of_the_api_send_the_key_and_the_site_is_not_told() -> None:
    distribution = made()["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    origins = {origin["Id"]: origin for origin in distribution["Origins"]}
    (sent,) = origins["api"]["OriginCustomHeaders"]
    assert origins["missing"]["OriginCustomHeaders"] == [sent]
    assert sent["HeaderName"] == HEADER
    assert sent["HeaderValue"] == {
        "Fn::Sub": "{{resolve:secretsmanager:${EdgeKey}:SecretString:send::}}"
    }
    assert "OriginCustomHeaders" not in origins["site"]


def test_each_function_with_a_url_accepts_what_is_sent_and_what_will_be() -> None:
    stack = made()
    distribution = stack["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    (sent,) = distribution["Origins"][1]["OriginCustomHeaders"]
    found = variables(stack)
    assert len(found) == 13
    for value in found.values():
        condition, keys, without = value["Fn::If"]
        assert (condition, without) == ("HasCloudFront", "")  # elsewhere nothing is in front
        first, second = keys["Fn::Sub"].split(",")
        assert first == sent["HeaderValue"]["Fn::Sub"]
        assert second == first.replace(":send:", ":accept:")


def test_cloudformation_makes_the_key_and_no_file_holds_it() -> None:
    stack = made()
    secret = stack["Resources"]["EdgeKey"]
    assert secret["Condition"] == "HasCloudFront"
    generated = secret["Properties"]["GenerateSecretString"]
    assert "SecretString" not in secret["Properties"]
    assert generated["GenerateStringKey"] == "send"
    assert json.loads(generated["SecretStringTemplate"]) == {"accept": ""}
    assert generated["PasswordLength"] >= 32
    assert generated["ExcludePunctuation"]  # a comma would make two keys of it
    assert "EdgeKey" not in json.dumps(stack["Outputs"])


@pytest.mark.slow
def test_another_version_of_the_key_reaches_cloudfront_and_the_functions_that_run() -> None:
    """What runs is the version behind the alias: one that stays keeps its variables."""
    before, after = translated(made()), translated(made("2f1c-1"))
    assert before["Resources"]["Distribution"] != after["Resources"]["Distribution"]
    for one in all_functions(Deployment.load(TENANT)):
        alias = f"{one.id}Aliaslive"
        runs = [s["Resources"][alias]["Properties"]["FunctionVersion"] for s in (before, after)]
        assert (runs[0] != runs[1]) is one.takes_urls, one.name
