"""The static site in its bucket: new files first, old ones go last, then CloudFront forgets."""

import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from infra.deploy.aws import Stopped

if TYPE_CHECKING:
    from types_boto3_cloudfront import CloudFrontClient
    from types_boto3_s3 import S3Client

# Not guessed from the machine's own tables, which differ
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
}
ASSETS = "assets/"
MANIFEST = "assets/manifest.json"
_BY_CONTENT = "public, max-age=31536000, immutable"
# A browser asks each time; CloudFront, which is told when a page is new, every five minutes
_PAGE = "public, max-age=0, s-maxage=300, must-revalidate"


class Site:
    def __init__(self, s3: "S3Client", bucket: str, folder: Path) -> None:
        self.s3, self.bucket, self.folder = s3, bucket, folder

    def send_assets(self) -> int:
        """Styles and scripts, named by their content. Before the functions: the pages that these
        make name them."""
        return self._send(name for name in self._names() if _is_named_by_content(name))

    def send_pages(self) -> int:
        """Everything else; the list of assets last, as it says that all is there."""
        names = [name for name in self._names() if not _is_named_by_content(name)]
        return self._send(sorted(names, key=lambda name: name == MANIFEST))

    def delete_old(self) -> int:
        """What is no part of the site any more. Assets stay as long as a version of their list
        does (90 days): a function that was taken back, or a page that somebody has open, names
        them. The bucket keeps old versions as long."""
        wanted = set(self._names()) | set(self._assets_of_old())
        old = [name for name in self._there() if name not in wanted]
        for start in range(0, len(old), 1000):
            keys = [{"Key": name} for name in old[start : start + 1000]]
            answer = self.s3.delete_objects(
                Bucket=self.bucket,
                Delete={"Objects": keys, "Quiet": True},  # type: ignore[typeddict-item]
            )
            if errors := answer.get("Errors"):
                raise Stopped(f"{len(errors)} old pages could not be deleted: deploy again")
        return len(old)

    def _names(self) -> list[str]:
        return sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        )

    def _there(self) -> dict[str, str]:
        """Name and ETag, which is the MD5 of what S3 encrypts with its own key."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        return {
            one["Key"]: one["ETag"].strip('"') for page in pages for one in page.get("Contents", [])
        }

    def _send(self, names: Iterator[str] | list[str]) -> int:
        there, sent = self._there(), 0
        for name in names:
            content = (self.folder / name).read_bytes()
            if there.get(name) == hashlib.md5(content, usedforsecurity=False).hexdigest():
                continue
            self.s3.put_object(
                Bucket=self.bucket,
                Key=name,
                Body=content,
                ContentType=content_type(name),
                CacheControl=_BY_CONTENT if _is_named_by_content(name) else _PAGE,
            )
            sent += 1
        return sent

    def _assets_of_old(self) -> Iterator[str]:
        pages = self.s3.get_paginator("list_object_versions").paginate(
            Bucket=self.bucket, Prefix=MANIFEST
        )
        for page in pages:
            for version in page.get("Versions", []):
                found = self.s3.get_object(
                    Bucket=self.bucket, Key=version["Key"], VersionId=version["VersionId"]
                )
                for url in json.load(found["Body"]).values():
                    yield str(url).lstrip("/")


def content_type(name: str) -> str:
    try:
        return TYPES[Path(name).suffix]
    except KeyError:
        raise Stopped(
            f"{name}: what kind of file is this? Add it to infra/deploy/site.py"
        ) from None


def _is_named_by_content(name: str) -> bool:
    return name.startswith(ASSETS) and name != MANIFEST


def forget(cloudfront: "CloudFrontClient", distribution: str) -> str:
    """CloudFront asks for every page anew. Returns the id of the invalidation."""
    made = cloudfront.create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={
            "Paths": {"Quantity": 1, "Items": ["/*"]},
            "CallerReference": f"burgerloket-{time.time_ns()}",
        },
    )
    return made["Invalidation"]["Id"]
