"""PDFs, made by typst in a function of its own (functions.events.documents)."""

import hashlib
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from functions.domain.case import CaseFile
from functions.domain.issued import Issued, Proof, Wanted, mark_of
from functions.domain.numbers import new_document_code, write_case_number
from functions.domain.problems import Conflict, NotFound
from functions.domain.procedure import Procedure
from functions.domain.tenant import Tenant
from functions.domain.texts import N_, say
from functions.processes import find
from functions.services import issued_sheet, issuing
from functions.services.lists import kinds
from functions.services.municipal import MunicipalList, municipal_list
from functions.services.ports import Ports
from functions.services.writing import Words

_TEMPLATES = Path(__file__).parent.parent / "frontend" / "documents"


def municipal_list_pdf(found: MunicipalList, *, municipality: str, lang: str, page: str) -> bytes:
    """A tagged PDF (PDF/UA-1: ISO 14289-1) of the municipal list. `page`: the word for it."""
    data = {**vars(found), "municipality": municipality, "lang": lang, "page": page}
    return _typeset("municipal-list", data)


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


# issued documents


def issue(ports: Ports, case_id: str) -> int:
    """Make, seal and keep what this case gives right to and does not have; answers how many. Two at
    once make one: the table has the last word. Raises Busy."""
    file = ports.store.case_file(case_id)
    procedure = find(file.case.process, file.case.procedure) if file else None
    if file is None or procedure is None:
        return 0
    made = 0
    for wanted in issuing.missing(procedure, file, ports.issued.of_case(case_id)):
        issued, pdf = issued_document(ports, procedure, file, wanted)
        try:
            ports.issued.keep(issued, pdf)
        except Conflict:
            continue  # another delivery was first
        made += 1
        now = ports.store.case_file(case_id)
        if now is not None and not issuing.is_current(now, issued):
            ports.issued.revoke(issued, ports.clock.now())  # reopened or corrected meanwhile
    return made


def issued_document(
    ports: Ports, procedure: Procedure, file: CaseFile, wanted: Wanted
) -> tuple[Issued, bytes]:
    """The document with its seal, and its place."""
    at = ports.clock.now()
    code = new_document_code()
    found = issued_sheet.content(ports, procedure, file, wanted, at)
    pdf = ports.sealer.seal(
        issued_pdf(found, ports.tenant, code, issuing.verify_url(ports.site_url, wanted.lang, code))
    )
    proof = Proof(
        code=code,
        kind=wanted.kind,
        title=found.title,
        lang=wanted.lang,
        issued=at,
        digest=hashlib.sha256(pdf).hexdigest(),
        until=found.until,
    )
    return (
        Issued(
            case_id=file.case.id,
            procedure=procedure.key,
            run=wanted.run,
            edition=wanted.edition,
            size=len(pdf),
            proof=proof,
        ),
        pdf,
    )


def issued_pdf(found: issued_sheet.Content, tenant: Tenant, code: str, url: str) -> bytes:
    """The PDF before its seal: the same bytes for the same content."""
    import segno

    words = Words(found.sheets[0].lang)
    contact = tenant.contact
    data = {
        "sheets": issued_sheet.as_data(found),
        "municipality": tenant.title,
        "contact": [
            f"{contact.street}, {contact.postal_code} {tenant.place}",
            contact.phone,
            contact.mail,
        ],
        "accent": tenant.style.accent,  # the build of the site has looked at its contrast
        "page": words.write(N_("Bladzijde")),
        "mark": mark_of(code),
        "check": {
            "heading": words.write(N_("Kijk na of dit document echt is")),
            "lines": [
                words.write(
                    N_("Scan de QR-code, of ga naar de website hieronder en vul de code in.")
                )
            ],
            "label": words.write(N_("Code:")),
            "code": write_case_number(code),
            "url": url,
            "qr": segno.make_qr(url, error="m").svg_inline(scale=4, border=4),
            "alt": words.write(
                say(N_("QR-code met de link om dit document na te kijken: %(url)s"), url=url)
            ),
        },
    }
    return _typeset("issued", data)


# What the bundled fonts have: Latin, Greek and Cyrillic letters, punctuation, the euro sign.
_UNKNOWN = re.compile(
    "[^\t\n -~\u00a0-\u024f\u0370-\u03ff\u0400-\u045f\u1e00-\u1eff\u2010-\u2027\u20ac]"
)


def _printable(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return _UNKNOWN.sub("?", value)
    if isinstance(value, Mapping):
        return {name: _printable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def _typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """A sign that no font has would stop the whole document: it becomes a question mark."""
    import typst  # 80 MB: only this function has it

    text = json.dumps(_printable(data), ensure_ascii=False)
    made: bytes = typst.compile(
        _TEMPLATES / f"{template}.typ",
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        sys_inputs={"data": text},
    )
    return made
