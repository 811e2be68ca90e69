"""The population register (services.ports.Register): JSON over HTTPS, with a bearer token that we
get as a client (OAuth2, RFC 6749, 4.4).

**Not confirmed**: the Flemish government's own service (MAGDA, "GeefPersoon") is SOAP or REST
behind an agreement whose description is not public. So the contract here is our own, spoken by
the local stand-in (infra/local/register). Either `_read` changes, or a small gateway of the
municipality speaks it. The national number is in the address that is asked, never in a log of
ours: a gateway in between must not log addresses either.
"""

import base64
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from functions.adapters.http import DENIED, OK, UNKNOWN, Fault, ask_json
from functions.domain.person import Record, Relative
from functions.log import Metric, count, logger

# A token is not used in its last seconds: it could end on the way.
_MARGIN = timedelta(seconds=10)


class NoRegister:
    """A desk without a register: nothing is known beforehand."""

    def record(self, national_number: str) -> Record | None:
        del national_number
        return None


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
            why = str(error) if isinstance(error, Fault) else type(error).__name__
            logger().warning("register not available", why=why)
            count({Metric.REGISTER_FAULT: 1})
            return None

    def _record(self, number: str) -> Record | None:
        status, found = self._person(number)
        if status == DENIED:  # the token was revoked before its end
            self._ends = None
            status, found = self._person(number)
        if status == UNKNOWN:
            return None
        if status != OK:
            raise Fault(f"status {status}")
        if found.get("insz") != number:
            raise Fault("another person")
        return _read(found)

    def _person(self, number: str) -> tuple[int, dict[str, Any]]:
        bearer = {"Authorization": f"Bearer {self._bearer()}"}
        return ask_json("GET", f"{self._url}/persons/{number}", bearer)

    def _bearer(self) -> str:
        now = self._now()
        if self._ends is None or now >= self._ends:
            secret = f"{self._client_id}:{self._client_secret}".encode()
            headers = {
                "Authorization": f"Basic {base64.b64encode(secret).decode()}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            body = urlencode({"grant_type": "client_credentials"})
            status, answer = ask_json("POST", f"{self._url}/token", headers, body)
            if status != OK:
                raise Fault(f"no token: status {status}")
            self._token = str(answer["access_token"])
            self._ends = now + timedelta(seconds=int(answer["expires_in"])) - _MARGIN
        return self._token


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
