"""What must happen on a day: a reminder, a look at a term, a form that nobody handed in.

A workflow waits at most a year and on one thing at a time; whatever else has a date is an item that
an hourly schedule picks up (DESIGN: idea 3). Doing it twice does nothing more than once.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal[
    "remind", "warn", "appointment", "invite-remind", "invite-due", "list-remind", "list-delete",
    "issue", "message",
]  # fmt: skip


class Dated(BaseModel):
    """`name` is unique within the case and kind; `data`: keys, no personal data (a
    message that waits says no more than a mail or an e-Box may). Only what is still
    so on the day is done: `data` says what it was planned for (a step and when it was entered)."""

    model_config = ConfigDict(defer_build=True)

    case_id: str
    kind: Kind
    name: str
    at: datetime
    data: dict[str, str] = {}
