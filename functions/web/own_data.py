"""All data of a person as a file."""

import json

from chalice.app import Response

from functions.services import gathering
from functions.services.gathering import Everything
from functions.web import answers
from functions.web.visit import Visit


def own_file(visit: Visit, found: Everything) -> Response:
    """One file with everything, to keep or to take elsewhere (GDPR, articles 15 and 20)."""
    data = gathering.as_file(visit.ports, found)
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    return answers.file(text, "application/json; charset=utf-8", "my-data.json")
