"""The catalogues of texts: `python -m frontend.texts update|check|compile`.

Dutch is the source (the msgid); fr, de and en are translations. `update` gathers the texts from
templates and Python into the .pot and the .po files, `check` names every translation that is
missing, fuzzy, obsolete or has other placeholders than its source, `compile` writes the .mo files.
"""

import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from frontend.render import HERE, LANGUAGES, LOCALES, SOURCE_LANGUAGE

ROOT = HERE.parent
TEMPLATE = LOCALES / "burgerloket.pot"
TARGETS = tuple(lang for lang in LANGUAGES if lang != SOURCE_LANGUAGE)
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}}
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
_EMPTY_HEADER = re.compile(
    r'"(POT-Creation-Date|PO-Revision-Date|Report-Msgid|Last-Trans|Language-Team|Generated-By)'
)
_PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def po_path(lang: str) -> Path:
    return LOCALES / lang / "LC_MESSAGES" / "burgerloket.po"


def gathered() -> Catalog:
    """Every text in the sources now."""
    catalogue = Catalog(project="Burgerloket", charset="utf-8")
    for folder in ("frontend", "functions"):
        found = extract_from_dir(
            ROOT / folder, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",)
        )
        for name, _line, text, comments, context in found:
            # Without line numbers: a moved line is not a changed text.
            catalogue.add(text, None, [(f"{folder}/{name}", 0)], auto_comments=comments, context=context)  # fmt: skip # noqa: E501
    return catalogue


def read(lang: str) -> Catalog:
    path = po_path(lang)
    if not path.is_file():
        return Catalog(locale=lang, project="Burgerloket", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def written(catalogue: Catalog) -> bytes:
    """The file of a catalogue, without dates or empty names: the same texts are the same file."""
    catalogue.header_comment, catalogue.fuzzy = "", False
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100, sort_output=True, include_lineno=False)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not _EMPTY_HEADER.match(line)).encode()


def update() -> None:
    source = gathered()
    LOCALES.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(source))
    for lang in TARGETS:
        catalogue = read(lang)
        # No guessing: a changed source text is a new text.
        catalogue.update(source, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        po_path(lang).parent.mkdir(parents=True, exist_ok=True)
        po_path(lang).write_bytes(written(catalogue))


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def complaints(message: Message | None, source: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    first = forms(source.id)[0]
    if message is None or not all(forms(message.string or "")):
        yield f"missing: {first}"
        return
    if message.fuzzy:
        yield f"fuzzy: {first}"
    expected = set(_PLACE.findall(forms(source.id)[-1]))
    for string in forms(message.string or ""):
        if set(_PLACE.findall(string)) != expected:
            yield f"other placeholders: {first} -> {string}"


def check() -> list[str]:
    """Every complaint, with its language in front; nothing when all is well."""
    source = gathered()
    found: list[str] = []
    for lang in TARGETS:
        catalogue = read(lang)
        for message in source:
            if message.id:
                known = catalogue.get(message.id, message.context)
                found += [f"{lang}: {text}" for text in complaints(known, message)]
        found += [f"{lang}: obsolete: {m.id}" for m in catalogue.obsolete.values()]
        found += [
            f"{lang}: no longer used: {forms(m.id)[0]}"
            for m in catalogue
            if m.id and source.get(m.id, m.context) is None
        ]
    return found


def compile_catalogues() -> None:
    """Writes the .mo of each language where its .po is newer."""
    for lang in TARGETS:
        path = po_path(lang)
        made = path.with_suffix(".mo")
        if path.is_file() and not (
            made.is_file() and made.stat().st_mtime_ns >= path.stat().st_mtime_ns
        ):
            # In one move: another process may be reading it.
            fresh = made.with_suffix(f".{os.getpid()}")
            with fresh.open("wb") as file:
                write_mo(file, read(lang))
            fresh.replace(made)


def main(arguments: list[str]) -> int:
    if arguments == ["update"]:
        update()
    elif arguments == ["compile"]:
        compile_catalogues()
    elif arguments == ["check"]:
        found = check()
        sys.stdout.write("".join(f"{line}\n" for line in found))
        return 1 if found else 0
    else:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
