"""Moto is written to be right, not quick: it sorts a whole table for each query, compares strings
by way of what they might have been, walks an answer's shape under ten names for each of ten forms,
lists its own folder and the methods of a class at each request, and reads the same path of a
workflow at each step; botocore looks at each letter of its name at each request. The same answers,
sooner: most of a test went there.
"""

import base64
import pickle
from functools import lru_cache
from operator import attrgetter
from types import ModuleType
from typing import Any

from botocore import useragent
from moto import backends
from moto.core import responses
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing import validators
from moto.stepfunctions.parser.asl.utils import json_path

_walk = BaseJSONSerializer._serialize_type_structure
_walk_map = BaseJSONSerializer._serialize_type_map
_all_items = Table.all_items
_equals, _is_before = DynamoType.__eq__, DynamoType.__lt__
_value_of_keys = attrgetter("hash_key.value", "range_key.value")


def _sorted_items(self: Any) -> list[Any]:  # noqa: ANN401 - moto has no types
    """In the order of the keys, which are strings in our table."""
    if not self.range_key_attr:
        return _all_items(self)
    items = [item for of_hash in self.items.values() for item in of_hash.values()]
    return sorted(items, key=_value_of_keys)


def _same(self: Any, other: Any) -> bool:  # noqa: ANN401
    if self.type == other.type == "S":
        return bool(self.value == other.value)
    return _equals(self, other)


def _differs(self: Any, other: Any) -> bool:  # noqa: ANN401
    return not _same(self, other)


def _less(self: Any, other: Any) -> bool:  # noqa: ANN401
    if self.type == other.type == "S":
        return bool(self.value < other.value)
    return _is_before(self, other)


def _written(value: Any) -> dict[str, Any]:  # noqa: ANN401
    """An AttributeValue as DynamoDB's JSON has it: {"S": "..."}."""
    if isinstance(value, DynamoType):
        kind, inner = value.type, value.value
    else:
        ((kind, inner),) = value.items()
    if kind == "M":
        return {kind: {name: _written(part) for name, part in inner.items()}}
    if kind == "L":
        return {kind: [_written(part) for part in inner]}
    if kind == "B" and isinstance(inner, bytes):
        return {kind: base64.b64encode(inner).decode()}
    return {kind: inner}


def _structure(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:  # noqa: ANN401
    if shape.name == "AttributeValue" and value is not None:
        self._default_serialize(serialized, _written(value), shape, key)
    else:
        _walk(self, serialized, value, shape, key)


def _map(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:  # noqa: ANN401
    if shape.value.name == "AttributeValue":
        written = {name: _written(part) for name, part in value.items() if part is not None}
        self._default_serialize(serialized, written, shape, key)
    else:
        _walk_map(self, serialized, value, shape, key)


def _copied(expression: Any) -> Any:  # noqa: ANN401
    return pickle.loads(pickle.dumps(expression))  # noqa: S301 - our own


@lru_cache(maxsize=1)
def _modules() -> tuple[str, ...]:
    return tuple(_list_modules())


_list_modules = backends.list_of_moto_modules


def _cached(module: ModuleType, name: str) -> None:
    names = vars(module)
    names[name] = lru_cache(maxsize=4096)(names[name])


def use() -> None:
    """From now on, in this process."""
    kind: Any = DynamoType
    kind.__eq__, kind.__ne__, kind.__lt__ = _same, _differs, _less
    table: Any = Table
    table.all_items = _sorted_items
    serializer: Any = BaseJSONSerializer
    serializer._serialize_type_structure = _structure
    serializer._serialize_type_map = _map
    vars(validators)["deepcopy"] = _copied
    _cached(json_path, "parse")
    vars(backends)["list_of_moto_modules"] = _modules
    _cached(responses, "method_names_from_class")
    _cached(useragent, "sanitize_user_agent_string_component")
