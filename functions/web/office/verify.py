"""Is a document ours? For anybody: a code, or the file itself, and no sign-in."""

import re
from datetime import date

from chalice.app import Chalice, Response

from functions.domain.calendar import BRUSSELS
from functions.domain.issued import Proof
from functions.domain.issued_views import VerdictView, VerifyPage
from functions.domain.numbers import parse_document_code, write_case_number
from functions.domain.problems import Invalid, Problem, TooLarge
from functions.domain.texts import N_, Text, say
from functions.domain.views import ErrorView, FieldView
from functions.services import verifying
from functions.services.verifying import Print, Verdict
from functions.web import answers
from functions.web.visit import Visit

_BASE = "/{lang}/desk/verify"
_MULTIPART = "multipart/form-data"
_TAKES = ("application/x-www-form-urlencoded", "application/json", _MULTIPART)
# Lambda takes 6 MB, of which base64 leaves 4.5; our own documents are below 0.2 MB.
MOST_BYTES = 3 * 1024 * 1024
_MOST_CODE = 60  # signs that are shown again
_CODE, _FILE = "code", "file"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_BOUNDARY = re.compile(r'boundary="?([^";,]{1,70})"?')


def mount(app: Chalice) -> None:
    answers.route(app, _BASE, verify, ("GET", "POST"), takes=_TAKES)
    answers.route(app, f"{_BASE}/{{code}}", known)
    if _MULTIPART not in app.api.binary_types:
        app.api.binary_types.append(_MULTIPART)  # a file is no text: API Gateway passes its bytes


def known(visit: Visit) -> Response:
    """Where the QR code leads."""
    return _of_code(visit, visit.param("code"))


def verify(visit: Visit) -> Response:
    if visit.request.method == "GET":
        return _page(visit)
    visit.require_own_form()
    try:
        boxes = _boxes(visit)
    except TooLarge:
        large = say(N_("Dit bestand is te groot om van ons te zijn. Kies een ander bestand."))
        return _wrong(visit, "", Problem(_FILE, large), status=413)
    code, content = boxes.get(_CODE, b"").decode("utf-8", "replace"), boxes.get(_FILE, b"")
    digest, sealed = (boxes.get(n, b"").decode("ascii", "replace") for n in ("digest", "sealed"))
    if _DIGEST.fullmatch(digest):  # the browser read the file: only what compares it came here
        mark = boxes.get("mark", b"").decode("ascii", "replace")
        return _of_print(visit, Print(mark, digest, sealed if _DIGEST.fullmatch(sealed) else ""))
    if content:
        return _of_print(visit, verifying.print_of(content))
    return _of_code(visit, code)


def _boxes(visit: Visit) -> dict[str, bytes]:
    """What was posted. Raises TooLarge."""
    kind = visit.request.headers.get("content-type", "")
    if not kind.startswith(_MULTIPART):
        return {name: value.encode() for name, value in visit.form.items()}
    body = bytes(visit.request.raw_body or b"")  # type: ignore[arg-type]
    if len(body) > MOST_BYTES:
        raise TooLarge
    found = _BOUNDARY.search(kind)
    return dict(_parts(body, found[1].encode())) if found else {}


def _parts(body: bytes, boundary: bytes) -> list[tuple[str, bytes]]:
    """(name, content) of each part of a form (RFC 7578)."""
    found = []
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:]:
        head, gap, content = part.partition(b"\r\n\r\n")
        name = re.search(rb'[; ]name="([a-z]{1,20})"', head)
        if gap and name:
            found.append((name[1].decode(), content))
    return found


def _of_code(visit: Visit, typed: str) -> Response:
    code = parse_document_code(typed)
    if code is None:
        text = (
            N_("Vul de code van het document in, of kies het bestand.")
            if not typed.strip()
            else N_("Deze code klopt niet. Kijk na of je elk teken juist overtypte.")
        )
        return _wrong(visit, typed, Problem(_CODE, say(text)))
    return _answer(visit, verifying.by_code(visit.ports, code), write_case_number(code))


def _of_print(visit: Visit, found: Print) -> Response:
    return _answer(visit, verifying.by_print(visit.ports, found), "")


def _answer(visit: Visit, verdict: Verdict, typed: str) -> Response:
    view = _verdict(visit, verdict, of_file=not typed)
    if visit.wants_json:
        return answers.as_json(_as_json(verdict))
    return _page(visit, typed=typed, verdict=view)


def _as_json(verdict: Verdict) -> dict[str, object]:
    proof = verdict.proof
    told = proof.model_dump(mode="json", exclude={"digest"}) if proof else None
    return {"standing": verdict.standing, "compared": verdict.compared, "document": told}


