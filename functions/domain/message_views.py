"""Where messages go: the page of a person, and that of a clerk (see views.py)."""

from dataclasses import dataclass

from functions.domain.views import ErrorView, FieldView, Link


@dataclass(frozen=True, eq=False, repr=False)
class ConfirmView:
    """An address that waits for its code. `told`: which address, and until when."""

    told: str
    field: FieldView


@dataclass(frozen=True, eq=False, repr=False)
class MessagesPage:
    """`notice`: what was saved; `warning`: mail that came back, or an e-Box that is not used.
    `explained`: what cannot be refused. `now`: the address that is confirmed."""

    fields: tuple[FieldView, ...]
    now: str
    confirm: ConfirmView | None
    explained: tuple[str, ...]
    action: str
    csrf: str
    version: int
    notice: str = ""
    warning: str = ""
    history: tuple[tuple[str, str], ...] = ()  # when, what
    back: Link | None = None
    errors: tuple[ErrorView, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class DigestPage:
    """`counts`: what a digest would say now. `fields`: none where the municipality offers no
    digest."""

    fields: tuple[FieldView, ...]
    now: str
    confirm: ConfirmView | None
    counts: tuple[str, ...]
    action: str
    csrf: str
    version: int
    notice: str = ""
    back: Link | None = None
    errors: tuple[ErrorView, ...] = ()
