"""The routes of a case that only the desk asks for: their modules load with their first request, so
that no citizen waits for them at a cold start."""

from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from typing import Any

from chalice.app import Chalice, Response

from functions.domain.problems import NotAllowed, NotFound
from functions.domain.procedure import Procedure
from functions.web import answers
from functions.web.answers import Handler
from functions.web.visit import Visit

_ASKED, _POSTED, _BOTH = ("GET",), ("POST",), ("GET", "POST")
# (module of web/clerk, class) -> (address below the case, method of the class, HTTP methods)
_ROUTES: Mapping[tuple[str, str], tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    ("review", "Reviews"): (
        ("review", "review", _ASKED),
        ("notes", "note", _POSTED),
        ("reopen", "reopen", _POSTED),
    ),
    ("holdings", "Holdings"): (("holding/{step}", "hold", _POSTED),),
    ("corrections", "Corrections"): (
        ("correct", "choose", _ASKED),
        ("correct/questions/{topic}", "correct", _BOTH),
    ),
    ("summary", "Summaries"): (
        ("summary", "summary", _ASKED),
        ("signed", "signed", _ASKED),
        ("signed/{document_id}", "came", _ASKED),
    ),
    ("revocations", "Revocations"): (("issued/{code}/revoke", "revoke", _BOTH),),
    ("review_letters", "Letters"): (("letters/{kind}", "letter", _BOTH),),
    ("review_documents", "Documents"): (
        ("documents/{document_id}/preview", "preview", _ASKED),
        ("documents/{document_id}/pages/{page}", "picture", _ASKED),
    ),
}
_PICTURES = ("image/avif", "image/webp", "image/apng", "image/*")  # what a browser says it takes


class _Part:
    """A class of web/clerk for one procedure, made at its first use."""

    def __init__(self, module: str, name: str, procedure: Procedure) -> None:
        self._module, self._name, self._procedure = module, name, procedure

    @cached_property
    def _made(self) -> Any:  # noqa: ANN401 - a class of that package
        module = import_module(f"functions.web.clerk.{self._module}")
        return getattr(module, self._name)(self._procedure)

    def handler(self, method: str) -> Handler:
        def handle(visit: Visit) -> Response:
            try:
                answer: Response = getattr(self._made, method)(visit)
            except NotAllowed as error:
                session = visit.peek()
                if session is None or session.roles:
                    raise
                # who has no part at the desk is not told whether a case exists
                raise NotFound from error
            return answer

        handle.__qualname__ = f"{self._name}.{method}"  # as the log names it
        return handle


class ClerkRoutes:
    """Of one procedure's cases."""

    def __init__(self, procedure: Procedure) -> None:
        self._procedure = procedure

    def mount(self, app: Chalice) -> None:
        case = f"/{{lang}}/desk/{self._procedure.process}/{self._procedure.name}/{{case_id}}"
        for (module, name), routes in _ROUTES.items():
            part = _Part(module, name, self._procedure)
            for path, method, methods in routes:
                answers.route(app, f"{case}/{path}", part.handler(method), methods)
        known = app.api.binary_types
        known += [kind for kind in _PICTURES if kind not in known]
