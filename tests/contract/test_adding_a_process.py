"""Who follows docs/adding-a-process.md has a working procedure: its files, as they stand there."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions import processes
from infra.local.config import ROOT
from infra.local.gateway import Api
from infra.local.provision import state_machines
from infra.local.stack import LocalStack
from tests.people import Someone

PAGE = ROOT / "docs" / "adding-a-process.md"
FILE = re.compile(r"^```python\n# functions/processes/(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REQUEST = "/nl/desk/dog-tag/request"


@pytest.fixture
def followed(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[LocalStack]:
    """The desk with the process of that page in a folder beside the others."""
    for name, content in FILE.findall(PAGE.read_text("utf-8")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    monkeypatch.setattr(processes, "__path__", [*processes.__path__, str(tmp_path)])
    processes.all_processes.cache_clear()
    from functions.app import create_app

    monkeypatch.setattr(desk.desk.gateway, "_api", Api(create_app()))
    state_machines(desk.local)
    yield desk
    processes.all_processes.cache_clear()
    for name in [n for n in sys.modules if n.startswith("functions.processes.dog_tag")]:
        del sys.modules[name]
    del processes.dog_tag  # type: ignore[attr-defined]


def test_it_is_found_asked_decided_and_read(followed: LocalStack) -> None:
    owner = Someone(followed, "lena-peeters")
    owner.get("/nl/desk/search?q=hondenpenning")
    assert "Hondenpenning vragen" in owner.text
    owner.get(f"{REQUEST}/can-i")
    assert "Woont je hond in onze gemeente?" in owner.text

    owner.sign_in(f"{REQUEST}/start")
    owner.answer(is_right="yes")
    young = {"born__day": "1", "born__month": "1", "born__year": "2999"}
    owner.answer(name="Fikkie", **young)
    assert "Je hond moet minstens acht weken oud zijn." in owner.text
    assert 'value="Fikkie"' in owner.text
    owner.answer(name="Fikkie", born__day="1", born__month="2", born__year="2024")
    owner.answer(mail="lena@example.org")
    assert owner.at.endswith("/check"), owner.text
    owner.submit()
    assert owner.at.endswith("/receipt"), owner.text
    case = owner.at.removesuffix("/receipt")
    followed.settle()

    clerk = Someone(followed, "mechelen-permits")
    clerk.sign_in("/nl/desk/work")
    assert "Hondenpenning vragen" in clerk.text
    clerk.get(f"{case}/review")
    clerk.decide("decision", "give")
    followed.settle()

    owner.get(case)
    assert "De penning van je hond is er." in owner.text
    assert len(followed.mails("lena@example.org")) == 2


def test_the_description_of_the_api_tells_of_it(followed: LocalStack) -> None:
    paths = followed.get("/api/openapi.json").get_json()["paths"]
    assert any(path.startswith("/{lang}/desk/dog-tag/request") for path in paths)
