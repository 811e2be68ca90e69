"""A clerk chooses how often their work is mailed to them, as counts."""

from collections.abc import Mapping, Sequence

from chalice.app import Chalice, Response

from functions.domain.digest import Digest
from functions.domain.message_views import DigestPage
from functions.domain.problems import Invalid, Problem, SignInNeeded
from functions.domain.session import Session
from functions.domain.staff import Colleague
from functions.domain.texts import N_
from functions.domain.views import ErrorView, FieldView, Link, OptionView
from functions.services import digests
from functions.web import answers
from functions.web.my_messages import confirm_view
from functions.web.office.words import error_at
from functions.web.office.work import clerk_of
from functions.web.visit import Visit

_FORM = "digest"
_NOTICES = {
    "saved": N_("Je keuze is bewaard."),
    "asked": N_("Je keuze is bewaard. We mailden een code naar het nieuwe adres: vul ze hier in."),
    "confirmed": N_("Je adres is bevestigd. Je overzicht komt voortaan daar."),
}
_OFTEN = {
    "never": N_("Nooit"),
    "daily": N_("Elke werkdag"),
    "weekly": N_("Op de eerste werkdag van de week"),
}


def mount(app: Chalice) -> None:
    answers.route(app, "/{lang}/desk/digest", digest, ("GET", "POST"))


def digest(visit: Visit) -> Response:
    try:
        session = clerk_of(visit)
    except SignInNeeded as error:
        if visit.request.method == "GET":
            raise
        kept = visit.keep_boxes(_FORM, "often", "address", "code")
        raise SignInNeeded(kept=kept) from error
    if visit.request.method == "GET":
        known = digests.of(visit.ports, session)
        return _page(visit, session, known, visit.kept_boxes(_FORM))
    try:
        done = _posted(visit, session)
    except Invalid as invalid:
        if visit.wants_json:
            raise
        known = digests.of(visit.ports, session)
        return _page(visit, session, known, visit.form, invalid.problems)
    if visit.wants_json:
        return _page(visit, session, digests.of(visit.ports, session), {})
    return answers.redirect(f"{_here(visit)}?done={done}")


def _posted(visit: Visit, session: Session) -> str:
    if visit.form.get("action") == "confirm":
        code = visit.form.get("code", "")
        digests.confirm(visit.ports, session, code, version=visit.version)
        return "confirmed"
    changed = digests.choose(
        visit.ports,
        session,
        often=visit.form.get("often", ""),
        address=visit.form.get("address", ""),
        lang=visit.lang,
        version=visit.version,
    )
    return "asked" if changed.pending else "saved"


def _here(visit: Visit) -> str:
    return f"/{visit.lang}/desk/digest"


def _page(
    visit: Visit,
    session: Session,
    known: Digest,
    typed: Mapping[str, str],
    problems: Sequence[Problem] = (),
) -> Response:
    words, ports = visit.words, visit.ports
    errors = tuple(ErrorView(words.write(p.text), f"#{p.field}") for p in problems)
    notice = _NOTICES.get(visit.query("done"), "") if visit.request.method == "GET" else ""
    pending = known.pending
    is_live = pending is not None and pending.is_live(ports.clock.now())
    me = Colleague(ref=session.person.ref, name="", roles=session.roles, seen=ports.clock.now())
    counts = digests.counted(ports, me, ports.clock.now())
    view = DigestPage(
        fields=_fields(visit, known, typed, errors) if ports.tenant.staff_mail_domains else (),
        now=known.address,
        confirm=confirm_view(words, pending, typed, errors) if is_live and pending else None,
        counts=tuple(words.write(line) for line in digests.in_words(counts)),
        action=_here(visit),
        csrf=visit.csrf(),
        version=known.version,
        notice=words.write(notice),
        back=Link(words.write(N_("Werklijst")), f"/{visit.lang}/desk/work"),
        errors=errors,
    )
    return answers.page(
        visit,
        "digest",
        view,
        title=words.write(N_("Overzicht per mail")),
        status=422 if errors else 200,
        has_error=bool(errors),
    )


def _fields(
    visit: Visit, known: Digest, typed: Mapping[str, str], errors: tuple[ErrorView, ...]
) -> tuple[FieldView, ...]:
    words = visit.words
    often = FieldView(
        id="often",
        name="often",
        kind="choice",
        label=words.write(N_("Hoe vaak wil je een overzicht?")),
        error=error_at(errors, "often"),
        value=typed.get("often", known.often),
        options=tuple(OptionView(value, words.write(text)) for value, text in _OFTEN.items()),
    )
    address = FieldView(
        id="address",
        name="address",
        kind="email",
        label=words.write(N_("Je e-mailadres op het werk")),
        value=typed.get("address", known.pending.address if known.pending else known.address),
        error=error_at(errors, "address"),
        required=False,
        autocomplete="email",
        max_length=254,
    )
    return often, address
