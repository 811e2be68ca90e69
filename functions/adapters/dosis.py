"""DOSIS over HTTPS (services.dossier_ports.Dossiers); what is sent is in domain/dosis.py.

Addresses as in "API-calls DOSIS" (vlaamseoverheid.atlassian.net, IKPubliek 2680357975).
"""

import json
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlencode

from functions.adapters.http import DENIED, JSON, UNKNOWN, Fault, ask_json
from functions.domain.problems import Busy
from functions.log import count, logger

_SECONDS = 5.0  # nobody waits for it
_DOSSIERS, _REMOVE = "/api/v2/dosis/dossiers", "/api/v1/dosis/dossiers"
_RESULTS = "/api/v1/dosis/resultaten"


class Tokens(Protocol):
    def bearer(self, scope: str) -> dict[str, str]: ...
    def forget(self, scope: str) -> None: ...


class HttpDosis:
    """`url`: below it are the addresses; `scope`: of the access token."""

    def __init__(self, url: str, scope: str, tokens: Tokens) -> None:
        self._url = url.rstrip("/")
        self._scope = scope
        self._tokens = tokens

    def send(self, dossier: Mapping[str, Any]) -> None:
        body = json.dumps(dossier, ensure_ascii=False).encode()
        status, answer = self._ask("POST", _DOSSIERS, body)
        if not 200 <= status < 300:
            self._refused("send", status, answer)
        upload = answer.get("UploadId")
        if upload not in (None, dossier["UploadId"]):  # an answer to something else
            self._refused("send", status, {"code": "another upload"})

    def remove(self, source: str, number: str) -> None:
        query = urlencode({"bron": source, "dossierNummer": number})
        status, answer = self._ask("DELETE", f"{_REMOVE}?{query}")
        if not (200 <= status < 300 or status == UNKNOWN):
            self._refused("remove", status, answer)

    def result(self, source: str, number: str) -> Mapping[str, Any]:
        query = urlencode({"bron": source, "dossierNummer": number})
        status, answer = self._ask("GET", f"{_RESULTS}?{query}")
        if status == UNKNOWN:
            return {}
        if status != 200:
            self._refused("result", status, answer)
        return answer

    def _ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, dict[str, Any]]:
        try:
            status, answer = self._once(method, path, body)
            if status == DENIED:  # the token was revoked before its end
                self._tokens.forget(self._scope)
                status, answer = self._once(method, path, body)
        except Exception as error:
            # The message of an error may quote what was sent: only its kind.
            why = str(error) if isinstance(error, Fault) else type(error).__name__
            logger().warning("dosis not available", why=why)
            count({"DosisFault": 1})
            raise Busy from error
        return status, answer

    def _once(self, method: str, path: str, body: bytes | None) -> tuple[int, dict[str, Any]]:
        headers = {**self._tokens.bearer(self._scope), "Content-Type": JSON}
        return ask_json(method, f"{self._url}{path}", headers, body, seconds=_SECONDS)

    def _refused(self, what: str, status: int, answer: Mapping[str, Any]) -> None:
        """Logged with the code and the fields that it names, never with what stood in them."""
        fields = [
            str(error.get("field", ""))[:60]
            for error in answer.get("errors") or ()
            if isinstance(error, dict)
        ]
        code = str(answer.get("code", ""))[:60]
        logger().error("dosis refused", what=what, status=status, code=code, fields=fields)
        count({"DosisRefused": 1})
        raise Busy


class NoDosis:
    """A desk that tells nobody."""

    def send(self, dossier: Mapping[str, Any]) -> None: ...
    def remove(self, source: str, number: str) -> None: ...
    def result(self, source: str, number: str) -> Mapping[str, Any]:
        del source, number
        return {}
