"""Uploads are refused and accepted locally for the reasons S3 has."""

import base64
import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import boto3
import pytest
from botocore.config import Config
from werkzeug.test import Client

from infra.local import uploads
from infra.local.uploads import Events, Uploads

BUCKET = "burgerloket-mechelen-documents"
KEY = "quarantine/CASE/DOC"
DONE = "http://localhost:8000/nl/desk/x/uploaded/DOC"


@pytest.fixture
def events() -> list[dict]:
    return []


@pytest.fixture
def client(aws, events) -> Client:
    where = {"LocationConstraint": "eu-west-1"}
    boto3.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
    return Client(Uploads(bucket=BUCKET, created=events.append))


def form(*, key=KEY, fields=None, conditions=None, low=1, high=1000, expires=60) -> dict[str, str]:
    """The fields that our server would put in the page."""
    fields = {"success_action_redirect": DONE} if fields is None else fields
    extra = [{name: value} for name, value in fields.items()] if conditions is None else conditions
    signed = boto3.client("s3", config=Config(signature_version="s3v4")).generate_presigned_post(
        BUCKET, key, Fields=dict(fields), Conditions=[["content-length-range", low, high], *extra],
        ExpiresIn=expires,
    )  # fmt: skip
    return signed["fields"]


def post(client, fields, content=b"%PDF-1.7", name="bewijs.pdf"):
    return client.post("/_uploads", data={**fields, "file": (BytesIO(content), name)})


def code(response) -> str:
    return ET.fromstring(response.data).findtext("Code")


def nothing_stored() -> bool:
    return boto3.client("s3").list_objects_v2(Bucket=BUCKET)["KeyCount"] == 0


def test_a_good_upload_is_stored_announced_and_sent_on(client, events):
    fields = {"success_action_redirect": DONE, "Content-Type": "application/pdf",
              "x-amz-meta-field": "certificate"}  # fmt: skip
    response = post(client, form(fields=fields))
    assert response.status_code == 303
    target = urlsplit(response.location)
    assert f"{target.scheme}://{target.netloc}{target.path}" == DONE
    assert parse_qs(target.query)["key"] == [KEY]
    stored = boto3.client("s3").get_object(Bucket=BUCKET, Key=KEY)
    assert stored["Body"].read() == b"%PDF-1.7"
    assert stored["ContentType"] == "application/pdf"
    assert stored["Metadata"] == {"field": "certificate"}
    assert parse_qs(target.query)["etag"] == [stored["ETag"]]
    [event] = events
    assert event["detail-type"] == "Object Created"
    assert event["detail"]["bucket"] == {"name": BUCKET}
    assert event["detail"]["object"]["key"] == KEY
    assert event["detail"]["object"]["size"] == 8


@pytest.mark.parametrize(("wanted", "status"), [("201", 201), ("200", 200), ("204", 204)])
def test_a_script_gets_the_status_it_asked_for(client, wanted, status):
    response = post(client, form(fields={"success_action_status": wanted}))
    assert response.status_code == status
    if status == 201:
        assert ET.fromstring(response.data).findtext("Key") == KEY


def test_too_large(client, events):
    response = post(client, form(high=10), b"x" * 11)
    assert (response.status_code, code(response)) == (400, "EntityTooLarge")
    assert ET.fromstring(response.data).findtext("MaxSizeAllowed") == "10"
    assert nothing_stored()
    assert events == []


def test_far_too_large_is_read_away_and_refused(client, monkeypatch):
    monkeypatch.setattr(uploads.UploadRequest, "max_content_length", 2000)
    response = post(client, form(), b"x" * 5000)
    assert (response.status_code, code(response)) == (400, "EntityTooLarge")


def test_empty(client):
    response = post(client, form(), b"")
    assert (response.status_code, code(response)) == (400, "EntityTooSmall")
    assert nothing_stored()


def test_no_file(client):
    response = client.post("/_uploads", data=form())
    assert (response.status_code, code(response)) == (400, "InvalidArgument")


@pytest.mark.parametrize("field", ["key", "success_action_redirect"])
def test_a_changed_field(client, field):
    response = post(client, form() | {field: "https://elsewhere.example/"})
    assert (response.status_code, code(response)) == (403, "AccessDenied")
    assert nothing_stored()


def test_a_field_that_the_policy_does_not_name(client):
    response = post(client, form() | {"x-amz-meta-role": "clerk"})
    assert code(response) == "AccessDenied"
    assert b"Extra input fields: x-amz-meta-role" in response.data
    assert post(client, form() | {"x-ignore-csrf": "1"}).status_code == 303


def test_another_bucket(client):
    other = Client(Uploads(bucket="another-bucket", created=lambda event: None))
    assert code(post(other, form())) == "AccessDenied"


def test_a_tampered_policy_or_signature(client):
    fields = form()
    policy = json.loads(base64.b64decode(fields["policy"]))
    policy["expiration"] = "2099-01-01T00:00:00Z"
    forged = base64.b64encode(json.dumps(policy).encode()).decode()
    assert code(post(client, fields | {"policy": forged})) == "SignatureDoesNotMatch"
    wrong = "0" * 64
    assert code(post(client, fields | {"x-amz-signature": wrong})) == "SignatureDoesNotMatch"
    assert nothing_stored()


def test_another_key_pair(client, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "SOMEBODYELSE")
    boto3.setup_default_session()
    try:
        assert code(post(client, form())) == "InvalidAccessKeyId"
    finally:
        boto3.DEFAULT_SESSION = None


def test_expired(aws, client):
    tomorrow = Client(
        Uploads(
            bucket=BUCKET,
            created=lambda event: None,
            now=lambda: datetime.now(UTC) + timedelta(days=1),
        )
    )
    response = post(tomorrow, form())
    assert code(response) == "AccessDenied"
    assert b"Policy expired" in response.data


@pytest.mark.parametrize("field", ["policy", "x-amz-signature", "x-amz-credential"])
def test_an_unsigned_post(client, field):
    fields = form()
    del fields[field]
    assert (post(client, fields).status_code) == 400
    assert nothing_stored()


@pytest.mark.parametrize("policy", ["", "bm8=", "!!!", "W10="])
def test_nonsense_for_a_policy_is_a_clean_refusal(client, policy):
    assert post(client, form() | {"policy": policy}).status_code in (400, 403)


def test_the_chosen_name_replaces_its_variable_before_the_conditions_are_tried(client):
    fields = {"x-amz-meta-name": "${filename}"}
    response = post(
        client,
        form(fields=fields, conditions=[["starts-with", "$x-amz-meta-name", ""]]),
        name="scans/bewijs.pdf",
    )
    assert response.status_code == 204
    stored = boto3.client("s3").head_object(Bucket=BUCKET, Key=KEY)
    assert stored["Metadata"] == {"name": "bewijs.pdf"}


def test_only_posts(client):
    assert client.get("/_uploads").status_code == 405


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_event_is_tried_three_times_and_then_kept():
    calls = []

    def fails(event, context):
        calls.append(event)
        raise RuntimeError

    events = Events(fails)
    events.put({"id": "1"})
    assert events.run_once() == 0
    assert len(calls) == 3
    assert events.dead == [{"id": "1"}]
