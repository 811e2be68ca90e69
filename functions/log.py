"""Structured logs and metrics: a line of JSON for CloudWatch. Case ids yes, personal data never.

The lines are written here and not by Powertools' Logger: the first visitor of every process would
wait for its import (50 to 130 ms), and it writes an exception with its message, which may quote
what somebody typed. Metrics are Powertools', and loaded by who counts: hardly ever by a request.
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import logging

SERVICE = NAMESPACE = "Burgerloket"
CORRELATION = "correlation"
_ROOT = str(Path(__file__).parent.parent) + os.sep
_FRAMES = 6
# An error code of AWS is a fixed word; what has another form may be anything
_CODE = re.compile(r"[A-Za-z0-9.]{1,64}")
_around: ContextVar[Mapping[str, Any]] = ContextVar("around", default=MappingProxyType({}))
_always: dict[str, str] = {}
_begun: list[str] = []  # the first event that this process was given


class Metric(StrEnum):
    """Everything that is counted, by the name it has in CloudWatch. Those that say so are counted
    by procedure too; none ever by person."""

    SUBMITTED = "Submitted"  # by procedure: a case was handed in
    CLOSED = "Closed"  # by procedure: a case came to an end, whichever
    DECIDED = "Decided"  # by procedure: that end was a yes or a no of the office
    REFUSED = "Refused"  # by procedure: that was a no
    WITHDRAWN = "Withdrawn"  # by procedure: its asker took it back
    LAPSED = "Lapsed"  # by procedure: a term of the office ran out
    UPLOAD_REJECTED = "UploadRejected"  # by procedure: a file that was no document, or too large
    MAIL_SENT = "MailSent"
    MAIL_REFUSED = "MailRefused"  # by SES, for good
    MAIL_BOUNCED = "MailBounced"
    MAIL_COMPLAINT = "MailComplaint"
    RECORD_FAILED = "RecordFailed"  # of the table's stream; Lambda tries again
    TALLY_FAILED = "TallyFailed"  # the statistics; Lambda tries again
    NOT_COUNTED = "NotCounted"  # a line of the statistics was left out
    AGENDA_FAILED = "AgendaFailed"
    CARD_OPENED = "CardOpened"  # polling cards, from a list
    DOSSIER_TOLD = "DossierTold"  # DOSIS has it
    DOSSIER_FAILED = "DossierFailed"
    DOSIS_FAULT = "DosisFault"
    DOSIS_REFUSED = "DosisRefused"
    REGISTER_FAULT = "RegisterFault"  # the population register
    SOURCE_FAULT = "SourceFault"  # another authority of the overview
    EBOX_FAULT = "EBoxFault"
    EBOX_REFUSED = "EBoxRefused"
    CERTIFICATES_LISTED = "CertificatesListed"
    CERTIFICATES_DOWNLOADED = "CertificatesDownloaded"


BY_PROCEDURE = frozenset(
    {
        Metric.SUBMITTED, Metric.CLOSED, Metric.DECIDED, Metric.REFUSED, Metric.WITHDRAWN,
        Metric.LAPSED, Metric.UPLOAD_REJECTED,
    }
)  # fmt: skip


class Failed(Exception):  # noqa: N818
    """What a function ends with when something went wrong: the kind, without values. Lambda logs
    the message of an exception and hands it on, to a workflow's history and to dead letters."""


class Logger:
    """Writes lines; `fields` are ours: ids, codes, counts, kinds of faults."""

    def info(self, message: str, **fields: object) -> None:
        _write("INFO", message, fields)

    def warning(self, message: str, **fields: object) -> None:
        _write("WARNING", message, fields)

    def error(self, message: str, **fields: object) -> None:
        _write("ERROR", message, fields)


_logger = Logger()


def logger() -> Logger:
    return _logger


def _write(level: str, message: str, fields: Mapping[str, object]) -> None:
    line = {
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": level,
        "message": message,
        "service": SERVICE.lower(),
        "function": os.environ.get("AWS_LAMBDA_FUNCTION_NAME", ""),
        **_always,
        **_around.get(),
        **fields,
    }
    text = json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)
    sys.stdout.write(text + "\n")  # at once, so that no two lines mix


# what is around a line


def always(**fields: str) -> None:
    """What every line of this process tells: the tenant."""
    _always.update(fields)


def about(**fields: str) -> None:
    """What the lines of this event tell from here on: its correlation, the procedure."""
    _around.set({**_around.get(), **fields})


def correlation() -> str:
    """The id that is followed now, or "" where nobody asked anything."""
    return str(_around.get().get(CORRELATION, ""))


@contextmanager
def handling(context: object, **fields: str) -> Iterator[None]:
    """Around one event of a function: what goes wrong in it is told once, without its values, and
    raised again as Failed."""
    request = str(getattr(context, "aws_request_id", ""))
    cold_start = not _begun
    _begun[:] = _begun or [request]
    token = _around.set({"request": request, "cold_start": cold_start, **fields})
    try:
        yield
    except Exception as error:
        told = described(error)
        _logger.error("failed", **told)
        raise Failed(f"{told['kind']} at {told['where'][0]}") from None
    finally:
        _around.reset(token)


def described(error: BaseException) -> dict[str, Any]:
    """An exception without its message, which may quote what a person typed: its kind, the place,
    what it came from, and the code with which AWS refused."""
    found: dict[str, Any] = {"kind": type(error).__name__, "where": _where(error.__traceback__)}
    came_from = error.__cause__ or error.__context__
    if came_from is not None:
        found["from"] = type(came_from).__name__
    for one in (error, came_from):
        answer = getattr(one, "response", None)
        code = answer.get("Error", {}).get("Code", "") if isinstance(answer, dict) else ""
        if _CODE.fullmatch(str(code)):
            found["code"] = code
    return found


def _where(trace: TracebackType | None) -> list[str]:
    """The innermost places, that of the fault first, as "functions/events.py:51"."""
    places = []
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename.removeprefix(_ROOT)
        places.append(f"{file}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[: -_FRAMES - 1 : -1]


def quiet_libraries(root: "logging.Logger") -> None:
    """What a library logs may quote an address or a body: only who said it, and where, is kept.
    In Lambda, whose runtime writes everything from WARNING on."""
    import logging

    class OnlyWhere(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            where = [f"{Path(record.pathname).name}:{record.lineno}"]
            kind = record.exc_info[0] if record.exc_info else None
            fields = {"kind": kind.__name__} if kind else {}
            _write(record.levelname, "library", {"library": record.name, "where": where, **fields})

    root.handlers[:] = [OnlyWhere(logging.WARNING)]


if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    import logging as _logging

    quiet_libraries(_logging.getLogger())


# metrics


def count(counts: Mapping[Metric, int], *, procedure: str = "") -> None:
    """Counts in CloudWatch's embedded metric format: printed with the logs, no request. By tenant;
    those of BY_PROCEDURE by `procedure` ("birth/declaration") too."""
    if not counts:
        return
    from aws_lambda_powertools.metrics import EphemeralMetrics

    metrics = EphemeralMetrics(namespace=NAMESPACE, service=SERVICE.lower())
    metrics.add_dimension("tenant", _always.get("tenant", "none"))
    if procedure:
        metrics.add_dimension("procedure", procedure)
    for name, value in counts.items():
        metrics.add_metric(name=name.value, unit="Count", value=value)
    if correlation():
        metrics.add_metadata(CORRELATION, correlation())
    metrics.flush_metrics()
