"""The one place that talks to DynamoDB's data plane: requests out, refusals in our terms."""

from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters.aws import client
from functions.adapters.codec import Item
from functions.domain.problems import Busy, Conflict
from functions.log import CORRELATION, correlation
from functions.services.ports import Contended

_CONDITION = "ConditionalCheckFailed"
_MET = "TransactionConflict"
_NAMELESS = "FEEDBACK#"
_TRIES = 5
_MOST_WRITES = 25


class Cancelled(Exception):  # noqa: N818
    """A transaction that did not happen; `failed`: the positions whose condition did not hold."""

    def __init__(self, failed: list[int]) -> None:
        super().__init__(str(failed))
        self.failed = failed


class Table:
    """Thin requests on one table; each method is one request unless it pages."""

    def __init__(self, name: str) -> None:
        self.name = name

    def _call(self, operation: Callable[..., Any], **arguments: Any) -> Any:  # noqa: ANN401
        try:
            return operation(**arguments)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code == "ConditionalCheckFailedException":
                raise Conflict from error
            if code == "TransactionCanceledException":
                raise _cancelled(error) from error
            if code in _BUSY:
                raise Busy from error
            raise
        except BotoCoreError as error:  # no connection, no answer in time
            raise Busy from error

    def get(self, key: Item) -> Item | None:
        found = self._call(
            client("dynamodb").get_item, TableName=self.name, Key=key, ConsistentRead=True
        )
        item: Item | None = found.get("Item")
        return item

    def get_many(self, keys: list[Item]) -> list[Item]:
        """At most 100 items; what the table did not get to is asked again, a few times."""
        items: list[Item] = []
        wanted: dict[str, Any] = {self.name: {"Keys": keys, "ConsistentRead": True}}
        for _ in range(_TRIES):
            found = self._call(client("dynamodb").batch_get_item, RequestItems=wanted)
            items += found["Responses"].get(self.name, [])
            wanted = found.get("UnprocessedKeys") or {}
            if not wanted:
                return items
        raise Busy

    def put(self, item: Item, **condition: Any) -> None:  # noqa: ANN401
        self._call(
            client("dynamodb").put_item, TableName=self.name, Item=_followed(item), **condition
        )

    def update(self, key: Item, **arguments: Any) -> Item:  # noqa: ANN401
        found = self._call(
            client("dynamodb").update_item, TableName=self.name, Key=key, **arguments
        )
        changed: Item = found.get("Attributes", {})
        return changed

    def delete(self, key: Item, **arguments: Any) -> Item | None:  # noqa: ANN401
        found = self._call(
            client("dynamodb").delete_item,
            TableName=self.name,
            Key=key,
            ReturnValues="ALL_OLD",
            **arguments,
        )
        old: Item | None = found.get("Attributes")
        return old

    def delete_many(self, keys: list[Item]) -> None:
        """A request for each 25; what the table did not get to is asked again, a few times."""
        for start in range(0, len(keys), _MOST_WRITES):
            part = [{"DeleteRequest": {"Key": key}} for key in keys[start : start + _MOST_WRITES]]
            left: dict[str, Any] = {self.name: part}
            for _ in range(_TRIES):
                done = self._call(client("dynamodb").batch_write_item, RequestItems=left)
                left = done.get("UnprocessedItems") or {}
                if not left:
                    break
            else:
                raise Busy

    def transact(self, items: list[dict[str, Any]], token: str = "") -> None:
        """All or nothing; raises Cancelled with the positions that did not hold."""
        named = [
            {verb: {"TableName": self.name, **_stamped(verb, content)}}
            for item in items
            for verb, content in item.items()
        ]
        extra = {"ClientRequestToken": token} if token else {}
        self._call(client("dynamodb").transact_write_items, TransactItems=named, **extra)

    def query(self, **arguments: Any) -> tuple[list[Item], Item | None]:  # noqa: ANN401
        found = self._call(client("dynamodb").query, TableName=self.name, **arguments)
        return found["Items"], found.get("LastEvaluatedKey")

    def all_of(self, **arguments: Any) -> Iterator[Item]:  # noqa: ANN401
        """Every item of a query, page after page."""
        more: dict[str, Any] = {}
        while True:
            items, after = self.query(**arguments, **more)
            yield from items
            if not after:
                return
            more = {"ExclusiveStartKey": after}

    def scan(self, **arguments: Any) -> tuple[list[Item], Item | None]:  # noqa: ANN401
        found = self._call(client("dynamodb").scan, TableName=self.name, **arguments)
        return found["Items"], found.get("LastEvaluatedKey")


def _followed(item: Item) -> Item:
    """With the id of the request that wrote it, for who reads the stream. Not a comment, which
    nothing may lead back to a moment or a person."""
    own = correlation()
    if not own or item["PK"]["S"].startswith(_NAMELESS):
        return item
    return {**item, CORRELATION: {"S": own}}


def _stamped(verb: str, content: Item) -> Item:
    return {**content, "Item": _followed(content["Item"])} if verb == "Put" else content


_BUSY = frozenset(
    {
        "ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded",
        "InternalServerError", "ServiceUnavailable", "TransactionConflictException",
        "TransactionInProgressException",
    }
)  # fmt: skip


def _cancelled(error: ClientError) -> Exception:
    reasons = error.response.get("CancellationReasons", [])
    failed = [i for i, reason in enumerate(reasons) if reason.get("Code") == _CONDITION]
    if failed:
        return Cancelled(failed)
    met = any(reason.get("Code") == _MET for reason in reasons)
    return Contended() if met else Busy()
