"""The table as the use cases see it (services.ports.Store), put together from its parts."""

from functions.adapters.agenda import Agenda
from functions.adapters.cases import Cases
from functions.adapters.drafts import Drafts
from functions.adapters.lists import Lists
from functions.adapters.mandates import Mandates
from functions.adapters.sessions import Sessions
from functions.adapters.table import Table


class DynamoStore(Sessions, Drafts, Cases, Lists, Agenda, Mandates):
    """See services.ports.Store."""

    def __init__(self, table: Table) -> None:
        self._table = table
