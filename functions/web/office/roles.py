"""Who may do what: the roles, from which rights they come, and the one table of what they may."""

from chalice.app import Chalice, Response

from functions import processes
from functions.domain import authorisation
from functions.domain.authorisation import Access, Action, Duty
from functions.domain.settings_views import RolesPage, RoleView
from functions.domain.tenant import ROLES
from functions.domain.texts import N_, say
from functions.domain.views import Link
from functions.web import answers
from functions.web.office.setting_rows import base, manager
from functions.web.office.words import ROLE_NAMES
from functions.web.visit import Visit

ACTIONS = {
    Action.SEE: N_("zaken bekijken"),
    Action.SEE_SENSITIVE: N_("medische en gerechtelijke stukken bekijken"),
    Action.TAKE: N_("beslissen"),
    Action.HOLD: N_("taken nemen, teruggeven en doorgeven"),
    Action.NOTE: N_("interne notities schrijven"),
    Action.LETTER: N_("brieven afdrukken"),
    Action.REOPEN: N_("heropenen na een beroep"),
    Action.REVOKE: N_("uitgereikte documenten intrekken"),
    Action.CORRECT: N_("fouten verbeteren"),
    Action.ENTER: N_("invullen voor iemand anders"),
    Action.BOOK: N_("afspraken maken en de dagagenda zien"),
    Action.COUNT: N_("statistieken lezen"),
}
DUTIES = {
    Duty.CALLS: N_("Mensen terugbellen die dat vroegen"),
    Duty.MANAGE: N_("Tarieven, uren, kalender, teksten en termijnen wijzigen"),
    Duty.AUDIT: N_("De geschiedenis van het loket lezen en controleren"),
    Duty.INSPECT: N_("Alle gegevens van één persoon verzamelen, en wissen wat mag"),
    Duty.MANDATES: N_("Volmachten van iemand opzoeken en beëindigen"),
    Duty.RETAIN: N_("Wissen wat lang genoeg bewaard is"),
}


def mount(app: Chalice) -> None:
    answers.route(app, "/{lang}/desk/settings/roles", roles)


def roles(visit: Visit) -> Response:
    manager(visit)
    words, here = visit.words, f"{base(visit)}/roles"
    wanted = visit.query("role")
    shown = [role for role in ROLES if wanted in ("", role)]
    every = (Link(words.write(N_("Alle rollen")), here), wanted == "")
    filters = [
        (Link(words.write(ROLE_NAMES[role]), f"{here}?role={role}"), role == wanted)
        for role in ROLES
    ]
    view = RolesPage(
        filters=(every, *filters),
        roles=tuple(_role(visit, role) for role in shown),
        back=Link(words.write(N_("Beheer")), base(visit)),
    )
    return answers.page(visit, "settings-roles", view, title=words.write(N_("Wie mag wat")))


def _role(visit: Visit, role: str) -> RoleView:
    words, tenant = visit.words, visit.ports.tenant
    every = processes.all_procedures()
    table = [line for line in authorisation.table(every) if line.role == role]
    given = ", ".join(tenant.roles.get(role, ())) or words.write(N_("geen enkel recht"))
    lines = []
    for procedure in every:
        own = [
            _told(visit, line)
            for line in table
            if line.procedure == procedure.key and line.access is not Access.NO
        ]
        if own:
            lines.append((words.write(procedure.guide.title), tuple(own)))
    return RoleView(
        title=words.write(ROLE_NAMES[role]),
        rights=words.write(
            say(N_("Rechten bij het aanmelden die deze rol geven: %(rights)s"), rights=given)
        ),
        duties=tuple(
            words.write(DUTIES[line.action])
            for line in table
            if isinstance(line.action, Duty) and line.access is Access.YES
        ),
        lines=tuple(lines),
    )


def _told(visit: Visit, line: authorisation.Line) -> str:
    assert isinstance(line.action, Action)  # noqa: S101 - only procedures are asked
    told = visit.words.write(ACTIONS[line.action])
    if line.access is Access.YES:
        return told
    return visit.words.write(
        say(N_("%(what)s, als de termijn van een collega voorbij is"), what=told)
    )
