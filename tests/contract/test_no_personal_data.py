"""Nothing that AWS keeps of what our functions say holds anything of a person: after journeys
through every procedure, with people who mistype and services that fail, everything is searched for
everything that is known of everybody."""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pydantic import ValidationError

from functions import wiring
from functions.domain.case import Case
from functions.domain.numbers import new_id
from functions.domain.tenant import ROLES
from functions.log import Metric, logger
from functions.processes import all_procedures
from functions.services import reacting, uploading, workflow_tasks
from infra.local.cloud import functions as cloud_functions
from infra.local.mail_events import event_of
from infra.local.stack import LocalStack
from tests.applications import NAME, someone
from tests.contract import (
    test_acting_for,
    test_calls,
    test_digest,
    test_journeys,
    test_messages,
    test_uploads,
)
from tests.contract.test_certificates import bearer
from tests.doors import enter_as, filled, routes, visitor
from tests.faults import THROTTLED, accepted, broken
from tests.leaks import Captured, listening
from tests.mornings import start_anew
from tests.people import Someone
from tests.walks import Walk, begin, move, walks

pytestmark = pytest.mark.xdist_group("no-personal-data")
LOST = "lost@example.org"
FREE_TEXT = "Zebedeus woont bij de molen"
TYPED = {"choice": "approve", "reason": FREE_TEXT, "action": "continue", "truth": "yes",
         "version": "0", "note": FREE_TEXT, "mail": "zebedeus@example.org", "name": FREE_TEXT,
         "national_number": "85.07.30-033.61"}  # fmt: skip


def every_procedure(desk: LocalStack) -> None:
    """Handed in, looked at, then every answer that leads soonest to an end: all at once."""
    ports = wiring.ports()
    facts = ports.facts(someone(ports).person)
    found = [
        min(walks(procedure, facts), key=lambda w: (w.end == "withdrawn", len(w.moves)))
        for procedure in all_procedures()
    ]
    for walk in found:
        begin(ports, walk)
    desk.settle()
    every_page(desk, found)
    for at in range(max(len(walk.moves) for walk in found)):
        for walk in found:
            move(ports, walk, at)
        desk.settle()
    desk.tell()


def every_page(desk: LocalStack, cases: list[Walk]) -> None:
    """Each kind of route of a procedure once, and each of the desk, as who may be there, with what
    cannot be typed. What would decide a case is left to the walks."""
    clerk = visitor(desk, *ROLES)
    by_key = {walk.procedure.key: walk for walk in cases}
    owners = {key: enter_as(desk, walk.session) for key, walk in by_key.items() if walk.session}
    turns, seen = itertools.cycle(by_key), set[tuple[str, str]]()
    for method, pattern in routes():
        parts = pattern.split("/")
        key = "/".join(parts[3:5])
        what = (method, "/".join(parts[5:]) if key in by_key else pattern)
        if what in seen or what[1].endswith(_DECIDE):
            continue
        seen.add(what)
        walk = by_key[key if key in by_key else next(turns)]
        assert walk.case
        values = {
            "lang": "nl", "case_id": walk.case.id, "language": "nl", "document_id": "none",
            "topic": next(iter(walk.procedure.topics())), "field": "evidence-file",
            "step": walk.procedure.workflow.steps[0].name, "insz": TYPED["national_number"],
        }  # fmt: skip
        for who in (owners[walk.procedure.key], clerk):
            who.ask(method, filled(pattern, values), **TYPED)
    assert len(seen) > 100


_DECIDE = ("{step}", "withdraw", "sign-out", "reopen")


def people_and_their_mistakes(desk: LocalStack) -> None:
    """A whole journey through pages; wrong tokens; a code by mail; mandates; calls; a bad file."""
    test_journeys.test_a_proxy_is_asked_confirmed_and_approved(desk)
    test_messages.test_an_address_counts_once_its_code_came_back(desk)
    giver, holder, name = test_acting_for.accepted(desk)
    test_acting_for.choose(holder, name, test_acting_for.CERTIFICATE)
    assert test_acting_for.revoke(giver, name) == 200
    test_calls.ask(desk)
    test_calls.ask(desk, phone="x")
    test_digest.test_what_a_clerk_has_and_was_handed(desk)
    giver = test_uploads.at_evidence(desk)
    test_uploads.put(giver, test_uploads.upload_form(giver), b"<html>", "geheim attest.html")
    lena = Someone(desk, "lena-peeters")
    lena.sign_in()
    lena.post("/nl/desk/my/messages", {"csrf": "not-hers", "address": "lena@example.be"})
    lena.get("/desk/signed-in?code=stolen-code&state=forged-state")
    number = someone(wiring.ports()).person.national_number
    for headers in ({}, {"Authorization": "Bearer a.b.c"}, bearer(desk)):
        lena.get(f"/v1/certificates/{number}", headers=headers)
    desk.settle()


def what_breaks(desk: LocalStack, patch: pytest.MonkeyPatch) -> None:
    """Faults that quote people: in a request, the stream, a workflow, an upload, a mail's event."""
    lena = test_journeys.ask_proxy(desk, "an-claes", "karim-el-amrani")
    case = lena.at.removesuffix("/receipt")
    desk.settle()
    with broken("dynamodb", "Query", code=THROTTLED):
        lena.get(case)
    with quoting(patch, reacting, "event_written"):
        walk = accepted()
        desk.settle()
    with broken("stepfunctions", "StartExecution"):
        accepted()
        desk.settle()
    with quoting(patch, workflow_tasks, "enter", times=1):
        accepted()
        desk.settle()
    with quoting(patch, wiring.ports().store, "case_file"):
        assert lena.get(case).status_code == 503
    assert walk.case
    with quoting(patch, uploading, "receive"):
        key = f"quarantine/{walk.case.id}/{new_id()}"
        uploaded = {"id": "1", "detail-type": "Object Created", "detail": {"object": {"key": key}}}
        fail(desk, "document-uploaded", uploaded)
    with quoting(patch, wiring.ports().messages, "refuses"):
        told = event_of("Bounce", LOST, {}, "desk@example.org", desk.clock.now())
        fail(desk, "mail-event", told)


