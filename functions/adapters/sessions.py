"""Sessions and sign-ins under way in the table."""

from functions.adapters import codec
from functions.adapters.codec import body, key, number, text
from functions.adapters.items import case_key, read_case, read_draft
from functions.adapters.table import Table
from functions.domain.case import Case, Draft
from functions.domain.session import ABSOLUTE, GRACE, Session, SignIn


class Sessions:
    """See services.ports.Store."""

    _table: Table

    def session(self, session_key: str) -> Session | None:
        item = self._table.get(key(f"SESSION#{session_key}", "SESSION"))
        return codec.read(Session, item) if item else None

    def session_with(
        self, session_key: str, case_id: str
    ) -> tuple[Session | None, Draft | None, Case | None]:
        found = self._table.get_many(
            [
                key(f"SESSION#{session_key}", "SESSION"),
                case_key(case_id, "DRAFT"),
                case_key(case_id, "META"),
            ]
        )
        by_sort = {item["SK"]["S"]: item for item in found}
        session, draft, case = (by_sort.get(sort) for sort in ("SESSION", "DRAFT", "META"))
        return (
            codec.read(Session, session) if session else None,
            read_draft(draft) if draft else None,
            read_case(case) if case else None,
        )

    def save_session(self, session: Session) -> None:
        ends = session.started + ABSOLUTE + GRACE
        self._table.put(
            {
                **key(f"SESSION#{session.key}", "SESSION"),
                "kind": text("session"),
                "expires_at": number(int(ends.timestamp())),
                # Found again for who asks what we keep of them. Not under the key of their cases:
                # those are read together.
                "GSI1PK": text(f"SESSIONS#{session.person.ref}"),
                "GSI1SK": text(session.started.isoformat()),
                **body(session),
            }
        )

    def delete_session(self, session_key: str) -> None:
        self._table.delete(key(f"SESSION#{session_key}", "SESSION"))

    def save_sign_in(self, sign_in_key: str, sign_in: SignIn) -> None:
        self._table.put(
            {
                **key(f"LOGIN#{sign_in_key}", "LOGIN"),
                "kind": text("login"),
                "expires_at": number(int(sign_in.expires.timestamp())),
                **body(sign_in),
            }
        )

    def take_sign_in(self, sign_in_key: str) -> SignIn | None:
        item = self._table.delete(key(f"LOGIN#{sign_in_key}", "LOGIN"))
        return codec.read(SignIn, item) if item else None
