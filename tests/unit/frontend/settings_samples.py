"""The pages of a municipality's own settings, with a believable context each (see samples.py)."""

from dataclasses import replace
from typing import Any

from functions.domain.settings_views import (
    ComingView,
    RolesPage,
    RoleView,
    SectionLine,
    SectionPage,
    SettingForm,
    SettingGroup,
    SettingRow,
    SettingsPage,
)
from functions.domain.views import (
    DateParts,
    ErrorView,
    FieldView,
    HistoryRow,
    Link,
    OptionView,
    UserView,
)

HERE = "/nl/desk/settings"
ADMIN = UserView(
    "Els Jacobs",
    is_clerk=True,
    idle_seconds=1800,
    absolute_seconds=28800,
    csrf="t",
    roles=("tenant_admin",),
)
BACK = Link("Beheer", HERE)
ROW = SettingRow(
    "Gewone procedure",
    "€ 22,00",
    "Bestand van de gemeente",
    f"{HERE}/section/fees/change?key=a",
    (
        ComingView("€ 24,00", "vanaf vrijdag 1 januari 2027, door Els Jacobs", "3"),
        ComingView("€ 26,00", "vanaf zaterdag 1 januari 2028, in het bestand van de gemeente"),
    ),
)
OTHER = SettingRow(
    "Dringend", "€ 127,00", "Els Jacobs, sinds maandag 2 november 2026", f"{HERE}/section/fees"
)
HISTORY = (
    HistoryRow(
        "maandag 2 november 2026 om 12:00",
        "Els Jacobs",
        "Tarieven, dringend: € 127,00, vanaf maandag 2 november 2026",
        "2026-11-02T11:00:00+00:00",
        "Besluit van de gemeenteraad van 26 oktober",
    ),
)
OVERVIEW = SettingsPage(
    sections=(
        SectionLine("Tarieven", "Wat een aanvraag kost.", f"{HERE}/section/fees", "1 op komst"),
        SectionLine("Openingsuren", "Wanneer het loket open is.", f"{HERE}/section/hours", ""),
    ),
    coming=(ROW,),
    history=HISTORY,
    links=(Link("Wie mag wat: de rollen", f"{HERE}/roles"),),
    csrf="t",
    revoke_action=f"{HERE}/revoke",
)
SECTION = SectionPage(
    title="Tarieven",
    intro="Wat een aanvraag kost.",
    groups=(SettingGroup("Een vergunning", (ROW, OTHER)), SettingGroup("Een bewijs", (OTHER,))),
    history=HISTORY,
    csrf="t",
    revoke_action=f"{HERE}/revoke",
    notice="Bewaard.",
    back=BACK,
)
FORM = SettingForm(
    title="Een vergunning: gewone procedure",
    now="€ 22,00",
    items=(
        FieldView("amount", "amount", "text", "Nieuw tarief, in euro", value="24", width="s"),
        FieldView(
            "from", "from", "date", "Vanaf welke dag geldt dit?", hint="Bijvoorbeeld 1 1 2027"
        ),
        FieldView("why", "why", "text", "Waarom wijzig je dit?", width="l"),
    ),
    action=f"{HERE}/section/fees/change",
    key="a",
    seen="3",
    csrf="t",
    back=Link("Tarieven", f"{HERE}/section/fees"),
)
WRONG = replace(
    FORM,
    items=(
        replace(FORM.items[0], value="twee", error="Vul een bedrag in, bijvoorbeeld 22,50."),
        replace(
            FORM.items[1], error="Kies vandaag of een latere dag.", date=DateParts("1", "1", "20")
        ),
        FieldView(
            "kind",
            "kind",
            "choice",
            "Waarvoor wordt gestemd?",
            options=(OptionView("local", "Gemeente en provincie"), OptionView("x", "Europa")),
        ),
        FieldView("text-nl", "text-nl", "long-text", "Tekst, in het Nederlands"),
    ),
    errors=(
        ErrorView("Vul een bedrag in, bijvoorbeeld 22,50.", "#amount"),
        ErrorView("Kies vandaag of een latere dag.", "#from"),
    ),
)
ROLES = RolesPage(
    filters=(
        (Link("Alle rollen", f"{HERE}/roles"), True),
        (Link("Loket", f"{HERE}/roles?r"), False),
    ),
    roles=(
        RoleView(
            "Loket",
            "Rechten bij het aanmelden die deze rol geven: counter",
            ("Mensen terugbellen die dat vroegen",),
            (("Een vergunning", ("zaken bekijken", "beslissen")),),
        ),
        RoleView("Beheerder", "Rechten: tenant_admin", (), ()),
    ),
    back=BACK,
)
PAGES: dict[str, tuple[str, UserView | None, dict[str, Any]]] = {
    "settings": ("desk/settings.html", ADMIN, {"page": OVERVIEW}),
    "settings-first": (
        "desk/settings.html",
        ADMIN,
        {"page": replace(OVERVIEW, coming=(), history=())},
    ),
    "settings-section": ("desk/settings-section.html", ADMIN, {"page": SECTION}),
    "settings-section-empty": (
        "desk/settings-section.html",
        ADMIN,
        {
            "page": replace(
                SECTION, groups=(), history=(), add=Link("Verkiezing toevoegen", HERE), notice=""
            )
        },
    ),
    "settings-form": ("desk/settings-form.html", ADMIN, {"page": FORM}),
    "settings-form-errors": (
        "desk/settings-form.html",
        ADMIN,
        {"page": WRONG, "has_error": True},
    ),
    "settings-form-meanwhile": (
        "desk/settings-form.html",
        ADMIN,
        {"page": replace(FORM, notice="Dit is intussen gewijzigd.", note="In werkdagen.")},
    ),
    "settings-roles": ("desk/settings-roles.html", ADMIN, {"page": ROLES}),
}
