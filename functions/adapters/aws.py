"""AWS clients: made at first use, one of each per process."""

from functools import cache
from typing import Any


@cache
def client(service: str) -> Any:  # noqa: ANN401 - the caller knows the service
    """A botocore client with short time-outs and adaptive retries.

    botocore's session rather than boto3's: the same clients, without the resource layer.
    """
    from botocore.config import Config
    from botocore.session import get_session

    config = Config(
        connect_timeout=3,
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": 4},
        signature_version="s3v4" if service == "s3" else None,
        parameter_validation=False,
    )
    return get_session().create_client(service, config=config)
