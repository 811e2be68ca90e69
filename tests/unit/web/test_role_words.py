"""Every action and duty has words: the page of who may do what names them all."""

from functions.domain.authorisation import Action, Duty
from functions.web.office.roles import ACTIONS, DUTIES


def test_every_action_and_duty_can_be_named() -> None:
    assert set(ACTIONS) == set(Action)
    assert set(DUTIES) == set(Duty)
