"""The population register (services.ports.Register): JSON over HTTPS, with a bearer token that we
get as a client (OAuth2, RFC 6749, 4.4).

**Not confirmed**: the Flemish government's own service (MAGDA, "GeefPersoon") is SOAP or REST
behind an agreement whose description is not public. So the contract here is our own, spoken by
the local stand-in (infra/local/register). Either `_read` changes, or a small gateway of the
municipality speaks it. The national number is in the address that is asked, never in a log of
ours: a gateway in between must not log addresses either.
"""

import base64
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from functions.domain.person import Record, Relative
from functions.log import count, logger

_SECONDS = 2.0  # for one request: a person waits for it
_MOST = 64 * 1024  # bytes of an answer
# A token is not used in its last seconds: it could end on the way.
_MARGIN = timedelta(seconds=10)
_OK, _DENIED, _UNKNOWN = 200, 401, 404


class NoRegister:
    """A desk without a register: nothing is known beforehand."""

    def record(self, national_number: str) -> Record | None:
        del national_number
        return None


class _Fault(Exception):  # noqa: N818
    """An answer that is no answer; the text is for the log and names no person."""


class PopulationRegister:
    """`url`: below it are `/token` and `/persons/<national number>`."""

    def __init__(
        self, url: str, client_id: str, client_secret: str, now: Callable[[], datetime]
    ) -> None:
        self._url = url.rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self._now = now
        self._token = ""
        self._ends: datetime | None = None

    def record(self, national_number: str) -> Record | None:
        """What is known of a person; None when they are unknown, and after any fault: signing in
        goes on without."""
        try:
            return self._record(national_number)
        except Exception as error:
            # The message of an error may quote the address, and so the number: only its kind.
            why = str(error) if isinstance(error, _Fault) else type(error).__name__
            logger().warning("register not available", why=why)
            count({"RegisterFault": 1})
            return None

    def _record(self, number: str) -> Record | None:
        status, found = self._person(number)
        if status == _DENIED:  # the token was revoked before its end
            self._ends = None
            status, found = self._person(number)
        if status == _UNKNOWN:
            return None
        if status != _OK:
            raise _Fault(f"status {status}")
        if found.get("insz") != number:
            raise _Fault("another person")
        return _read(found)

    def _person(self, number: str) -> tuple[int, dict[str, Any]]:
        bearer = {"Authorization": f"Bearer {self._bearer()}"}
        return _ask("GET", f"{self._url}/persons/{number}", bearer)

    def _bearer(self) -> str:
        now = self._now()
        if self._ends is None or now >= self._ends:
            secret = f"{self._client_id}:{self._client_secret}".encode()
            headers = {
                "Authorization": f"Basic {base64.b64encode(secret).decode()}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            body = urlencode({"grant_type": "client_credentials"})
            status, answer = _ask("POST", f"{self._url}/token", headers, body)
            if status != _OK:
                raise _Fault(f"no token: status {status}")
            self._token = str(answer["access_token"])
            self._ends = now + timedelta(seconds=int(answer["expires_in"])) - _MARGIN
        return self._token


def _ask(
    method: str, url: str, headers: Mapping[str, str], body: str | None = None
) -> tuple[int, dict[str, Any]]:
    import urllib3  # comes with botocore

    answer = urllib3.request(
        method,
        url,
        body=body,
        headers={"Accept": "application/json", **headers},
        timeout=urllib3.Timeout(total=_SECONDS),
        retries=False,
        redirect=False,
        preload_content=False,
    )
    try:
        content = answer.read(_MOST + 1)
    finally:
        answer.release_conn()
    if len(content) > _MOST:
        raise _Fault("too large")
    found = json.loads(content or b"{}")
    if not isinstance(found, dict):
        raise _Fault("no JSON object")
    return answer.status, found


def _read(found: Mapping[str, Any]) -> Record:
    """The register's JSON as our own record. Raises KeyError, TypeError or
    pydantic.ValidationError for what is not as agreed."""
    address = found["address"]
    return Record(
        given_name=found["givenName"],
        family_name=found["familyName"],
        born=found["birthDate"],
        nationality=found["nationality"],
        is_refugee=found["refugee"],
        address=f"{address['street']} {address['number']}, "
        f"{address['postcode']} {address['municipality']}",
        nis=address["nis"],
        since=found["registeredSince"],
        civil_status=found["civilStatus"],
        is_cohabiting=found["legalCohabitation"],
        relatives=tuple(
            Relative(
                relation=member["relation"],
                given_name=member["givenName"],
                family_name=member["familyName"],
                national_number=member["insz"],
            )
            for member in found["family"]
        ),
    )
