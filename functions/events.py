"""The handlers without a URL: the table's stream, the workflow's tasks, uploaded documents."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote_plus

from frontend.render import translate
from functions import counted, log, wiring
from functions.adapters import codec, items
from functions.domain.correlation import correlation_of, is_correlation
from functions.domain.documents import CLEAN, THREAT
from functions.domain.figures import Change
from functions.domain.links import Given
from functions.domain.problems import Busy
from functions.log import CORRELATION, Metric, count, described, logger
from functions.processes import find
from functions.services import agenda as agenda_service
from functions.services import (
    counting,
    drawing,
    importing,
    issuing,
    keeping,
    linking,
    mandate_mails,
    reacting,
    reopened,
    telling_dosis,
    unreached,
    uploading,
    workflow_tasks,
)
from functions.services.ports import Ports
from functions.services.telling_dosis import Told
from functions.services.writing import use_translator

use_translator(translate)

SCAN_RESULT = "GuardDuty Malware Protection Object Scan Result"
_FINDINGS = (CLEAN, THREAT, "UNSUPPORTED")

Handler = Callable[[dict[str, Any], object], dict[str, Any]]


def _told(handler: Handler) -> Handler:
    """A handler whose lines tell what it followed from, and whose faults hold no values."""

    @wraps(handler)
    def handle(event: dict[str, Any], context: object) -> dict[str, Any]:
        with log.handling(context, correlation=_followed(event)):
            return handler(event, context)

    return handle


def _followed(event: dict[str, Any]) -> str:
    """The id that came along (from a workflow, its outcome first, or from another function of
    ours), or else one of this event's own, if the event has an id."""
    state = event.get("state", {})
    given = (state.get("outcome", {}).get(CORRELATION), state.get(CORRELATION),
             event.get(CORRELATION))  # fmt: skip
    own = correlation_of(event["id"]) if "id" in event else ""
    return next((text for text in given if text and is_correlation(text)), own)


@_told
def stream(event: dict[str, Any], context: object) -> dict[str, Any]:
    """A batch of the table's stream. A record that fails is answered as failed, with all after it
    (the order within a case counts), so that Lambda retries from there."""
    wiring.ports().once.context = context
    failed = []
    counts: Counter[Metric] = Counter()
    changes: list[Change] = []
    for record in event["Records"]:
        _follow(record)
        if _is_put_back(record["dynamodb"]):
            continue
        try:
            counts += _react(record)
            changes += _changes(record)
        except Exception as error:
            logger().error("stream record failed", **described(error))
            failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            counts[Metric.RECORD_FAILED] += 1
            break
    if changes and not _tally(changes):
        counts[Metric.TALLY_FAILED] += 1
        failed = [{"itemIdentifier": event["Records"][0]["dynamodb"]["SequenceNumber"]}]
    else:
        counted.changes(changes)
    count(counts)
    return {"batchItemFailures": failed}


def _follow(record: dict[str, Any]) -> None:
    """From here on the lines tell which request wrote this record, and of which case it is."""
    image = record["dynamodb"].get("NewImage") or {}
    partition = record["dynamodb"].get("Keys", image).get("PK", {}).get("S", "")
    is_case = partition.startswith("CASE#")
    log.about(
        correlation=image.get(CORRELATION, {}).get("S", ""),
        case=partition.removeprefix("CASE#") if is_case else "",
        item=image.get("kind", {}).get("S", ""),
    )


def _react(record: dict[str, Any]) -> Counter[Metric]:
    """Do what follows from one record; answers what there is to count."""
    image = record["dynamodb"].get("NewImage")
    ports = wiring.ports()
    if record["eventName"] == "REMOVE":
        old = record["dynamodb"].get("OldImage", {})
        if old.get("kind", {}).get("S", "") in ("case", "draft"):
            keeping.item_gone(ports, old["PK"]["S"].removeprefix("CASE#"))
        return Counter()
    if not image:
        return Counter()
    kind = image.get("kind", {}).get("S", "")
    if kind == "case" and record["eventName"] == "INSERT":
        case = items.read_case(image)
        logger().info("case accepted", procedure=f"{case.process}/{case.procedure}")
        reacting.case_accepted(ports, case)
    elif kind == "task" and not _is_the_same_question(record["dynamodb"]):
        task = items.read_task(image)
        procedure = f"{task.process}/{task.procedure}"
        logger().info("task changed", procedure=procedure, step=task.step, state=task.state)
        reacting.task_changed(ports, task)
    elif kind == "given-mandate":
        mandate_mails.changed(ports, codec.read(Given, image))
    elif kind == "voter-list":
        opened = drawing.list_changed(ports, image["PK"]["S"].removeprefix("LIST#"))
        return Counter({Metric.CARD_OPENED: opened}) if opened else Counter()
    elif kind == "event":
        event = items.read_event(image)
        logger().info("event written", event=event.kind, number=event.seq)
        reacting.event_written(ports, event)
        linking.follow(ports, event)
        reopened.follow(ports, event)
        unreached.follow(ports, event)
        issuing.follow(ports, event)  # last: what fails here has held up nothing
    elif kind in ("messages", "digest"):
        from functions.adapters import messages
        from functions.services import confirming

        read = messages.read_preferences if kind == "messages" else messages.read_digest
        confirming.mail_code(ports, read(image))
    return Counter()


