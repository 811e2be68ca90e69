"""All municipalities: what each would deploy fits, and one run that packs them names who failed."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest

from functions.domain.tenant import load_tenant
from infra.deployment import Deployment
from infra.local.config import ROOT
from infra.package import every, layers
from infra.package.assemble import Code
from infra.package.every import Failed, Made
from infra.package.one import package
from infra.package.quotas import BYTES, RESOURCES, Size, size_of, written
from infra.package.template import Parts, template
from infra.tenant import files

from .packaged import translated

ZIPS = {"functions": "f" * 70, "shared": "s" * 70, "documents": "d" * 70}  # as long as real ones
NAMES = [file.stem for file in files()]

pytestmark = pytest.mark.xdist_group("package")


def made(name: str) -> dict[str, Any]:
    file = ROOT / "infra" / "tenants" / f"{name}.toml"
    code = Code(Path("f.zip"), {}, ["image/*", "multipart/form-data"])
    return template(Parts(load_tenant(file), Deployment.load(file), code, ZIPS))


def shape(name: str) -> str:
    """Its template without the words that are its own: those of the same shape differ in nothing
    that a checker looks at, but for the length of a name."""
    file = ROOT / "infra" / "tenants" / f"{name}.toml"
    tenant, deployment = load_tenant(file), Deployment.load(file)
    text = json.dumps(made(name), sort_keys=True)
    own = {
        json.dumps(tenant.title)[1:-1]: "<title>", deployment.domain: "<domain>",
        tenant.sender: "<sender>", tenant.sender.partition("@")[2]: "<mail domain>",
        deployment.alarm_mail: "<mail>", name: "<name>",
    }  # fmt: skip
    for word in sorted(own, key=len, reverse=True):
        text = text.replace(word, own[word])
    # of the API's content, and of the values that functions are given
    return re.sub(r"(?<=ApiDeployment)[0-9a-f]{12}|(?<=Given )[0-9a-f]{12}", "<hash>", text)


@pytest.mark.slow
def test_cloudformation_would_take_the_template_of_each(caplog: pytest.LogCaptureFixture) -> None:
    """One of each shape is translated and checked: that with the longest name."""
    from cfnlint.api import ManualArgs, lint

    caplog.set_level(logging.CRITICAL)
    assert len(NAMES) == 12
    # the translation has filled the parameter in
    expected = "Parameter DeploymentPreference not used."
    longest: dict[str, str] = {}
    for name in sorted(NAMES, key=len):
        assert len(written(made(name)).encode()) < BYTES, name
        longest[shape(name)] = name
    # another word of a tenant's own goes into `shape`: each check takes half a minute
    assert len(longest) < 6, "what do these differ in?"
    for name in longest.values():
        stack = made(name)
        whole = translated(stack)
        assert size_of(stack, whole).over() == [], name
        found = lint(json.dumps(whole), config=ManualArgs(regions=["eu-west-1"]))
        assert [str(match) for match in found if match.message != expected] == [], name


def test_more_than_a_quota_is_told() -> None:
    fits = Size(functions=20, resources=RESOURCES, parameters=3, outputs=3, bytes=BYTES)
    assert fits.over() == []
    much = Size(functions=20, resources=501, parameters=3, outputs=3, bytes=BYTES + 1)
    assert much.over() == ["501 resources of 500", "1000001 bytes of 1000000"]


def pretend(name: str) -> Path:
    """In the place of packing: the real template, without site and code."""
    if name == "gent":
        raise RuntimeError("its site was not built")
    out = ROOT / "build" / "tests" / "every" / name
    (out / "artifacts").mkdir(parents=True, exist_ok=True)
    (out / "artifacts" / "functions-1.zip").write_bytes(b"x" * 2_500_000)
    (out / "template.json").write_text(written(made(name)), "utf-8")
    return out


@pytest.mark.slow
def test_what_fails_for_one_is_named_and_the_others_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layers, "build", lambda _: {})
    results = every.make_every(pretend, ["gent", "herstappe"], jobs=2)
    failed, fine = results
    assert failed == Failed("gent", "RuntimeError: its site was not built")
    assert isinstance(fine, Made)
    assert (fine.tenant, fine.size.functions, fine.code_bytes) == ("herstappe", 20, 2_500_000)
    assert 300 < fine.size.resources < RESOURCES
    head, first, second, last = every.table(results).splitlines()
    assert head.split() == [
        "tenant",
        "functions",
        "resources/500",
        "template",
        "kB/1000",
        "code",
        "MB",
        "seconds",
    ]
    assert first.split() == ["gent", "FAILED"]
    assert second.split()[:3] == ["herstappe", "20", str(fine.size.resources)]
    assert last == "gent: RuntimeError: its site was not built"


def test_a_template_that_is_too_large_has_failed() -> None:
    class Done:
        def result(self) -> Made:
            size = Size(functions=20, resources=501, parameters=3, outputs=3, bytes=1)
            return Made("gent", size, 1, 1.0)

    found = every.outcome("gent", Done())  # type: ignore[arg-type]
    assert found == Failed("gent", "over a quota: 501 resources of 500")


def test_what_packs_a_tenant_is_found_by_another_process() -> None:
    """Of `__main__` it would not be: multiprocessing leaves that of a package alone."""
    assert package.__module__ == "infra.package.one"
