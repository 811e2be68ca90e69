"""What the pages of the audit show (see views.py)."""

from dataclasses import dataclass

from functions.domain.views import ErrorView, FieldView, Link


@dataclass(frozen=True, eq=False, repr=False)
class AuditPage:
    """Where to begin: a case by its number, or a log by its month."""

    number: FieldView
    action: str
    csrf: str
    logs: tuple[Link, ...]
    older: Link | None = None
    errors: tuple[ErrorView, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class AuditLine:
    number: str
    when: str
    iso: str
    who: str
    role: str
    what: str
    detail: str
    is_broken: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class ChainPage:
    """A chain, or a page of one. `verdict`: whether it holds, in words."""

    title: str
    about: str
    verdict: str
    is_whole: bool
    lines: tuple[AuditLine, ...]
    exports: tuple[Link, ...]
    older: Link | None = None
    newer: Link | None = None
    back: Link | None = None
