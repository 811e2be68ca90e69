"""Where an export is written: a folder of this machine, or a bucket. Only its owner reads it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from botocore.exceptions import ClientError

from infra.operate.deployed import CannotTell, client

_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
_S3 = "s3://"
_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})


class Place(Protocol):
    """Files by their names, with `/` between folders."""

    def write(self, name: str, content: bytes) -> None:
        """All of a file or nothing of it."""

    def read(self, name: str) -> bytes | None:
        """None: there is no such file."""

    def remove(self, name: str) -> None:
        """Whether or not it is there."""

    def names(self) -> Iterator[str]:
        """Of all files, sorted."""


class Folder:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._make(root)

    def write(self, name: str, content: bytes) -> None:
        path = self._root / name
        self._make(path.parent)
        part = path.with_name(f"{path.name}.part")
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(part, flags, _PRIVATE_FILE), "wb") as file:
            file.write(content)
        part.chmod(_PRIVATE_FILE)  # one of before may have had another mode
        part.replace(path)

    def read(self, name: str) -> bytes | None:
        path = self._root / name
        return path.read_bytes() if path.is_file() else None

    def remove(self, name: str) -> None:
        (self._root / name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        for path in sorted(self._root.rglob("*")):
            if path.is_file() and path.suffix != ".part":
                yield path.relative_to(self._root).as_posix()

    def _make(self, folder: Path) -> None:
        for one in (*reversed(folder.relative_to(self._root).parents), folder):
            path = self._root / one
            path.mkdir(mode=_PRIVATE_FOLDER, parents=path == self._root, exist_ok=True)

    def __str__(self) -> str:
        return str(self._root)


class Bucket:
    """Encrypted and kept closed by the bucket's own settings; docs/runbooks/tenant-leaves.md."""

    def __init__(self, s3: Any, bucket: str, prefix: str) -> None:  # noqa: ANN401 - boto3
        self._s3, self._bucket, self._prefix = s3, bucket, prefix

    def write(self, name: str, content: bytes) -> None:
        self._s3.put_object(Bucket=self._bucket, Key=self._prefix + name, Body=content)

    def read(self, name: str) -> bytes | None:
        try:
            found = self._s3.get_object(Bucket=self._bucket, Key=self._prefix + name)
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise
        return bytes(found["Body"].read())

    def remove(self, name: str) -> None:
        self._s3.delete_object(Bucket=self._bucket, Key=self._prefix + name)

    def names(self) -> Iterator[str]:
        pages = self._s3.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
            for one in page.get("Contents", []):
                yield one["Key"].removeprefix(self._prefix)

    def __str__(self) -> str:
        return f"s3://{self._bucket}/{self._prefix}"


def place_of(address: str, region: str, not_this: str) -> Place:
    """`s3://bucket/prefix`, or a folder. `not_this`: the bucket that is exported."""
    if not address.startswith(_S3):
        return Folder(Path(address).expanduser().resolve())
    bucket, prefix = split(address)
    if bucket == not_this:
        raise CannotTell("an export does not go into the bucket that it is of")
    return Bucket(client("s3", region), bucket, prefix)


def split(address: str) -> tuple[str, str]:
    """Bucket and prefix (with its slash, or empty) of `s3://bucket/prefix`; no bucket for a
    folder."""
    if not address.startswith(_S3):
        return "", ""
    bucket, _, prefix = address.removeprefix(_S3).partition("/")
    prefix = prefix.strip("/")
    return bucket, f"{prefix}/" if prefix else ""
