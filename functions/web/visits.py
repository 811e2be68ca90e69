"""The routes of appointments at the counter: choose, move, cancel, take along in a calendar."""

from dataclasses import replace
from datetime import date

from chalice.app import Chalice, Response

from functions.domain.authorisation import Action
from functions.domain.case import CaseFile
from functions.domain.problems import Invalid, MomentTaken, NotFound, Problem, SignInNeeded
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import Link
from functions.services import (
    appointment_texts,
    booking,
    deciding,
    on_behalf,
    rights,
    signing_in,
)  # fmt: skip
from functions.services.booking import Day
from functions.web import answers, appointment_views, presenters
from functions.web.visit import Visit, case_id_of


class Visits:
    """The routes of one procedure's appointments; none when nobody has to come."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def mount(self, app: Chalice) -> None:
        if not any(step.books for step in self.procedure.workflow.steps):
            return
        case = f"/{{lang}}/desk/{self.procedure.process}/{self.procedure.name}/{{case_id}}"
        page = f"{case}/appointments/{{step}}"
        answers.route(app, page, self.appointment, ("GET", "POST"))
        answers.route(app, f"{page}/cancel", self.cancel, ("POST",))
        answers.route(app, f"{page}/now", self.begin, ("POST",))
        answers.route(app, f"{page}/calendar", self.calendar)

    def _open(self, visit: Visit) -> tuple[Session, CaseFile, str]:
        """Session, case and booking step; NotFound for all but the applicant and a clerk who may
        choose for them."""
        case_id, name = case_id_of(visit), visit.param("step")
        session = visit.signed_in()
        file = deciding.read_case(visit.ports, self.procedure, case_id)
        booking.is_at_desk(self.procedure, session, file.case, name)
        on_behalf.require_mandate(visit.ports, self.procedure, session, file.case)
        return session, file, name

    def appointment(self, visit: Visit) -> Response:
        try:
            session, file, name = self._open(visit)
        except SignInNeeded as error:
            if visit.request.method == "GET":
                raise
            kept = visit.keep_boxes(_place(visit), "moment", "day")
            raise SignInNeeded(kept=kept) from error
        if visit.request.method == "POST":
            return self._choose(visit, session, file, name)
        visit._session = signing_in.touch(visit.ports, session)
        if booking.open_turn(self.procedure, session, file, name) is None:
            # nothing to choose now: the case says why
            return answers.redirect(self._back(visit, session, file, name))
        return self._page(visit, session, file, name)

    def _back(self, visit: Visit, session: Session, file: CaseFile, name: str) -> str:
        """Where a moment shows once it is chosen: the case, or for a clerk who does not treat it
        the list of the day."""
        link = presenters.case_link(visit.lang, file.case)
        if not booking.is_at_desk(self.procedure, session, file.case, name):
            return link
        if rights.held(session, Action.SEE, self.procedure, file.case):
            return f"{link}/review"
        return f"/{visit.lang}/desk/visits"

    def _choose(self, visit: Visit, session: Session, file: CaseFile, name: str) -> Response:
        start = booking.read_moment(str(visit.raw.get("moment", "")))
        try:
            if start is None:
                raise Invalid([Problem("moment", say(N_("Kies een moment.")))])
            booking.choose(visit.ports, self.procedure, session, file, name, start)
        except Invalid as invalid:
            if visit.wants_json:
                raise
            code = MomentTaken.status if isinstance(invalid, MomentTaken) else Invalid.status
            return self._page(visit, session, file, name, invalid.problems, code)
        if visit.wants_json:
            found = {"case_id": file.case.id, "step": name, "moment": start.isoformat()}
            return answers.as_json(found, 202)
        return answers.redirect(self._back(visit, session, file, name))

    def _page(
        self,
        visit: Visit,
        session: Session,
        file: CaseFile,
        name: str,
        problems: tuple[Problem, ...] = (),
        status: int = 200,
    ) -> Response:
        kept = visit.kept_boxes(_place(visit))
        typed = visit.form or kept
        day = visit.query("day") or typed.get("day", "")
        step, _ = booking.visit_of(self.procedure, name)
        at_desk = booking.is_at_desk(self.procedure, session, file.case, name)
        view = appointment_views.page(
            visit,
            self.procedure,
            file,
            step,
            self._days(visit, name, day, at_desk=at_desk),
            presenters.case_link(visit.lang, file.case),
            chosen_day=day,
            moment=typed.get("moment", ""),
            problems=problems,
            at_desk=at_desk,
        )
        if at_desk and view.back:
            back = Link(view.back.text, self._back(visit, session, file, name))
            view = replace(view, back=back)
        title = f"{view.title}: {view.procedure_title}"
        return answers.page(
            visit, "appointment", view, title=title, status=status, has_error=bool(problems)
        )

    def _days(self, visit: Visit, name: str, asked: str, *, at_desk: bool) -> list[Day]:
        """The week of the day that is asked for, or the first one with room."""
        step = self.procedure.workflow.step(name)
        first, last = booking.span(visit.ports, step, at_desk=at_desk)
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            day = date.min
        monday = booking.monday_of(min(max(day, first), last))
        if day != date.min:
            days = booking.week(visit.ports, step, monday, at_desk=at_desk)
            if days:
                return days
        return booking.first_week(visit.ports, step, at_desk=at_desk)

    def begin(self, visit: Visit) -> Response:
        """The applicant stands at the counter: the visit begins without a moment."""
        session, file, name = self._open(visit)
        try:
            booking.choose(visit.ports, self.procedure, session, file, name, None)
        except Invalid as invalid:
            if visit.wants_json:
                raise
            return self._page(visit, session, file, name, invalid.problems, invalid.status)
        return answers.redirect(self._back(visit, session, file, name))

    def cancel(self, visit: Visit) -> Response:
        session, file, name = self._open(visit)
        booking.cancel(visit.ports, self.procedure, session, file, name)
        if visit.wants_json:
            return answers.as_json({"case_id": file.case.id, "step": name}, 202)
        return answers.redirect(self._back(visit, session, file, name))

    def calendar(self, visit: Visit) -> Response:
        session, file, name = self._open(visit)
        if booking.is_at_desk(self.procedure, session, file.case, name):
            raise NotFound  # it goes in the applicant's own
        chosen = [
            event
            for event in file.events
            if event.kind in ("booked", "moved") and event.data["booking"] == name
        ]
        if name not in file.case.appointments:
            raise NotFound
        body = appointment_texts.calendar_file(
            visit.words,
            visit.ports.tenant,
            visit.ports.site_url,
            file.case,
            self.procedure.workflow.step(name),
            revision=chosen[-1].seq,
            at=chosen[-1].at,
        )
        return Response(
            body=body.decode(),
            headers={
                "Cache-Control": "no-store",
                "Content-Type": "text/calendar; charset=utf-8",
                "Content-Disposition": 'attachment; filename="afspraak.ics"',
            },
        )


def _place(visit: Visit) -> str:
    """How a choice is kept while its person signs in again."""
    return f"{visit.param('case_id')}/appointments/{visit.param('step')}"
