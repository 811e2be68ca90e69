"""Moto's DynamoDB Streams with iterators that expire, as those of AWS do after fifteen minutes.
Moto keeps one of every read for ever, and fails with a 500 on one that it does not know.
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html
"""

from typing import Any

from moto.core.exceptions import ServiceException
from moto.dynamodbstreams.models import DynamoDBStreamsBackend

_KEPT = 50  # each read makes one more, and each consumer needs its last only
_get_records = DynamoDBStreamsBackend.get_records


class _ExpiredIterator(ServiceException):
    code = "ExpiredIteratorException"
    message = "The shard iterator has expired and can no longer be used."


def _records(self: Any, iterator_arn: str, limit: int) -> dict[str, Any]:  # noqa: ANN401
    if iterator_arn not in self.shard_iterators:
        raise _ExpiredIterator
    answer = _get_records(self, iterator_arn, limit)
    for old in list(self.shard_iterators)[:-_KEPT]:
        self.shard_iterators.pop(old, None)
    return answer


def use() -> None:
    """From now on, in this process."""
    backend: Any = DynamoDBStreamsBackend
    backend.get_records = _records
