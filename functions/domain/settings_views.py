"""What the pages of the municipality's own settings show (see views.py)."""

from dataclasses import dataclass

from functions.domain.views import ErrorView, FieldView, HistoryRow, Link


@dataclass(frozen=True, eq=False, repr=False)
class ComingView:
    """A value that does not hold yet. `seq`: of the change, to revoke it; empty: of the file."""

    value: str
    when: str
    seq: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class SettingRow:
    """`source`: from the file, ours, or by whom and since when."""

    label: str
    value: str
    source: str
    href: str
    coming: tuple[ComingView, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class SettingGroup:
    title: str
    rows: tuple[SettingRow, ...]


@dataclass(frozen=True, eq=False, repr=False)
class SectionLine:
    title: str
    intro: str
    href: str
    told: str  # how many own values, how many to come


@dataclass(frozen=True, eq=False, repr=False)
class SettingsPage:
    """Every section, what is to come, and what was changed last."""

    sections: tuple[SectionLine, ...]
    coming: tuple[SettingRow, ...]
    history: tuple[HistoryRow, ...]
    links: tuple[Link, ...]
    csrf: str
    revoke_action: str


@dataclass(frozen=True, eq=False, repr=False)
class SectionPage:
    """One section, or all of them."""

    title: str
    intro: str
    groups: tuple[SettingGroup, ...]
    history: tuple[HistoryRow, ...]
    csrf: str
    revoke_action: str
    add: Link | None = None
    notice: str = ""
    back: Link | None = None


@dataclass(frozen=True, eq=False, repr=False)
class SettingForm:
    """A new value. `now`: what holds; `seen`: the last change that this form knows of."""

    title: str
    now: str
    items: tuple[FieldView, ...]
    action: str
    key: str
    seen: str
    csrf: str
    errors: tuple[ErrorView, ...] = ()
    notice: str = ""
    note: str = ""  # what to know first
    back: Link | None = None


@dataclass(frozen=True, eq=False, repr=False)
class RoleView:
    """What a role may do. `rights`: of the identity provider; `lines`: (procedure, what)."""

    title: str
    rights: str
    duties: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, eq=False, repr=False)
class RolesPage:
    filters: tuple[tuple[Link, bool], ...]
    roles: tuple[RoleView, ...]
    back: Link
