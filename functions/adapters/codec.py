"""How items look in the table: keys and what conditions look at as attributes, the rest as one
JSON text that pydantic reads and writes."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

Item = dict[str, Any]
M = TypeVar("M", bound=BaseModel)


def text(value: str) -> Item:
    return {"S": value}


def number(value: int) -> Item:
    return {"N": str(value)}


def key(pk: str, sk: str) -> Item:
    return {"PK": text(pk), "SK": text(sk)}


def body(model: BaseModel, *, without: frozenset[str] = frozenset()) -> Item:
    """The attribute `data`."""
    return {"data": text(model.model_dump_json(exclude=set(without)))}


def read(model: type[M], item: Mapping[str, Any]) -> M:
    return model.model_validate_json(item["data"]["S"])


def plain(item: Mapping[str, Any]) -> dict[str, str]:
    """The string attributes of an item that Step Functions wrote."""
    return {name: value["S"] for name, value in item.items() if "S" in value}
