"""The routes of letters to the applicant: first as it will be, then as it was made, to print."""

from chalice.app import Response

from functions.domain.authorisation import Action
from functions.domain.case import CaseFile
from functions.domain.problems import Invalid, NotFound, SignInNeeded
from functions.domain.procedure import Procedure
from functions.domain.review_views import LetterPage
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import FieldView, Link
from functions.services import letters, rights, signing_in
from functions.web import answers, presenters
from functions.web.clerk.review_forms import errors_of
from functions.web.open_case import open_case, place_of
from functions.web.visit import Visit, case_id_of


def links(visit: Visit, procedure: Procedure, session: Session, file: CaseFile) -> tuple[Link, ...]:
    """To the letters that this clerk can make now."""
    link = presenters.case_link(visit.lang, file.case)
    return tuple(
        Link(visit.words.write(letters.TITLES[kind]), f"{link}/letters/{kind}")
        for kind in letters.kinds(procedure, session, file)
    )


class Letters:
    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def letter(self, visit: Visit) -> Response:
        kind = visit.param("kind")
        try:
            session, file = self._open(visit)
        except SignInNeeded as error:
            place = place_of(case_id_of(visit), f"letter-{kind}")
            kept = visit.request.method == "POST" and visit.keep_boxes(place, letters.FIELD)
            raise SignInNeeded(kept=kept) from error
        if kind not in letters.kinds(self.procedure, session, file):
            raise NotFound
        if visit.request.method == "GET":
            visit._session = signing_in.touch(visit.ports, session)
            return self._page(visit, file, kind)
        text = str(visit.raw.get(letters.FIELD, ""))
        try:
            seq = letters.make(visit.ports, self.procedure, session, file, kind, text)
        except Invalid as invalid:
            if visit.wants_json:
                raise
            return self._page(visit, file, kind, invalid)
        link = f"{presenters.case_link(visit.lang, file.case)}/letters/{kind}?made={seq}"
        if visit.wants_json:
            return answers.as_json({"letter": seq, "href": link}, 201)
        return answers.redirect(link)

    def _open(self, visit: Visit) -> tuple[Session, CaseFile]:
        session, file = open_case(visit, self.procedure)
        rights.require(session, Action.LETTER, self.procedure, file.case)
        return session, file

    def _page(
        self, visit: Visit, file: CaseFile, kind: str, invalid: Invalid | None = None
    ) -> Response:
        words, link = visit.words, presenters.case_link(visit.lang, file.case)
        number = visit.query("made")
        made = letters.made(file, int(number)) if number.isascii() and number.isdigit() else None
        if made and made.data["kind"] != kind:
            raise NotFound
        errors = errors_of(words, invalid.problems if invalid else ())
        kept = visit.kept_boxes(place_of(file.case.id, f"letter-{kind}")).get(letters.FIELD, "")
        typed = made.data["text"] if made else visit.form.get(letters.FIELD, kept)
        at = made.at if made else visit.ports.clock.now()
        field = FieldView(
            id=letters.FIELD,
            name=letters.FIELD,
            kind="long-text",
            label=words.write(N_("Wat wil je zelf toevoegen?")),
            hint=words.write(
                N_("Dit komt in de brief, zoals je het schrijft. Schrijf het in de taal van de "
                   "aanvrager.")
            ),
            value=typed,
            error=errors[0].message if errors else "",
            required=False,
            max_length=letters.MOST,
        )  # fmt: skip
        view = LetterPage(
            title=words.write(letters.TITLES[kind]),
            sheets=letters.sheets(
                visit.ports, self.procedure, file, kind, typed if made else "", at
            ),
            field=None if made else field,
            action=f"{link}/letters/{kind}",
            csrf=visit.csrf(),
            errors=errors,
            made=words.write(
                say(N_("%(name)s maakte deze brief op %(moment)s. Druk hem af en verstuur hem met "
                       "de post."), name=made.actor.name, moment=made.at)
            )
            if made
            else "",
            back=Link(words.write(N_("Terug naar de zaak")), f"{link}/review"),
            no_address=file.case.applicant.record is None,
        )  # fmt: skip
        status = 422 if errors else 200
        return answers.page(
            visit, "letter", view, title=view.title, status=status, has_error=bool(errors)
        )
