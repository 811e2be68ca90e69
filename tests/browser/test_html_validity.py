"""The Nu Html Checker finds nothing to say about any page, public or personal."""

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from functions.web import answers
from infra.local.config import ROOT
from infra.local.stack import LocalStack
from tests.contract.test_journeys import ask_proxy
from tests.people import Someone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-html")]

VERSION = "26.9.27"
HOME = ROOT / "build" / "vnu"
JAR = HOME / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@dataclass
class Saver:
    """Keeps the source of every page that anyone gets, as it was sent."""

    folder: Path
    count: int = field(default=0)

    def keep(self, someone: Someone) -> None:
        if someone.last.mimetype == "text/html":
            self.count += 1
            name = "-".join(someone.at.split("?")[0].strip("/").split("/")[-2:])
            path = self.folder / f"{self.count:03}-{someone.last.status_code}-{name}.html"
            path.write_bytes(someone.last.get_data())


@pytest.fixture(scope="module")
def checker() -> Path:
    """The checker's jar, fetched once."""
    for needed in ("java", "npm"):
        if shutil.which(needed) is None:
            pytest.skip(f"HTML validity was NOT checked: the Nu Html Checker needs {needed}.")
    if not JAR.is_file():
        HOME.mkdir(parents=True, exist_ok=True)
        fetched = subprocess.run(
            ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", HOME,
             f"vnu-jar@{VERSION}"],
            check=False, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        if fetched.returncode or not JAR.is_file():
            last = (fetched.stderr.strip().splitlines() or ["no reason given"])[-1]
            pytest.skip(f"HTML validity was NOT checked: npm could not fetch vnu-jar ({last}).")
    return JAR


@pytest.fixture
def saved(desk: LocalStack, pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Saver:
    saver = Saver(tmp_path)
    follow = Someone._follow

    def follow_and_keep(self: Someone, *given: Any) -> Any:
        answer = follow(self, *given)
        saver.keep(self)
        return answer

    monkeypatch.setattr(answers, "_SITE", pages.parent)  # the desk of the tests has no site
    monkeypatch.setattr(Someone, "_follow", follow_and_keep)
    return saver


def complaints(jar: Path, *files: Path) -> list[str]:
    """What the checker calls an error or a warning, each with its place."""
    done = subprocess.run(
        ["java", "-Xss8m", "-jar", jar, "--exit-zero-always", "--format", "json",
         "--skip-non-html", "--stdout", *files],
        check=True, capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    said = json.loads(done.stdout)["messages"]
    return [
        f"{Path(line.get('url', '')).as_posix()}:{line.get('lastLine')}: {line['message']}"
        for line in said
        if line["type"] == "error" or line.get("subType") == "warning"
    ]


def test_every_public_page_is_valid(checker: Path, pages: Path) -> None:
    assert complaints(checker, pages) == []


def test_every_personal_page_is_valid(
    checker: Path, pages: Path, desk: LocalStack, saved: Saver
) -> None:
    del pages  # built first, so that its styles are known
    giver = ask_proxy(desk)
    case = giver.at.removesuffix("/receipt")
    desk.settle()
    giver.get(case)
    giver.get("/nl/desk/my")
    giver.get("/nl/desk/search?q=volmacht")
    giver.get("/nl/desk/search?q=niets-daarvan")
    giver.get("/nl/desk/elections/proxy/nothing")
    holder = Someone(desk, "karim-el-amrani")
    holder.sign_in(case)
    holder.decide("holder", "")
    holder.decide("holder", "confirm")
    desk.settle()
    clerk = Someone(desk, "mechelen-elections")
    clerk.sign_in("/nl/desk/work")
    clerk.get(f"{case}/review")
    clerk.decide("decision", "ask", "Het stempel is niet leesbaar.")
    desk.settle()
    giver.get(case)

    parent = Someone(desk, "sofie-vermeulen", lang="fr")
    parent.sign_in("/fr/desk/polio-vaccination/proof/start")
    parent.answer()  # every error
    parent.answer(given_name="Noor", family_name="Vermeulen", national_number="26082099209")
    parent.answer(kind="doses")
    parent.answer(action="add:given")
    parent.answer()
    assert saved.count > 15
    assert complaints(checker, saved.folder) == []


def test_the_checker_would_find_a_mistake(checker: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.html"
    wrong.write_text('<!doctype html><html lang="nl"><title>x</title><p id=a><p id=a>')
    assert any("Duplicate ID" in line for line in complaints(checker, wrong))
