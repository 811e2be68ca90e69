"""What the pages of the office about mandates show (see views.py)."""

from dataclasses import dataclass

from functions.domain.views import AnswerTopic, ErrorView, FieldView, Link


@dataclass(frozen=True, eq=False, repr=False)
class MandateView:
    """A mandate, told in rows. `key`: names it for who ends it; empty: it cannot be ended here."""

    told: AnswerTopic
    key: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class FindMandatesPage:
    """`person`: of whom, once they were looked up; `hidden`: the answers that led here."""

    title: str
    intro: str
    items: tuple[FieldView, ...]
    errors: tuple[ErrorView, ...]
    action: str
    end_action: str
    csrf: str
    person: str = ""
    by_them: tuple[MandateView, ...] = ()  # what others may do for this person
    for_others: tuple[MandateView, ...] = ()  # what this person may do for others
    hidden: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    warning: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class EndMandatePage:
    """One mandate, and why it ends."""

    title: str
    told: AnswerTopic
    items: tuple[FieldView, ...]
    errors: tuple[ErrorView, ...]
    action: str
    csrf: str
    key: str
    hidden: tuple[tuple[str, str], ...]
    back: Link
