"""The function that makes PDFs (services.list_ports.Typesetter): typst is large, so it is apart."""

import json

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters.aws import client
from functions.domain.problems import Busy


class LambdaTypesetter:
    """`function`: its name or ARN."""

    def __init__(self, function: str) -> None:
        self._function = function

    def make(self, list_id: str, lang: str) -> str:
        payload = json.dumps({"list_id": list_id, "lang": lang})
        try:
            answer = client("lambda").invoke(FunctionName=self._function, Payload=payload)
            made = json.load(answer["Payload"])
        except (ClientError, BotoCoreError) as error:
            raise Busy from error
        if "FunctionError" in answer:
            raise Busy
        name: str = made["name"]
        return name
