"""A section of the settings: which things a municipality sets there, and how each is shown, asked
and read. See setting_numbers.py and setting_days.py for the sections themselves."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from pydantic_core import PydanticCustomError

from functions.domain.calendar import BRUSSELS, Calendar
from functions.domain.kinds import parse_date
from functions.domain.problems import Problem
from functions.domain.settings import Change
from functions.domain.tenant import Tenant
from functions.domain.texts import N_, say
from functions.domain.views import ErrorView, FieldView, OptionView
from functions.services.writing import Words
from functions.web.office.words import date_field, text_field

LANGUAGES = {
    "nl": N_("in het Nederlands"),
    "fr": N_("in het Frans"),
    "de": N_("in het Duits"),
    "en": N_("in het Engels"),
}
_TIME = re.compile(r"([01]?\d|2[0-3])\s*[:.uh]\s*([0-5]\d)?")


@dataclass(frozen=True)
class Now:
    """What holds on a day, and the file alone."""

    tenant: Tenant
    calendar: Calendar
    file: tuple[Tenant, Calendar]
    day: date
    words: Words


@dataclass(frozen=True)
class Key:
    """Something that can be set. `group`: under which heading it stands."""

    key: str
    label: str
    group: str = ""


@dataclass
class Posted:
    """A posted form, and what is wrong with it by the name of the box."""

    boxes: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.boxes.get(name, "").strip()

    def day(self, name: str) -> date | None:
        """A day in three boxes; None when they are empty, or wrong, which is noted."""
        parts = {part: self.text(f"{name}-{part}") for part in ("day", "month", "year")}
        if not any(parts.values()):
            return None
        try:
            return parse_date(parts)
        except PydanticCustomError as error:
            self.problems.append(Problem(name, say(error.message_template)))
            return None

    def moment(self, name: str) -> datetime | None:
        """A day and a time of day in Belgium, in UTC; None as for `day`."""
        day, clock = self.day(name), self.text(f"{name}-time")
        if day is None:
            return None
        found = clock_of(clock)
        if found is None:
            text = say(N_("Vul het uur in, bijvoorbeeld 14:30."))
            self.problems.append(Problem(f"{name}-time", text))
            return None
        return datetime.combine(day, time.fromisoformat(found), BRUSSELS).astimezone(UTC)


def clock_of(text: str) -> str | None:
    """ "9u30", "9.30" or "9 u" as "09:30"; None for no time of day."""
    found = _TIME.fullmatch(text.strip())
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else None


def day_boxes(name: str, day: date | None) -> dict[str, str]:
    if day is None:
        return {}
    return {
        f"{name}-day": str(day.day),
        f"{name}-month": str(day.month),
        f"{name}-year": str(day.year),
    }


def moment_boxes(name: str, moment: datetime | None) -> dict[str, str]:
    if moment is None:
        return {}
    local = moment.astimezone(BRUSSELS)
    return {**day_boxes(name, local.date()), f"{name}-time": f"{local:%H:%M}"}


@dataclass(frozen=True)
class Form:
    """The boxes of a form that is shown: what is in them, and what is wrong."""

    now: Now
    key: str  # empty for something new
    boxes: Mapping[str, str]
    errors: Sequence[ErrorView]

    def text(self, name: str, label: str, **more: Any) -> FieldView:  # noqa: ANN401
        """`label`: written already."""
        return text_field(self.now.words, name, label, self.boxes, self.errors, **more)

    def day(self, name: str, label: str, *, required: bool = True) -> FieldView:
        from dataclasses import replace

        found = date_field(self.now.words, name, label, self.boxes, self.errors)
        return replace(found, required=required)

    def moment(self, name: str, label: str, *, required: bool = True) -> tuple[FieldView, ...]:
        write = self.now.words.write
        hour = write(N_("uur"))
        time_label = f"{write(label)}: {hour}"
        clock = self.text(f"{name}-time", time_label, width="s", required=required)
        return self.day(name, label, required=required), clock


def choice_field(form: Form, name: str, label: str, options: tuple[OptionView, ...]) -> FieldView:
    error = next((e.message for e in form.errors if e.href == f"#{name}"), "")
    return FieldView(
        id=name,
        name=name,
        kind="choice",
        label=label,
        value=form.boxes.get(name, ""),
        error=error,
        options=options,
    )


class Section:
    """One kind of setting. `name`: in the address and in the log; `adds`: on the button that makes
    something new; `has_start`: False where it holds at once, since the thing itself is a day."""

    name = ""
    title = ""
    intro = ""
    adds = ""
    has_start = True

    def keys(self, now: Now) -> Iterator[Key]:
        """What can be set, in the order of the page."""
        raise NotImplementedError

    def held(self, now: Now, key: str) -> Any:  # noqa: ANN401
        """What holds, as the value of a change; None where nothing does."""
        raise NotImplementedError

    def told(self, words: Words, value: Any) -> str:  # noqa: ANN401
        """A value in words."""
        raise NotImplementedError

    def label(self, now: Now, key: str) -> str:
        """How that is called; the key itself for what is not there any more."""
        return next((k.label for k in self.keys(now) if k.key == key), key)

    def in_file(self, now: Now, key: str) -> bool:
        """Whether the tenant's file says it."""
        raise NotImplementedError

    def overruled(self, now: Now, change: Change) -> bool:
        """Whether the file says something later than this change."""
        del now, change
        return False

    def coming_in_file(self, now: Now, key: str) -> list[tuple[date, Any]]:
        """What the file says for later: (from, value)."""
        del now, key
        return []

    def boxes(self, now: Now, value: Any) -> dict[str, str]:  # noqa: ANN401
        """A value as it would be typed."""
        raise NotImplementedError

    def fields(self, form: Form) -> tuple[FieldView, ...]:
        raise NotImplementedError

    def read(self, now: Now, key: str, posted: Posted) -> tuple[str, dict[str, Any]]:
        """(key, raw value); what is wrong before a model looks at it is noted in `posted`."""
        raise NotImplementedError

    def box_at(self, where: str) -> str:
        """The box at which a mistake in the value is told ("week.3.0.close")."""
        return where.replace(".", "-")

    def closes(self, key: str, value: str) -> list[date]:
        """The days on which nobody can come any more, of a line of the log."""
        del key, value
        return []

    def intro_of(self, now: Now, key: str) -> str:
        """What to know before changing this one."""
        del now, key
        return ""
