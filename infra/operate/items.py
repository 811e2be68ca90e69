"""Items of a table as an export has them: raw (DynamoDB's JSON), and as a person reads them."""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

Json = dict[str, Any]
Page = tuple[list[Json], Json | None]  # items, and from where the next page goes on
# Keys to the desk for who is signed in: they belong in no export, and end within a day
LEFT_OUT = ("SESSION#", "LOGIN#")


def pages(dynamodb: Any, table: str, after: Json | None = None) -> Iterator[Page]:  # noqa: ANN401
    """Scan a table, strongly consistent, page after page. Items of a partition follow on each
    other, by their sort key."""
    more = {"ExclusiveStartKey": after} if after else {}
    while True:
        found = dynamodb.scan(TableName=table, ConsistentRead=True, Limit=limit(), **more)
        after = found.get("LastEvaluatedKey")
        yield found["Items"], after
        if not after:
            return
        more = {"ExclusiveStartKey": after}


def limit() -> int:
    """Items in a page, at most; a page is 1 MB at most in any case."""
    return 2000


def raw(item: Json) -> str:
    """One line, the same for the same item."""
    return json.dumps({"Item": item}, sort_keys=True, ensure_ascii=False, default=_bytes)


def _bytes(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value).__name__)


def digest(item: Json) -> str:
    return hashlib.sha256(raw(item).encode()).hexdigest()


def place(item: Json) -> tuple[str, str]:
    return item["PK"]["S"], item["SK"]["S"]


def readable(item: Json) -> str:
    """One line of plain JSON: what is JSON within an attribute is opened up."""
    plain = {name: _plain(value) for name, value in item.items()}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, default=_bytes)


def _plain(value: Json) -> Any:  # noqa: ANN401 - any JSON
    ((kind, content),) = value.items()
    match kind:
        case "M":
            return {name: _plain(each) for name, each in content.items()}
        case "L":
            return [_plain(each) for each in content]
        case "NULL":
            return None
        case "S" if content.startswith(("{", "[")):
            try:
                return json.loads(content)
            except ValueError:
                return content
    return content  # a number stays the text that DynamoDB has: nothing is rounded


def changed_at(item: Json) -> datetime | None:
    """When this was written, for an event of a chain or a draft: the newest of a table is its
    newest change."""
    kind = item.get("kind", {}).get("S", "")
    name = {"event": "at", "draft": "updated"}.get(kind)
    if name is None:
        return None
    return datetime.fromisoformat(json.loads(item["data"]["S"])[name])


def expires(item: Json, now: datetime) -> bool:
    """Whether DynamoDB may take it away by itself by now."""
    at = item.get("expires_at", {}).get("N")
    return at is not None and int(at) <= now.timestamp()
