"""The handlers without a URL: the table's stream, the workflow's tasks, uploaded documents."""

from collections import Counter
from typing import Any
from urllib.parse import unquote_plus

from frontend.render import translate
from functions import wiring
from functions.adapters import items
from functions.log import count, logger
from functions.processes import find
from functions.services import agenda as agenda_service
from functions.services import (
    drawing,
    importing,
    linking,
    reacting,
    reopened,
    uploading,
    workflow_tasks,
)
from functions.services.writing import use_translator

use_translator(translate)


def stream(event: dict[str, Any], context: object) -> dict[str, Any]:
    """A batch of the table's stream. A record that fails is answered as failed, with all after it
    (the order within a case counts), so that Lambda retries from there."""
    wiring.ports().once.context = context
    failed = []
    counts: Counter[str] = Counter()
    for record in event["Records"]:
        try:
            counts += _react(record)
        except Exception as error:
            # The message may quote a person's answers: its kind is enough here.
            logger().error("stream record failed", kind=type(error).__name__)
            failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            counts["RecordFailed"] += 1
            break
    count(counts)
    return {"batchItemFailures": failed}


def _react(record: dict[str, Any]) -> Counter[str]:
    """Do what follows from one record; answers what there is to count."""
    image = record["dynamodb"].get("NewImage")
    if not image or record["eventName"] == "REMOVE":
        return Counter()
    ports = wiring.ports()
    kind = image.get("kind", {}).get("S", "")
    if kind == "case" and record["eventName"] == "INSERT":
        reacting.case_accepted(ports, items.read_case(image))
    elif kind == "task":
        reacting.task_changed(ports, items.read_task(image))
    elif kind == "voter-list":
        opened = drawing.list_changed(ports, image["PK"]["S"].removeprefix("LIST#"))
        return Counter({"CardOpened": opened}) if opened else Counter()
    elif kind == "event":
        event = items.read_event(image)
        reacting.event_written(ports, event)
        linking.follow(ports, event)
        reopened.follow(ports, event)
        return Counter([f"Case{event.kind.capitalize()}"])
    return Counter()


def workflow_task(event: dict[str, Any], context: object) -> dict[str, Any]:
    """What a state machine asks: enter a step, settle a lapse, close the case."""
    del context
    ports = wiring.ports()
    case_id = event["case_id"]
    found = ports.store.cases([case_id])
    procedure = find(found[0].process, found[0].procedure) if found else None
    if procedure is None:
        raise LookupError(f"no case or procedure for {case_id}")
    if event["action"] == "enter":
        return workflow_tasks.enter(ports, procedure, case_id, event["step"], event["entered"])
    if event["action"] == "lapse":
        return workflow_tasks.lapse(ports, procedure, case_id, event["step"])
    execution = event.get("execution", "")
    return workflow_tasks.close(ports, procedure, case_id, event["outcome"], execution)


def agenda(event: dict[str, Any], context: object) -> dict[str, Any]:
    """EventBridge's schedule, every hour: do what is due."""
    del event
    ports = wiring.ports()
    ports.once.context = context
    return {"done": agenda_service.run(ports, _agenda_failed)}


def _agenda_failed(error: Exception) -> None:
    # As above: what failed may quote a person's answers.
    logger().error("agenda item failed", kind=type(error).__name__)
    count({"AgendaFailed": 1})


def document_uploaded(event: dict[str, Any], context: object) -> dict[str, Any]:
    """EventBridge "Object Created": check a file in quarantine, or import a voters' list."""
    del context
    prefix, _, rest = unquote_plus(event["detail"]["object"]["key"]).partition("/")
    case_id, _, document_id = rest.partition("/")
    if prefix == "imports":
        return {"checked": importing.receive(wiring.ports(), case_id, document_id) is not None}
    if prefix != "quarantine":
        return {"checked": False}
    document = uploading.receive(wiring.ports(), case_id, document_id)
    return {"checked": document is not None}


def documents(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Make a PDF, or pictures of a document; a function of its own, since what makes them (typst,
    PDFium) is large."""
    del context
    if wanted := event.get("preview"):
        from functions import previews

        made = previews.make(wiring.ports(), wanted["case_id"], wanted["document_id"])
        return made.model_dump()
    from functions import documents as making

    return {"name": making.municipal_list_file(wiring.ports(), event["list_id"], event["lang"])}
