"""Which clerk has a case, as the page of the case shows it."""

from functions.domain.case import CaseFile
from functions.domain.problems import HeldByColleague, Invalid, SecondLook
from functions.domain.procedure import Procedure
from functions.domain.queue_views import HoldingView
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import ErrorView, OptionView
from functions.services import holding
from functions.services.obstacles import obstacle
from functions.web import presenters
from functions.web.visit import Visit

_CLAIM = ("claim", N_("Neem deze zaak"))
_RELEASE = ("release", N_("Geef ze terug"))
_TAKE_OVER = ("take-over", N_("Neem de zaak over"))


def of_case(
    visit: Visit,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    invalid: Invalid | None = None,
) -> HoldingView | None:
    """None where no clerk can have it: nothing is open, or others than the desk must act."""
    task, words = file.open_task(), visit.words
    if task is None or not task.role:
        return None
    ref = session.person.ref
    is_own = task.holder == ref
    told = say(N_("Nog niemand heeft deze zaak."))
    if task.holder:
        told = say(N_("%(name)s heeft deze zaak."), name=task.holder_name)
    if is_own:
        told = say(N_("Jij hebt deze zaak."))
    note = ""
    if task.holder_from:
        given = say(N_("%(name)s gaf de zaak door."), name=task.holder_from)
        note = f"{words.write(given)} {task.holder_note}".strip()
    buttons: tuple[tuple[str, str], ...] = ()
    can_hand_over, blocked, is_elsewhere = False, "", False
    if holding.may_hold(procedure, session, file, task):
        stands = obstacle(visit.ports.tenant, procedure, file, task, ref)
        can_hand_over = is_own or not task.holder
        is_elsewhere = stands is not None
        if isinstance(stands, SecondLook):
            blocked = words.write(stands.explanation)
        if is_own:
            buttons = (_RELEASE,)
        elif stands is None:
            buttons = (_CLAIM,)
        elif isinstance(stands, HeldByColleague):
            buttons = (_TAKE_OVER,)
    offered = (
        holding.colleagues(visit.ports, procedure, session, file, task) if can_hand_over else []
    )
    chosen = visit.form.get("to", "") if invalid else ""
    return HoldingView(
        told=words.write(told),
        action=f"{presenters.case_link(visit.lang, file.case)}/holding/{task.step}",
        csrf=visit.csrf(),
        buttons=tuple((value, words.write(text)) for value, text in buttons),
        note=note,
        colleagues=tuple(OptionView(c.ref, c.name, checked=c.ref == chosen) for c in offered),
        can_hand_over=can_hand_over,
        blocked=blocked,
        is_elsewhere=is_elsewhere,
        typed=visit.form.get("note", "") if invalid else "",
        errors=tuple(
            ErrorView(words.write(p.text), f"#holding-{p.field}")
            for p in (invalid.problems if invalid else ())
        ),
    )
