"""Where and how a tenant's stack runs."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from infra.deployment import Deployment, FunctionCapacity
from infra.tenant import files

LEAST = """
[deployment]
region = "eu-central-1"
domain = "loket.example.be"
alarm_mail = "a@example.be"
identity_provider = "https://idp.example/op"
inhabitants = 80
"""


def loaded(folder: Path, text: str) -> Deployment:
    path = folder / "own.toml"
    path.write_text(text, "utf-8")
    return Deployment.load(path)


def test_what_is_not_said_has_a_default(tmp_path: Path):
    found = loaded(tmp_path, LEAST)
    assert (found.partition, found.certificate, found.hosted_zone) == ("aws", "", "")
    assert (found.processes, found.object_lock_days, found.wave) == (("*",), 0, 2)
    assert found.capacity_of("elections") == FunctionCapacity()


def test_which_processes_it_has_is_said_once_for_desk_and_stack(tmp_path: Path):
    assert loaded(tmp_path, 'processes = ["elections"]' + LEAST).processes == ("elections",)


def test_a_function_has_what_is_said_of_it_and_else_the_default(tmp_path: Path):
    own = "[deployment.capacity]\ndefault = { memory_mb = 256 }\nelections = { reserved = 50 }\n"
    found = loaded(tmp_path, LEAST + own)
    assert found.capacity_of("elections") == FunctionCapacity(memory_mb=256, reserved=50)
    assert found.capacity_of("birth") == FunctionCapacity(memory_mb=256)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("eu-central-1", "Frankfurt"), ("loket.example.be", "https://loket.example.be/"),
        ("a@example.be", "somebody"), ("https://", "http://"), ("= 80", "= 0"),
        ("[deployment]", '[deployment]\npartition = "aws-cn"'),
        ("[deployment]", '[deployment]\ncertificate = "mine"'),
        ("[deployment]", "[deployment]\nsomething = 1"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(right: str, wrong: str, tmp_path: Path):
    assert right in LEAST
    with pytest.raises(ValidationError):
        loaded(tmp_path, LEAST.replace(right, wrong))


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_every_tenant_says_where_it_runs(path: Path):
    assert path.stem in Deployment.load(path).domain