@contextmanager
def quoting(patch: pytest.MonkeyPatch, where: Any, name: str, times: int = 1000) -> Iterator[None]:
    """It fails as pydantic and botocore do: with what somebody typed in the message."""
    real, left = getattr(where, name), [times]

    def breaks(*given: Any, **more: Any) -> Any:
        if left[0] <= 0:
            return real(*given, **more)
        left[0] -= 1
        try:
            Case.model_validate({"id": f"{NAME} Proef", "mail": [FREE_TEXT]})
        except ValidationError as error:
            raise RuntimeError(f"about {error}") from error

    with patch.context() as patched:
        patched.setattr(where, name, breaks)
        yield


def fail(desk: LocalStack, name: str, event: dict[str, Any]) -> None:
    """As Lambda calls a function that nobody waits for."""
    with pytest.raises(Exception, match=r"RuntimeError at .*:\d+$"):
        cloud_functions.local[desk.local.function(name)](event, None)


@pytest.fixture(scope="module")
def heard(_desk: LocalStack) -> Iterator[Captured]:
    """Everything of all of it, once for all tests here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0.0)
        start_anew(_desk)
        patch.setattr(_desk.pump, "_sleep", lambda _: None)
        with listening(_desk, patch) as found:
            found.note([FREE_TEXT, LOST, TYPED["mail"], TYPED["national_number"]])
            people_and_their_mistakes(_desk)
            every_procedure(_desk)
            what_breaks(_desk, patch)
    yield found
    _desk.reset()


def test_nothing_of_anybody_is_in_what_is_kept(heard: Captured) -> None:
    # What SES tells of a mail names its address. When that cannot be handled, the event waits in a
    # queue of the stack, encrypted with the tenant's key: docs/operations.md says so.
    assert heard.leaks() == [("dead letter", LOST)]


def test_everything_was_heard(heard: Captured) -> None:
    """No false comfort: each source says something, and much is known of people."""
    assert set(heard.said) >= {"stdout", "history", "dead letter", "runtime"}
    lines = [json.loads(text) for text in heard.said["stdout"]]
    messages = {line.get("message") for line in lines}
    assert messages >= {
        "request", "fault", "failed", "case accepted", "task changed", "event written",
        "workflow task", "mail sent", "stream record failed", "document checked",
    }  # fmt: skip
    procedures = {line.get("procedure") for line in lines if line.get("message") == "workflow task"}
    assert procedures == {procedure.key for procedure in all_procedures()}
    known = heard.sensitive()
    assert {NAME, FREE_TEXT, "attest.pdf", "Lena Peeters", "88.04.12-998.33", "Voorbeeldstraat 12",
            "lena@example.org", "stolen-code", "a.b.c"} <= known  # fmt: skip
    assert len(known) > 1000


@pytest.mark.parametrize("source", ["stdout", "history", "runtime", "dead letter"])
def test_a_leak_that_is_planted_is_found(heard: Captured, source: str) -> None:
    planted = [
        "88041299833", "88.04.12-998.33", "Lena Peeters", "voorbeeldstraat", "ATTEST.pdf",
        "geheim attest.html", FREE_TEXT, "lena%40example.org", "stolen-code",
        f"{NAME}\\\\u0020vertelt", "12/04/1988",
    ]  # fmt: skip
    found = heard.leaks({source: [f'{{"message": "x {leak} y"}}' for leak in planted]})
    assert {where for where, _ in found} == {source}
    assert len({value for _, value in found}) >= len(planted)


def test_every_metric_that_was_counted_is_known_and_names_nobody(heard: Captured) -> None:
    lines = [json.loads(text) for text in heard.said["stdout"] if '"_aws"' in text]
    dimensions, names = set(), set()
    for line in lines:
        (told,) = line["_aws"]["CloudWatchMetrics"]
        names |= {metric["Name"] for metric in told["Metrics"]}
        dimensions |= {tuple(sorted(found)) for found in told["Dimensions"]}
    assert dimensions == {("service", "tenant"), ("procedure", "service", "tenant")}
    assert names <= set(Metric)
    assert names >= {
        Metric.SUBMITTED, Metric.DECIDED, Metric.CLOSED, Metric.MAIL_SENT, Metric.RECORD_FAILED,
    }  # fmt: skip


def test_a_workflow_is_started_with_ids_only(heard: Captured) -> None:
    for text in heard.said["history"]:
        found = json.loads(text)
        if isinstance(found[0], str):
            assert set(json.loads(found[0])) == {"case_id", "at", "correlation"}


def test_a_line_says_where_it_is_from(heard: Captured, capsys: pytest.CaptureFixture[str]) -> None:
    for text in heard.said["stdout"]:
        line = json.loads(text)
        if "_aws" not in line:
            assert {"timestamp", "level", "message", "service", "function", "tenant"} <= set(line)
    logger().info("x", odd=object())
    assert json.loads(capsys.readouterr().out)["odd"] == "object"
