"""Structured logs and metrics (Powertools). Case ids yes, personal data never; loaded when used."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger, Metrics


@cache
def logger() -> "Logger":
    from aws_lambda_powertools import Logger

    return Logger(service="burgerloket")


@cache
def _metrics() -> "Metrics":
    from aws_lambda_powertools import Metrics

    return Metrics(namespace="Burgerloket", service="burgerloket")


def count(counts: Mapping[str, int]) -> None:
    """Counts in CloudWatch's embedded metric format: printed with the logs, no request."""
    if counts:
        for name, value in counts.items():
            _metrics().add_metric(name=name, unit="Count", value=value)
        _metrics().flush_metrics()
