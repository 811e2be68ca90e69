"""Structured logs (Powertools). Case ids yes, personal data never; loaded at the first line."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger


@cache
def logger() -> "Logger":
    from aws_lambda_powertools import Logger

    return Logger(service="burgerloket")
