"""The files of the municipalities: `python -m infra.tenant check [NAME...]` and `new [NAME]`."""

import sys
import tomllib
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from infra.tenant import TENANTS, files, new
from infra.tenant.lint import lint

_QUESTIONS = {
    "title": "Official name", "place": "Place", "province": "Province",
    "nis": "NIS code (REFNIS, as from the merger where there was one)", "org_code": "OVO code",
    "languages": "Languages, with a comma between", "street": "Street and number",
    "postal_code": "Postal code", "phone": "Phone", "mail": "Mail of the counter",
    "domain": "Host name of the site", "accent": "Accent colour",
    "accent_dark": "The same on dark paper", "region": "Region of AWS",
    "inhabitants": "Inhabitants",
}  # fmt: skip


@click.group()
def main() -> None:
    """The files of the municipalities."""


@main.command()
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Say what is wrong in the files, or only in those of NAMES."""
    mistakes = lint(files())  # all: some mistakes are between two files
    unknown = [name for name in names if name not in {path.stem for path in files()}]
    for name in unknown:
        click.echo(f"{TENANTS / name}.toml: there is no such file")
    found = [mistake for mistake in mistakes if not names or mistake.path.stem in names]
    for mistake in found:
        click.echo(str(mistake))
    sys.exit(1 if found or unknown else 0)


@main.command(name="new")
@click.argument("name")
@click.option("--answers", "answers_file", type=click.Path(exists=True, path_type=Path),
              help="A TOML file with the answers: nothing is asked.")  # fmt: skip
def make(name: str, answers_file: Path | None) -> None:
    """Write the file of the municipality NAME."""
    wrong = new.wrong_answer("name", name)
    if wrong:
        raise click.ClickException(f"{name!r} as a name: {wrong}")
    path = TENANTS / f"{name}.toml"
    if path.exists():
        raise click.ClickException(f"{path} exists, and is never overwritten")
    given = tomllib.loads(answers_file.read_text("utf-8")) if answers_file else _asked(name)
    try:
        answers = new.Answers.model_validate({"name": name, **given})
    except ValidationError as error:
        told = (f"{'.'.join(map(str, e['loc'])) or 'accent'}: {e['msg']}" for e in error.errors())
        raise click.ClickException("\n".join(told)) from None
    written = new.write(answers)
    click.echo(f"{written}: look at every line with (u), then `python -m infra.tenant check`")


def _asked(name: str) -> dict[str, Any]:
    usual = new.usual(name)
    found: dict[str, Any] = {}
    for field, question in _QUESTIONS.items():
        found[field] = click.prompt(
            question, default=usual.get(field), value_proc=lambda typed, f=field: _good(f, typed)
        )
    return found


def _good(field: str, typed: str) -> object:
    value: object = typed.strip()
    if field == "languages":
        value = tuple(part.strip() for part in typed.split(","))
    wrong = new.wrong_answer(field, value)
    if wrong:
        raise click.UsageError(f"it must be: {wrong}")
    return value


if __name__ == "__main__":
    main(prog_name="python -m infra.tenant")
