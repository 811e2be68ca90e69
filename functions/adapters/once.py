"""Side effects once per key: Powertools idempotency, in the same table (services.ports.Once)."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from functions.adapters.aws import client


@lru_cache(maxsize=4)
def _layer(table_name: str, table_client: Any) -> Any:  # noqa: ANN401 - botocore has no types
    """One per client: each layer adds a handler to its client, which every later request runs."""
    from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer

    return DynamoDBPersistenceLayer(
        table_name=table_name,
        key_attr="PK",
        sort_key_attr="SK",
        static_pk_value="IDEMPOTENCY#side-effect",
        expiry_attr="expires_at",
        boto3_client=table_client,
    )


class TableOnce:
    """Remembers a key for a week: longer than a stream keeps a record (24 hours) and a dead letter
    waits for its replay."""

    def __init__(self, table_name: str) -> None:
        self._table_name = table_name
        self.context: object = None

    def __call__(self, key: str, effect: Callable[[], None]) -> None:
        from aws_lambda_powertools.utilities.idempotency import (
            IdempotencyConfig,
            idempotent_function,
        )

        config = IdempotencyConfig(expires_after_seconds=7 * 24 * 3600)
        # Says how long a started effect may take before another delivery may try it.
        config.register_lambda_context(self.context)  # type: ignore[arg-type]

        @idempotent_function(  # type: ignore[untyped-decorator]  # Powertools types it loosely
            data_keyword_argument="key",
            persistence_store=_layer(self._table_name, client("dynamodb")),
            config=config,
        )
        def once(*, key: str) -> str:
            effect()
            return key

        once(key=key)
