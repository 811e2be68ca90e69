"""A tenant's file with its base, as one file: what packaging puts beside the code."""

from pathlib import Path
from typing import Any

import tomlkit

from functions.domain.tenant_file import merged


def write_whole(path: Path, out: Path) -> None:
    """The file `out` says the same as `path` on its base, and needs no other file."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(tomlkit.dumps(_plain_first(merged(path))), "utf-8")


def _plain_first(table: dict[str, Any]) -> dict[str, Any]:
    """A value that stood after a table would belong to that table."""
    lines = sorted(table.items(), key=lambda line: _is_table(line[1]))
    return {key: _within(value) for key, value in lines}


def _within(value: Any) -> Any:  # noqa: ANN401 - whatever TOML knows
    if isinstance(value, dict):
        return _plain_first(value)
    return [_within(each) for each in value] if isinstance(value, list) else value


def _is_table(value: object) -> bool:
    is_list_of_tables = isinstance(value, list) and any(isinstance(each, dict) for each in value)
    return isinstance(value, dict) or is_list_of_tables
