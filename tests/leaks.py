"""Everything that AWS would keep of what our functions say, and everything that is known of people,
to find the one in the other."""

import io
import json
import logging
import re
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

import boto3
import pytest

from functions import wiring
from functions.domain.forms import questions_of
from functions.processes import all_procedures, all_processes
from infra.local.cloud import functions as cloud_functions
from infra.local.identity import load_personas
from infra.local.stack import LocalStack
from tests.applications import someone

# Not of our functions: the stand-ins of the cloud and of others
_STAND_INS = ("moto", "werkzeug", "localstack", "infra", "chalice")
_SHORTEST = 4  # signs: what is shorter stands in any text
_FILE_NAME = re.compile(rb'filename="([^"]+)"')
_PERSONAL = frozenset(
    {
        "given_name", "family_name", "name", "national_number", "ref", "mail", "address", "street",
        "note", "reason", "id_token", "key", "code", "hint", "phone", "holder", "holder_name",
        "holder_note", "csrf", "owner", "birth_date", "text", "subject",
    }
)  # fmt: skip
_ALL_OF = frozenset({"answers", "typed", "known", "identified"})
_OURS = ("version", "action", "lang", "choice", "step", "via", "legal", "often", "next", "kind",
         "who", "election", "channel", "topic", "case_id", "id", "year")  # fmt: skip


class Captured:
    """`said`: what went to the logs, by source. `data`: what is known of people."""

    def __init__(self, desk: LocalStack) -> None:
        self.said: dict[str, list[str]] = {}
        self.data: set[str] = set()
        self._desk = desk
        self._known = _words()

    def hear(self, source: str, text: str) -> None:
        self.said.setdefault(source, []).append(text)

    def note(self, values: Iterable[str]) -> None:
        self.data |= {v.strip() for v in values if v}

    def sensitive(self) -> set[str]:
        """Every written form of what is known of people, of some length, that no definition says
        too: "illness" is an answer, and a word of ours."""
        found = {form for value in self.data for form in _forms(value)}
        long = {v for v in found if len(v) >= _SHORTEST and v.lower() not in self._known}
        return {v for v in long if not re.fullmatch(r"20\d\d", v)}  # a year is in every line

    def leaks(self, said: Mapping[str, list[str]] | None = None) -> list[tuple[str, str]]:
        """(source, what of somebody stands in it). `said`: what to look in, instead of it all."""
        wanted = {value: value.casefold() for value in self.sensitive()}
        found = []
        for source, texts in (said or self.said).items():
            whole = _readable("\n".join(set(texts))).casefold()
            found += [
                (source, value)
                for value, folded in wanted.items()
                if folded in whole and _stands(folded, whole)
            ]
        return sorted(found)

    def gather(self) -> None:
        """What has come to rest: histories of workflows, dead letters, and the table's people."""
        for text in _histories():
            self.hear("history", text)
        for text in _dead_letters(self._desk):
            self.hear("dead letter", text)
        for item in _items():
            self.note(_of_item(item))
        for mail in self._desk.mails():
            self.note([*mail.to, mail.subject, *re.findall(r"\b\d{4} \d{4}\b", mail.subject)])


def _words() -> set[str]:
    """What our own definitions say."""
    found = {"true", "false", "none", "mechelen", "online", "applicant", "invited", "citizen"}
    found |= {process.name for process in all_processes()}
    facts = wiring.ports().facts(someone(wiring.ports()).person)
    for procedure in all_procedures():
        found |= {procedure.key, procedure.name, *wiring.ports().tenant.languages}
        for step in procedure.workflow.steps:
            found |= {step.name, step.role, step.party, step.external}
            found |= {outcome.value for outcome in step.outcomes}
        found |= {end.name for end in procedure.ends}
        for name, topic in procedure.topics().items():
            found.add(name)
            for question in questions_of(topic):
                found.add(question.name)
                if question.kind == "choice":
                    found |= {str(value) for value, _ in question.options(facts)}
    return {word.lower() for word in found}


def _forms(value: str) -> Iterator[str]:
    yield value
    digits = re.sub(r"\D", "", value)
    if len(digits) == 11 and len(value) <= 16:  # a national number
        parts = (digits[:2], digits[2:4], digits[4:6], digits[6:9], digits[9:])
        yield digits
        yield "{}.{}.{}-{}.{}".format(*parts)
        yield "{}.{}.{} {}.{}".format(*parts)
        yield "{}{}{}-{}{}".format(*parts)
        yield "{}{}{} {} {}".format(*parts)
        yield " ".join(parts)
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
        yield "{2}/{1}/{0}".format(*found.groups())
        yield f"{int(found[3])}/{int(found[2])}/{found[1]}"


