"""AWS clients: made at first use, one of each per process."""

from functools import cache
from pathlib import Path
from typing import Any

_trimmed: list[Path] = []


def use_trimmed_data(folder: Path | None) -> None:
    """Told once by the composition root where botocore's trimmed data is, if there is any."""
    _trimmed[:] = [folder] if folder else []


@cache
def client(service: str) -> Any:  # noqa: ANN401 - the caller knows the service
    """A botocore client with short time-outs and few retries.

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
    session = get_session()
    if _trimmed and (_trimmed[0] / service).is_dir():
        session.register_component("data_loader", _loader(service, _trimmed[0]))
    return session.create_client(service, config=config)


def _loader(service: str, data: Path) -> Any:  # noqa: ANN401 - botocore has no types
    """Reads the trimmed data (infra/trim_botocore.py) and knows that the service is there, instead
    of listing the folders of some 400 services to find out."""
    from botocore.loaders import Loader

    class OneService(Loader):
        def list_available_services(self, type_name: str) -> list[str]:
            del type_name
            return [service]

    return OneService(extra_search_paths=[str(data)])
