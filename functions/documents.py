"""PDFs, made by typst in a function of its own (functions.events.documents)."""

import io
import json
from pathlib import Path

from functions.domain.problems import NotFound
from functions.domain.texts import N_
from functions.services.lists import kinds
from functions.services.municipal import MunicipalList, municipal_list
from functions.services.ports import Ports
from functions.services.writing import Words

_TEMPLATE = Path(__file__).parent.parent / "frontend" / "documents" / "municipal-list.typ"


def municipal_list_pdf(found: MunicipalList, *, municipality: str, lang: str, page: str) -> bytes:
    """A tagged PDF (PDF/UA-1: ISO 14289-1) of the municipal list. `page`: the word for it."""
    import typst  # 80 MB: only this function has it

    data = {**vars(found), "municipality": municipality, "lang": lang, "page": page}
    made: bytes = typst.compile(
        _TEMPLATE,
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return made


def municipal_list_file(ports: Ports, list_id: str, lang: str) -> str:
    """Make the PDF of a list and keep it with the list's files; answers its name there."""
    voter_list = ports.lists.get(list_id)
    kind = kinds().get(voter_list.kind) if voter_list else None
    if voter_list is None or kind is None or not kind.card:
        raise NotFound
    words = Words(lang)
    found = municipal_list(ports, kind, voter_list, words)
    pdf = municipal_list_pdf(
        found, municipality=ports.tenant.title, lang=lang, page=words.write(N_("Bladzijde"))
    )
    name = f"municipal-{lang}.pdf"
    ports.list_files.keep(list_id, name, io.BytesIO(pdf))
    return name
