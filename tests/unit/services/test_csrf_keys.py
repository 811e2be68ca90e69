"""The key of the form tokens changes while people have forms open."""

from datetime import UTC, datetime
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from functions.services.signing_in import csrf_fits, csrf_token

SESSION: Any = SimpleNamespace(key="a-session", seen=datetime.now(UTC))


def with_keys(keys: str) -> Any:
    return SimpleNamespace(csrf_key=keys)


def test_nobody_s_form_fails_while_the_key_changes() -> None:
    # each step runs beside the one before it until every function began anew
    steps = [with_keys("old"), with_keys("old new"), with_keys("new old"), with_keys("new")]
    for before, after in pairwise(steps):
        assert csrf_fits(after, SESSION, csrf_token(before, SESSION))
        if after is not steps[-1]:
            assert csrf_fits(before, SESSION, csrf_token(after, SESSION))
    assert csrf_token(steps[2], SESSION) == csrf_token(steps[3], SESSION)


def test_a_key_that_is_gone_opens_nothing() -> None:
    assert not csrf_fits(with_keys("new"), SESSION, csrf_token(with_keys("old"), SESSION))
    assert not csrf_fits(with_keys("new old"), SESSION, csrf_token(with_keys("other"), SESSION))
    assert not csrf_fits(with_keys("new old"), SESSION, "é")
