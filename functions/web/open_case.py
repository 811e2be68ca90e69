"""A case that somebody opened, and what is asked of them in it."""

from collections.abc import Mapping
from typing import Any

from functions.domain.case import CaseFile
from functions.domain.forms import Supplement
from functions.domain.problems import Problem
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.views import FieldView, TaskView, UploadForm
from functions.domain.workflow import SUPPLEMENT
from functions.services import deciding, on_behalf, uploading
from functions.services.obstacles import obstacle
from functions.web import fees, presenters
from functions.web.questions import Form, upload_form
from functions.web.visit import Visit, case_id_of

BECAUSE = "because-"  # how the box of a standard reason begins: "because-<choice>-<key>"


def because(typed: Mapping[str, Any], choice: str) -> tuple[str, ...]:
    """The standard reasons that were ticked at this choice; a program sends them as `reasons`."""
    given = typed.get("reasons")
    named = tuple(str(key) for key in given) if isinstance(given, list) else ()
    start = f"{BECAUSE}{choice}-"
    return (*named, *(box[len(start) :] for box in typed if box.startswith(start)))


def open_case(visit: Visit, procedure: Procedure) -> tuple[Session, CaseFile]:
    """The session and the case in the address; who may do what with it is asked after this."""
    case_id = case_id_of(visit)
    session = visit.signed_in()
    file = deciding.read_case(visit.ports, procedure, case_id)
    on_behalf.require_mandate(visit.ports, procedure, session, file.case)
    return session, file


def place_of(case_id: str, step: str) -> str:
    """How what was typed at a step is kept while its person signs in again."""
    return f"{case_id}/{step}"


def task_of(
    visit: Visit,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    problems: tuple[Problem, ...] = (),
) -> TaskView | None:
    """What is asked of this person in the case now."""
    task = file.open_task()
    if task is None:
        return None
    step = procedure.workflow.step(task.step)
    if not deciding.may_take(step, task, file, session):
        return None
    if obstacle(visit.ports.tenant, procedure, file, task, session.person.ref):
        return None
    link = presenters.case_link(visit.lang, file.case)
    typed = visit.form or visit.kept_boxes(place_of(file.case.id, step.name))
    view = presenters.task_view(
        visit.words,
        procedure,
        step,
        file,
        task,
        link=link,
        csrf=visit.csrf(),
        problems=problems,
        chosen=typed.get("choice", ""),
        reason=typed.get("reason", ""),
        ticked=frozenset(box for box in typed if box.startswith(BECAUSE)),
        items=_extra_documents(visit, file, link) if step.supplement_of else (),
    )
    if step.pays:
        view = fees.asked(visit.words, visit.ports, procedure, file, step, view)
    return view


def _extra_documents(visit: Visit, file: CaseFile, link: str) -> tuple[FieldView, ...]:
    """The one question of an answer to the desk: documents, if there are any."""
    back = f"{visit.ports.site_url}{link}/uploaded/"

    def upload(field: str) -> UploadForm:
        address, fields, _ = uploading.ask_upload(visit.ports, file.case, field, back=back)
        return upload_form(address, fields)

    facts = visit.ports.facts(file.case.applicant, visit.lang)
    form = Form(visit.words, facts, SUPPLEMENT, {}, ())
    return form.fields(Supplement, file.case, upload, link)