def _readable(text: str) -> str:
    """Also what was escaped in an address or in JSON."""
    plain = re.sub(r"\\+u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)
    return "\n".join((plain, unquote_plus(plain)))


def _stands(value: str, text: str) -> bool:
    """As words of its own: "lena" is not in "kalenanders"."""
    return bool(re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, str) and (not re.match(r"20(2[6-9]|3\d)-", value)):
        yield value  # days of now and later are in every line


def _personal(value: Any, key: str = "") -> Iterator[str]:
    if key in _ALL_OF:
        yield from _leaves(value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _personal(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _personal(inner, key)
    elif key in _PERSONAL:
        yield from _leaves(value)


def _of_item(item: dict[str, Any]) -> Iterator[str]:
    """Of an item of the table: its attributes, and the JSON text in `data`."""
    plain = {name: value["S"] for name, value in item.items() if "S" in value}
    kind = plain.get("kind", "")
    if kind in ("number", "numbers", "slot", "stats", "counted"):
        return
    if "data" in plain:
        own = {"log-event", "event"}
        found = json.loads(plain.pop("data"))
        if isinstance(found, dict) and kind in own:
            found.pop("data", None)  # keys of the kind
        yield from _personal(found)
    yield from _personal(plain)
    for document in item.get("documents", {}).get("M", {}).values():
        yield from _personal({"name": json.loads(document["S"]).get("name", "")})


def _items() -> Iterator[dict[str, Any]]:
    pages = boto3.client("dynamodb").get_paginator("scan")
    for page in pages.paginate(TableName=wiring.settings().table_name):
        yield from page["Items"]


def _histories() -> Iterator[str]:
    """Of every execution: its input, output and what happened, without the tokens of its tasks."""
    steps = boto3.client("stepfunctions")
    for machine in steps.list_state_machines()["stateMachines"]:
        arn = machine["stateMachineArn"]
        for page in steps.get_paginator("list_executions").paginate(stateMachineArn=arn):
            for run in page["executions"]:
                about = steps.describe_execution(executionArn=run["executionArn"])
                yield json.dumps([about.get("input"), about.get("output"), about.get("cause")])
                told = steps.get_execution_history(executionArn=run["executionArn"])
                yield json.dumps(told["events"], default=str)


def _dead_letters(desk: LocalStack) -> Iterator[str]:
    """As AWS has them: a record's place in the stream; the record itself is of the local stack."""
    sqs = boto3.client("sqs")
    for url in (desk.local.queue_url, desk.local.dossier_queue_url):
        while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for letter in found:
                content = json.loads(letter["Body"])
                content.pop("record")
                yield json.dumps(content)
                sqs.delete_message(QueueUrl=url, ReceiptHandle=letter["ReceiptHandle"])


def people() -> Iterator[str]:
    """Of the people of the test identity provider."""
    for one in load_personas():
        yield from (one.name, one.family_name, one.rrn, one.birth_date.isoformat(), one.sub)
        if len(one.given_name) >= _SHORTEST:
            yield one.given_name
        if one.address:
            yield f"{one.address.street} {one.address.number}"
            yield one.address.street
        yield wiring.ports().pseudonym(one.rrn)


class _Tee(io.StringIO):
    def __init__(self, source: str, found: Captured) -> None:
        super().__init__()
        self._source, self._found = source, found

    def write(self, text: str) -> int:
        if text.strip():
            self._found.hear(self._source, text)
        return len(text)


class _Records(logging.Handler):
    """As Lambda's runtime writes what libraries log, with arguments and tracebacks."""

    def __init__(self, found: Captured) -> None:
        super().__init__(logging.WARNING)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(_STAND_INS):
            self._found.hear("libraries", self.format(record))


def _overheard(found: Captured, gateway: Any) -> Any:
    """The gateway, with what people send noted: cookies, queries, boxes, names of files."""

    def heard(environ: dict[str, Any], start: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        cookies = environ.get("HTTP_COOKIE", "").split("; ")
        found.note(cookie.partition("=")[2] for cookie in cookies)
        found.note(name.decode("utf-8", "replace") for name in _FILE_NAME.findall(body))
        sent = [*parse_qsl(environ.get("QUERY_STRING", ""))]
        if "urlencoded" in environ.get("CONTENT_TYPE", ""):
            sent += parse_qsl(body.decode("utf-8", "replace"))
        found.note(value for name, value in sent if name not in _OURS)
        if "json" in environ.get("CONTENT_TYPE", "") and b"answers" in body:
            found.note(_leaves(json.loads(body)))
        found.note([environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")])

        return gateway(environ, start)

    return heard


def _as_run(found: Captured, name: str, handler: Callable[..., Any]) -> Callable[..., Any]:
    """A function as Lambda's runtime calls it: what it raises is logged with its message, and of an
    event that nobody waits for, the event and the message become a dead letter."""

    def run(event: Any, context: Any = None) -> Any:
        try:
            return handler(event, context)
        except Exception as error:
            places = "".join(traceback.format_tb(error.__traceback__))
            found.hear("runtime", f"{type(error).__name__}: {error}\n{places}")
            if name in ("document-uploaded", "documents", "agenda", "mail-event"):
                found.hear("dead letter", json.dumps({"requestPayload": event, "e": str(error)}))
            raise

    return run


@contextmanager
def listening(desk: LocalStack, patch: pytest.MonkeyPatch) -> Iterator[Captured]:
    """While it lasts, everything is heard. The desk must not be reset meanwhile."""
    found = Captured(desk)
    found.note(people())
    for stream in ("stdout", "stderr"):
        patch.setattr(sys, stream, _Tee(stream, found))
    records = _Records(found)
    logging.getLogger().addHandler(records)
    gateway = desk.desk.gateway
    patch.setattr(desk.desk, "gateway", _overheard(found, gateway))
    patch.setattr(gateway._api, "_door", _as_run(found, "request", gateway._api._door))
    prefix = desk.local.function("")
    for name, handler in list(cloud_functions.local.items()):
        patch.setitem(
            cloud_functions.local, name, _as_run(found, name.removeprefix(prefix), handler)
        )
    for consumer in (desk.pump, desk.dossiers, desk.events):
        patch.setattr(consumer, "handler", _as_run(found, "stream", consumer.handler))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            patch.setattr(
                warnings, "showwarning", lambda told, *_: found.hear("warnings", str(told))
            )
            yield found
        found.gather()
    finally:
        logging.getLogger().removeHandler(records)
