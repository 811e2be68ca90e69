"""Tests that share what is slow to make run on one worker, or a full run takes twice as long."""

import pytest


@pytest.mark.xdist_group("a-group")
def test_a_group_reaches_the_workers(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("not run by `make test`: nothing is divided in groups")
    assert request.node.nodeid.endswith("@a-group")
