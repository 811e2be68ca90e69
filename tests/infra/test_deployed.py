"""The packaged template, deployed: a whole journey on what came of it, and a record that is poison.

What is not deployed, and what stands in for it, is said in `deployed.py`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.cloudformation import parsing
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from functions.adapters import items
from functions.domain.calendar import BRUSSELS
from functions.settings import SECRETS
from infra import audit
from infra.local.clock import MovableClock
from infra.local.identity import Client, create_app, load_personas
from infra.local.serve import Served
from tests.contract.test_journeys import HOLDER, persona_number

from .deployed import _UNKNOWN, DEPLOYED, LEFT_OUT, SECRET_VALUES, DeployedStack, deployed
from .deployed_desk import DeployedDesk, Visitor
from .lambdas import Lambda

pytestmark = [pytest.mark.xdist_group("package"), pytest.mark.slow]
# For the stand-ins of the local desk only
LOCAL_ONLY = {"OUTSIDE_URL", "PAYMENT_URL", "SOURCES_URL"}
QUEUES = ("DeadLetters", "DossierDeadLetters", "EventDeadLetters")
SITE = "https://burgerloket.mechelen.example"


@pytest.fixture(scope="module")
def stack(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeployedStack]:
    sign_in = Served(lambda environ, start: provider(environ, start))
    issuer = f"http://localhost:{sign_in.port}"
    known = Client(
        client_id="burgerloket",
        client_secret=SECRET_VALUES["oidc-client-secret"],
        redirect_uris=(f"{SITE}/desk/signed-in",),
        post_logout_redirect_uris=(f"{SITE}/desk/signed-out",),
    )
    provider = create_app(
        issuer=issuer, clients=[known], personas=load_personas(), clock=MovableClock()
    )
    place = tmp_path_factory.mktemp("deployed")
    with sign_in, deployed(packed, place, {"OidcIssuer": issuer}) as made:
        yield made


@pytest.fixture(scope="module")
def desk(stack: DeployedStack) -> DeployedDesk:
    """With an election, put in by the administrator."""
    desk = DeployedDesk(stack)
    assert desk.url == SITE
    admin = Visitor(desk, "mechelen-tenant-admin")  # type: ignore[arg-type]
    admin.sign_in("/nl/desk/settings")
    admin.get("/nl/desk/settings/section/elections/change")
    hidden = admin.form("/change")
    where = hidden.pop("_action")
    today = datetime.now(UTC).astimezone(BRUSSELS).date()
    typed = {f"title-{lang}": f"Stemdag {lang}" for lang in ("nl", "fr", "de", "en")}
    typed |= {"kind": "local", "residence_years": "5", "why": "Besluit van de raad"}
    for name, days in (
        ("from", 0), ("opens", -3), ("closes", 30), ("closes_certified", 29), ("day", 31),
    ):  # fmt: skip
        day = today + timedelta(days=days)
        typed |= {f"{name}-day": str(day.day), f"{name}-month": str(day.month)}
        typed |= {f"{name}-year": str(day.year), f"{name}-time": "12u"}
    answer = admin.post(where, {**hidden, **typed})
    assert answer.status_code == 200, admin.text
    return desk


def ask_proxy(desk: DeployedDesk, who: str, holder: str) -> Visitor:
    """A proxy, up to the receipt."""
    giver = Visitor(desk, who)  # type: ignore[arg-type]
    giver.sign_in("/nl/desk/elections/proxy/start")
    election = giver.text.partition('name="election" value="')[2].partition('"')[0]
    assert election, giver.text
    giver.answer(election=election, is_belgian="yes")
    giver.answer(reason="illness")
    giver.add_document()
    giver.answer()
    giver.answer(**{**HOLDER, "national_number": persona_number(holder)})
    giver.answer(mail=f"{who}@example.org")
    giver.submit()
    assert giver.at.endswith("/receipt"), giver.text
    return giver


def test_what_is_not_deployed_is_known(stack: DeployedStack) -> None:
    types = {part["Type"] for part in stack.template["Resources"].values()}
    assert types == DEPLOYED | set(LEFT_OUT)
    unknown = {name for name, why in LEFT_OUT.items() if why.startswith(_UNKNOWN)}
    assert unknown & set(parsing.get_model_map()) == set()


def test_a_journey_runs_on_what_was_deployed(
    desk: DeployedDesk, stack: DeployedStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = {queue: desk.letters(queue) for queue in QUEUES}
    giver = ask_proxy(desk, "lena-peeters", "karim-el-amrani")
    case = giver.at.removesuffix("/receipt")
    desk.settle()
    (mail,) = desk.mails("karim@example.org")
    assert SITE + case in mail.text

    holder = Visitor(desk, "karim-el-amrani")  # type: ignore[arg-type]
    holder.sign_in(case)
    holder.decide("holder", "confirm")
    desk.settle()

    clerk = Visitor(desk, "mechelen-elections")  # type: ignore[arg-type]
    clerk.sign_in(f"{case}/review")
    assert "attest.pdf" in clerk.text
    clerk.decide("decision", "approve")
    desk.settle()

    giver.get(case)
    assert "De volmacht is goedgekeurd." in giver.text
    cases = [items.read_case(item) for item in desk.items() if _kind(item) == "case"]
    (closed,) = [one for one in cases if one.id == case.split("/")[-1]]
    assert (closed.status, closed.outcome) == ("closed", "approved")
    monkeypatch.setenv("TABLE_NAME", stack.ids["Table"])
    assert audit.main(["verify"]) == 0
    assert [letters[queue] for queue in QUEUES] == [desk.letters(queue) for queue in QUEUES]
    _expire_as_the_table_says(desk, stack)
    _are_at_home_in_their_archives(stack)


def _kind(item: dict[str, Any]) -> str:
    return str(item.get("kind", {}).get("S", ""))


def _expire_as_the_table_says(desk: DeployedDesk, stack: DeployedStack) -> None:
    """The attribute that the template names is the one that the functions write, in seconds."""
    told = boto3.client("dynamodb").describe_time_to_live(TableName=stack.ids["Table"])
    name = told["TimeToLiveDescription"]["AttributeName"]
    expiring = [item for item in desk.items() if name in item]
    assert {_kind(item) for item in expiring} == {"", "counted", "session", "staff"}
    assert {item["PK"]["S"].partition("#")[0] for item in expiring if not _kind(item)} == {
        "IDEMPOTENCY"
    }
    now = datetime.now(UTC)
    for item in expiring:
        ends = datetime.fromtimestamp(int(item[name]["N"]), UTC)
        assert now < ends < now + timedelta(days=400), item["PK"]
    table = boto3.client("dynamodb").describe_table(TableName=stack.ids["Table"])["Table"]
    assert table["DeletionProtectionEnabled"] is True


def _are_at_home_in_their_archives(stack: DeployedStack) -> None:
    """Nothing was read of the environment, or of a package, that the cloud would not have."""
    started = [function for function in stack.functions.values() if function.started]
    assert {function.name.removeprefix(f"{stack.name}-") for function in started} == {
        "desk", "elections", "stream", "dossiers", "workflow-task", "document-uploaded",
        "documents",
    }  # fmt: skip
    for function in started:
        read = function.report()["asked"]
        asked = [[name, file] for name, file in read if name not in function.by_lambda]
        assert ["TABLE_NAME", "functions/settings.py"] in asked
        lacking = {name for name, _ in asked} - set(function.variables)
        assert lacking - {name.upper() for name in SECRETS} == LOCAL_ONLY, function.name
        assert {file for _, file in asked} == {"functions/settings.py"}
        assert function.not_in_layers(stack.layers_of(function.name)) == [], function.name


def test_a_record_that_is_poison_ends_in_the_dead_letters_and_its_neighbours_do_not(
    desk: DeployedDesk, stack: DeployedStack
) -> None:
    desk.settle()
    desk.batches.clear()
    dynamodb, table = boto3.client("dynamodb"), stack.ids["Table"]
    poison = {"PK": {"S": "CASE#poison"}, "SK": {"S": "TASK#1"}, "kind": {"S": "task"}}
    first = ask_proxy(desk, "sofie-vermeulen", "joris-wouters").at.split("/")[-2]
    dynamodb.put_item(TableName=table, Item=poison)
    second = ask_proxy(desk, "an-claes", "wouter-janssens").at.split("/")[-2]
    desk.settle()

    (letter,) = desk.letters("DeadLetters")
    assert letter["record"]["dynamodb"]["Keys"]["PK"]["S"] == "CASE#poison"
    (mapping,) = [one for one in stack.mappings if one["UUID"] == stack.ids["StreamMapping"]]
    tries = mapping["MaximumRetryAttempts"] + 1
    assert letter["requestContext"]["approximateInvokeCount"] == tries
    batches = [[one["dynamodb"]["Keys"]["PK"]["S"] for one in b] for b in desk.batches["stream"]]
    assert any(len(batch) > 1 and "CASE#poison" in batch for batch in batches)
    assert batches.count(["CASE#poison"]) == tries
    for case_id in (first, second):
        assert any(case_id in mail.text for mail in desk.mails("karim@example.org"))
    # the other mapping never saw it: its filter is for cases
    seen = {_kind(one["dynamodb"]["NewImage"]) for b in desk.batches["dossiers"] for one in b}
    assert seen == {"case"}
    assert desk.letters("DossierDeadLetters") == []
    dynamodb.delete_item(TableName=table, Key={"PK": poison["PK"], "SK": poison["SK"]})


def test_only_what_came_through_cloudfront_is_answered(desk: DeployedDesk) -> None:
    for path in ("/nl/desk/my", "/nl/desk/elections/proxy/start"):
        asked = EnvironBuilder(path, base_url=SITE).get_request()
        assert desk.api(Request(asked.environ)).status_code == 403, path


def test_a_file_that_was_forgotten_is_noticed(stack: DeployedStack, tmp_path: Path) -> None:
    """What the other tests rest on: nothing of this checkout can be imported."""
    configuration = boto3.client("lambda").get_function_configuration(
        FunctionName=f"{stack.name}-stream"
    )
    (tmp_path / "task").mkdir()
    (tmp_path / "opt" / "python").mkdir(parents=True)
    function = Lambda(configuration, tmp_path / "task", tmp_path / "opt", {})
    with pytest.raises(AssertionError, match="No module named 'functions'"):
        function({"Records": []})
    function.stop()
