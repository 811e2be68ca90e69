"""Clients of one region of the account, made when they are first asked for."""

from functools import cached_property
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from types_boto3_cloudformation import CloudFormationClient
    from types_boto3_cloudfront import CloudFrontClient
    from types_boto3_cloudwatch import CloudWatchClient
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client
    from types_boto3_ssm import SSMClient

# CloudFormation answers "rate exceeded" soon to who follows a stack
_CONFIG = Config(retries={"mode": "standard", "total_max_attempts": 8})


class Stopped(Exception):  # noqa: N818 - not always an error: a person may have said no
    """Nothing more is done; the text says why, and what to do next."""


class Aws:
    """Credentials and, where wanted, AWS_PROFILE are of the environment."""

    def __init__(self, region: str) -> None:
        self.region = region

    @cached_property
    def account(self) -> str:
        return boto3.client("sts", region_name=self.region).get_caller_identity()["Account"]

    @cached_property
    def cloudformation(self) -> "CloudFormationClient":
        return boto3.client("cloudformation", region_name=self.region, config=_CONFIG)

    @cached_property
    def cloudfront(self) -> "CloudFrontClient":
        return boto3.client("cloudfront", region_name=self.region, config=_CONFIG)

    @cached_property
    def cloudwatch(self) -> "CloudWatchClient":
        return boto3.client("cloudwatch", region_name=self.region, config=_CONFIG)

    @cached_property
    def dynamodb(self) -> "DynamoDBClient":
        return boto3.client("dynamodb", region_name=self.region, config=_CONFIG)

    @cached_property
    def s3(self) -> "S3Client":
        return boto3.client("s3", region_name=self.region, config=_CONFIG)

    @cached_property
    def ssm(self) -> "SSMClient":
        return boto3.client("ssm", region_name=self.region, config=_CONFIG)
