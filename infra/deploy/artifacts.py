"""The bucket of artifacts: archives, definitions and templates, named by their content."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from infra.deploy.aws import Aws, Stopped

if TYPE_CHECKING:
    from types_boto3_s3.literals import BucketLocationConstraintType

_NOT_THERE = {"404", "NoSuchKey", "NoSuchBucket", "NotFound"}


def bucket_name(aws: Aws, given: str) -> str:
    """The one that the tenant's file names, or one for all tenants of the account and region."""
    return given or f"burgerloket-artifacts-{aws.account}-{aws.region}"


def there_is(aws: Aws, bucket: str) -> bool:
    """Raises Stopped when the bucket is somebody else's: names of buckets are the world's."""
    try:
        aws.s3.head_bucket(Bucket=bucket, ExpectedBucketOwner=aws.account)
    except ClientError as error:
        if error.response["Error"]["Code"] in _NOT_THERE:
            return False
        raise Stopped(
            f"The bucket {bucket} is not this account's, or may not be read: name another one "
            "as `artifacts` in [deployment], or ask for the right s3:ListBucket."
        ) from error
    return True


def make(aws: Aws, bucket: str) -> None:
    """Versioned and closed; S3 encrypts with its own key (there is nothing of people in it)."""
    if aws.region == "us-east-1":  # the one region that may not be named
        aws.s3.create_bucket(Bucket=bucket)
    else:
        here: BucketLocationConstraintType = aws.region  # type: ignore[assignment]
        aws.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": here})
    aws.s3.put_public_access_block(
        Bucket=bucket,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True, "IgnorePublicAcls": True,
            "BlockPublicPolicy": True, "RestrictPublicBuckets": True,
        },
    )  # fmt: skip
    aws.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})


def upload(aws: Aws, bucket: str, folder: Path) -> int:
    """How many were sent: a name says the content, so what is there is not sent again."""
    sent = 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        sent += _put(aws, bucket, path.relative_to(folder).as_posix(), path)
    return sent


def upload_template(aws: Aws, bucket: str, path: Path) -> str:
    """Its address for CloudFormation, by path: that is right in every partition."""
    content = hashlib.sha256(path.read_bytes()).hexdigest()[:32]
    key = f"templates/{path.parent.name}-{content}.json"
    _put(aws, bucket, key, path)
    return f"{aws.s3.meta.endpoint_url}/{bucket}/{key}"


def _put(aws: Aws, bucket: str, key: str, path: Path) -> bool:
    try:
        aws.s3.head_object(Bucket=bucket, Key=key, ExpectedBucketOwner=aws.account)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _NOT_THERE:
            raise
    else:
        return False
    aws.s3.upload_file(str(path), bucket, key, ExtraArgs={"ExpectedBucketOwner": aws.account})
    return True
