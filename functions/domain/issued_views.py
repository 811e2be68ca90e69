"""What the pages about issued documents show."""

from dataclasses import dataclass

from functions.domain.views import ErrorView, FieldView, Link


@dataclass(frozen=True, eq=False, repr=False)
class VerdictView:
    """`kind`: positive, negative, or warning. `rows`: what the document is."""

    kind: str
    title: str
    lines: tuple[str, ...]
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class VerifyPage:
    """`most`: the largest file, in bytes; `size`: the same in words."""

    action: str
    code: FieldView
    file_error: str
    size: str
    most: int
    verdict: VerdictView | None = None
    errors: tuple[ErrorView, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class IssuedView:
    """A document in a case. `note`: language, date, validity and size in one line; `state`: valid,
    expired or revoked; `revoke`: for who may take it back."""

    name: str
    note: str
    state: str
    href: str
    lang: str
    check: str
    revoke: Link | None = None


@dataclass(frozen=True, eq=False, repr=False)
class RevokePage:
    title: str
    subject: str
    field: FieldView
    action: str
    csrf: str
    back: Link
    errors: tuple[ErrorView, ...] = ()
