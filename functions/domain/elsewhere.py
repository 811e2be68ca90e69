"""Affairs with other authorities, as their sources tell them (services.source_ports.Sources)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Level = Literal["flemish", "federal", "provincial"]
# Where an affair stands, for sorting: the words are the source's own.
Phase = Literal["running", "done"]
MOST = 100  # of one source
Short = Field(max_length=200)


class Source(BaseModel):
    """A source in the tenant's file. `title`: its authority, by language; `url`: below it is
    `/dossiers`; `scope`: of the access token; `site`: where people can look for themselves; `note`
    says what was not confirmed."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    title: dict[str, str]
    level: Level
    url: str
    scope: str
    site: str = ""
    note: str = ""


class Attachment(BaseModel):
    model_config = ConfigDict(frozen=True, defer_build=True)

    title: str = Short
    href: str


class Dossier(BaseModel):
    """One affair. `status`: in words, in a language that the source chose; `is_asked`: the person
    must do something, until `due`; `action`: what, where the source says it; `changed`: when it
    last changed."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    number: str = Short
    title: str = Short
    status: str = Short
    phase: Phase = "running"
    is_asked: bool = False
    action: str = ""
    due: date | None = None
    changed: datetime | None = None
    href: str = ""
    documents: tuple[Attachment, ...] = ()


class Answer(BaseModel):
    """What a source tells of one person. `lang`: of its texts, as it says itself; `left_out`: how
    many it told that could not be read, or were too many."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    lang: str
    dossiers: tuple[Dossier, ...] = ()
    left_out: int = 0


class Told(BaseModel):
    """What a source last told, and when. `asked_in`: the language in which it was asked."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    source: str
    at: datetime
    asked_in: str
    answer: Answer


class Heard(BaseModel):
    """A source and what is known of it now. `is_missing`: it did not answer, so `told` is of
    before, or nothing."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    source: Source
    told: Told | None
    is_missing: bool = False


def title_of(source: Source, lang: str) -> str:
    """In the reader's language, else in Dutch, else whatever there is."""
    titles: Mapping[str, str] = source.title
    return titles.get(lang) or titles.get("nl") or next(iter(titles.values()), "")
