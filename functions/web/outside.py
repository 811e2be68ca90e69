"""Where outside parties send their answers: no session, a signature instead."""

from chalice.app import Chalice, Response

from functions.domain.problems import Invalid, NotFound, Problem, Refusal, Unsigned
from functions.domain.texts import N_, say
from functions.services import outside
from functions.web import answers
from functions.web.visit import Visit


def mount(app: Chalice) -> None:
    answers.route(app, "/api/outside/{party}", answer, ("POST",))


def answer(visit: Visit) -> Response:
    """202 when the answer is taken, 200 when it was known already."""
    party = visit.param("party")
    if party not in visit.ports.tenant.outside:
        raise NotFound
    given = visit.raw  # refuses what is too large, before anything is computed over it
    url = f"{visit.ports.site_url}/api/outside/{party}"
    body = bytes(visit.request.raw_body or b"")  # type: ignore[arg-type]
    if not visit.ports.outside.is_from(party, url, visit.request.headers, body):
        raise Unsigned
    if not visit.is_json_body:
        raise Refusal
    reference, value, note = (_text(given.get(name, "")) for name in _NAMES)
    wrong = [name for name, text in zip(_NAMES, (reference, value, note), strict=True)
             if text is None]  # fmt: skip
    if wrong or reference is None or value is None or note is None:
        raise Invalid([Problem(name, say(N_("Stuur hier een tekst."))) for name in wrong])
    is_new = outside.receive(visit.ports, party, reference, answer=value, note=note)
    return answers.as_json({"reference": reference, "answer": value}, 202 if is_new else 200)


_NAMES = ("reference", "answer", "note")


def _text(value: object) -> str | None:
    """A text that can be stored: half a surrogate pair, which JSON can hold, cannot."""
    if not isinstance(value, str):
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        return None
    return value
