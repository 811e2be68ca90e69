"""A line tells where and what kind, never what somebody typed; a library is kept short."""

import json
import logging
import os
import subprocess
import sys

import pytest
from botocore.exceptions import ClientError
from pydantic import BaseModel, ValidationError

from functions import log
from functions.domain.correlation import correlation_of, is_correlation, of_request
from functions.log import Failed, described, handling, logger, quiet_libraries
from infra.local.config import ROOT

SECRET = "85.07.30-033.61"


class Model(BaseModel):
    number: int


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_fault_is_told_once_without_values_and_raised_without_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fails() -> None:
        with handling(None, correlation="7KM42-PRT9X"):
            log.about(case="x")
            Model.model_validate({"number": SECRET})

    with pytest.raises(Failed) as failed:
        fails()
    assert SECRET not in str(failed.value)
    assert str(failed.value).startswith("ValidationError at ")
    assert failed.value.__suppress_context__  # nor in a traceback
    (line,) = lines(capsys)
    assert (line["level"], line["message"], line["kind"]) == ("ERROR", "failed", "ValidationError")
    assert (line["correlation"], line["case"]) == ("7KM42-PRT9X", "x")
    assert SECRET not in json.dumps(line)
    assert log.correlation() == ""  # of the event that is over


def test_the_place_of_a_fault_comes_first_and_is_of_ours() -> None:
    try:
        of_request({}, None)  # type: ignore[arg-type]
    except AttributeError as error:
        found = described(error)
    assert found["where"][0].startswith("functions/domain/correlation.py:")
    assert found["where"][-1].startswith("tests/unit/test_log.py:")


@pytest.mark.parametrize(
    ("code", "told"), [("ThrottlingException", "ThrottlingException"), (f"for {SECRET}", None)]
)
def test_what_aws_refused_is_told_by_its_code(code: str, told: str | None) -> None:
    refusal = ClientError({"Error": {"Code": code, "Message": SECRET}}, "PutItem")
    try:
        raise RuntimeError(SECRET) from refusal
    except RuntimeError as error:
        found = described(error)
    assert found.get("code") == told
    assert found["from"] == "ClientError"
    assert SECRET not in json.dumps(found)


def test_a_process_starts_cold_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_begun", [])
    for _ in range(2):
        with handling(None):
            logger().info("x")
            logger().warning("y")
    assert [line["cold_start"] for line in lines(capsys)] == [True, True, False, False]


def test_of_a_library_only_who_spoke_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.Logger("root-of-a-test")
    root.addHandler(logging.StreamHandler(sys.stdout))
    quiet_libraries(root)
    root.warning("Retrying after connection broken: /persons/%s", SECRET)
    try:
        Model.model_validate({"number": SECRET})
    except ValidationError:
        root.exception("went wrong with %s", SECRET)
    root.info("asked %s", SECRET)
    first, second = lines(capsys)
    assert first["message"] == second["message"] == "library"
    assert first["where"][0].startswith("test_log.py:")
    assert (first["level"], second["kind"]) == ("WARNING", "ValidationError")
    assert SECRET not in json.dumps([first, second])


def test_in_lambda_no_library_speaks_for_itself() -> None:
    """Nor do warnings, in the environment that the template gives."""
    script = (
        "import logging, warnings\n"
        "logging.getLogger().addHandler(logging.StreamHandler())\n"  # as the runtime has one
        "from functions import log\n"
        f"logging.getLogger('urllib3').warning('{SECRET}')\n"
        f"warnings.warn('{SECRET}')\n"
        "log.logger().info('ours')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "AWS_LAMBDA_FUNCTION_NAME": "f", "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=True,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["message"], line["function"]) for line in told] == [
        ("library", "f"),
        ("ours", "f"),
    ]
    assert SECRET not in done.stdout + done.stderr


def test_a_code_is_the_same_each_time_and_no_case_number() -> None:
    found = correlation_of("c6af9ac6-7b61-11e6-9a41-93e8deadbeef")
    assert found == correlation_of("c6af9ac6-7b61-11e6-9a41-93e8deadbeef")
    assert is_correlation(found)
    assert len({correlation_of(str(n)) for n in range(2000)}) == 2000
    for other in ("7KM4-2PRT-9XAC", "7KM42PRT9X", "7KM42-PRT9O", "", f"{found}\n"):
        assert not is_correlation(other)
