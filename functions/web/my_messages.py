"""A person chooses where our messages go. Loaded with its first request: no form starts slower."""

from collections.abc import Mapping

from chalice.app import Response

from functions.domain.message_views import ConfirmView, MessagesPage
from functions.domain.messages import CODE_LASTS, Change, Pending, Preferences
from functions.domain.problems import Invalid, Problem, SignInNeeded
from functions.domain.texts import N_, Text, say
from functions.domain.views import ErrorView, FieldView, Link, OptionView
from functions.services import preferring, signing_in
from functions.services.preferring import Choice
from functions.services.writing import Words
from functions.web import answers
from functions.web.visit import Visit

_FORM = "messages"
_BOXES = ("via", "which", "address", "code")
_NOTICES = {
    "saved": N_("Je keuze is bewaard."),
    "asked": N_("Je keuze is bewaard. We mailden een code naar het nieuwe adres: vul ze hier in."),
    "confirmed": N_("Je adres is bevestigd. Al je berichten komen voortaan daar."),
}
_EXPLAINED = (
    N_("We zijn wettelijk verplicht om je sommige berichten te sturen: als we iets van je vragen "
       "voor een bepaalde dag, als er een beslissing is, en als wij een afspraak annuleren of "
       "verplaatsen. Die krijg je altijd."),
    N_("Andere berichten kan je weigeren: dat we je aanvraag kregen, bevestigingen en "
       "herinneringen. In je zaak zelf lees je alles."),
    N_("In een mail staat nooit waarover je zaak gaat als dat gevoelig kan zijn."),
)  # fmt: skip
_CHANGES = {
    ("via", "mail"): N_("Je koos berichten per mail."),
    ("via", "ebox"): N_("Je koos berichten in je e-Box."),
    ("only-legal", "yes"): N_("Je koos alleen de verplichte berichten."),
    ("only-legal", "no"): N_("Je koos alle berichten."),
    ("address-asked", ""): N_("Je gaf een nieuw adres op."),
    ("address-confirmed", ""): N_("Je bevestigde je adres."),
    ("address-removed", ""): N_("Je haalde je adres weg."),
}


def messages(visit: Visit) -> Response:
    """The page, and its two forms: what to choose, and the code."""
    try:
        session = visit.signed_in()
    except SignInNeeded as error:
        if visit.request.method == "GET":
            raise
        raise SignInNeeded(kept=visit.keep_boxes(_FORM, *_BOXES)) from error
    visit._session = signing_in.touch(visit.ports, session)
    if visit.request.method == "GET":
        return _page(visit, preferring.of(visit.ports, session), visit.kept_boxes(_FORM))
    try:
        done = _posted(visit)
    except Invalid as invalid:
        if visit.wants_json:
            raise
        known = preferring.of(visit.ports, session)
        return _page(visit, known, visit.form, invalid.problems)
    if visit.wants_json:
        return _page(visit, preferring.of(visit.ports, session), {})
    return answers.redirect(f"{_here(visit)}?done={done}")


def _posted(visit: Visit) -> str:
    """What was done. Raises Invalid, Conflict."""
    ports, session = visit.ports, visit.signed_in()
    if visit.form.get("action") == "confirm":
        code = visit.form.get("code", "")
        preferring.confirm(ports, session, code, version=visit.version)
        return "confirmed"
    changed = preferring.choose(ports, session, _choice(visit), version=visit.version)
    return "asked" if changed.pending else "saved"


def _choice(visit: Visit) -> Choice:
    """Raises Invalid for what is no choice."""
    via = visit.form.get("via", "mail" if not visit.ports.post_box.is_there else "")
    which = visit.form.get("which", "")
    problems = []
    if via not in ("mail", "ebox"):
        problems.append(Problem("via", say(N_("Kies hoe je onze berichten wil krijgen."))))
    if which not in ("all", "legal"):
        problems.append(Problem("which", say(N_("Kies welke berichten je wil krijgen."))))
    if problems:
        raise Invalid(problems)
    return Choice(
        via="ebox" if via == "ebox" else "mail",
        only_legal=which == "legal",
        address=visit.form.get("address", ""),
        lang=visit.lang,
    )


def _here(visit: Visit) -> str:
    return f"/{visit.lang}/desk/my/messages"


