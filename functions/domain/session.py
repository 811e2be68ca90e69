"""A sign-in: who, with which roles, and until when."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from functions.domain.links import Mandate
from functions.domain.person import Actor, Person

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
# How long after its end a session is still recognised, to keep what was typed in its last form.
GRACE = timedelta(hours=12)


class Session(BaseModel):
    """`key` is the hash of the cookie's random id: the table never holds the id itself."""

    model_config = ConfigDict(defer_build=True)

    key: str
    person: Person
    roles: frozenset[str] = frozenset()
    is_staff: bool = False
    started: datetime
    seen: datetime
    id_token: str = ""
    # For whom this person acts in this session, as they chose: the mandate with what the register
    # knows of its person. Looked at again at each write (services/on_behalf.py).
    acting_for: Mandate | None = None
    has_chosen: bool = False  # for whom: nobody is asked twice
    # What was typed in forms without a draft when the session ended: form -> box -> text.
    kept: dict[str, dict[str, str]] = {}

    @property
    def ends(self) -> datetime:
        """The first of the idle and the absolute end."""
        return min(self.seen + IDLE, self.started + ABSOLUTE)

    def is_live(self, now: datetime) -> bool:
        return now < self.ends

    def actor(self, kind: str, role: str = "") -> Actor:
        return Actor(kind=kind, ref=self.person.ref, name=self.person.name, role=role)

    def as_clerk(self) -> Actor:
        """With all the roles of this sign-in, where no single one let them."""
        return self.actor("clerk", ",".join(sorted(self.roles)))


class SignIn(BaseModel):
    """A sign-in under way: what must come back from the identity provider, and where to go then."""

    model_config = ConfigDict(defer_build=True)

    state: str
    nonce: str
    verifier: str
    next: str
    lang: str
    expires: datetime
