"""Who works at the desk, as their sign-ins told it, and the views of the queue that they keep."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

KEPT = timedelta(days=90)  # after a clerk's last sign-in
MOST_VIEWS = 12
LONGEST_NAME = 40  # signs, of a view
# Events that tell how clerks share a case; of some the data holds a colleague's name.
SHARING = ("claimed", "released", "taken-over", "handed-over")
OF_A_COLLEAGUE = frozenset({"from", "to"})


class Colleague(BaseModel):
    """A clerk by pseudonym and name, with the roles of their last sign-in."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    ref: str
    name: str
    roles: frozenset[str]
    seen: datetime


class SavedView(BaseModel):
    """A name for filters of the queue. `query`: as in the address of the page."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: str
    query: str