@_told
def dossiers(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The same stream, by a mapping of its own for records of cases (filter: `kind` is "case"):
    DOSIS is told, and may be slow or down without holding up the desk."""
    ports = wiring.ports()
    ports.once.context = context
    counts: Counter[Metric] = Counter()
    for record in event["Records"]:
        _follow(record)
        try:
            counts += _tell(ports, record)
        except Exception as error:
            logger().error("dossier not told", **described(error))
            count(counts + Counter({Metric.DOSSIER_FAILED: 1}))
            failed = record["dynamodb"]["SequenceNumber"]
            return {"batchItemFailures": [{"itemIdentifier": failed}]}
    count(counts)
    return {"batchItemFailures": []}


def _tell(ports: Ports, record: dict[str, Any]) -> Counter[Metric]:
    """Tell of a case whose state changed, or that went; answers what there is to count."""
    old, new = (record["dynamodb"].get(image) for image in ("OldImage", "NewImage"))
    shown = new or old or {}
    if shown.get("kind", {}).get("S", "") != "case":
        return Counter()
    if not new:
        telling_dosis.gone(ports, items.read_case(shown))
        return Counter()
    if old and all(old.get(name) == new.get(name) for name in ("status", "stage")):
        return Counter()
    told = telling_dosis.changed(ports, items.read_case(new))
    return Counter({Metric.DOSSIER_TOLD: 1}) if told is Told.SENT else Counter()


def _is_put_back(change: dict[str, Any]) -> bool:
    """Whether an operator wrote an item of before again (infra/operate): its time was then."""
    old, new = change.get("OldImage", {}), change.get("NewImage", {})
    return new.get("restored") != old.get("restored") and "restored" in new


def _is_the_same_question(change: dict[str, Any]) -> bool:
    """Whether a task changed only in which clerk has it: nobody has to hear of that."""
    old, new = change.get("OldImage", {}), change["NewImage"]
    return all(name in old and old[name] == new.get(name) for name in ("token", "state"))


def _changes(record: dict[str, Any]) -> list[Change]:
    """What there is to add to the statistics. They never stop a record: what cannot be counted is
    logged and left out."""
    old, new = (record["dynamodb"].get(image) for image in ("OldImage", "NewImage"))
    if not new or record["eventName"] == "REMOVE":
        return []
    change = None
    try:
        match new.get("kind", {}).get("S", ""):
            case "case" if not old or old["status"] != new["status"]:
                before = items.read_case(old) if old else None
                change = counting.case_changed(wiring.ports(), before, items.read_case(new))
            case "task":
                before_task = items.read_task(old) if old else None
                change = counting.task_changed(before_task, items.read_task(new))
            case "draft":
                draft = items.read_draft(old) if old else None
                change = counting.draft_changed(draft, items.read_draft(new))
    except Exception as error:
        logger().error("not counted", **described(error))
        count({Metric.NOT_COUNTED: 1})
    return [change] if change else []


def _tally(changes: list[Change]) -> bool:
    """Add it all; False when the table was too busy, so that the batch comes again. Whatever else
    goes wrong does not hold up the desk."""
    try:
        wiring.ports().tally.add(changes)
    except Busy:
        return False
    except Exception as error:
        logger().error("not counted", **described(error))
        count({Metric.NOT_COUNTED: len(changes)})
    return True


@_told
def workflow_task(event: dict[str, Any], context: object) -> dict[str, Any]:
    """What a state machine asks: enter a step, settle a lapse, close the case. `state`: that of the
    execution, of which only the id that is followed is read."""
    del context
    ports = wiring.ports()
    case_id = event["case_id"]
    found = ports.store.cases([case_id])
    procedure = find(found[0].process, found[0].procedure) if found else None
    if procedure is None:
        raise LookupError(f"no case or procedure for {case_id}")
    log.about(case=case_id, procedure=procedure.key)
    step = event.get("step") or event.get("outcome", "")
    logger().info("workflow task", action=event["action"], step=step)
    if event["action"] == "enter":
        return workflow_tasks.enter(ports, procedure, case_id, event["step"], event["entered"])
    if event["action"] == "lapse":
        return workflow_tasks.lapse(ports, procedure, case_id, event["step"])
    execution = event.get("execution", "")
    return workflow_tasks.close(ports, procedure, case_id, event["outcome"], execution)


@_told
def agenda(event: dict[str, Any], context: object) -> dict[str, Any]:
    """EventBridge's schedule, every hour: do what is due. `{"forgotten": true}`, of an operator:
    start and resume what was never begun (infra/operate)."""
    ports = wiring.ports()
    ports.once.context = context
    if event.get("forgotten"):
        started = reacting.start_forgotten(ports)
        return {"started": started, "resumed": reacting.resume_forgotten(ports)}
    from functions.services import digests

    return {
        "done": agenda_service.run(ports, _agenda_failed),
        "digests": digests.send_due(ports, _agenda_failed),
    }


def _agenda_failed(error: Exception) -> None:
    logger().error("agenda item failed", **described(error))
    count({Metric.AGENDA_FAILED: 1})


@_told
def mail_event(event: dict[str, Any], context: object) -> dict[str, Any]:
    """EventBridge "Email Bounced", "Email Complaint Received"...: what became of a mail."""
    from functions.services import mail_events

    ports = wiring.ports()
    ports.once.context = context
    told = mail_events.read(event["detail"])
    if told is None:
        return {"marked": 0}
    log.about(case=told.about.get("case", ""), mail=told.kind)
    if is_correlation(told.about.get(CORRELATION, "")):
        log.about(correlation=told.about[CORRELATION])
    logger().info("mail came back")
    count({Metric.MAIL_BOUNCED if told.kind == "bounce" else Metric.MAIL_COMPLAINT: 1})
    return {"marked": mail_events.receive(ports, told)}


@_told
def document_uploaded(event: dict[str, Any], context: object) -> dict[str, Any]:
    """EventBridge "Object Created": check a file in quarantine, or import a voters' list. And what
    GuardDuty found in a file in quarantine."""
    del context
    if event["detail-type"] == SCAN_RESULT:
        return _document_scanned(event["detail"])
    prefix, _, rest = unquote_plus(event["detail"]["object"]["key"]).partition("/")
    case_id, _, document_id = rest.partition("/")
    if prefix == "imports":
        return {"checked": importing.receive(wiring.ports(), case_id, document_id) is not None}
    if prefix != "quarantine":
        return {"checked": False}
    log.about(case=case_id)
    document = uploading.receive(wiring.ports(), case_id, document_id)
    if document is not None:
        logger().info("document checked", document=document_id, state=document.state)
        counted.upload(wiring.ports(), case_id, document)
    return {"checked": document is not None}


def _document_scanned(detail: dict[str, Any]) -> dict[str, Any]:
    """A result, whatever it is; only CLEAN lets a file through."""
    told = detail["s3ObjectDetails"]
    prefix, case_id, document_id = told["objectKey"].split("/")
    verdict = detail["scanResultDetails"]["scanResultStatus"]
    if prefix != "quarantine":
        return {"checked": False}
    log.about(case=case_id)
    ports = wiring.ports()
    document = uploading.scanned(ports, case_id, document_id, verdict, told["eTag"])
    if document:
        counted.upload(ports, case_id, document)
    if verdict not in _FINDINGS:  # GuardDuty may not or could not look: not the citizen's doing
        logger().error("upload not scanned", verdict=verdict)
    return {"checked": document is not None}


@_told
def documents(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Make a PDF, or pictures of a document; a function of its own, since what makes them (typst,
    PDFium) is large."""
    del context
    if wanted := event.get("preview"):
        from functions import previews

        made = previews.make(wiring.ports(), wanted["case_id"], wanted["document_id"])
        return made.model_dump()
    from functions import documents as making

    if due := event.get("issue"):
        return {"made": making.issue(wiring.ports(), due["case_id"])}
    return {"name": making.municipal_list_file(wiring.ports(), event["list_id"], event["lang"])}
