"""DOSIS over HTTPS (services.dossier_ports.Dossiers); what is sent is in domain/dosis.py.

Addresses as in "API-calls DOSIS" (vlaamseoverheid.atlassian.net, IKPubliek 2680357975).
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from functions.adapters.http import JSON, MOST, UNKNOWN, Fault, ask
from functions.adapters.oauth import Tokens, with_token
from functions.domain.problems import Busy
from functions.log import Metric, count, logger
from functions.services.dossier_ports import Refused

_SECONDS = 5.0  # nobody waits for it
_DOSSIERS, _REMOVE = "/api/v2/dosis/dossiers", "/api/v1/dosis/dossiers"
_RESULTS = "/api/v1/dosis/resultaten"
_SOURCES = "/api/v2/dosis/bronnen/uris"
_MOST_FAULTS = 1024 * 1024  # bytes
# Sent again it is refused again: the content is wrong, or we lack a right ("Overzicht
# foutmeldingen", vlaamseoverheid.atlassian.net, IKPubliek 6724387281, of 400 and 403; the others by
# RFC 9110). The rest may pass: a token, a limit, a fault of theirs, an address that moved.
_FOR_GOOD = frozenset({400, 403, 409, 413, 415, 422})


class HttpDosis:
    """`url`: below it are the addresses; `scope`: of the access token."""

    def __init__(self, url: str, scope: str, tokens: Tokens) -> None:
        self._url = url.rstrip("/")
        self._scope = scope
        self._tokens = tokens

    def send(self, dossier: Mapping[str, Any]) -> None:
        body = json.dumps(dossier, ensure_ascii=False).encode()
        status, answer = self._ask("POST", _DOSSIERS, body)
        if status in _FOR_GOOD:
            raise self._refused("send", status, answer)
        if not 200 <= status < 300:
            self._refused("send", status, answer)
            raise Busy
        upload = answer.get("UploadId")
        if upload not in (None, dossier["UploadId"]):  # an answer to something else
            self._refused("send", status, {"code": "another upload"})
            raise Busy

    def remove(self, source: str, number: str) -> None:
        query = urlencode({"bron": source, "dossierNummer": number})
        status, answer = self._ask("DELETE", f"{_REMOVE}?{query}")
        if not (200 <= status < 300 or status == UNKNOWN):
            self._refused("remove", status, answer)
            raise Busy

    def result(self, source: str, number: str) -> Mapping[str, Any]:
        query = urlencode({"bron": source, "dossierNummer": number})
        status, answer = self._ask("GET", f"{_RESULTS}?{query}")
        if status == UNKNOWN:
            return {}
        if status != 200:
            self._refused("result", status, answer)
            raise Busy
        return answer

    def faults(self, source: str) -> Mapping[str, Any]:
        query = urlencode({"bron": source})
        status, answer = self._ask("GET", f"{_RESULTS}/fouten?{query}", most=_MOST_FAULTS)
        if status != 200:
            self._refused("faults", status, answer)
            raise Busy
        return answer

    def sources(self) -> frozenset[str]:
        status, answer = self._ask("GET", _SOURCES)
        if status != 200:
            self._refused("sources", status, answer)
            raise Busy
        return frozenset(_texts(answer))

    def _ask(
        self, method: str, path: str, body: bytes | None = None, *, most: int = MOST
    ) -> tuple[int, dict[str, Any]]:
        try:
            status, answer = with_token(
                self._tokens, self._scope, lambda: self._once(method, path, body, most)
            )
        except Exception as error:
            # The message of an error may quote what was sent: only its kind.
            why = str(error) if isinstance(error, Fault) else type(error).__name__
            logger().warning("dosis not available", why=why)
            count({Metric.DOSIS_FAULT: 1})
            raise Busy from error
        return status, answer

    def _once(
        self, method: str, path: str, body: bytes | None, most: int
    ) -> tuple[int, dict[str, Any]]:
        """(status, answer). How it lists is not known (u): a list is given as {"": list}."""
        headers = {**self._tokens.bearer(self._scope), "Accept": JSON, "Content-Type": JSON}
        status, content = ask(
            method, f"{self._url}{path}", headers, body, seconds=_SECONDS, most=most
        )
        try:
            found = json.loads(content or b"{}")
        except ValueError as error:
            if not 200 <= status < 300:  # a proxy in between speaks HTML; the status says enough
                return status, {}
            raise Fault(f"status {status}, no JSON") from error
        if isinstance(found, list):
            return status, {"": found}
        if not isinstance(found, dict):
            raise Fault("no JSON object")
        return status, found

    def _refused(self, what: str, status: int, answer: Mapping[str, Any]) -> Refused:
        """Logged with the code and the fields that it names, never with what stood in them."""
        fields = [
            str(error.get("field", ""))[:60]
            for error in answer.get("errors") or ()
            if isinstance(error, dict)
        ]
        code = str(answer.get("code", ""))[:60]
        logger().error("dosis refused", what=what, status=status, code=code, fields=fields)
        count({Metric.DOSIS_REFUSED: 1})
        return Refused(f"{status} {code}".strip(), fields)


def _texts(part: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Every text in an answer."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | dict):
        for value in part.values() if isinstance(part, dict) else part:
            yield from _texts(value)


class NoDosis:
    """A desk that tells nobody."""

    def send(self, dossier: Mapping[str, Any]) -> None: ...
    def remove(self, source: str, number: str) -> None: ...
    def result(self, source: str, number: str) -> Mapping[str, Any]:
        del source, number
        return {}

    def faults(self, source: str) -> Mapping[str, Any]:
        del source
        return {}

    def sources(self) -> frozenset[str]:
        return frozenset()
