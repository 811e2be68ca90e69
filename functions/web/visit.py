"""One request: who is there, in which language, with what form."""

import json
from collections.abc import Mapping
from functools import cached_property
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

from chalice.app import Request

from functions.domain.case import Case, Draft
from functions.domain.problems import ForgedRequest, NotFound, Refusal, SignInNeeded, TooLarge
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.services import signing_in
from functions.services.ports import Ports
from functions.services.writing import Words

SESSION_COOKIE = "__Host-session"
SIGN_IN_COOKIE = "__Host-sign-in"
ACTING_COOKIE = "__Host-acting"
_MOST_FIELDS = 200
_MOST_BYTES = 256 * 1024
_MOST_KEPT = 20_000  # signs, of a form that has no draft


class Visit:
    """Wraps a request of Chalice with what the desk needs to know of it."""

    def __init__(self, request: Request, ports: Ports) -> None:
        self.request = request
        self.ports = ports
        self._session: Session | None = None
        lang = (request.uri_params or {}).get("lang", "nl")
        self.lang = lang if lang in ports.tenant.languages else "nl"
        self.known_language = lang in ports.tenant.languages
        self.words = Words(self.lang)

    def param(self, name: str) -> str:
        return str((self.request.uri_params or {})[name])

    def query(self, name: str) -> str:
        found: Mapping[str, str] = self.request.query_params or {}
        return found.get(name, "")

    @property
    def path(self) -> str:
        path: str = self.request.context.get("path", "/")
        return path

    @property
    def wants_json(self) -> bool:
        if self.path.startswith(("/api/", "/v1/")):
            return True
        accept = self.request.headers.get("accept", "")
        return "application/json" in accept and "text/html" not in accept

    @cached_property
    def cookies(self) -> Mapping[str, str]:
        jar = SimpleCookie()
        try:
            jar.load(self.request.headers.get("cookie", ""))
        except CookieError:
            return {}
        return {name: morsel.value for name, morsel in jar.items()}

    @cached_property
    def raw(self) -> dict[str, Any]:
        """The posted body: form fields, or a JSON object. Raises TooLarge, and
        Refusal for what is no JSON object."""
        body = bytes(self.request.raw_body or b"")  # type: ignore[arg-type]
        if len(body) > _MOST_BYTES:
            raise TooLarge
        if "json" in self.request.headers.get("content-type", ""):
            try:
                found = json.loads(body or b"{}")
            except (ValueError, RecursionError) as error:
                raise Refusal from error
            if not isinstance(found, dict):
                raise Refusal
            return found
        try:
            pairs = parse_qsl(
                body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
            )
        except ValueError as error:
            raise TooLarge from error
        return dict(pairs)

    @property
    def is_json_body(self) -> bool:
        return "json" in self.request.headers.get("content-type", "")

    @cached_property
    def form(self) -> dict[str, str]:
        """The posted fields as text."""
        return {name: value for name, value in self.raw.items() if isinstance(value, str)}

    def posted_object(self, name: str) -> dict[str, Any]:
        """An object inside a JSON body; Refusal when it is something else."""
        found = self.raw.get(name, {})
        if not isinstance(found, dict):
            raise Refusal
        return found

    @property
    def version(self) -> int:
        value = str(self.raw.get("version", "0"))
        return int(value) if value.isascii() and value.isdigit() else -1

    @property
    def address(self) -> str:
        """Where the request came from: as CloudFront tells it, or API Gateway without that."""
        told = self.request.headers.get("cloudfront-viewer-address", "")
        if told:
            return str(told).rpartition(":")[0].strip("[]")
        identity: Mapping[str, str] = self.request.context.get("identity", {})
        return identity.get("sourceIp", "")

    def require_own_form(self) -> None:
        """For a form that needs no sign-in, so has no token. Raises ForgedRequest when a browser
        says that another site sent it."""
        headers = self.request.headers
        site, origin = headers.get("sec-fetch-site", ""), headers.get("origin", "")
        if site and site not in ("same-origin", "none"):
            raise ForgedRequest
        if not site and origin and origin != self.ports.site_url:
            raise ForgedRequest

    # who

    def session_key(self) -> str:
        return signing_in.key_of(self.cookies.get(SESSION_COOKIE, ""))

    @property
    def session(self) -> Session | None:
        """The live session, if its check came first (`signed_in` or `enter`)."""
        return self._session

    def signed_in(self) -> Session:
        """The live session; raises SignInNeeded."""
        if self._session is None:
            has_cookie = SESSION_COOKIE in self.cookies
            found = self.ports.store.session(self.session_key()) if has_cookie else None
            self._session = self._checked(found)
        return self._session

    def peek(self) -> Session | None:
        """The session when there is one, without asking for it."""
        try:
            return self.signed_in()
        except SignInNeeded:
            return None

    def enter(
        self, procedure: Procedure, case_id: str
    ) -> tuple[Session, Draft | None, Case | None]:
        """Session and draft or case, in one request to the table. Raises SignInNeeded, NotFound."""
        session, draft, case = self.ports.store.session_with(self.session_key(), case_id)
        try:
            self._session = self._checked(session)
        except SignInNeeded as error:
            kept = bool(session and draft and self._keep(procedure, session, draft))
            raise SignInNeeded(kept=kept) from error
        return self._session, draft, case

    def _keep(self, procedure: Procedure, session: Session, draft: Draft) -> bool:
        """Keep what was typed in a form whose session has just ended, for its owner only."""
        from functions.services import drafting

        topic = (self.request.uri_params or {}).get("topic", "")
        own = draft.owner == session.person.ref and topic in procedure.topics()
        if self.request.method != "POST" or not own or not self._csrf_fits(session):
            return False
        if self.form.get("action", "").startswith(("add:", "remove:")):
            return False
        try:
            drafting.save(self.ports, drafting.keep_typed(draft, topic, self.form))
        except TooLarge:  # signing in comes first; no form of ours holds this much
            return False
        return True

    def keep_boxes(self, place: str, *names: str) -> bool:
        """Keep a form without a draft with its ended session: the same person gets the boxes back
        after signing in (`kept_boxes`). `place`: which form, whatever the language."""
        session = self.ports.store.session(self.session_key())
        boxes = {name: self.form[name] for name in names if name in self.form}
        if session is None or not self._csrf_fits(session):
            return False
        if sum(map(len, boxes.values())) > _MOST_KEPT:
            return False
        kept = {**session.kept, place: boxes}
        self.ports.store.save_session(session.model_copy(update={"kept": kept}))
        return True

    def kept_boxes(self, place: str) -> Mapping[str, str]:
        return self._session.kept.get(place, {}) if self._session else {}

    def _checked(self, session: Session | None) -> Session:
        if session is None or not session.is_live(self.ports.clock.now()):
            raise SignInNeeded
        if self.request.method == "POST" and not self._csrf_fits(session):
            raise ForgedRequest
        return session

    def _csrf_fits(self, session: Session) -> bool:
        site = self.request.headers.get("sec-fetch-site", "same-origin")
        token = self.request.headers.get("x-csrf-token") or str(self.raw.get("csrf", ""))
        return site in ("same-origin", "none") and signing_in.csrf_fits(self.ports, session, token)

    def csrf(self) -> str:
        return signing_in.csrf_token(self.ports, self._session) if self._session else ""


def case_id_of(visit: Visit) -> str:
    """The case id in the address; NotFound when it cannot be one of the process in the address."""
    from functions.domain.numbers import is_case_id

    case_id = visit.param("case_id")
    if not is_case_id(case_id, visit.path.split("/")[3]):
        raise NotFound
    return case_id
