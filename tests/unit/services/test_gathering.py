"""What a person gets of the events of their case."""

from datetime import UTC, datetime

import pytest

from functions.domain.case import Event
from functions.domain.person import Actor
from functions.services import gathering

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.mark.parametrize(("kind", "key"), [("handed-over", "to"), ("taken-over", "from")])
def test_how_clerks_share_a_case_names_no_clerk(kind: str, key: str) -> None:
    actor = Actor(kind="clerk", ref="r", name="Dirk Claes", role="elections")
    data = {"step": "check", key: "Oona Peeters", "reason": "Kijk jij dit na?"}
    event = Event(case_id="c", seq=1, at=NOW, kind=kind, actor=actor, data=data)
    told = str(gathering._event(event, "somebody"))
    assert "Oona" not in told
    assert "Dirk" not in told
    assert "Kijk jij dit na?" in told
