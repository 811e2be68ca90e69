"""The function that makes and seals documents (services.issued_ports.Press)."""

from functions.adapters.invoking import invoke, send


class LambdaPress:
    """`function`: its name or ARN."""

    def __init__(self, function: str) -> None:
        self._function = function

    def begin(self, case_id: str) -> None:
        send(self._function, _wanted(case_id))

    def make(self, case_id: str) -> int:
        made: int = invoke(self._function, _wanted(case_id))["made"]
        return made


def _wanted(case_id: str) -> dict[str, dict[str, str]]:
    return {"issue": {"case_id": case_id}}
