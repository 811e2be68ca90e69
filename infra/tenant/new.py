"""A short file for a municipality that joins: what was asked, and what it must still confirm."""

import json
import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator, model_validator

from functions.domain.tenant_file import merged
from infra.tenant import TENANTS, files, rules

BASES = TENANTS / "base"
PROVINCES = tuple(sorted(path.stem for path in BASES.glob("*.toml") if path.stem != "flanders"))


class Answers(BaseModel):
    """Everything that is asked; each answer is checked as it will be in the file."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str
    title: str
    place: str
    province: str
    nis: str
    org_code: str
    languages: tuple[str, ...] = ("nl", "fr", "de", "en")
    street: str
    postal_code: str
    phone: str
    mail: str
    domain: str
    accent: str = "#0a4f8a"
    accent_dark: str = "#8cc4ff"
    region: str = "eu-central-1"
    inhabitants: int = 20_000

    @field_validator("*", mode="after")
    @classmethod
    def _as_in_the_file(cls, value: object, info: ValidationInfo) -> object:
        wrong = wrong_answer(str(info.field_name), value)
        if wrong:
            raise ValueError(wrong)
        return value

    @model_validator(mode="after")
    def _contrast(self) -> "Answers":
        wrong = rules.wrong_accent(self.accent, self.accent_dark)
        if wrong:
            raise ValueError(wrong)
        return self


_PATTERNS = {
    "name": (r"[a-z]+(-[a-z]+)*", "small letters and hyphens, as in merelbeke-melle"),
    "postal_code": (r"[1-9]\d{3}", "four digits"),
    "phone": (r"\+32[ \d]{8,}", "as +32 15 00 00 00"),
    "mail": (r"[^@\s]+@[^@\s]+\.[a-z]+", "a mail address"),
    "domain": (r"([a-z0-9-]+\.)+[a-z]{2,}", "a host name, as burgerloket.example.be"),
    "accent": (r"#[0-9a-f]{6}", "a colour as #0a4f8a"),
    "accent_dark": (r"#[0-9a-f]{6}", "a colour as #8cc4ff"),
    "region": (r"[a-z]+(-[a-z]+)+-\d", "a region of AWS, as eu-central-1"),
    "inhabitants": (r"[1-9]\d*", "a number"),
}


def wrong_answer(field: str, value: object) -> str:
    """What an answer must be, where it is not; empty when it is good."""
    pattern, told = _PATTERNS.get(field, (r".*\S.*", "not empty"))
    if isinstance(value, tuple):
        return rules.wrong_languages(value)
    if not re.fullmatch(pattern, str(value)):
        return told
    if field == "province" and value not in PROVINCES:
        return f"one of {', '.join(PROVINCES)}"
    if field == "nis":
        return rules.wrong_nis(str(value)) or _taken("nis", value)
    if field == "org_code":
        return rules.wrong_org_code(str(value)) or _taken("org_code", value)
    return ""


def _taken(field: str, value: object) -> str:
    for path in files():
        if merged(path).get(field) == value:
            return f"another one: this is {path.stem}'s"
    return ""


def usual(name: str) -> dict[str, str]:
    """What an answer most often is, by the name of the municipality."""
    place = name.title().replace(" ", "-")
    return {
        "title": f"Gemeente {place}",
        "place": place,
        "languages": "nl,fr,de,en",
        "street": "Voorbeeldstraat 1",
        "phone": "+32 2 000 00 00",
        "mail": f"burgerzaken@{name}.example",
        "domain": f"burgerloket.{name}.example",
        "accent": "#0a4f8a",
        "accent_dark": "#8cc4ff",
        "region": "eu-central-1",
        "inhabitants": "20000",
    }


def write(answers: Answers, folder: Path = TENANTS) -> Path:
    """Raises FileExistsError: what somebody wrote is never overwritten."""
    path = folder / f"{answers.name}.toml"
    with path.open("x", encoding="utf-8") as file:
        file.write(text(answers))
    return path


def text(a: Answers) -> str:
    """Its file. A line marked "(u)" is still to be confirmed by the municipality."""
    said, own = json.dumps, _mail_domain(a.domain)  # a string of JSON is one of TOML
    partition = "aws-eusc" if a.region.startswith("eusc-") else "aws"
    languages = ", ".join(f'"{lang}"' for lang in a.languages)

    def line(key: str, value: str, why: str) -> str:
        return f"{f'{key} = {value}':<28}  # {why}"

    def quoted(value: str) -> str:
        return said(value, ensure_ascii=False)

    return "\n".join(
        [
            f"# {a.place}: what differs from what is usual (docs/tenants.md). Facts marked",
            '# "(u)" were not confirmed: the municipality checks them before it deploys, those of',
            "# the base too.",
            f'base = "base/{a.province}.toml"',
            "",
            f"name = {quoted(a.name)}",
            f"title = {quoted(a.title)}",
            f"place = {quoted(a.place)}",
            line("nis", quoted(a.nis), "Statbel, REFNIS"),
            line("org_code", quoted(a.org_code), "(u) its OVO code in the organisation register"),
            f"languages = [{languages}]",
            line("sender", quoted(f"burgerloket@{own}"), "(u)"),
            "",
            "[style]",
            f"accent = {quoted(a.accent)}",
            line("accent_dark", quoted(a.accent_dark), "the same accent on dark paper"),
            "",
            "[contact]",
            line("street", quoted(a.street), "(u)"),
            f"postal_code = {quoted(a.postal_code)}",
            line("phone", quoted(a.phone), "(u)"),
            line("mail", quoted(a.mail), "(u)"),
            "",
            "[dosis]",
            line("source", quoted(f"https://{a.domain}/"), "(u) agreed on with DOSIS"),
            "",
            "[deployment]",
            f"domain = {quoted(a.domain)}",
            line("alarm_mail", quoted(f"burgerloket@{own}"), "(u)"),
            *([f"region = {quoted(a.region)}"] if a.region != "eu-central-1" else []),
            *([f'partition = "{partition}"'] if partition != "aws" else []),
            line("inhabitants", str(a.inhabitants), "(u) rounded"),
            "",
        ]
    )


def _mail_domain(domain: str) -> str:
    """The municipality's own domain, under which the site stands."""
    return domain.partition(".")[2] if domain.count(".") > 1 else domain
