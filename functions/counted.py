"""What the stream tells, as metrics by procedure. About right: a record that comes twice counts
twice here. The municipality's own figures (services.counting) are exact."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from functions.domain.documents import Document
from functions.domain.figures import Change
from functions.log import Metric, count
from functions.services.ports import Ports

# By what a name of a count begins with (domain/figures.py)
_METRICS = {
    "submitted": (Metric.SUBMITTED,),
    "closed.good": (Metric.CLOSED, Metric.DECIDED),
    "closed.refused": (Metric.CLOSED, Metric.DECIDED, Metric.REFUSED),
    "closed.withdrawn": (Metric.CLOSED, Metric.WITHDRAWN),
    "closed": (Metric.CLOSED,),
    "out": (Metric.LAPSED,),
}


def changes(found: Iterable[Change]) -> None:
    by_procedure: defaultdict[str, Counter[Metric]] = defaultdict(Counter)
    for change in found:
        for name, value in change.counts.items():
            for metric in _metrics(name):
                by_procedure[change.procedure][metric] += value
    for procedure, counts in by_procedure.items():
        count(counts, procedure=procedure)


def _metrics(name: str) -> tuple[Metric, ...]:
    first, _, rest = name.partition(".")
    return _METRICS.get(f"{first}.{rest.partition('.')[0]}") or _METRICS.get(first, ())


def upload(ports: Ports, case_id: str, document: Document) -> None:
    """A file that was rejected, by the procedure of its draft or case."""
    if document.state == "rejected":
        draft, case = ports.store.draft_or_case(case_id)
        owner = case or draft
        procedure = f"{owner.process}/{owner.procedure}" if owner else ""
        count({Metric.UPLOAD_REJECTED: 1}, procedure=procedure)
