"""How long a closed case is kept, and what is left of it while it goes."""

from datetime import date, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case


class Kept(BaseModel):
    """A closed case in the list of what goes one day. `procedure`: its key.

    Once the case itself has gone and only the rest is left to delete: `head`, the hash of its last
    event, and `kind` and `rule`, how the office's log tells why it went.
    """

    model_config = ConfigDict(defer_build=True)

    case_id: str
    number: str
    procedure: str
    closed: datetime
    head: str = ""
    kind: str = ""
    rule: str = ""

    @property
    def day(self) -> date:
        """On which it was closed, in Belgium."""
        return self.closed.astimezone(BRUSSELS).date()


def kept(case: Case) -> Kept:
    """Of a case that is closed."""
    if case.closed is None:
        raise ValueError(case.id)
    return Kept(
        case_id=case.id,
        number=case.number,
        procedure=f"{case.process}/{case.procedure}",
        closed=case.closed,
    )


def last_closed(today: date, days: int) -> date:
    """What was closed on this day or before goes today, when it is kept so many days."""
    return today - timedelta(days=days)


def goes_on(closed: date, days: int) -> date:
    return closed + timedelta(days=days)