def _verdict(visit: Visit, verdict: Verdict, *, of_file: bool) -> VerdictView:
    words, proof = visit.words, verdict.proof
    us = visit.ports.tenant.title
    if proof is None:
        title = say(N_("Dit document kennen we niet"))
        told = (
            say(N_("Dit bestand is niet door %(us)s uitgereikt."), us=us)
            if of_file
            else say(N_("%(us)s reikte geen document uit met deze code."), us=us)
        )
        return VerdictView("negative", words.write(title), (words.write(told), _ask(visit)))
    issued = say(
        N_("Dit document is uitgereikt door %(us)s op %(day)s."),
        us=us,
        day=proof.issued.astimezone(BRUSSELS).date(),
    )
    lines = [issued, *_compared(verdict), _standing(verdict, proof)]
    return VerdictView(
        kind="positive" if verdict.is_good else "negative",
        title=words.write(_TITLES[_headline(verdict)]),
        lines=(
            *(words.write(line) for line in lines),
            *((_ask(visit),) if not verdict.is_good else ()),
        ),
        rows=tuple(_rows(visit, proof)),
    )


_TITLES = {
    "valid": N_("Dit document is echt en geldig"),
    "valid-code": N_("Deze code hoort bij een geldig document"),
    "expired": N_("Dit document is niet meer geldig"),
    "revoked": N_("Dit document is ingetrokken"),
    "changed": N_("Dit bestand is niet het document dat we uitreikten"),
    "extended": N_("Aan dit document is later iets toegevoegd"),
}


def _headline(verdict: Verdict) -> str:
    if verdict.compared in ("changed", "extended"):
        return verdict.compared
    if verdict.standing == "valid" and not verdict.compared:
        return "valid-code"
    return verdict.standing


def _compared(verdict: Verdict) -> list[Text]:
    match verdict.compared:
        case "whole":
            return [say(N_("Het bestand is ongewijzigd sinds we het uitreikten."))]
        case "changed":
            return [
                say(
                    N_(
                        "De code in dit bestand is van ons, maar het bestand is gewijzigd na de "
                        "uitreiking. Vertrouw niet op wat erin staat."
                    )
                )
            ]
        case "extended":
            return [
                say(
                    N_(
                        "Het document in dit bestand is van ons en ongewijzigd, maar iemand voegde "
                        "er later iets aan toe. Vraag het bestand zoals wij het uitreikten."
                    )
                )
            ]
    return [
        say(
            N_(
                "De code zegt niet of het papier of het bestand dat je hebt hetzelfde is. "
                "Vergelijk met de gegevens hieronder, of kies het bestand om zeker te zijn."
            )
        )
    ]


def _standing(verdict: Verdict, proof: Proof) -> Text:
    if proof.revoked:
        day = proof.revoked.astimezone(BRUSSELS).date()
        return say(N_("Het is ingetrokken op %(day)s en geldt niet meer."), day=day)
    if proof.until and verdict.standing == "expired":
        return say(N_("Het was geldig tot en met %(day)s."), day=proof.until)
    if proof.until:
        return say(N_("Het is geldig tot en met %(day)s."), day=proof.until)
    return say(N_("Het is niet ingetrokken. Er staat geen einddatum op."))


def _rows(visit: Visit, proof: Proof) -> list[tuple[str, str]]:
    words = visit.words
    what = N_("attest") if proof.kind == "certificate" else N_("beslissing")
    day: date = proof.issued.astimezone(BRUSSELS).date()
    return [
        (words.write(N_("Document")), words.write(proof.title)),
        (words.write(N_("Soort")), words.write(what)),
        (words.write(N_("Taal")), words.write(_LANGUAGES[proof.lang])),
        (words.write(N_("Uitgereikt op")), words.day(day)),
        (words.write(N_("Code")), write_case_number(proof.code)),
    ]


_LANGUAGES = {
    "nl": N_("Nederlands"),
    "fr": N_("Frans"),
    "de": N_("Duits"),
    "en": N_("Engels"),
}


def _ask(visit: Visit) -> str:
    contact = visit.ports.tenant.contact
    asked = N_("Twijfel je? Bel %(phone)s of mail %(mail)s.")
    return visit.words.write(say(asked, phone=contact.phone, mail=contact.mail))


def _wrong(visit: Visit, typed: str, problem: Problem, status: int = 422) -> Response:
    if visit.wants_json:
        raise Invalid([problem])
    return _page(visit, typed=typed[:_MOST_CODE], problem=problem, status=status)


def _page(
    visit: Visit,
    *,
    typed: str = "",
    verdict: VerdictView | None = None,
    problem: Problem | None = None,
    status: int = 200,
) -> Response:
    words = visit.words
    wrong = words.write(problem.text) if problem else ""
    at = problem.field if problem else ""
    view = VerifyPage(
        action=f"/{visit.lang}/desk/verify",
        code=FieldView(
            id=_CODE,
            name=_CODE,
            kind="text",
            label=words.write(N_("Code van het document")),
            hint=words.write(
                N_("20 letters en cijfers, onderaan op het document. Streepjes mag je weglaten.")
            ),
            value=typed,
            error=wrong if at == _CODE else "",
            required=False,
        ),
        file_error=wrong if at == _FILE else "",
        size="3 MB",
        most=MOST_BYTES,
        verdict=verdict,
        errors=(ErrorView(wrong, f"#{at}"),) if problem else (),
    )
    title = verdict.title if verdict else words.write(N_("Is dit document van ons?"))
    return answers.page(
        visit, "verify", view, title=title, status=status, has_error=problem is not None
    )