def _page(
    visit: Visit,
    known: Preferences,
    typed: Mapping[str, str],
    problems: tuple[Problem, ...] | list[Problem] = (),
) -> Response:
    words = visit.words
    errors = tuple(ErrorView(words.write(p.text), f"#{p.field}") for p in problems)
    notice = _NOTICES.get(visit.query("done"), "") if visit.request.method == "GET" else ""
    is_live = known.pending is not None and known.pending.is_live(visit.ports.clock.now())
    view = MessagesPage(
        fields=_fields(visit, known, typed, errors),
        now=known.address,
        confirm=confirm_view(words, known.pending, typed, errors)
        if is_live and known.pending
        else None,
        explained=tuple(words.write(text) for text in _EXPLAINED),
        action=_here(visit),
        csrf=visit.csrf(),
        version=known.version,
        notice=words.write(notice),
        warning=words.write(warning(known)),
        history=tuple(_told(words, change) for change in reversed(known.changes)),
        back=Link(words.write(N_("Mijn zaken")), f"/{visit.lang}/desk/my"),
        errors=errors,
    )
    return answers.page(
        visit,
        "my-messages",
        view,
        title=words.write(N_("Mijn berichten")),
        status=422 if errors else 200,
        has_error=bool(errors),
    )


def warning(known: Preferences) -> Text | str:
    """What this person should know of messages that did not arrive."""
    if known.unreached:
        return say(
            N_("We konden je niet mailen op %(address)s: kijk je adres na."),
            address=known.unreached.hint,
        )
    if known.via == "ebox" and known.no_ebox:
        return N_("Je gebruikt je e-Box nog niet. Tot dan mailen we je.")
    return ""


def _fields(
    visit: Visit, known: Preferences, typed: Mapping[str, str], errors: tuple[ErrorView, ...]
) -> tuple[FieldView, ...]:
    words = visit.words
    via = FieldView(
        id="via",
        name="via",
        kind="choice",
        label=words.write(N_("Hoe wil je onze berichten krijgen?")),
        error=_error(errors, "via"),
        value=typed.get("via", known.via),
        options=(
            OptionView("mail", words.write(N_("Per mail"))),
            OptionView(
                "ebox",
                words.write(N_("In mijn e-Box")),
                words.write(
                    N_("De beveiligde brievenbus van de overheid. Je meldt je er aan om te lezen.")
                ),
            ),
        ),
    )
    which = FieldView(
        id="which",
        name="which",
        kind="choice",
        label=words.write(N_("Welke berichten wil je krijgen?")),
        error=_error(errors, "which"),
        value=typed.get("which", "legal" if known.only_legal else "all"),
        options=(
            OptionView("all", words.write(N_("Alle berichten over mijn zaken"))),
            OptionView("legal", words.write(N_("Alleen wat de wet verplicht"))),
        ),
    )
    own = known.pending.address if known.pending else known.address
    address = FieldView(
        id="address",
        name="address",
        kind="email",
        label=words.write(N_("E-mailadres voor al mijn berichten")),
        hint=words.write(
            N_(
                "Ook voor zaken die al lopen. Laat je dit leeg, dan mailen we naar het adres dat "
                "je bij elke aanvraag opgaf."
            )
        ),
        value=typed.get("address", own),
        error=_error(errors, "address"),
        required=False,
        autocomplete="email",
        max_length=254,
    )
    return (*((via,) if visit.ports.post_box.is_there else ()), which, address)


def confirm_view(
    words: Words, pending: Pending, typed: Mapping[str, str], errors: tuple[ErrorView, ...]
) -> ConfirmView:
    """The form that asks the code of an address; for a clerk too."""
    told = say(
        N_("We mailden een code naar %(address)s. Ze geldt tot %(moment)s."),
        address=pending.address,
        moment=pending.asked + CODE_LASTS,
    )
    field = FieldView(
        id="code",
        name="code",
        kind="text",
        label=words.write(N_("De code uit de mail")),
        hint=words.write(N_("Acht cijfers")),
        value=typed.get("code", ""),
        error=_error(errors, "code"),
        autocomplete="one-time-code",
        inputmode="numeric",
        width="s",
        max_length=20,
    )
    return ConfirmView(words.write(told), field)


def _error(errors: tuple[ErrorView, ...], name: str) -> str:
    return next((error.message for error in errors if error.href == f"#{name}"), "")


def _told(words: Words, change: Change) -> tuple[str, str]:
    return words.moment(change.at), words.write(_CHANGES.get((change.what, change.value), ""))
