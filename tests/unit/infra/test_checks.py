"""The command that runs every check."""

import sys

import pytest

from infra import checks

GOOD = ("good", (sys.executable, "-c", "print('a word nobody needs')"))
BAD = ("bad", (sys.executable, "-c", "import sys; print('what is wrong'); sys.exit(3)"))
GONE = ("gone", ("/no/such/program",))


def test_a_check_that_passes_is_one_line(capsys: pytest.CaptureFixture[str]):
    assert checks.main([GOOD]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split()[:2] == ["good", "ok"]
    assert line.endswith(" s")


@pytest.mark.parametrize(("failing", "told"), [(BAD, "what is wrong"), (GONE, "does not start")])
def test_a_check_that_fails_says_why_and_the_others_still_run(
    failing: tuple[str, tuple[str, ...]], told: str, capsys: pytest.CaptureFixture[str]
):
    assert checks.main([failing, GOOD]) == 1
    out = capsys.readouterr().out
    assert told in out
    assert "a word nobody needs" not in out
    assert "good" in out


def test_every_check_that_is_promised_is_there():
    assert {name for name, _ in checks.CHECKS} == {
        "format", "lint", "types", "architecture", "translations", "contrast", "catalogue",
        "rights", "tenants",
    }  # fmt: skip
