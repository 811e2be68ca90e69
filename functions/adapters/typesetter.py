"""The function that makes PDFs (services.list_ports.Typesetter): typst is large, so it is apart."""

from functions.adapters.invoking import invoke


class LambdaTypesetter:
    """`function`: its name or ARN."""

    def __init__(self, function: str) -> None:
        self._function = function

    def make(self, list_id: str, lang: str) -> str:
        name: str = invoke(self._function, {"list_id": list_id, "lang": lang})["name"]
        return name
