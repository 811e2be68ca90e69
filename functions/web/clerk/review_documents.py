"""The routes by which the desk looks at a document: pictures of its pages, from our own address."""

from typing import TYPE_CHECKING, Any

from chalice.app import Response

from functions.domain.authorisation import Action
from functions.domain.case import CaseFile
from functions.domain.documents import Document
from functions.domain.numbers import write_case_number
from functions.domain.problems import Busy, NotFound
from functions.domain.procedure import Procedure
from functions.domain.review_views import PictureView, PreviewPage
from functions.domain.texts import N_, say
from functions.domain.views import Link
from functions.services import deciding, rights, signing_in
from functions.services.rights import require_document
from functions.web import answers, presenters
from functions.web.open_case import open_case
from functions.web.visit import Visit

if TYPE_CHECKING:
    from functions.services.preview_ports import Pictures

_WHY = {
    "broken": N_("Dit bestand is beschadigd. We kunnen het niet tonen."),
    "encrypted": N_("Dit bestand heeft een wachtwoord. We kunnen het niet tonen."),
    "too-large": N_("Dit bestand is te groot om te tonen."),
    "too-slow": N_("Dit bestand is te ingewikkeld om te tonen."),
    "busy": N_("We kunnen dit bestand nu niet tonen. Probeer het later opnieuw."),
}
_DOWNLOAD = N_("Download het om het te bekijken. Let op: het komt van buiten.")
_PNG: dict[str, Any] = {
    "Content-Type": "image/png",
    "Cache-Control": "no-store",
    "Content-Disposition": "inline",
}
# What browsers say first when they ask for a picture: by that API Gateway passes it as bytes.
_PICTURES = ("image/avif", "image/webp", "image/apng", "image/*")


class Documents:
    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def preview(self, visit: Visit) -> Response:
        """The page with the pictures; what cannot be shown says why, and can be downloaded."""
        file, document = self._look(visit)
        try:
            found = visit.ports.previews.make(file.case.id, document.id)
        except Busy:
            found = None
        view = self._view(visit, file, document, found)
        return answers.page(visit, "document", view, title=document.name)

    def picture(self, visit: Visit) -> Response:
        """One page, as a picture."""
        number = visit.param("page")
        file, document = self._look(visit)
        if not (number.isascii() and number.isdigit() and len(number) <= 3):
            raise NotFound
        found = visit.ports.previews.picture(file.case.id, document.id, int(number))
        if found is None:
            raise NotFound
        return Response(body=found, status_code=200, headers=_PNG)

    def _look(self, visit: Visit) -> tuple[CaseFile, Document]:
        """Who may, and the audit chain keeps it. Raises NotFound, NotAllowed."""
        session, file = open_case(visit, self.procedure)
        if not session.is_staff:
            raise NotFound
        rights.require(session, Action.SEE, self.procedure, file.case)
        document_id = visit.param("document_id")
        require_document(session, self.procedure, file.case, document_id)
        document = file.case.documents.get(document_id)
        if document is None or document.state != "released":
            raise NotFound
        visit._session = signing_in.touch(visit.ports, session)
        data = {"document": document_id, "step": file.case.stage}
        file = deciding.note_access(
            visit.ports, self.procedure, session, file, "viewed-document", **data
        )
        return file, document

    def _view(
        self, visit: Visit, file: CaseFile, document: Document, found: "Pictures | None"
    ) -> PreviewPage:
        words, link = visit.words, presenters.case_link(visit.lang, file.case)
        here = f"{link}/documents/{document.id}"
        why = found.why if found else "busy"
        pages = found.pages if found else 0
        problem = f"{words.write(_WHY[why])} {words.write(_DOWNLOAD)}" if why else ""
        cut = say(
            N_(
                "Dit zijn de eerste %(pages)s van %(of)s bladzijden. Download het bestand voor de "
                "rest."
            ),
            pages=pages,
            of=found.of if found else 0,
        )
        title = words.write(self.procedure.guide.title)
        alt = N_("bladzijde %(page)s van %(pages)s van %(name)s")
        return PreviewPage(
            title=document.name,
            subject=f"{title} {write_case_number(file.case.number)}",
            pictures=tuple(
                PictureView(
                    f"{here}/pages/{number}",
                    words.write(say(alt, page=number, pages=pages, name=document.name)),
                )
                for number in range(1, pages + 1)
            ),
            download=Link(words.write(say(N_("Download %(name)s"), name=document.name)), here),
            problem=problem,
            more=words.write(cut) if found and found.of > pages else "",
            back=Link(words.write(N_("Terug naar de zaak")), f"{link}/review"),
        )
