"""Where moto is not as careful as AWS, the local cloud makes up for it."""

import time
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
import urllib3

from functions.adapters.aws import client
from infra.local.stack import LocalStack


def test_a_cancelled_transaction_undoes_nothing_of_others(desk: LocalStack) -> None:
    """Moto alone loses what is written while it cancels."""
    client = boto3.client("dynamodb")
    name = desk.local.table
    client.put_item(TableName=name, Item={"PK": {"S": "there"}, "SK": {"S": "M"}})
    for page in range(20):  # a table that takes a while to copy
        items = [{"PK": {"S": f"old-{page}-{i}"}, "SK": {"S": "M"}} for i in range(25)]
        client.batch_write_item(RequestItems={name: [{"PutRequest": {"Item": i}} for i in items]})
    new = {"TableName": name, "ConditionExpression": "attribute_not_exists(PK)"}

    def cancelled(number: int) -> None:
        items = [{"PK": {"S": key}, "SK": {"S": "M"}} for key in (f"undone-{number}", "there")]
        with pytest.raises(client.exceptions.TransactionCanceledException):
            client.transact_write_items(TransactItems=[{"Put": {**new, "Item": i}} for i in items])

    def written(number: int) -> None:
        client.put_item(TableName=name, Item={"PK": {"S": f"kept-{number}"}, "SK": {"S": "M"}})

    with ThreadPoolExecutor(8) as pool:
        done = [pool.submit(do, i) for i in range(30) for do in (written, cancelled)]
    for each in done:
        each.result()
    keys = [item["PK"]["S"] for item in client.scan(TableName=name)["Items"]]
    assert not [key for key in keys if key.startswith("undone")]
    assert len([key for key in keys if key.startswith("kept")]) == 30


def test_a_file_that_two_read_at_once_is_whole_for_both(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moto keeps one place in the file of an object, for all who read it."""
    s3, at_once, most, moto = client("s3"), [0], [0], desk.cloud._moto
    s3.put_object(Bucket=desk.local.bucket, Key="quarantine/both", Body=b"a" * 1000)
    address = s3.generate_presigned_url(
        "get_object", Params={"Bucket": desk.local.bucket, "Key": "quarantine/both"}
    )

    def slow(environ, start_response):
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        time.sleep(0.05)
        answer = moto(environ, start_response)
        at_once[0] -= 1
        return answer

    def read(signed_by: str) -> bytes:
        if signed_by == "address":
            return urllib3.request("GET", address).data
        return s3.get_object(Bucket=desk.local.bucket, Key="quarantine/both")["Body"].read()

    monkeypatch.setattr(desk.cloud, "_moto", slow)
    with ThreadPoolExecutor(4) as pool:
        read_by = list(pool.map(read, ["address", "header", "address", "header"]))
    assert read_by == [b"a" * 1000] * 4
    assert most == [1]
