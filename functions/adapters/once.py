"""Side effects once per key: Powertools idempotency, in the same table (services.ports.Once)."""

from collections.abc import Callable

from functions.adapters.aws import client


class TableOnce:
    """Remembers a key for a week: longer than a stream keeps a record (24 hours) and a dead letter
    waits for its replay."""

    def __init__(self, table_name: str) -> None:
        self._table_name = table_name
        self.context: object = None

    def __call__(self, key: str, effect: Callable[[], None]) -> None:
        from aws_lambda_powertools.utilities.idempotency import (
            DynamoDBPersistenceLayer,
            IdempotencyConfig,
            idempotent_function,
        )

        layer = DynamoDBPersistenceLayer(
            table_name=self._table_name,
            key_attr="PK",
            sort_key_attr="SK",
            static_pk_value="IDEMPOTENCY#side-effect",
            expiry_attr="expires_at",
            boto3_client=client("dynamodb"),
        )

        config = IdempotencyConfig(expires_after_seconds=7 * 24 * 3600)
        # Says how long a started effect may take before another delivery may try it.
        config.register_lambda_context(self.context)  # type: ignore[arg-type]

        @idempotent_function(  # type: ignore[untyped-decorator]  # Powertools types it loosely
            data_keyword_argument="key",
            persistence_store=layer,
            config=config,
        )
        def once(*, key: str) -> str:
            effect()
            return key

        once(key=key)
